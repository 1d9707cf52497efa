"""The scrape of pods that ask for it.

A pod asks by the annotation `prometheus.io/scrape: "true"`, with `prometheus.io/port` or for every
TCP port that it declares, or by a TCP port named `metrics`. `prometheus.io/scrape: "false"` keeps
it out. `prometheus.io/path` and `prometheus.io/scheme` say how.
"""

from collections.abc import Iterable
from typing import Final

from eks_observability_charts.collector.jobs import PodsJob
from eks_observability_charts.collector.kubernetes import NODE_IP, NODE_NAME
from eks_observability_charts.collector.relabeling import (
    Rule,
    copy,
    drop,
    keep,
    kept_series_where,
)
from eks_observability_charts.collector.scrape import ScrapeConfig, scrape

_POD: Final = "__meta_kubernetes_pod"
_SCRAPE: Final = f"{_POD}_annotation_prometheus_io_scrape"
_PORT: Final = f"{_POD}_annotation_prometheus_io_port"
_SYSTEM: Final = "kube-system"


def pods(job: PodsJob, *, cluster: str, not_on_node: Iterable[int]) -> ScrapeConfig:
    """The scrape of a node's pods.

    Args:
        job: The job.
        cluster: The cluster's name.
        not_on_node: Ports at the node's own address that other jobs scrape.
    """
    selector = {"role": "pod", "field": f"spec.nodeName={NODE_NAME}"}
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found={"kubernetes_sd_configs": [{"role": "pod", "selectors": [selector]}]},
        relabel=asking_pods(rf"\[?{NODE_IP}\]?:(?:{'|'.join(map(str, not_on_node))})"),
        metric_relabel=kept_series_where("namespace", _SYSTEM, job.keep_of_system),
        sample_limit=job.series_limit,
        # A pod's certificate is not for its address, and it is told no secret.
        tls_config={"insecure_skip_verify": True},
    )


def asking_pods(elsewhere: str) -> list[Rule]:
    """Rules that leave those pods that ask to be scraped, and say where and how.

    Args:
        elsewhere: A regular expression for addresses with ports that other jobs scrape.
    """
    return [*_asked(), *_address(), *_others(elsewhere), *_how(), *_labels()]


def _asked() -> list[Rule]:
    annotated = "true;[0-9]+;.*"
    every_port = "true;;[^;]*;[0-9]+;TCP"
    named_port = "[^;]*;[^;]*;metrics;[0-9]+;TCP"
    ports = [f"{_POD}_container_port_{part}" for part in ("name", "number", "protocol")]
    return [
        drop([f"{_POD}_phase"], "Pending|Succeeded|Failed"),
        drop([_SCRAPE], "false"),
        keep([_SCRAPE, _PORT, *ports], f"{annotated}|{every_port}|{named_port}"),
    ]


def _address() -> list[Rule]:
    """Rules by which all targets of a pod with an annotated port become one."""
    return [
        {
            "source_labels": [_SCRAPE, f"{_POD}_ip", _PORT],
            "regex": regex,
            "target_label": "__address__",
            "replacement": replacement,
        }
        for regex, replacement in (
            ("true;([^;:]+);([0-9]+)", "$1:$2"),
            ("true;([^;]*:[^;]*);([0-9]+)", "[$1]:$2"),
        )
    ]


def _others(elsewhere: str) -> list[Rule]:
    """Rules that leave out what other jobs scrape."""
    return [
        drop(["__address__"], elsewhere),
        drop(["__meta_kubernetes_namespace", f"{_POD}_label_k8s_app"], f"{_SYSTEM};kube-dns"),
        drop([f"{_POD}_label_app_kubernetes_io_name"], "kube-state-metrics"),
    ]


def _how() -> list[Rule]:
    return [
        copy(f"{_POD}_annotation_prometheus_io_scheme", "__scheme__"),
        copy(f"{_POD}_annotation_prometheus_io_path", "__metrics_path__"),
    ]


def _labels() -> list[Rule]:
    apps = ("label_app", "label_k8s_app", "label_app_kubernetes_io_name")
    return [
        copy("__meta_kubernetes_namespace", "namespace"),
        copy(f"{_POD}_name", "pod"),
        copy(f"{_POD}_node_name", "node"),
        copy(f"{_POD}_container_name", "container"),
        # An annotated port may be any container's.
        {
            "source_labels": [_SCRAPE, _PORT],
            "regex": "true;[0-9]+",
            "target_label": "container",
            "replacement": "",
        },
        *(copy(f"{_POD}_{each}", "app") for each in apps),
    ]
