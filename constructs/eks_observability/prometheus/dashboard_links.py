"""Where an alert's reader sees more: a dashboard of the alert's cluster."""

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from eks_observability.settings import ClusterSettings, Settings
from eks_observability.settings.aws import EKS_REGIONS
from eks_observability.signals.dashboards.links import uid

_CLUSTER: Final = "{{ $labels.cluster }}"
_CONSOLES: Final = {
    "aws": "https://{region}.console.aws.amazon.com",
    "aws-cn": "https://{region}.console.amazonaws.cn",
    "aws-us-gov": "https://{region}.console.amazonaws-us-gov.com",
}
"""The console, by partition."""


def dashboard_url(settings: Settings, *, grafana_url: str | None = None) -> str | None:
    """An address as Prometheus' templates write it; empty for clusters without a dashboard.

    Clusters of one Region have addresses in CloudWatch that differ by the cluster's name alone, and
    share one.

    Args:
        settings: The whole settings file.
        grafana_url: Where Grafana is; then alerts lead to the dashboard Cluster there, or to Alerts
            where each cluster has its own. Default: there is no Grafana, and dashboards are in
            CloudWatch.

    Returns:
        The address, or None where no cluster has a dashboard.
    """
    if grafana_url:
        # An address for each cluster in every alert would soon be more than a template holds.
        shown = "cluster" if settings.grafana.folders == "shared" else "alerts"
        return f"{grafana_url}/d/{uid(shown)}?var-cluster={_CLUSTER}"
    clusters: defaultdict[str, list[str]] = defaultdict(list)
    for cluster in settings.collecting:
        clusters[_address(settings, cluster)].append(settings.cluster_label(cluster))
    if list(clusters) == [""]:
        return None
    if len(clusters) == 1:
        return next(iter(clusters))
    return "".join(
        f"{{{{ if match {_one_of(names)} $labels.cluster }}}}{address}{{{{ end }}}}"
        for address, names in clusters.items()
        if address
    )


def _one_of(names: Sequence[str]) -> str:
    """A regular expression for these names, quoted as templates quote, which is as JSON does."""
    return json.dumps(f"^({'|'.join(map(re.escape, names))})$")


def _address(settings: Settings, cluster: ClusterSettings) -> str:
    """The address of a cluster's dashboard, with the alert's cluster where its name stands."""
    dashboard = settings.capabilities_of(cluster).dashboard
    partition = next(one for one, regions in EKS_REGIONS.items() if cluster.region in regions)
    if not dashboard.enabled or partition not in _CONSOLES:
        return ""
    name = dashboard.name
    ending = name.removeprefix(f"{cluster.name}-")
    if ending != name and settings.cluster_label(cluster) == cluster.name:
        name = f"{_CLUSTER}-{ending}"
    console = _CONSOLES[partition].format(region=cluster.region)
    return f"{console}/cloudwatch/home?region={cluster.region}#dashboards/dashboard/{name}"
