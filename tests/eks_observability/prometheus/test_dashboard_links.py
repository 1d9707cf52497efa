"""Where an alert's reader sees more."""

from typing import Any

from aws_cdk.region_info import RegionInfo

from eks_observability.prometheus.dashboard_links import dashboard_url
from eks_observability.settings import Settings
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.scope import DashboardScope

FACTS = {
    "name": "shop",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "authentication_mode": "API",
}
FRANKFURT = "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1"


def url(*clusters: dict[str, Any], **settings: Any) -> str | None:
    """The link of alerts of these clusters."""
    facts = [FACTS | one for one in clusters or ({},)]
    for one in facts:
        suffix = RegionInfo.get(one["region"]).domain_suffix
        one["oidc_issuer"] = f"https://oidc.eks.{one['region']}.{suffix}/id/{'E' * 32}"
    return dashboard_url(Settings.model_validate({"clusters": tuple(facts), **settings}))


def test_one_cluster_has_one_dashboard() -> None:
    assert url() == f"{FRANKFURT}#dashboards/dashboard/EKS-Dashboard"


def test_clusters_of_a_region_are_told_apart_by_name() -> None:
    address = f"{FRANKFURT}#dashboards/dashboard/{{{{ $labels.cluster }}}}-EKS-Dashboard"

    assert url({}, {"name": "bank"}) == address


def test_a_dashboard_of_another_name_is_its_own_clusters() -> None:
    named = {"name": "bank", "dashboard": {"name": "Bank"}}

    assert url({}, named) == (
        f'{{{{ if match "^(shop)$" $labels.cluster }}}}{FRANKFURT}#dashboards/dashboard/'
        "{{ $labels.cluster }}-EKS-Dashboard{{ end }}"
        f'{{{{ if match "^(bank)$" $labels.cluster }}}}{FRANKFURT}#dashboards/dashboard/Bank'
        "{{ end }}"
    )


def test_a_cluster_that_is_labelled_otherwise_has_its_dashboards_name() -> None:
    labelled = {"name": "bank", "metrics": {"cluster_label": "bank-eu"}}

    assert f"{FRANKFURT}#dashboards/dashboard/bank-EKS-Dashboard" in str(url({}, labelled))


def test_a_cluster_without_a_dashboard_has_no_link() -> None:
    without = {"name": "bank", "dashboard": {"enabled": False}}

    assert str(url({}, without)).startswith('{{ if match "^(shop)$" $labels.cluster }}')
    assert "bank" not in str(url({}, without))


def test_without_dashboards_there_is_no_link() -> None:
    assert url(dashboard={"enabled": False}) is None


def test_in_china_the_console_is_another() -> None:
    console = "https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1"

    assert str(url({"region": "cn-north-1"})).startswith(console)


def test_a_cluster_whose_console_is_not_known_has_no_link() -> None:
    assert url({"region": "eusc-de-east-1"}) is None


def in_grafana(*clusters: dict[str, Any], **grafana: Any) -> str | None:
    facts = [FACTS | one for one in clusters]
    issuer = f"https://oidc.eks.eu-central-1.amazonaws.com/id/{'E' * 32}"
    settings = {"clusters": tuple(one | {"oidc_issuer": issuer} for one in facts)}
    values = Settings.model_validate({**settings, "grafana": grafana})
    return dashboard_url(values, grafana_url="https://grafana.example.com")


def test_with_grafana_every_cluster_has_its_dashboard_there() -> None:
    url = in_grafana({}, {"name": "bank"})

    assert url == "https://grafana.example.com/d/eks-cluster?var-cluster={{ $labels.cluster }}"


def test_where_each_cluster_has_a_folder_alerts_lead_to_what_there_is_once() -> None:
    url = in_grafana({}, {"name": "bank"}, folders="per_cluster")

    assert url == "https://grafana.example.com/d/eks-alerts?var-cluster={{ $labels.cluster }}"


def test_the_dashboards_that_alerts_lead_to_are_there() -> None:
    jobs = frozenset({"kubelet", "cadvisor", "node-exporter", "kube-state-metrics"})
    there = {each.subject: each for each in dashboards(DashboardScope(jobs=jobs))}

    assert {"cluster", "alerts"} <= set(there)
    assert there["alerts"].of_all_clusters
    for subject in ("cluster", "alerts"):
        assert "cluster" in [variable.name for variable in there[subject].variables]
