"""Settings of traces and of what sends them that are right each for itself, and not together."""

from collections.abc import Iterator
from typing import Final

from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.document import Path
from eks_observability.settings.model import Capabilities, ClusterSettings, Settings
from eks_observability.settings.tracing import Sampling, Tracing, XRayGroup

DEMO_NAMESPACE: Final = "adot"
"""Where the demo's emitter runs."""


def tracing_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Every contradiction in the settings of traces, of their sampling and of the demo."""
    yield from _indexed_by_somebody_else(settings)
    for index, cluster in enumerate(settings.clusters):
        wanted = settings.capabilities_of(cluster)
        yield from _on_fargate(index, cluster)
        yield from _demo(index, cluster, wanted)
        if wanted.tracing.enabled:
            above: Path = ("clusters", index, "tracing") if cluster.tracing else ("tracing",)
            yield from _destination(above, settings, cluster, wanted.tracing)
            yield from _sampling((*above, "sampling"), wanted.tracing.sampling)
            yield from _unused(above, wanted.tracing)
            yield from _told_of_nothing((*above, "group"), wanted.tracing.group)
            yield from _not_let_in(above, wanted.tracing)
            yield from _instrumented_twice(above, wanted)


def _indexed_by_somebody_else(settings: Settings) -> Iterator[Contradiction]:
    """A share of spans that nobody here sets."""
    search = settings.hub.transaction_search
    if search.mode == "already_on" and "indexing_percent" in search.model_fields_set:
        message = (
            "who switched Transaction Search on says how much is indexed, and mode is already_on: "
            "take this out, or set mode to on"
        )
        yield Contradiction(("hub", "transaction_search", "indexing_percent"), message)


def _on_fargate(index: int, cluster: ClusterSettings) -> Iterator[Contradiction]:
    """What the cluster's own part asks of traces where nothing can take them."""
    own = cluster.tracing
    if cluster.compute != "fargate" or own is None or not own.enabled:
        return
    message = "collectors of traces run on every node, and Fargate runs no DaemonSet: take this out"
    for key in sorted(own.model_fields_set):
        yield Contradiction(("clusters", index, "tracing", key), message)


def _demo(index: int, cluster: ClusterSettings, wanted: Capabilities) -> Iterator[Contradiction]:
    """An emitter that reaches nobody, and what only it does."""
    above: Path = ("clusters", index, "demo") if cluster.demo else ("demo",)
    demo, tracing = wanted.demo, wanted.tracing
    if demo.aws_sdk_call and not demo.emitter:
        message = "it is the emitter that makes the call: set demo.emitter: true, or this to false"
        yield Contradiction((*above, "aws_sdk_call"), message)
    if not demo.emitter:
        return
    if not tracing.enabled:
        message = (
            f"the emitter sends traces, and nothing takes them in {cluster.name}: set "
            "tracing.enabled: true, or this to false for this cluster"
        )
        yield Contradiction((*above, "emitter"), message)
    elif tracing.namespaces and DEMO_NAMESPACE not in tracing.namespaces:
        message = (
            f"the emitter runs in the namespace {DEMO_NAMESPACE}, which tracing.namespaces does "
            "not let in: add it there"
        )
        yield Contradiction((*above, "emitter"), message)


def _destination(
    above: Path, settings: Settings, cluster: ClusterSettings, tracing: Tracing
) -> Iterator[Contradiction]:
    """X-Ray's OTLP endpoint, which refuses spans where Transaction Search is off."""
    if tracing.destination == "x_ray":
        return
    mode, path = settings.hub.transaction_search.mode, (*above, "destination")
    if mode == "off":
        message = (
            "X-Ray's OTLP endpoint takes spans only with Transaction Search, which is off: set "
            "hub.transaction_search.mode to on (it changes where all traces of the account and "
            "Region go), or to already_on, or set this to x_ray"
        )
        yield Contradiction(path, message)
    elif mode == "on" and (cluster.account, cluster.region) != settings.hub_place:
        account, region = settings.hub_place
        message = (
            "Transaction Search is switched on in the hub's place alone, account "
            f"{account} in {region}: set this to x_ray for {cluster.name}, or switch it on there "
            "yourself and set hub.transaction_search.mode: already_on"
        )
        yield Contradiction(path, message)


def _sampling(above: Path, sampling: Sampling) -> Iterator[Contradiction]:
    """What is said of sampling that does not take place."""
    if sampling.at == "off" and sampling.ratio != 1:
        message = "with at: off every trace is kept: set at to head or tail, or take this out"
        yield Contradiction((*above, "ratio"), message)
    usual = Sampling.model_fields["slow_milliseconds"].default
    if sampling.at != "tail" and sampling.slow_milliseconds != usual:
        message = (
            f"only the tail of a trace shows that it is slow, and at is {sampling.at}: set at to "
            "tail, or take this out"
        )
        yield Contradiction((*above, "slow_milliseconds"), message)


def _unused(above: Path, tracing: Tracing) -> Iterator[Contradiction]:
    """What belongs to the other destination, or to collectors that are not there."""
    if tracing.indexed_attributes and tracing.destination == "otlp":
        message = (
            "with destination: otlp every attribute can be searched by, and none is indexed: take "
            "this out"
        )
        yield Contradiction((*above, "indexed_attributes"), message)
    if tracing.resources and tracing.sampling.at != "tail":
        message = (
            "these are of the collectors that sample at the tail, and sampling.at is "
            f"{tracing.sampling.at}: take them out, or give metrics.resources.node for those that "
            "take traces"
        )
        yield Contradiction((*above, "resources"), message)


def _told_of_nothing(above: Path, group: XRayGroup) -> Iterator[Contradiction]:
    """Messages about what nobody looks for."""
    if group.enabled and group.notifications and not group.insights:
        message = "notifications tell of insights, which are off: set insights: true, or this false"
        yield Contradiction((*above, "notifications"), message)


def _not_let_in(above: Path, tracing: Tracing) -> Iterator[Contradiction]:
    """Namespaces whose programs are instrumented, and whose traces are refused."""
    for name in tracing.instrumentation.namespaces:
        if tracing.namespaces and name not in tracing.namespaces:
            message = (
                f"programs in {name} would send traces, and tracing.namespaces does not let it in: "
                "add it there, or take it out here"
            )
            yield Contradiction((*above, "instrumentation", "namespaces", name), message)


def _instrumented_twice(above: Path, wanted: Capabilities) -> Iterator[Contradiction]:
    """Two operators that read the same annotation: the collectors', and that of the add-on."""
    insights = wanted.container_insights
    signals = insights.mode == "addon" and insights.addon.application_signals
    if signals and wanted.tracing.instrumentation.namespaces:
        message = (
            "Application Signals instruments programs by the same annotation: take the namespaces "
            "out here, or set container_insights.addon.application_signals: false"
        )
        yield Contradiction((*above, "instrumentation", "namespaces"), message)
