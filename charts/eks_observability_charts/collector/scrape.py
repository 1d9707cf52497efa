"""One entry of Prometheus' `scrape_configs`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eks_observability_charts.collector.keep import Keep
from eks_observability_charts.collector.relabeling import Rule, kept_series, label, taken_apart

ScrapeConfig = Mapping[str, Any]
"""One entry of `scrape_configs` (Prometheus documentation, "Configuration"), with references in
relabeling as Prometheus writes them: `$1`."""


def static(targets: Iterable[str], labels: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The key of a scrape whose targets are known beforehand.

    Args:
        targets: Hosts and ports.
        labels: What their series carry besides. Default: nothing.
    """
    group: dict[str, Any] = {"targets": list(targets)}
    if labels:
        group["labels"] = dict(labels)
    return {"static_configs": [group]}


def scrape(
    name: str,
    *,
    cluster: str,
    keep: Keep,
    found: Mapping[str, Any],
    relabel: Sequence[Rule] = (),
    metric_relabel: Sequence[Rule] = (),
    **keys: Any,  # noqa: ANN401 - whatever Prometheus has
) -> ScrapeConfig:
    """A scrape whose series carry the cluster's name.

    Samples get the time of the scrape. A target's own would be written twice where it has measured
    nothing since, or be refused where they are old.

    Args:
        name: The job's name.
        cluster: The cluster's name. A target's own label `cluster` becomes `exported_cluster`.
        keep: Which series are kept.
        found: The key that says how targets are found.
        relabel: Rules for targets.
        metric_relabel: Rules for series, before those of `keep`.
        keys: Other keys.
    """
    return {
        "job_name": name,
        "honor_timestamps": False,
        **keys,
        **found,
        "relabel_configs": [label("cluster", cluster), *relabel],
        "metric_relabel_configs": [*metric_relabel, *kept_series(keep), *taken_apart(keep)],
    }
