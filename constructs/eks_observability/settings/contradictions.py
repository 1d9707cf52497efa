"""Settings that are right each for itself, and cannot be had together.

They are looked for in what each cluster gets in the end, because the top of the file and the
cluster's own part may contradict each other.
"""

from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

from eks_observability.settings.alarm_contradictions import alarm_contradictions
from eks_observability.settings.alert_contradictions import alert_contradictions
from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.devops_guru_contradictions import devops_guru_contradictions
from eks_observability.settings.document import Path
from eks_observability.settings.grafana_contradictions import grafana_contradictions
from eks_observability.settings.log_metrics import BY_DEFAULT
from eks_observability.settings.metrics_contradictions import metrics_contradictions
from eks_observability.settings.model import Capabilities, ClusterSettings, Settings
from eks_observability.settings.section import Section
from eks_observability.settings.tracing_contradictions import tracing_contradictions

_OF_MANIFESTS = ("agent", "container_logs")
_OF_ADD_ON = ("addon",)

_DASHBOARD_NAME: Final = 255
"""Characters that a dashboard's name may have (CloudWatch API, PutDashboard)."""


def contradictions(settings: Settings) -> tuple[Contradiction, ...]:
    """Every contradiction in `settings`, each once."""
    found = [
        *_unused_agents(settings),
        *_same_dashboards(settings),
        *alert_contradictions(settings),
        *metrics_contradictions(settings),
        *grafana_contradictions(settings),
        *tracing_contradictions(settings),
        *alarm_contradictions(settings),
        *devops_guru_contradictions(settings),
    ]
    for index, cluster in enumerate(settings.clusters):
        wanted = settings.capabilities_of(cluster)
        found += _on_fargate(index, cluster, wanted)
        found += _long_dashboard_name(settings, cluster, wanted)
        found += _counted_twice(index, cluster, wanted)
        found += _without_groups(index, wanted)
        found += _nothing(index, cluster, wanted)
        found += _overlaid(index, cluster, _named_as_given(wanted, settings))
    return tuple(dict.fromkeys(found))


def _unused_agents(settings: Settings) -> Iterator[Contradiction]:
    """Settings of the agents of one mode, where the mode in force is the other."""
    modes = [settings.capabilities_of(each).container_insights.mode for each in settings.clusters]
    top = settings.container_insights
    yield from _of_other_mode((), top, *modes)
    for index, cluster in enumerate(settings.clusters):
        if cluster.container_insights:
            yield from _of_other_mode(("clusters", index), cluster.container_insights, modes[index])


def _of_other_mode(above: Path, section: Section, *modes: str) -> Iterator[Contradiction]:
    """Keys of `section` that belong to a mode which none of the clusters it speaks for is in.

    What is switched off may stay written down: it is there for when it is switched on again.
    """
    for mode, keys in (("manifests", _OF_MANIFESTS), ("addon", _OF_ADD_ON)):
        for key in keys:
            differs = getattr(section, key) != type(section).model_fields[key].default
            if differs and not {mode, "off"} & set(modes):
                message = (
                    f"these settings belong to mode: {mode}, and the mode is {modes[0]}: take them "
                    f"out, or set mode: {mode}. A cluster has one of the two, never both"
                )
                yield Contradiction((*above, "container_insights", key), message)


def _on_fargate(
    index: int, cluster: ClusterSettings, wanted: Capabilities
) -> Iterator[Contradiction]:
    if cluster.compute != "fargate":
        return
    path = ("clusters", index, "compute")
    if wanted.workload_identity == "pod_identity":
        message = (
            "EKS Pod Identity does not work on Fargate: set workload_identity: irsa for this "
            "cluster"
        )
        yield Contradiction(path, message)
    if wanted.container_insights.mode != "off":
        message = (
            "Container Insights needs a pod on every node, and Fargate runs no DaemonSet: set "
            "container_insights: {mode: off} for this cluster"
        )
        yield Contradiction(path, message)


