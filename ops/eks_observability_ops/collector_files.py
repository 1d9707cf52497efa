"""What scrapes a cluster, as plain files: configurations, and the metrics that they keep."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from eks_observability.signals import jobs
from eks_observability.signals.allow_list import allow_list
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_ops import manifests
from eks_observability_ops.assembly import SynthesizedStack
from eks_observability_ops.kept_metrics import kept_metrics, kept_of_job
from eks_observability_ops.rendering import Placeholders, render_base64

COLLECTORS: Final = "collectors"
METRICS_KEPT: Final = "metrics-kept.txt"
ALLOW_LIST: Final = "kube-state-metrics-allow-list.txt"

_MANAGED: Final = "managed-scraper"

Configuration = Mapping[str, Any]


def of_collectors(bodies: Sequence[manifests.KubernetesBody]) -> dict[str, Configuration]:
    """The configuration of each collector among Kubernetes objects, by its name."""
    return {
        body["metadata"]["name"]: body["spec"]["config"]
        for body in bodies
        if body["kind"] == "OpenTelemetryCollector"
    }


def of_managed_scraper(
    stack: SynthesizedStack, placeholders: Placeholders
) -> dict[str, Configuration]:
    """The configuration of AMP's scraper in a stack, if there is one."""
    found = {}
    for scraper in stack.resources("AWS::APS::Scraper"):
        blob = scraper["ScrapeConfiguration"]["ConfigurationBlob"]
        found[_MANAGED] = YAML(typ="safe").load(render_base64(blob, stack, placeholders))
    return found


def files(configurations: Mapping[str, Configuration]) -> Iterator[tuple[Path, str]]:
    """A file for each configuration, and what they keep together; nothing where there are none."""
    for name, configuration in configurations.items():
        yield Path(COLLECTORS) / f"{name}.yaml", manifests.to_yaml([configuration])
    scrapes = [job for each in configurations.values() for job in _scrape_configs(each)]
    if not scrapes:
        return
    yield Path(METRICS_KEPT), "".join(f"{name}\n" for name in kept_metrics(scrapes))
    for job in scrapes:
        names = sorted(kept_of_job(job)) if job["job_name"] == jobs.KUBE_STATE_METRICS else ()
        if names:
            values = allow_list(KeptSeries(metrics=tuple(names)))
            yield Path(ALLOW_LIST), ",".join(values) + "\n"


def _scrape_configs(configuration: Configuration) -> Sequence[Mapping[str, Any]]:
    """The scrape jobs of a collector's configuration, or of Prometheus' own."""
    receivers = configuration.get("receivers", {})
    prometheus = receivers.get("prometheus", {}).get("config", configuration)
    found: Sequence[Mapping[str, Any]] = prometheus.get("scrape_configs", ())
    return found
