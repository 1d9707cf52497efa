"""What a CloudWatch alarm watches, and which of them are one message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Source = Literal["classic", "enhanced", "control_plane", "logs", "access_entries"]
"""Who publishes a metric: Container Insights, the same with enhanced observability, EKS itself, a
metric filter on logs, or the EventBridge rule on changes of access entries."""

Unit = Literal["Count", "Percent", "Seconds"]
"""Units of metrics, as CloudWatch names them."""

Missing = Literal["breaching", "notBreaching", "ignore"]
"""What a period without a value counts as, as CloudWatch names it. `ignore`: the state stays."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A metric of a cluster, as an alarm asks for it."""

    source: Source
    """Who publishes it; its namespace and its one dimension, or none, follow from that."""

    name: str
    """The metric's name."""

    unit: Unit
    """The metric's unit."""

    statistic: Literal["Sum", "Average", "Maximum"]
    """How the samples of one period become one value."""


@dataclass(frozen=True, kw_only=True)
class ThresholdAlarm:
    """An alarm on a value that passes a threshold, and stays there for some minutes."""

    name: str
    """Subject and state, in capitals. So is its runbook."""

    measures: Mapping[str, Measure]
    """What is measured, by a name in lower case."""

    threshold: float
    """From where on it is on, in `unit`."""

    unit: Unit
    """Unit of the value and of the threshold."""

    minutes: int
    """For how long the value has to be there, without a break."""

    summary: str
    """What is wrong, in a sentence."""

    missing: Missing
    """What a period without a value counts as."""

    because: str
    """Why it counts as that, in a sentence."""

    expression: str | None = None
    """The value, in CloudWatch's metric math over the names in `measures`. Default: the one
    measure there is."""

    comparison: Literal[">=", "<"] = ">="
    """On which side of the threshold it is on."""

    period_seconds: int = 60
    """Seconds that one value stands for; never less than the agents take from one to the next."""

    @property
    def sources(self) -> frozenset[Source]:
        """Who has to publish something for it."""
        return frozenset(each.source for each in self.measures.values())


@dataclass(frozen=True, kw_only=True)
class Message:
    """Alarms that say the same thing to people, and together say it once."""

    name: str
    """What the composite alarm is called."""

    summary: str
    """What is wrong, in a sentence."""

    alarms: tuple[str, ...]
    """Names of the alarms: one that is on is enough."""

    consequence_of: str | None = None
    """Name of an alarm that has been said already where this follows from it: as long as that one
    is on, this is not said. Default: none."""

    ends: bool = True
    """Whether it is said, too, that it is over. Something that was done does not end."""