def _long_dashboard_name(
    settings: Settings, cluster: ClusterSettings, wanted: Capabilities
) -> Iterator[Contradiction]:
    """A name that is too long with the cluster's in front, as clusters of one Region have it."""
    length = len(wanted.dashboard.name)
    if wanted.dashboard.enabled and length > _DASHBOARD_NAME:
        most = len(settings.dashboard.name) + _DASHBOARD_NAME - length
        message = (
            f"found {len(settings.dashboard.name)} characters; clusters that share an account and "
            f"a Region have their names in front, which makes {length} for {cluster.name}, and "
            f"CloudWatch allows {_DASHBOARD_NAME}: shorten it to {most}, or give "
            "that cluster a dashboard.name of its own"
        )
        yield Contradiction(("dashboard", "name"), message)


def _same_dashboards(settings: Settings) -> Iterator[Contradiction]:
    """Dashboards of two clusters that have one name in one account and Region."""
    seen: dict[tuple[str, str, str], str] = {}
    for index, cluster in enumerate(settings.clusters):
        dashboard = settings.capabilities_of(cluster).dashboard
        if not dashboard.enabled:
            continue
        place = (cluster.account, cluster.region, dashboard.name)
        other = seen.setdefault(place, cluster.name)
        if other != cluster.name:
            message = (
                f"the dashboard of {other} has the name {dashboard.name} already, in the same "
                "account and Region: give one of them another"
            )
            yield Contradiction(("clusters", index, "dashboard", "name"), message)


def _counted_twice(
    index: int, cluster: ClusterSettings, wanted: Capabilities
) -> Iterator[Contradiction]:
    """Log metrics of one name, also of one that is counted by default."""
    counted = wanted.log_metrics
    above: Path = ("clusters", index) if cluster.log_metrics else ()
    names = list(BY_DEFAULT) if counted.defaults else []
    for place, metric in enumerate(counted.filters):
        if metric.name in names:
            message = f"{metric.name} is counted already: give this metric another name"
            yield Contradiction((*above, "log_metrics", "filters", place, "name"), message)
        names.append(metric.name)


def _without_groups(index: int, wanted: Capabilities) -> Iterator[Contradiction]:
    """An add-on whose log groups nobody makes: it makes none itself."""
    insights = wanted.container_insights
    if not wanted.log_retention.enabled and insights.mode == "addon":
        message = (
            "the add-on's log groups are made by log_retention, and that is off: set "
            "log_retention.enabled: true, or container_insights.mode to manifests or off"
        )
        yield Contradiction(("clusters", index, "log_retention", "enabled"), message)


def _nothing(index: int, cluster: ClusterSettings, wanted: Capabilities) -> Iterator[Contradiction]:
    """A cluster for which everything is switched off."""
    parts = (wanted.control_plane_logging, wanted.log_retention, wanted.dashboard)
    others = (wanted.metrics, wanted.tracing, wanted.vpc_endpoints)
    enabled = any(part.enabled for part in (*parts, *others))
    enabled = enabled or wanted.container_insights.mode != "off"
    pod_identity = wanted.workload_identity == "pod_identity"
    add_ons = wanted.add_ons.metrics_server.manage or (
        pod_identity and wanted.add_ons.pod_identity_agent.manage
    )
    if not enabled and not add_ons:
        message = f"everything is switched off for {cluster.name}: take it out of the file"
        yield Contradiction(("clusters", index, "name"), message)


def _named_as_given(wanted: Capabilities, settings: Settings) -> Capabilities:
    """`wanted` less the cluster's name in front of its dashboard's, which nobody gave so."""
    dashboard = wanted.dashboard.model_copy(update={"name": settings.dashboard.name})
    return wanted.model_copy(update={"dashboard": dashboard})


def _overlaid(
    index: int, cluster: ClusterSettings, wanted: Capabilities
) -> Iterator[Contradiction]:
    """What only the top of the file and the cluster's own part together get wrong."""
    try:
        Capabilities.model_validate(wanted.model_dump())
    except ValidationError as error:
        for details in error.errors():
            own = ("clusters", index, *details["loc"])
            given = getattr(cluster, str(details["loc"][0])) is not None
            message = str(details.get("ctx", {}).get("error", details["msg"]))
            yield Contradiction(own if given else details["loc"], message)
