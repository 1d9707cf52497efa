"""Container Insights: what it measures, which logs it takes, and by which agents."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from eks_observability.settings.add_ons import AddOnVersion
from eks_observability.settings.log_outputs import LogOutputs
from eks_observability.settings.section import Section
from eks_observability.settings.service_level_objectives import ServiceLevelObjective
from eks_observability.settings.workloads import ContainerResources, Name

Names = tuple[Name, ...]


class CloudWatchAgent(Section):
    """The CloudWatch agent, a pod on every node that measures it and what runs there."""

    enhanced_observability: bool = True
    """Whether to measure single containers and the control plane too, and be charged by
    observation in place of by metric and by log (docs/cost.md)."""

    interval_seconds: Annotated[int, Field(ge=10, le=300)] = 60
    """Seconds between two measurements. Costs: half of it, twice the price."""

    resources: ContainerResources | None = None
    """What it asks of a node. Default: as in docs/agents/cloudwatch-agent.md."""


class ContainerLogs(Section):
    """Fluent Bit, a pod on every node that sends logs to CloudWatch.

    Costs: CloudWatch Logs ingestion per GB, as a rule the largest part of the bill.
    """

    enabled: bool = True
    """Whether to send logs at all."""

    application: bool = True
    """Send what containers print."""

    dataplane: bool = True
    """Send the logs of kubelet, the container runtime and the cluster's own networking."""

    host: bool = True
    """Send the nodes' system logs."""

    events: bool = True
    """Send Kubernetes events, such as failed scheduling, image pulls and evictions: the API server
    forgets them after an hour."""

    include_namespaces: Names = ()
    """Namespaces whose containers' logs are sent. Default: all."""

    exclude_namespaces: Names = ()
    """Namespaces whose containers' logs are not sent. Default: none."""

    include_containers: Names = ()
    """Containers whose logs are sent, by name, in any namespace. Default: all."""

    exclude_containers: Names = ()
    """Containers whose logs are not sent, by name, in any namespace, for example sidecars.
    Default: none, but these agents themselves."""

    disk_buffer_mebibytes: Annotated[int, Field(ge=50, le=50_000)] = 500
    """What a node's disk may hold, in MiB, for each of the log groups (application, dataplane and
    host) and for each further destination, as long as it cannot be reached. Beyond it the oldest
    lines are dropped."""

    resources: ContainerResources | None = None
    """What it asks of a node. Default: as in docs/agents/fluent-bit.md."""

    outputs: LogOutputs = LogOutputs()
    """Where all these logs but events go besides CloudWatch."""

    @field_validator("exclude_namespaces", "exclude_containers")
    @classmethod
    def _not_both(cls, value: Names, info: ValidationInfo) -> Names:
        other = str(info.field_name).replace("exclude", "include")
        for name in both(info.data.get(other, ()), value):
            msg = f"{name} is in {other} too: take it out of one of them"
            raise ValueError(msg)
        return value


def both(included: Names, excluded: Names) -> Names:
    """The names that are in both lists, in order."""
    return tuple(name for name in included if name in excluded)


class ContainerInsightsAddOn(Section):
    """The amazon-cloudwatch-observability EKS add-on, for `mode: addon`."""

    version: AddOnVersion | None = None
    """Its version. Default: the one EKS has for the cluster's Kubernetes version."""

    metrics: Literal["otel", "classic"] = "otel"
    """`otel`: OpenTelemetry Container Insights, asked with PromQL, from add-on v6.2.0 and
    Kubernetes 1.28 on. `classic`: the metrics that `mode: manifests` has too."""

    metric_resolution_seconds: Annotated[int, Field(ge=10, le=300)] = 30
    """Seconds between two measurements of `metrics: otel`. Costs: half of it, twice the price."""

    logs: Literal["fluent_bit", "otel", "off"] = "fluent_bit"
    """Who sends container logs. One of them, never both: lines would be there, and be paid,
    twice."""

    application_signals: bool = False
    """Whether to switch Application Signals on. Costs: requests and spans. Workloads that start
    from then on are instrumented; none is restarted."""

    objectives: Annotated[tuple[ServiceLevelObjective, ...], Field(max_length=100)] = ()
    """What services owe to those who call them, with `application_signals` only. Costs: each is
    paid by the measurements that it counts. Default: none."""


class ContainerInsights(Section):
    """Container Insights: maps, performance data and container logs in CloudWatch.

    Costs: metrics (or observations) and logs, growing with nodes, pods and what they print.
    """

    mode: Literal["manifests", "addon", "off"] = "manifests"
    """Who measures. `manifests`: a CloudWatch agent and Fluent Bit deployed from here, each with an
    identity of its own. `addon`: AWS's EKS add-on amazon-cloudwatch-observability. `off`: nobody.
    Never both: they have the same names in the same namespace, and everything would be there
    twice."""

    agent: CloudWatchAgent = CloudWatchAgent()
    """The CloudWatch agent of `mode: manifests`."""

    container_logs: ContainerLogs = ContainerLogs()
    """Fluent Bit of `mode: manifests`."""

    addon: ContainerInsightsAddOn = ContainerInsightsAddOn()
    """The EKS add-on of `mode: addon`."""

    @property
    def has_classic_metrics(self) -> bool:
        """Whether there are metrics in the CloudWatch namespace ContainerInsights."""
        return self.mode == "manifests" or (
            self.mode == "addon" and self.addon.metrics == "classic"
        )

    @property
    def has_enhanced_metrics(self) -> bool:
        """Whether those are the ones with enhanced observability, which the add-on's always are."""
        return self.has_classic_metrics and (
            self.mode == "addon" or self.agent.enhanced_observability
        )

    @property
    def logs_containers(self) -> bool:
        """Whether containers' logs are sent, by Fluent Bit."""
        logs = self.container_logs
        by_add_on = self.mode == "addon" and self.addon.logs == "fluent_bit"
        return by_add_on or (self.mode == "manifests" and logs.enabled and logs.application)

    @property
    def logs_events(self) -> bool:
        """Whether Kubernetes events are sent."""
        logs = self.container_logs
        return self.mode == "manifests" and logs.enabled and logs.events
