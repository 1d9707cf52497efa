"""The hub: what all clusters write to, once for an account and a Region."""

from typing import Annotated, Literal

from pydantic import Field, field_validator

from eks_observability.settings.cluster import ACCOUNT
from eks_observability.settings.section import Region, Retention, Section, Text, WorkspaceId

WorkspaceAlias = Annotated[
    str,
    Text(
        r"^[!-~]([ -~]{0,98}[!-~])?$",
        "1 to 100 characters without spaces at either end, such as myamp",
    ),
]
WorkspaceKeyArn = Annotated[
    str,
    Text(
        r"^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[0-9a-f-]+$",
        "the ARN of a key of one Region (not of an alias), such as "
        "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    ),
]
LabelName = Annotated[
    str, Text(r"^[a-zA-Z_][a-zA-Z0-9_]*$", "the name of a label, such as namespace")
]


class SeriesLimit(Section):
    """How many series may carry certain labels at once, so that no team can use up the workspace.

    What is above it is refused, and an alarm says so.
    """

    labels: Annotated[dict[LabelName, str], Field(min_length=1)]
    """The labels, each with its value, such as `{cluster: shop, namespace: batch}`."""

    max_series: Annotated[int, Field(ge=1, le=1_000_000_000)]
    """Active series at once: those that had a sample in the last two hours."""


class QueryLogging(Section):
    """Queries that read much, in a log group. Costs: CloudWatch Logs."""

    enabled: bool = False
    """Whether to log them."""

    samples: Annotated[int, Field(ge=1, le=10_000_000_000)] = 1_000_000
    """Samples that a query has to process to be logged."""


class Workspace(Section):
    """The workspace of Amazon Managed Service for Prometheus (AMP)."""

    id: WorkspaceId | None = None
    """A workspace that exists already. Then none is made, its own configuration stays as it is,
    and what is below is not used. Default: one is made."""

    alias: WorkspaceAlias = "myamp"
    """What it is called. Not unique: AWS tells workspaces apart by their ids."""

    retention_days: Annotated[int, Field(ge=1, le=1095)] = 150
    """Days that samples are kept. Costs: storage, by bytes and month."""

    kms_key_arn: WorkspaceKeyArn | None = None
    """A KMS key to encrypt it with. Fixed when it is made: another key makes another, empty
    workspace. Default: a key that AWS owns."""

    logging: bool = True
    """Whether AMP logs what goes wrong with rules and alerts, in
    `/aws/vendedlogs/prometheus/<alias>`. Costs: CloudWatch Logs, hardly anything while all goes
    well."""

    query_logging: QueryLogging = QueryLogging()
    """Queries that read much, logged."""

    log_retention_days: Retention = 30
    """Days to keep both logs, or `forever`."""

    out_of_order_seconds: Annotated[int, Field(ge=0, le=600)] = 60
    """How late a sample may come after one that is newer."""

    on_destroy: Literal["keep", "delete"] = "keep"
    """What becomes of it on destroy: `keep` leaves it with its samples, which cost storage until
    they are as old as `retention_days`; `delete` deletes both."""

    series_limits: tuple[SeriesLimit, ...] = ()
    """Limits by labels. Default: the workspace's own quota alone."""


class TransactionSearch(Section):
    """Transaction Search of CloudWatch: every span in a log group, and traces of it in X-Ray.

    Once for an account and a Region: it changes where all traces of all applications there go.
    Costs: spans ingested into CloudWatch Logs, per GB, and spans indexed as traces beyond 1 %.
    """

    mode: Literal["off", "on", "already_on"] = "off"
    """`off`: left as it is. `on`: switched on in the hub's account and Region, and put back on
    destroy to what it was. `already_on`: somebody else has done it, and it is left alone."""

    indexing_percent: Annotated[float, Field(ge=0, le=100)] = 1
    """The share of spans that X-Ray indexes as traces, in percent, with `mode: on`. 1 is free."""


class Hub(Section):
    """What all clusters write to: a workspace for metrics, its rules and its alerts."""

    account: str | None = None
    """The AWS account it is in, in quotes. Default: that of the clusters."""

    region: Region | None = None
    """The Region it is in. Default: that of the clusters."""

    workspace: Workspace = Workspace()
    """The workspace for metrics."""

    transaction_search: TransactionSearch = TransactionSearch()
    """Every span in a log group, searchable."""

    @field_validator("account")
    @classmethod
    def _account(cls, value: str | None) -> str | None:
        if value is not None and not ACCOUNT.fullmatch(value):
            msg = f"{value!r} is not an AWS account id: it has 12 digits and nothing else"
            raise ValueError(msg)
        return value
