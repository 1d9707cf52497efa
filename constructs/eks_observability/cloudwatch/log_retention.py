"""Retention on a cluster's log groups, whether they exist already or not."""

from collections.abc import Mapping, Sequence
from typing import Literal

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.cloudwatch.log_access import accept_streams
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change, note_cost
from eks_observability.settings.section import checked_retention


class LogRetention(Construct):
    """Gives each log group of a cluster a retention, making those that are not there yet.

    `aws_logs.LogRetention` takes no KMS key and leaves its retention behind when it goes, and
    `AWS::Logs::LogGroup` fails where the group exists: docs/decisions/0004-log-retention.md.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster, imported or not.
        days: Days to keep events, one of those CloudWatch allows, or "forever".
        exceptions: Days for single groups, by their word in `log_groups`. Default: none.
        further_groups: Log groups besides those of `log_groups`, by a word each. Default: none.
        encryption_key: Key for the groups; its policy lets CloudWatch Logs use it. Default: a key
            that CloudWatch Logs owns.
        on_destroy: "keep" deletes nothing; "delete" deletes the groups that were made here, and
            every event in them. A group that existed before gets its old retention and key back
            either way.

    Raises:
        ValueError: `exceptions` names a group that there is not, or CloudWatch cannot keep logs for
            that many days.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        days: int | Literal["forever"] = 30,
        exceptions: Mapping[str, int | Literal["forever"]] | None = None,
        further_groups: Mapping[str, str] | None = None,
        encryption_key: kms.IKey | None = None,
        on_destroy: Literal["keep", "delete"] = "keep",
    ) -> None:
        super().__init__(scope, construct_id)

        names = log_group_names(cluster.cluster_name) | dict(further_groups or {})
        kept = _kept(names, days, exceptions or {})
        provider = HandlerProvider(
            self,
            "Handler",
            handler="log_retention",
            statements=self._statements(list(names.values()), deletes=on_destroy == "delete"),
        )
        self.groups: Mapping[str, cdk.CustomResource] = {
            group: cdk.CustomResource(
                self,
                group.title().replace("_", ""),
                resource_type="Custom::LogRetention",
                service_token=provider.service_token,
                service_timeout=provider.service_timeout,
                properties={
                    "LogGroupName": name,
                    "RetentionInDays": str(kept[group]),
                    "OnDestroy": on_destroy,
                    **({"KmsKeyArn": encryption_key.key_arn} if encryption_key else {}),
                },
            )
            for group, name in names.items()
        }
        cdk.Validations.of(provider).acknowledge(
            wildcard_resource(
                self,
                self._arn("*"),
                "DescribeLogGroups lists by prefix; IAM grants it on all groups or none.",
            ),
        )
        accept_streams(self, list(names.values()))
        self._note({name: kept[group] for group, name in names.items()}, on_destroy)

    def _statements(self, names: Sequence[str], *, deletes: bool) -> Sequence[iam.PolicyStatement]:
        """What the handler calls, on these groups and no others."""
        actions = ["CreateLogGroup", "PutRetentionPolicy", "DeleteRetentionPolicy"]
        # Also without a key: taking it out of the settings is an update that disassociates it.
        actions += ["AssociateKmsKey", "DisassociateKmsKey"]
        # A handler that may delete events only exists where the settings ask for that.
        actions += ["DeleteLogGroup"] if deletes else []
        # Some of these are checked against the group, some against its streams.
        arns = [arn for name in names for arn in (self._arn(name), f"{self._arn(name)}:*")]
        return [
            iam.PolicyStatement(actions=[f"logs:{action}" for action in actions], resources=arns),
            iam.PolicyStatement(actions=["logs:DescribeLogGroups"], resources=[self._arn("*")]),
        ]

    def _arn(self, log_group_name: str) -> str:
        return cdk.Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=log_group_name,
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )

    def _note(self, kept: Mapping[str, int | str], on_destroy: str) -> None:
        """Say what becomes of the groups, those that are kept as long in one line."""
        undo = "puts an existing group's retention back"
        undo += " and deletes nothing" if on_destroy == "keep" else ", and DELETES groups made here"
        for days in dict.fromkeys(kept.values()):
            names = ", ".join(name for name, of in kept.items() if of == days)
            long = "for ever" if days == "forever" else f"{days} days"
            lost = "" if days == "forever" else "; OLDER EVENTS there are deleted for good"
            note_change(self, f"events are kept {long} in {names}{lost}; destroy {undo}")
            if days == "forever":
                note_cost(self, f"{names}: storage per GB, growing without end (retention forever)")


def _kept(
    names: Mapping[str, str],
    days: int | Literal["forever"],
    exceptions: Mapping[str, int | Literal["forever"]],
) -> dict[str, int | Literal["forever"]]:
    """How long each group keeps its events."""
    for word in exceptions:
        if word not in names:
            msg = f"{word!r} is no log group: use one of {', '.join(names)}"
            raise ValueError(msg)
    kept = dict.fromkeys(names, days) | dict(exceptions)
    return {word: checked_retention(each) for word, each in kept.items()}
