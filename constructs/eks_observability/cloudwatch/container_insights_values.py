"""The configuration of the add-on amazon-cloudwatch-observability, typed.

Keys and what they do: aws-observability/helm-charts, charts/amazon-cloudwatch-observability,
values.yaml and templates/_helpers.tpl. EKS makes the add-on from this chart.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from eks_observability.kubernetes.add_on import AddOnError
from eks_observability_charts.placement import EVERY_TAINT, Toleration

Metrics = Literal["otel", "classic"]
"""OpenTelemetry metrics, which are asked with PromQL, or those of enhanced Container Insights."""

Logs = Literal["fluent_bit", "otel", "off"]
"""Who sends container logs."""

_OLDEST: Final = (6, 2)


@dataclass(frozen=True, kw_only=True)
class ContainerInsightsValues:
    """What the add-on measures and sends.

    Raises:
        AddOnError: OTel logs are asked for with classic metrics, or a resolution below a second.
    """

    metrics: Metrics = "otel"
    """Metrics of the one kind or of the other; both at once are paid for twice."""

    logs: Logs = "fluent_bit"
    """Fluent Bit or the agent's own OTel pipeline, never both: the chart lets both run, and each
    line arrives twice."""

    application_signals: bool = False
    """Whether applications are instrumented. Workloads are never restarted for it."""

    metric_resolution_seconds: int = 30
    """Seconds between two measurements of OTel metrics. Default: the chart's. Classic metrics come
    every 60 seconds whatever this says."""

    tolerations: tuple[Toleration, ...] = EVERY_TAINT
    """Taints its pods put up with. Default: the chart's, all of them."""

    def __post_init__(self) -> None:
        """Refuse what the chart would take without a word, and do nothing about."""
        if self.logs == "otel" and self.metrics == "classic":
            msg = (
                "logs 'otel' come with metrics 'otel' only: with 'classic' the add-on sends none. "
                "Set metrics to 'otel', or logs to 'fluent_bit'"
            )
            raise AddOnError(msg)
        if self.metric_resolution_seconds < 1:
            msg = f"a metric resolution is 1 second or more, not {self.metric_resolution_seconds}"
            raise AddOnError(msg)

    def to_json(self) -> dict[str, Any]:
        """The same as configuration values; each switch is set, whatever its default is by then.

        Version 6.0 switched OTel metrics on by default and 6.2 off again, 5.0 Application Signals
        on (aws-observability/helm-charts, RELEASE_NOTES).
        """
        values: dict[str, Any] = {
            "applicationSignals": {"enabled": self.application_signals},
            "containerInsights": {"enabled": self.metrics == "classic"},
            "containerLogs": {"enabled": self.logs == "fluent_bit"},
            "manager": {"applicationSignals": {"autoMonitor": self._auto_monitor()}},
            "otelContainerInsights": {
                "enabled": self.metrics == "otel",
                "logs": {"enabled": self.logs == "otel"},
                "metricResolution": f"{self.metric_resolution_seconds}s",
            },
        }
        if self.tolerations != EVERY_TAINT:
            values["tolerations"] = [each.to_json() for each in self.tolerations]
        return values

    def _auto_monitor(self) -> Mapping[str, bool]:
        """Whether workloads are annotated, and restarted for that.

        Version 4.8.0 annotated and restarted every workload (aws-observability/helm-charts#263).
        With Application Signals the chart says by Region whether it can monitor all services.
        """
        off = {} if self.application_signals else {"monitorAllServices": False}
        return {**off, "restartPods": False}


def check_version(version: str | None) -> None:
    """Refuse a version that the values above are not for, whichever metrics they ask for.

    v6.2.0 is the first with OpenTelemetry Container Insights as it is now (CloudWatch User Guide,
    "Quick start: OTel Container Insights on Amazon EKS"). EKS refuses keys that it does not know.

    Raises:
        AddOnError: The version is older.
    """
    found = re.match(r"v(\d+)\.(\d+)\.", version or "")
    if found and tuple(map(int, found.groups())) < _OLDEST:
        msg = (
            f"amazon-cloudwatch-observability {version} is too old for its configuration here: "
            "take v6.2.0 or newer, or none for EKS's default"
        )
        raise AddOnError(msg)
