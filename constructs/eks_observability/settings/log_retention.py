"""How long log groups keep their events."""

from typing import Annotated, Literal

from eks_observability.settings.section import Retention, Section, Text

KmsKeyArn = Annotated[
    str,
    Text(
        r"^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[0-9a-zA-Z-]+$",
        "the ARN of a key (not of an alias), such as "
        "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ),
]


class GroupRetention(Section):
    """How long each log group keeps its events, where that differs from `log_retention.days`."""

    control_plane: Retention | None = None
    """`/aws/eks/<cluster>/cluster`. Default: `log_retention.days`."""

    application: Retention | None = None
    """`/aws/containerinsights/<cluster>/application`, what containers print. Default:
    `log_retention.days`."""

    dataplane: Retention | None = None
    """`/aws/containerinsights/<cluster>/dataplane`, kubelet and container runtime. Default:
    `log_retention.days`."""

    host: Retention | None = None
    """`/aws/containerinsights/<cluster>/host`, the nodes' system logs. Default:
    `log_retention.days`."""

    performance: Retention | None = None
    """`/aws/containerinsights/<cluster>/performance`, the events Container Insights computes its
    metrics from. Default: `log_retention.days`."""

    events: Retention | None = None
    """`/aws/containerinsights/<cluster>/events`, Kubernetes events. Default:
    `log_retention.days`."""

    otlp: Retention | None = None
    """`/aws/containerinsights/<cluster>/otlp`, logs that applications send by OTLP. Default:
    `log_retention.days`."""


class LogRetention(Section):
    """How long log groups keep their events. Saves money: CloudWatch's own default is for ever."""

    enabled: bool = True
    """Whether to set retention. A group that does not exist yet is created with it, so that nothing
    can create it without; on destroy, a group that existed before gets its old retention back."""

    days: Retention = 30
    """Days to keep events, one of those CloudWatch allows from 1 to 3653, or `forever`."""

    groups: GroupRetention = GroupRetention()
    """Exceptions, group by group."""

    kms_key_arn: KmsKeyArn | None = None
    """A KMS key to encrypt the groups with; its policy must let CloudWatch Logs use it. Default:
    encrypted with a key that CloudWatch Logs owns. Costs: KMS requests."""

    on_destroy: Literal["keep", "delete"] = "keep"
    """What becomes of the groups on destroy: `keep` never deletes an event; `delete` deletes the
    groups that were made here, and everything in them. A group that existed before is never
    deleted."""
