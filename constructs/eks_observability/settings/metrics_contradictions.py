"""Settings of metrics that are right each for itself, and cannot be had together."""

import re
from collections.abc import Iterator
from typing import Final

from eks_observability.settings.cluster import Vpc
from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.document import Path
from eks_observability.settings.metrics import Metrics, ScrapeJob, within_interval
from eks_observability.settings.model import Capabilities, ClusterSettings, Settings

BUILT_IN_JOBS: Final = (
    *("apiserver", "cadvisor", "collector", "coredns", "kube-controller-manager", "kube-scheduler"),
    *("kube-state-metrics", "kubelet", "node-exporter", "pods", "vpc-cni"),
)
"""Names of the jobs that are there without anybody's asking."""

_IP_AND_PORT: Final = re.compile(r"\d{1,3}(\.\d{1,3}){3}:\d+")

MANAGED_SUBNETS: Final = 2
"""The fewest subnets of AMP's managed scraper, in as many Availability Zones (AMP User Guide, "Set
up managed collectors for Amazon EKS")."""

MANAGED_PLACES: Final = 5
"""The most subnets of AMP's managed scraper, and the most security groups (AMP API,
EksConfiguration)."""

MANAGED_INTERVAL_SECONDS: Final = 30
"""The shortest interval of AMP's managed scraper (AMP User Guide, "Using an AWS managed
collector")."""


def metrics_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Every contradiction in the settings of metrics and of the hub."""
    yield from _places(settings)
    yield from _same_labels(settings)
    for index, cluster in enumerate(settings.clusters):
        wanted = settings.capabilities_of(cluster)
        yield from _without_vpc(index, cluster, wanted)
        yield from _endpoint_elsewhere(index, settings, wanted)
        if wanted.metrics.enabled:
            above: Path = ("clusters", index, "metrics") if cluster.metrics else ("metrics",)
            yield from _on_fargate(index, cluster, wanted)
            yield from _managed(above, wanted.metrics)
            yield from _place_of_managed(index, settings, wanted.metrics)
            yield from _jobs(above, wanted.metrics)


def _places(settings: Settings) -> Iterator[Contradiction]:
    """Clusters that stand elsewhere than the hub they write to."""
    collecting = settings.collecting
    places = sorted({(each.account, each.region) for each in collecting})
    if len(places) > 1 and not (settings.hub.account and settings.hub.region):
        listed = ", ".join(f"{account} in {region}" for account, region in places)
        message = (
            f"the clusters stand in {listed}, and all write to one hub: say where that is, with "
            "hub.account and hub.region"
        )
        yield Contradiction(("hub",), message)
        return
    account, region = settings.hub_place
    for index, cluster in enumerate(settings.clusters):
        metrics = settings.capabilities_of(cluster).metrics
        elsewhere = (cluster.account, cluster.region) != (account, region)
        if metrics.enabled and elsewhere and not metrics.workspace_id:
            message = (
                f"the hub is in account {account} in {region}, and from elsewhere this cluster "
                "cannot look up its workspace: run cdk deploy Hub, with metrics: {enabled: "
                "false} below this cluster, then give metrics.workspace_id here: its output "
                "WorkspaceId"
            )
            yield Contradiction(("clusters", index, "metrics"), message)


def _same_labels(settings: Settings) -> Iterator[Contradiction]:
    """Clusters that nothing in the workspace would tell apart, such as two of one name."""
    seen: dict[str, ClusterSettings] = {}
    for index, cluster in enumerate(settings.clusters):
        if cluster not in settings.collecting:
            continue
        label = settings.cluster_label(cluster)
        other = seen.setdefault(label, cluster)
        if other is not cluster and (other.name, other.region) != (cluster.name, cluster.region):
            message = (
                f"{other.name} in {other.region} has the label cluster={label} already, and both "
                "write to one workspace: give this one metrics.cluster_label, such as "
                f"{label}-{cluster.region}"
            )
            yield Contradiction(("clusters", index, "metrics", "cluster_label"), message)


def _without_vpc(
    index: int, cluster: ClusterSettings, wanted: Capabilities
) -> Iterator[Contradiction]:
    """What stands in the cluster's subnets, where nobody says which those are."""
    if cluster.vpc:
        return
    asked = {
        "metrics.collector: managed": wanted.metrics.enabled
        and wanted.metrics.collector == "managed",
        "vpc_endpoints": wanted.vpc_endpoints.enabled,
    }
    for name in (name for name, is_asked in asked.items() if is_asked):
        message = (
            f"{name} needs a place in the cluster's network: give vpc with id, private_subnets and "
            "security_groups"
        )
        yield Contradiction(("clusters", index, "vpc"), message)


def _endpoint_elsewhere(
    index: int, settings: Settings, wanted: Capabilities
) -> Iterator[Contradiction]:
    """An endpoint of AMP in a Region that the workspace is not in."""
    cluster, (_, region) = settings.clusters[index], settings.hub_place
    asked = wanted.vpc_endpoints.enabled and "aps-workspaces" in wanted.vpc_endpoints.services
    if asked and wanted.metrics.enabled and cluster.region != region:
        above: Path = ("clusters", index) if cluster.vpc_endpoints else ()
        message = (
            f"an endpoint of aps-workspaces reaches {cluster.region}, and the workspace is in "
            f"{region}: give this cluster vpc_endpoints.services without aps-workspaces, and a way "
            f"to aps-workspaces.{region} by NAT or VPC peering, or a hub of its own in a settings "
            "file of its own"
        )
        yield Contradiction((*above, "vpc_endpoints", "services"), message)


