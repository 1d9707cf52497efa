"""Metrics that CloudWatch counts from log lines."""

from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from eks_observability.settings.section import Section, Text

BY_DEFAULT: Final = (
    "ApplicationErrors",
    "RefusedRequests",
    "AnonymousRequests",
    "AwsAuthChanges",
)
"""Names of the metrics that are counted by default."""

LogGroup = Literal["control_plane", "application", "dataplane", "host", "events"]
MetricName = Annotated[
    str,
    Text(
        r"^[0-9A-Za-z_./-]{1,255}$",
        "1 to 255 letters, digits, and _ . / -, such as OrdersFailed",
    ),
]


class LogMetric(Section):
    """One metric counted from the lines of a log group."""

    name: MetricName
    """The metric's name, in the namespace `EksObservability/<cluster>`."""

    log_group: LogGroup
    """The log group, by the word that `log_retention.groups` has for it."""

    pattern: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    """Which lines count, as a CloudWatch Logs filter pattern. In quotes: most begin with a
    character that means something to YAML."""

    value: Annotated[str, StringConstraints(min_length=1, max_length=100)] = "1"
    """What each line adds: a number, or a field of the line such as `$.latency`."""

    unit: Literal["Count", "Seconds", "Milliseconds", "Bytes", "Percent"] | None = "Count"
    """The metric's unit. Empty: none."""


class LogMetrics(Section):
    """Metrics counted from log lines.

    They count what is logged from then on, and need `log_retention`, which makes the groups.

    Costs: the price of a custom metric each, in months in which a line was counted.
    """

    enabled: bool = True
    """Whether to count at all."""

    defaults: bool = True
    """Whether to count errors of applications (`ApplicationErrors`), refused API calls
    (`RefusedRequests`), calls without a name (`AnonymousRequests`), and changes of aws-auth
    (`AwsAuthChanges`), of which the last three have alarms."""

    filters: Annotated[tuple[LogMetric, ...], Field(max_length=100)] = ()
    """More of them, of your own. Default: none."""
