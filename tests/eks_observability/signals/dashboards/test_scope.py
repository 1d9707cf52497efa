"""What dashboards are made for, by the settings."""

from typing import Any

from eks_observability.settings import Settings
from eks_observability.signals.dashboards.scope import ClusterView, DashboardScope, dashboard_scope

FACTS = {
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}


def of(clusters: tuple[dict[str, Any], ...] = ({"name": "shop"},), **top: Any) -> DashboardScope:
    """What dashboards are made for by settings other than the default."""
    facts = tuple({**FACTS, **each} for each in clusters)
    return dashboard_scope(Settings.model_validate({"clusters": facts, **top}))


def test_dashboards_are_for_all_that_is_scraped_in_any_cluster() -> None:
    off: dict[str, Any] = {"targets": {"kubelet": False}}
    found = of(({"name": "shop", "metrics": off}, {"name": "bank"}))

    assert "kubelet" in found.jobs


def test_what_no_cluster_scrapes_is_not_there() -> None:
    assert "kubelet" not in of(metrics={"targets": {"kubelet": False}}).jobs


def test_a_cluster_is_named_as_its_series_and_as_its_log_groups_are() -> None:
    found = of(({"name": "shop", "metrics": {"cluster_label": "shop-eu"}},))

    assert found.clusters == (ClusterView(label="shop-eu", name="shop", region="eu-central-1"),)


def test_values_turn_red_where_alerts_begin() -> None:
    assert of(alerts={"thresholds": {"node_cpu_percent": 70}}).thresholds.node_cpu_percent == 70


def test_alerts_that_are_off_are_not_shown() -> None:
    assert not of(alerts={"enabled": False}).alerts


def test_without_metrics_there_are_no_alerts_to_show() -> None:
    assert not of(metrics={"enabled": False}).alerts
