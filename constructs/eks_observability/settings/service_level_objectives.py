"""Service level objectives of Application Signals."""

from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from eks_observability.settings.section import Section, Text
from eks_observability.settings.workloads import Name

ObjectiveName = Annotated[
    str,
    Text(
        r"^[0-9A-Za-z][-._0-9A-Za-z ]{0,126}[0-9A-Za-z]$",
        "2 to 128 letters, digits, spaces and - . _ between, such as checkout-availability",
    ),
]
"""What Application Signals takes (its API, ServiceLevelObjectiveName)."""

LONGEST_NAME: Final = 128
"""Most characters of an objective's name, with the cluster's and a hyphen in front (same page)."""


class ServiceLevelObjective(Section):
    """What a service owes to those who call it."""

    name: ObjectiveName
    """Its name, once in the cluster."""

    service: Annotated[str, Field(min_length=1, max_length=255)]
    """The service, as Application Signals calls it: as a rule the workload's name."""

    namespace: Name
    """The namespace that the service runs in."""

    operation: Annotated[str, Field(min_length=1, max_length=1024)] | None = None
    """One of its operations, such as `GET /orders`. Default: all of them."""

    kind: Literal["availability", "latency"] = "availability"
    """What is owed: answers without a fault, or answers in time."""

    latency_milliseconds: Annotated[int, Field(ge=1, le=3_600_000)] | None = Field(
        default=None, validate_default=True
    )
    """What is in time, in milliseconds, with `kind: latency`. Default: none."""

    goal_percent: Annotated[float, Field(ge=1, lt=100)] = 99.9
    """The share of requests for which it is kept, in percent. What is left to 100 is the budget."""

    days: Annotated[int, Field(ge=1, le=365)] = 28
    """Days over which it is counted, those before now."""

    warn_percent: Annotated[float, Field(gt=0, lt=100)] = 50
    """What is left of the budget, in percent, when Application Signals calls it a warning."""

    @field_validator("latency_milliseconds")
    @classmethod
    def _latency(cls, value: int | None, info: ValidationInfo) -> int | None:
        kind = info.data.get("kind")
        if kind == "latency" and value is None:
            msg = "an objective of latency says what is in time: give latency_milliseconds"
            raise ValueError(msg)
        if kind == "availability" and value is not None:
            msg = "this is of kind: latency, and kind is availability: set it, or take this out"
            raise ValueError(msg)
        return value
