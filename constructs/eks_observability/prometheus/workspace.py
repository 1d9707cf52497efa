"""The workspace of Amazon Managed Service for Prometheus (AMP)."""

import re
from collections.abc import Sequence
from typing import Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_aps as aps
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from eks_observability.notes import note_change, note_cost
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.hub import SeriesLimit
from eks_observability.settings.section import checked_retention

LOG_GROUPS: Final = "/aws/vendedlogs/prometheus"
"""Where AMP's logs are. AMP lets itself write there, and below this prefix without using up the
account's policy for logs (AMP User Guide, "Configuring CloudWatch Logs", "Limitations")."""

RULE_DELAY_SECONDS: Final = 60
"""How far in the past rules ask, so that samples have arrived: AMP's default for new workspaces,
which a workspace made without it may not have (AMP User Guide, "Configure your workspace")."""


class MetricsWorkspace(Construct):
    """A workspace, its limits and its logs.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        alias: What it is called.
        retention_days: Days that samples are kept, 1 to 1095.
        encryption_key: Key to encrypt it with, whose policy lets its users use it through AMP.
            Fixed when it is made. Default: a key that AWS owns.
        alert_manager_definition: Who hears of which alert, as AMP takes it. Default: nobody does.
        logging: Whether AMP logs what goes wrong with rules and alerts.
        query_log_samples: Samples that a query has to process to be logged. Default: none is.
        log_retention_days: Days to keep the logs, one of those CloudWatch allows, or "forever".
        out_of_order_seconds: How late a sample may come after one that is newer, 0 to 600.
        series_limits: Limits by labels. Default: the workspace's own quota alone.
        writers: Ids of other accounts, whose roles may write to it where their own policies allow
            it too. Default: none.
        on_destroy: What becomes of it, and of its samples, when the stack goes.

    Raises:
        ValueError: CloudWatch cannot keep logs for that many days.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        alias: str = "myamp",
        retention_days: int = 150,
        encryption_key: kms.IKey | None = None,
        alert_manager_definition: str | None = None,
        logging: bool = True,
        query_log_samples: int | None = None,
        log_retention_days: int | Literal["forever"] = 30,
        out_of_order_seconds: int = 60,
        series_limits: Sequence[SeriesLimit] = (),
        writers: Sequence[str] = (),
        on_destroy: Literal["keep", "delete"] = "keep",
    ) -> None:
        super().__init__(scope, construct_id)

        self._alias = alias
        self._log_retention = checked_retention(log_retention_days)
        self.workspace = aps.CfnWorkspace(
            self,
            "Workspace",
            alias=alias,
            kms_key_arn=encryption_key.key_arn if encryption_key else None,
            alert_manager_definition=alert_manager_definition,
            logging_configuration=self._logging() if logging else None,
            query_logging_configuration=None
            if query_log_samples is None
            else self._query_logging(query_log_samples),
            workspace_configuration=aps.CfnWorkspace.WorkspaceConfigurationProperty(
                retention_period_in_days=retention_days,
                out_of_order_time_window_in_seconds=out_of_order_seconds,
                rule_query_offset_in_seconds=RULE_DELAY_SECONDS,
                limits_per_label_sets=[_limit(each) for each in series_limits],
            ),
        )
        # One that could not be made whole goes with the attempt; one that is replaced, as for
        # another key, keeps its samples until somebody deletes it.
        self.workspace.cfn_options.deletion_policy = (
            cdk.CfnDeletionPolicy.DELETE
            if on_destroy == "delete"
            else cdk.CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
        )
        self.workspace.cfn_options.update_replace_policy = cdk.CfnDeletionPolicy.RETAIN
        stack = cdk.Stack.of(self)
        self.reference = WorkspaceReference(
            id=self.workspace.attr_workspace_id, account=stack.account, region=stack.region
        )
        if writers:
            self._let_write(writers)
        if writers and encryption_key:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:keyForWriters",
                "roles of other accounts write to the workspace, and its key's policy has to let "
                f"them use the key, too: {', '.join(writers)}",
            )
        self._note(retention_days, encrypted=encryption_key is not None, on_destroy=on_destroy)

    def _logging(self) -> aps.CfnWorkspace.LoggingConfigurationProperty:
        return aps.CfnWorkspace.LoggingConfigurationProperty(log_group_arn=self._log_group("Log"))

    def _query_logging(self, samples: int) -> aps.CfnWorkspace.QueryLoggingConfigurationProperty:
        destination = aps.CfnWorkspace.LoggingDestinationProperty(
            cloud_watch_logs=aps.CfnWorkspace.CloudWatchLogDestinationProperty(
                log_group_arn=self._log_group("QueryLog", "/queries")
            ),
            filters=aps.CfnWorkspace.LoggingFilterProperty(qsp_threshold=samples),
        )
        return aps.CfnWorkspace.QueryLoggingConfigurationProperty(destinations=[destination])

    def _log_group(self, construct_id: str, ending: str = "") -> str:
        """The ARN, with the `:*` that AMP wants, of a log group that goes with the workspace."""
        days = self._log_retention
        group = logs.CfnLogGroup(
            self,
            construct_id,
            # An alias may have what such a name may not.
            log_group_name=f"{LOG_GROUPS}/{re.sub(r'[^-._/#A-Za-z0-9]', '-', self._alias)}{ending}",
            retention_in_days=None if days == "forever" else days,
        )
        group.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
        return group.attr_arn

    def _let_write(self, accounts: Sequence[str]) -> None:
        """Let other accounts write, and nothing else."""
        roots = [f"arn:{cdk.Aws.PARTITION}:iam::{account}:root" for account in sorted(accounts)]
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": roots},
            "Action": "aps:RemoteWrite",
            "Resource": self.workspace.attr_arn,
        }
        aps.CfnResourcePolicy(
            self,
            "Writers",
            workspace_arn=self.workspace.attr_arn,
            policy_document=cdk.Stack.of(self).to_json_string(
                {"Version": "2012-10-17", "Statement": [statement]}
            ),
        )

    def _note(self, retention_days: int, *, encrypted: bool, on_destroy: str) -> None:
        note_cost(
            self,
            f"AMP workspace {self._alias}: a price per sample ingested, by far the most; per GB "
            f"and month stored, {retention_days} days; and per sample that rules, dashboards and "
            "queries read" + ("; KMS requests for its key" if encrypted else ""),
        )
        note_change(
            self,
            f"destroy DELETES the AMP workspace {self._alias} and every sample in it"
            if on_destroy == "delete"
            else f"destroy leaves the AMP workspace {self._alias} with its samples, which cost "
            f"storage until they are {retention_days} days old (hub.workspace.on_destroy)",
        )
        if self._log_retention == "forever":
            note_cost(self, f"{LOG_GROUPS}: storage per GB, growing without end")


def _limit(limit: SeriesLimit) -> aps.CfnWorkspace.LimitsPerLabelSetProperty:
    return aps.CfnWorkspace.LimitsPerLabelSetProperty(
        label_set=[
            aps.CfnWorkspace.LabelProperty(name=name, value=value)
            for name, value in sorted(limit.labels.items())
        ],
        limits=aps.CfnWorkspace.LimitsPerLabelSetEntryProperty(max_series=limit.max_series),
    )