def _on_fargate(
    index: int, cluster: ClusterSettings, wanted: Capabilities
) -> Iterator[Contradiction]:
    if cluster.compute == "fargate" and wanted.metrics.collector == "adot":
        message = (
            "collectors run on every node, and Fargate runs no DaemonSet: set metrics: {collector: "
            "managed} for this cluster, or metrics: {enabled: false}"
        )
        yield Contradiction(("clusters", index, "compute"), message)


def _managed(above: Path, metrics: Metrics) -> Iterator[Contradiction]:
    """What AMP's scraper cannot do, and what is asked of collectors that are not there."""
    if metrics.collector != "managed":
        return
    for path, interval in _intervals(above, metrics):
        if interval < MANAGED_INTERVAL_SECONDS:
            message = (
                f"AMP's managed scraper scrapes every {MANAGED_INTERVAL_SECONDS} s at the most, "
                f"found {interval}: raise it, or set collector: adot"
            )
            yield Contradiction(path, message)
    yield from _names_to_resolve(above, metrics)
    if metrics.monitors:
        message = (
            "AMP's managed scraper knows no ServiceMonitor: name the targets in scrape_jobs, or "
            "set collector: adot"
        )
        yield Contradiction((*above, "monitors"), message)
    if metrics.resources.node or metrics.resources.cluster:
        message = "these are of collectors in the cluster, and collector is managed: take them out"
        yield Contradiction((*above, "resources"), message)


def _place_of_managed(index: int, settings: Settings, metrics: Metrics) -> Iterator[Contradiction]:
    """Where AMP's scraper cannot be."""
    if metrics.collector != "managed":
        return
    cluster = settings.clusters[index]
    if cluster.endpoint_access == "public":
        message = (
            "AMP's managed scraper reaches a private endpoint alone: switch private access on (aws "
            f"eks update-cluster-config --region {cluster.region} --name {cluster.name} "
            "--resources-vpc-config endpointPrivateAccess=true), or set collector: adot"
        )
        yield Contradiction(("clusters", index, "endpoint_access"), message)
    if (cluster.account, cluster.region) != settings.hub_place:
        message = (
            "AMP's managed scraper writes to a workspace of its own account and Region: set "
            "collector: adot for this cluster"
        )
        yield Contradiction(("clusters", index, "metrics"), message)
    if settings.hub.workspace.kms_key_arn:
        message = (
            "AMP's managed scraper does not write to a workspace with a key of your own (AMP User "
            "Guide, Encryption at rest): set collector: adot, or leave hub.workspace.kms_key_arn "
            "out"
        )
        yield Contradiction(("clusters", index, "metrics"), message)
    if cluster.vpc:
        yield from _network_of_managed(("clusters", index, "vpc"), cluster.vpc)


def _network_of_managed(above: Path, vpc: Vpc) -> Iterator[Contradiction]:
    """Too few or too many subnets and security groups for AMP's scraper."""
    if len(vpc.private_subnets) < MANAGED_SUBNETS:
        message = f"AMP's managed scraper needs {MANAGED_SUBNETS} subnets, in as many zones"
        yield Contradiction((*above, "private_subnets"), message)
    for name in ("private_subnets", "security_groups"):
        found = len(getattr(vpc, name))
        if found > MANAGED_PLACES:
            message = (
                f"AMP's managed scraper takes {MANAGED_PLACES} at most, found {found}: leave some "
                "out, or set collector: adot"
            )
            yield Contradiction((*above, name), message)


def _intervals(above: Path, metrics: Metrics) -> Iterator[tuple[Path, int]]:
    """Every interval that is given, and where."""
    yield (*above, "interval_seconds"), metrics.interval_seconds
    for place, job in enumerate(metrics.scrape_jobs):
        if job.interval_seconds:
            yield (*above, "scrape_jobs", place, "interval_seconds"), job.interval_seconds


def _names_to_resolve(above: Path, metrics: Metrics) -> Iterator[Contradiction]:
    """Targets that are no addresses."""
    for place, job in enumerate(metrics.scrape_jobs):
        for target, address in enumerate(job.targets):
            if not _IP_AND_PORT.fullmatch(address):
                message = (
                    f"AMP's managed scraper resolves no names, found {address}: give its IP "
                    "address, annotate its pod (prometheus.io/scrape), or set collector: adot"
                )
                yield Contradiction((*above, "scrape_jobs", place, "targets", target), message)


def _jobs(above: Path, metrics: Metrics) -> Iterator[Contradiction]:
    """Scrape jobs of one name, and those that take longer than their interval."""
    names: list[str] = []
    for place, job in enumerate(metrics.scrape_jobs):
        path = (*above, "scrape_jobs", place)
        if job.name in BUILT_IN_JOBS or job.name in names:
            message = f"there is a job {job.name} already: give this one another name"
            yield Contradiction((*path, "name"), message)
        names.append(job.name)
        if message := _too_long(job, metrics):
            yield Contradiction((*path, "timeout_seconds"), message)


def _too_long(job: ScrapeJob, metrics: Metrics) -> str:
    """Why a job's scrapes may take too long, by what it inherits; empty where they may not."""
    if job.timeout_seconds and job.interval_seconds:
        return ""
    try:
        within_interval(
            job.timeout_seconds or metrics.timeout_seconds,
            job.interval_seconds or metrics.interval_seconds,
        )
    except ValueError as error:
        return str(error)
    return ""
