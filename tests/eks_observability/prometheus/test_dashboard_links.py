"""Where an alert's reader sees more."""

from typing import Any

from aws_cdk.region_info import RegionInfo

from eks_observability.prometheus.dashboard_links import dashboard_url
from eks_observability.settings import Settings

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


def test_with_grafana_every_cluster_has_its_dashboard_there() -> None:
    settings = Settings.model_validate(
        {
            "clusters": (
                FACTS
                | {"oidc_issuer": f"https://oidc.eks.eu-central-1.amazonaws.com/id/{'E' * 32}"},
            )
        }
    )

    url = dashboard_url(settings, grafana_url="https://g-0123456789.example.com")

    assert url == (
        "https://g-0123456789.example.com/d/eks-cluster?var-cluster={{ $labels.cluster }}"
    )
