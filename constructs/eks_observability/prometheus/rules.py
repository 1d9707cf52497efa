"""Recording rules and alerts in a workspace."""

from typing import Final

from aws_cdk import aws_aps as aps
from constructs import Construct

from eks_observability.notes import note_cost
from eks_observability.prometheus.workspace_reference import WorkspaceReference

LARGEST_BYTES: Final = 1_000_000
"""The largest rule file that AMP takes (AMP User Guide, "Service quotas")."""


class RuleGroups(Construct):
    """A rule groups namespace, which is what AMP calls a rule file.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        workspace: Whose rules they are, in the same account and Region.
        name: What it is called in the workspace, where no other has that name.
        rule_file: The rule file, as Prometheus reads it.

    Raises:
        ValueError: The file is larger than AMP takes.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workspace: WorkspaceReference,
        name: str,
        rule_file: str,
    ) -> None:
        super().__init__(scope, construct_id)

        size = len(rule_file.encode())
        if size > LARGEST_BYTES:
            msg = (
                f"the rules {name} take {size:,} bytes, and AMP takes {LARGEST_BYTES:,}: leave "
                "some out"
            )
            raise ValueError(msg)
        aps.CfnRuleGroupsNamespace(
            self, "Namespace", workspace=workspace.arn, name=name, data=rule_file
        )
        note_cost(
            self, f"{name}: the price of the samples its queries read, every minute each of them"
        )
