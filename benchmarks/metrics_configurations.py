"""The collectors that benchmarks/metrics.py compares, as configurations that are read by one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cdk8s

from eks_observability.prometheus.scrape_jobs import cluster_jobs, keep_of, node_jobs
from eks_observability.settings.metrics import Metrics, PodTargets, Targets
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.kubernetes import ACCOUNT_FOLDER
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.resources import Resources
from eks_observability_ops.components import exposition_server as served
from eks_observability_ops.components.simulated_cluster import SimulatedCluster

Config = dict[str, Any]
"""A collector's configuration."""

_WORKSPACE: Final = RemoteWrite(
    url="https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write",
    region="eu-central-1",
    cluster="shop",
)
_AMPLE: Final = Resources(
    cpu_request_millicores=1000, memory_request_mebibytes=12_288, memory_limit_mebibytes=12_288
)
"""So that no limit takes part in what is measured."""


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One way to collect a cluster's metrics: what scrapes nodes, and what scrapes the rest."""

    title: str
    """What it is called in the results."""

    interval_seconds: int
    """Seconds between two scrapes."""

    nodes_together: int
    """How many nodes the configuration below scrapes; a cluster has one such for so many."""

    nodes: Config
    """What scrapes nodes."""

    rest: Config
    """What scrapes the rest of the cluster."""


def of_this_project(title: str, kept: Mapping[str, KeptSeries]) -> Configuration:
    """The collectors' charts, with what is kept by job."""
    settings = Metrics(
        targets=Targets(pods=PodTargets(enabled=False)), verify_kubelet_certificates=False
    )
    app = cdk8s.App()
    common: dict[str, Any] = {
        "image": "aws-otel-collector",
        "remote_write": _WORKSPACE,
        "namespace": "prometheus",
        "resources": _AMPLE,
        "collector_keep": keep_of(kept.get("collector")),
        "interval_seconds": settings.interval_seconds,
    }
    nodes = NodeCollectorChart(app, "nodes", jobs=node_jobs(settings, kept), **common)
    rest = ClusterCollectorChart(app, "rest", jobs=cluster_jobs(settings, kept), **common)
    return Configuration(
        title=title,
        interval_seconds=settings.interval_seconds,
        nodes_together=1,
        nodes=_config_of(nodes),
        rest=_config_of(rest),
    )


def _config_of(chart: cdk8s.Chart) -> Config:
    found = (one for one in chart.to_json() if one["kind"] == "OpenTelemetryCollector")
    config: Config = next(found)["spec"]["config"]
    return config


def of_the_peers(title: str, cluster: SimulatedCluster, *, nodes: int) -> Configuration:
    """One central collector as the CDK accelerator documents it.

    aws-observability/cdk-aws-observability-accelerator, lib/common/resources: 15 s, kubelets and
    cAdvisor under two jobs each, all labels of nodes, of the API server's latencies all but 26
    buckets, and an exporter whose defaults are not changed. Here it asks kubelets themselves, not
    through the API server.

    Args:
        title: What it is called in the results.
        cluster: Whose nodes.
        nodes: How many of them are scraped.
    """
    kubelets = {"scheme": "https", "tls_config": {"insecure_skip_verify": True}}
    port = served.KUBELET
    cadvisor = {**kubelets, "metrics_path": "/metrics/cadvisor"}
    of_nodes = [
        {"job_name": "kubernetes-nodes", **kubelets, **_nodes(cluster, nodes, port)},
        {"job_name": "kubernetes-kubelet", **kubelets, **_nodes(cluster, nodes, port)},
        {"job_name": "kubernetes-nodes-cadvisor", **cadvisor, **_nodes(cluster, nodes, port)},
        {"job_name": "kubelet", **cadvisor, **_nodes(cluster, nodes, port)},
        {"job_name": "node-exporter", **_nodes(cluster, nodes, served.NODE_EXPORTER)},
        {"job_name": "vpc-cni", **_nodes(cluster, nodes, served.VPC_CNI)},
    ]
    return Configuration(
        title=title,
        interval_seconds=15,
        nodes_together=nodes,
        nodes=_pipeline(of_nodes),
        rest=_pipeline(_rest_of_the_peers()),
    )


def _rest_of_the_peers() -> list[dict[str, Any]]:
    """Our own jobs without a keep-list, and without the buckets that the peers drop."""
    ours = of_this_project("", {}).rest["receivers"]["prometheus"]["config"]["scrape_configs"]
    jobs = [
        {name: value for name, value in job.items() if name not in _OURS_ALONE}
        for job in ours
        if job["job_name"] != "collector"
    ]
    dropped = {
        "source_labels": ["__name__", "le"],
        "regex": f"apiserver_request_duration_seconds_bucket;({_BOUNDS_DROPPED})",
        "action": "drop",
    }
    api_server = next(job for job in jobs if job["job_name"] == "apiserver")
    api_server["metric_relabel_configs"] = [dropped]
    return jobs


