"""Ways from one dashboard to another, which take along what is chosen, and the time."""

import hashlib
from dataclasses import dataclass
from typing import Final

TAG: Final = "eks-observability"
"""What all dashboards are tagged with: their menu of each other goes by it."""

_DIGITS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Link:
    """A way to a dashboard of ours."""

    title: str
    """What a reader sees of it, such as `Pods of this node`."""

    to: str
    """Subject of the dashboard."""

    kept: tuple[str, ...] = ("cluster",)
    """Variables that go along as they are."""

    labels: tuple[tuple[str, str], ...] = ()
    """Variables that a click sets, and by which label of the series, or of the table's line, that
    was clicked. Default: none."""

    values: tuple[tuple[str, str], ...] = ()
    """Variables that are set, and to what. Default: none."""

    of_all_clusters: bool = False
    """Whether the dashboard is of all clusters, and so there once, which `all.dashboards` says of
    each link. Default: one of a cluster."""


def uid(subject: str, cluster: str | None = None) -> str:
    """The uid of a dashboard, which stays what it is: addresses are made of it.

    Args:
        subject: What the dashboard is about.
        cluster: The cluster that it shows at first. Default: the one that is chosen there.

    Returns:
        At most 40 characters, as Grafana takes them.
    """
    ending = f"-{hashlib.sha256(cluster.encode()).hexdigest()[:_DIGITS]}" if cluster else ""
    return f"eks-{subject}{ending}"


def url(link: Link, cluster: str | None = None, *, of_table: bool = False) -> str:
    """The address of a link, as Grafana fills it in (Grafana documentation, "Data links").

    Args:
        link: The link.
        cluster: The cluster that the dashboards show at first. Default: the one that is chosen.
        of_table: Whether it opens from a table. Default: from a series.
    """
    label_of = "__data.fields" if of_table else "__field.labels"
    parts = [
        *(f"${{{name}:queryparam}}" for name in link.kept),
        *(f"var-{name}=${{{label_of}.{label}}}" for name, label in link.labels),
        *(f"var-{name}={value}" for name, value in link.values),
        "${__url_time_range}",
    ]
    found = uid(link.to, None if link.of_all_clusters else cluster)
    return f"/d/{found}?{'&'.join(parts)}"
