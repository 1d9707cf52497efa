"""An alarm of CloudWatch on what is measured of a cluster."""

from dataclasses import dataclass
from typing import Literal

from eks_observability.signals.vended_metrics.model import Unit

Source = Literal["container_insights", "control_plane", "log_metrics", "events"]
"""Who publishes a metric: Container Insights; EKS itself (`AWS/EKS`); the metric filters on a
cluster's logs; or the EventBridge rule for changes of its access entries."""

Missing = Literal["breaching", "notBreaching"]
"""What a period without a sample counts as, as CloudWatch calls it."""


@dataclass(frozen=True, kw_only=True)
class AlarmMetric:
    """A metric that an alarm looks at, without dimensions but those that name the cluster."""

    source: Source
    """Who publishes it."""

    name: str
    """Its name."""

    statistic: Literal["Sum", "Average", "Maximum"]
    """How the samples of a period become one value."""

    unit: Unit
    """Its unit."""


@dataclass(frozen=True, kw_only=True)
class ThresholdAlarm:
    """Something that is too high, or too low, for too long."""

    name: str
    """What it is called: subject and state, such as `NodesFailed`. So is its runbook."""

    metrics: tuple[AlarmMetric, ...]
    """What it looks at: one, or those that `expression` makes one of, all of one source."""

    expression: str | None = None
    """Metric math over m0, m1 and so on, the metrics in their order. Default: the one metric."""

    threshold: float
    """The value, in the metric's unit or that of the expression."""

    below: bool = False
    """Whether it is below the threshold that is wrong. Default: above it or at it."""

    period_seconds: int = 300
    """How long a period is."""

    periods: int = 3
    """How many periods it takes, one after the other."""

    missing: Missing = "notBreaching"
    """What a period without a sample counts as."""

    why_missing: str
    """Why that, in a sentence."""

    summary: str
    """What is wrong, in a sentence."""

    @property
    def source(self) -> Source:
        """Who publishes its metrics."""
        return self.metrics[0].source


@dataclass(frozen=True, kw_only=True)
class AlarmGroup:
    """Alarms of which people hear as one: whichever comes first is said, and no other after it."""

    name: str
    """What it is called, such as `NodeTrouble`."""

    alarms: tuple[ThresholdAlarm, ...]
    """The alarms in it."""

    summary: str
    """What it is about, in a sentence."""

    silent_during: str | None = None
    """The group that says the same failure already: while it is in alarm, nothing is said of this
    one. Default: none."""
