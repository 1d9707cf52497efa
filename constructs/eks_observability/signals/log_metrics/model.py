"""A metric that is counted from log lines."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class LogMetric:
    """A CloudWatch Logs metric filter: which lines count, and as what."""

    name: str
    """The metric's name."""

    log_group: str
    """The log group, by its word in `log_groups`."""

    pattern: str
    """Which lines count (CloudWatch Logs User Guide, "Filter pattern syntax")."""

    value: str = "1"
    """What each adds: a number, or a field of the line such as `$.latency`."""

    unit: Literal["Count", "Seconds", "Milliseconds", "Bytes", "Percent"] | None = "Count"
    """The metric's unit. None: none."""
