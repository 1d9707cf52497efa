"""What the VPC CNI exposes."""

from eks_observability_ops.components.exposition_text import families
from eks_observability_ops.components.vpc_cni import exposition


def test_gos_metrics_stand_behind_its_own() -> None:
    names = [one.name for one in families(exposition(of_go="go_goroutines 9\n"))]

    assert names[0].startswith("awscni_")
    assert names[-1] == "go_goroutines"


def test_what_is_available_is_total_less_assigned_addresses() -> None:
    text = exposition(of_go="")

    assert "awscni_total_ip_addresses 18\n" in text
    assert "awscni_assigned_ip_addresses 10\n" in text


def test_latencies_are_a_summary_without_quantiles() -> None:
    assert "# TYPE awscni_aws_api_latency_ms summary\n" in exposition(of_go="")
    assert "quantile" not in exposition(of_go="")
