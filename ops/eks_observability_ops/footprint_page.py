"""docs/footprint.md: what agents take of a cluster, next to what AWS's add-on takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eks_observability_charts import cloudwatch_agent, emitter, logger, traffic_generator
from eks_observability_charts.collector import sizes
from eks_observability_charts.fluent_bit import pod as fluent_bit
from eks_observability_charts.resources import Resources


@dataclass(frozen=True, kw_only=True)
class Footprint:
    """What one container asks for, and where it is stopped."""

    cpu: int
    """Request, in thousandths of a CPU."""

    memory: int
    """Request, in MiB."""

    memory_limit: int | None
    """Limit, in MiB; None where there is none."""

    cpu_limit: int | None = None
    """Limit, in thousandths of a CPU; None where there is none."""


def _ours(resources: Resources) -> Footprint:
    return Footprint(
        cpu=resources.cpu_request_millicores,
        memory=resources.memory_request_mebibytes,
        memory_limit=resources.memory_limit_mebibytes,
    )


PER_NODE: Final[Mapping[str, Footprint]] = {
    "CloudWatch agent": _ours(cloudwatch_agent.DEFAULT_RESOURCES),
    "Fluent Bit": _ours(fluent_bit.DEFAULT_RESOURCES),
    "collector `observability`": _ours(sizes.OTLP_NODE_RESOURCES),
}
PER_CLUSTER: Final[Mapping[str, Footprint]] = {
    "Fluent Bit for Kubernetes events": _ours(fluent_bit.DEFAULT_RESOURCES),
    "collector `observability-cluster`, `cluster_size: small`": _ours(
        sizes.CLUSTER_RESOURCES["small"]
    ),
}
SIZES: Final[Mapping[str, Footprint]] = {
    f"`cluster_size: {size}`": _ours(resources)
    for size, resources in sizes.CLUSTER_RESOURCES.items()
}
NODE_COLLECTOR: Final[Mapping[str, Footprint]] = {
    "with `tracing`": _ours(sizes.OTLP_NODE_RESOURCES),
    "without": _ours(sizes.DEFAULT_NODE_RESOURCES),
}
SAMPLER: Final[Mapping[str, Footprint]] = {
    "collector `observability-sampler`": _ours(sizes.SAMPLER_RESOURCES)
}
DEMO: Final[Mapping[str, Footprint]] = {
    "logger, until it ends": _ours(logger.RESOURCES),
    "emitter": _ours(emitter.RESOURCES),
    "traffic generator": _ours(traffic_generator.RESOURCES),
}

# The defaults of aws-observability/helm-charts, charts/amazon-cloudwatch-observability/values.yaml,
# 6.4.0.
ADD_ON_PER_NODE: Final[Mapping[str, Footprint]] = {
    "CloudWatch agent": Footprint(cpu=250, memory=128, cpu_limit=500, memory_limit=512),
    "Fluent Bit": Footprint(cpu=50, memory=25, cpu_limit=500, memory_limit=250),
    "node exporter (with OpenTelemetry metrics)": Footprint(
        cpu=50, memory=30, cpu_limit=200, memory_limit=100
    ),
}
ADD_ON_PER_CLUSTER: Final[Mapping[str, Footprint]] = {
    "operator": Footprint(cpu=100, memory=64, memory_limit=None),
    "kube-state-metrics (with OpenTelemetry metrics)": Footprint(
        cpu=50, memory=64, cpu_limit=200, memory_limit=256
    ),
}


def render() -> str:
    """The whole page."""
    lines = [
        "# What agents take of a cluster",
        "",
        "Requests are set aside on a node whether they are used or not; at its limit a container",
        "is throttled (CPU) or killed and started again (memory). Ours have no CPU limit: an agent",
        "that is throttled falls behind just when its node is busy. To change them:",
        "`container_insights.agent.resources`, `container_insights.container_logs.resources`,",
        "`metrics.resources`, `tracing.resources`.",
        "",
        "## With `container_insights.mode: manifests`",
        "",
        *_table("each node", PER_NODE),
        *_table("the cluster, once", PER_CLUSTER),
        *_table("the demo", DEMO, total=False),
        "The collector `observability-cluster` grows with the cluster:",
        "",
        *_table("the cluster, once", SIZES, total=False),
        "The collector `observability` takes more where applications send to it:",
        "",
        *_table("each node", NODE_COLLECTOR, total=False),
        "With `tracing.sampling.at: tail` two others hold traces until it is decided what is kept:",
        "",
        *_table("the cluster, twice", SAMPLER),
        "## With `container_insights.mode: addon`",
        "",
        "The add-on's own defaults (aws-observability/helm-charts, amazon-cloudwatch-observability",
        "6.4.0).",
        "",
        *_table("each node", ADD_ON_PER_NODE),
        *_table("the cluster, once", ADD_ON_PER_CLUSTER),
        "The EKS add-ons that are managed here have sizes of their own, which EKS sets:",
        "metrics-server, kube-state-metrics, cert-manager and the operator of `adot` once or twice",
        "for the cluster, and a node exporter on each node.",
    ]
    return "\n".join(lines) + "\n"


def _table(where: str, what: Mapping[str, Footprint], *, total: bool = True) -> Iterator[str]:
    yield f"| on {where} | CPU request | CPU limit | memory request | memory limit |"
    yield "|---|---|---|---|---|"
    for name, each in what.items():
        yield _row(name, each)
    if total and len(what) > 1:
        yield _row("**together**", _sum(list(what.values())))
    yield ""


def _row(name: str, each: Footprint) -> str:
    cells = (
        f"{each.cpu}m",
        f"{each.cpu_limit}m" if each.cpu_limit else "none",
        f"{each.memory} MiB",
        f"{each.memory_limit} MiB" if each.memory_limit else "none",
    )
    return f"| {name} | {' | '.join(cells)} |"


def _sum(each: Sequence[Footprint]) -> Footprint:
    """All of them together; a limit that one of them lacks, the sum lacks."""
    cpu_limits = [one.cpu_limit for one in each if one.cpu_limit]
    memory_limits = [one.memory_limit for one in each if one.memory_limit]
    return Footprint(
        cpu=sum(one.cpu for one in each),
        memory=sum(one.memory for one in each),
        cpu_limit=sum(cpu_limits) if len(cpu_limits) == len(each) else None,
        memory_limit=sum(memory_limits) if len(memory_limits) == len(each) else None,
    )
