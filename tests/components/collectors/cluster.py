"""A cluster that both collectors observe, as they are deployed."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cdk8s

from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    CadvisorJob,
    ControllerManagerJob,
    CoreDnsJob,
    KubeletJob,
    KubeStateMetricsJob,
    NodeExporterJob,
    PodsJob,
    SchedulerJob,
    VpcCniJob,
)
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.names import (
    CLUSTER_ACCOUNT,
    CLUSTER_COLLECTOR,
    NODE_ACCOUNT,
    NODE_COLLECTOR,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors.authority import Authority
from tests.components.collectors.deployed import Surroundings, resource, run_of, running
from tests.components.collectors.kubernetes import NODE, apply_all, token_of
from tests.components.collectors.targets import (
    CONTROL_PLANE,
    CONTROL_PLANE_PORT,
    NODE_IP,
)

WORKSPACE: Final = RemoteWrite(
    url="https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write",
    region="eu-central-1",
    cluster="shop",
)
"""The workspace that is deployed for."""

INTERVAL_SECONDS: Final = 10
"""Seconds between two scrapes: the shortest that settings take."""

_IMAGE: Final = "aws-otel-collector:v0.48.0"


def charts(
    app: cdk8s.App,
    *,
    namespace: str,
    keep: Mapping[str, Keep] | None = None,
    interval_seconds: int = INTERVAL_SECONDS,
) -> tuple[NodeCollectorChart, ClusterCollectorChart]:
    """Both collectors with every job.

    Args:
        app: What they are charts of.
        namespace: Their namespace.
        keep: What is kept, by job. Default: everything.
        interval_seconds: Seconds between two scrapes.
    """
    chosen = keep or {}
    common: dict[str, Any] = {
        "image": _IMAGE,
        "remote_write": WORKSPACE,
        "namespace": namespace,
        "interval_seconds": interval_seconds,
        "collector_keep": chosen.get("collector", EVERYTHING),
    }

    def of(job: type[Any]) -> Any:
        return job(keep=chosen.get(job.name, EVERYTHING))

    on_node = [of(job) for job in (KubeletJob, CadvisorJob, NodeExporterJob, VpcCniJob, PodsJob)]
    once = [
        of(job)
        for job in (
            ApiServerJob,
            SchedulerJob,
            ControllerManagerJob,
            CoreDnsJob,
            KubeStateMetricsJob,
        )
    ]
    return (
        NodeCollectorChart(app, "node", jobs=on_node, **common),
        ClusterCollectorChart(app, "cluster", jobs=once, **common),
    )


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where collectors run here."""

    api: KubernetesApi
    namespace: str
    folder: Path
    authority: Authority
    """Whose certificates kubelets and the control plane show."""
    write_url: str
    """Where they write to."""

    def surroundings(self, account: str, *, node: str = NODE) -> Surroundings:
        """Where a collector with a service account runs.

        Args:
            account: The service account.
            node: Name of its node.
        """
        folder = self.folder / account
        folder.mkdir(exist_ok=True)
        token = token_of(self.api, account, namespace=self.namespace)
        (folder / "token").write_text(token, encoding="ascii")
        trusted = [self.api.certificate, self.authority.certificate]
        (folder / "ca.crt").write_bytes(b"".join(each.read_bytes() for each in trusted))
        hosts = {
            WORKSPACE.url: self.write_url,
            "kubernetes.default.svc:443": f"{CONTROL_PLANE}:{CONTROL_PLANE_PORT}",
        }
        return Surroundings(
            account=folder, api_url=self.api.url, node_ip=NODE_IP, node=node, hosts=hosts
        )


@contextmanager
def observed(
    collector: Collector,
    place: Place,
    deployed: tuple[NodeCollectorChart, ClusterCollectorChart],
) -> Iterator[tuple[RunningCollector, RunningCollector]]:
    """Deploys both collectors to the API, and runs them for the length of a `with` block."""
    node, cluster = deployed
    with ExitStack() as stack:
        started = []
        for chart, name, account in (
            (node, NODE_COLLECTOR, NODE_ACCOUNT),
            (cluster, CLUSTER_COLLECTOR, CLUSTER_ACCOUNT),
        ):
            apply_all(place.api, chart)
            run = run_of(resource(chart, name), place.surroundings(account))
            started.append(stack.enter_context(running(collector, run)))
        yield started[0], started[1]