_OURS_ALONE: Final = ("metric_relabel_configs", "relabel_configs", "honor_timestamps")
_BOUNDS_DROPPED: Final = (
    "0.15|0.2|0.3|0.35|0.4|0.45|0.6|0.7|0.8|0.9|1.25|1.5|1.75|2|3|3.5|4|4.5|6|7|8|9|15|25|40|50"
)


def _nodes(cluster: SimulatedCluster, count: int, port: int) -> dict[str, Any]:
    groups = [
        {
            "targets": [f"{served.address_of(node)}:{port}"],
            "labels": _labels_of_node(cluster.node_name(node)),
        }
        for node in range(count)
    ]
    return {"static_configs": groups}


def _labels_of_node(name: str) -> dict[str, str]:
    """The labels of a node of an EKS managed node group, as `labelmap` makes them."""
    return {
        "instance": name,
        "beta_kubernetes_io_arch": "arm64",
        "beta_kubernetes_io_instance_type": "m7g.large",
        "beta_kubernetes_io_os": "linux",
        "eks_amazonaws_com_capacityType": "ON_DEMAND",
        "eks_amazonaws_com_nodegroup": "general",
        "eks_amazonaws_com_nodegroup_image": "ami-0a1b2c3d4e5f60718",
        "failure_domain_beta_kubernetes_io_region": "eu-central-1",
        "failure_domain_beta_kubernetes_io_zone": "eu-central-1a",
        "k8s_io_cloud_provider_aws": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "kubernetes_io_arch": "arm64",
        "kubernetes_io_hostname": name,
        "kubernetes_io_os": "linux",
        "node_kubernetes_io_instance_type": "m7g.large",
        "topology_k8s_aws_zone_id": "euc1-az2",
        "topology_kubernetes_io_region": "eu-central-1",
        "topology_kubernetes_io_zone": "eu-central-1a",
    }


def _pipeline(scrapes: Sequence[Mapping[str, Any]]) -> Config:
    settings = {
        "scrape_interval": "15s",
        "scrape_timeout": "10s",
        "external_labels": {"cluster": _WORKSPACE.cluster},
    }
    prometheus = {"config": {"global": settings, "scrape_configs": list(scrapes)}}
    exporter = {"endpoint": _WORKSPACE.url, "auth": {"authenticator": "sigv4auth"}}
    pipeline = {"receivers": ["prometheus"], "exporters": ["prometheusremotewrite"]}
    return {
        "extensions": {"sigv4auth": {"region": _WORKSPACE.region, "service": "aps"}},
        "receivers": {"prometheus": prometheus},
        "exporters": {"prometheusremotewrite": exporter},
        "service": {"extensions": ["sigv4auth"], "pipelines": {"metrics": pipeline}},
    }


def placed(
    config: Config, *, account: str, api: str, write_url: str, ports: Mapping[str, int]
) -> str:
    """A configuration as it runs here: with other addresses and credentials, and no discovery.

    Args:
        config: As it is deployed.
        account: Folder that stands for a service account's.
        api: Host and port of the Kubernetes API.
        write_url: Where it writes to.
        ports: Free ports for those of the collector that would be taken twice: `own`, `health`.
    """
    addresses = {
        ACCOUNT_FOLDER: account,
        _WORKSPACE.url: write_url,
        "kubernetes.default.svc:443": f"127.0.0.1:{served.CONTROL_PLANE}",
        "127.0.0.1:8888": f"127.0.0.1:{ports['own']}",
        '":13133"': f'"127.0.0.1:{ports["health"]}"',
    }
    text = json.dumps(config)
    for there, here in addresses.items():
        text = text.replace(there, here)
    made: Config = json.loads(text)
    made["service"].setdefault("telemetry", {})["metrics"] = _own_metrics(ports["own"])
    found = {
        "apiserver": api,
        "coredns": f"127.0.0.1:{served.COREDNS}",
        "kube-state-metrics": f"127.0.0.1:{served.KUBE_STATE_METRICS}",
    }
    for scrape in made["receivers"]["prometheus"]["config"]["scrape_configs"]:
        if scrape["job_name"] in found:
            scrape.pop("kubernetes_sd_configs", None)
            scrape["static_configs"] = [{"targets": [found[scrape["job_name"]]]}]
            # What these ask of a target is what only discovery knows.
            rules = scrape.get("relabel_configs", ())
            scrape["relabel_configs"] = [rule for rule in rules if "source_labels" not in rule]
        if "tls_config" in scrape:
            scrape["tls_config"] = {"insecure_skip_verify": True}
    return json.dumps(made)


def _own_metrics(port: int) -> dict[str, Any]:
    reader = {"host": "127.0.0.1", "port": port, "without_type_suffix": True}
    readers = [{"pull": {"exporter": {"prometheus": reader}}}]
    return {"level": "normal", "readers": readers}
