"""Amazon DevOps Guru, which ends."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from eks_observability.settings.section import Section, Text

END: Final = date(2027, 9, 30)
"""The first day without it (DevOps Guru User Guide, "Amazon DevOps Guru end of support")."""

CLOSED: Final = date(2026, 10, 29)
"""The day from which on it takes no new customers (same page)."""

StackName = Annotated[
    str,
    Text(
        r"^[A-Za-z][0-9A-Za-z-]{0,127}$",
        "the name of a CloudFormation stack: 1 to 128 letters, digits and hyphens, the first of "
        "them a letter, such as shop",
    ),
]
TagKey = Annotated[
    str,
    Text(
        r"^[Dd][Ee][Vv][Oo][Pp][Ss]-[Gg][Uu][Rr][Uu]-[^\s].{0,115}$",
        "a tag's key that begins with devops-guru-, in capitals or not, such as devops-guru-eks",
    ),
]
Severity = Literal["high", "medium", "low"]


class DevOpsGuruTags(Section):
    """Resources that DevOps Guru looks at, by a tag."""

    key: TagKey
    """The tag's key. It begins with `devops-guru-`, in capitals or not."""

    values: Annotated[tuple[str, ...], Field(min_length=1, max_length=100)] = ("*",)
    """The tag's values: each is an application of its own. Default: all there are."""


class DevOpsGuru(Section):
    """Amazon DevOps Guru, once for an account and a Region, in a stack of its own.

    It ends on 2027-09-30, and takes no new customers since 2026-10-29; what follows it is
    `alarms.anomaly_detection`.

    Costs: per hour and resource that it looks at, which is a lot for an account.
    """

    enabled: bool = False
    """Whether to switch it on in the hub's account and Region. What somebody else has switched on
    there is left alone."""

    stacks: Annotated[tuple[StackName, ...], Field(max_length=500)] = ()
    """CloudFormation stacks whose resources it looks at. Default: all resources of the account and
    Region, unless there are `tags`."""

    tags: DevOpsGuruTags | None = None
    """Resources that it looks at, by a tag. Default: all, unless there are `stacks`."""

    log_anomaly_detection: bool = True
    """Whether it looks at log groups too, those that belong to what it looks at."""

    severities: Annotated[tuple[Severity, ...], Field(min_length=1)] = ("high", "medium")
    """Insights that reach the hub's topic. Default: all but low."""
