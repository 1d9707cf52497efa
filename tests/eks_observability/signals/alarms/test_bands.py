"""The metrics of bands, held against what their publishers document."""

import re
from pathlib import Path
from typing import Any, Final

import pytest

from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.signals.alarms.bands import BANDS, Band, bands
from eks_observability.signals.log_metrics import application

RUNBOOKS = Path(__file__).parents[4] / "docs" / "runbooks" / "cloudwatch"
HEADINGS = ["Symptom", "Meaning", "First commands", "Fix"]

# Unit, and from whom it comes of the cluster as a whole. CloudWatch User Guide, "Amazon EKS and
# Kubernetes Container Insights metrics" and "... with enhanced observability metrics"; units:
# amazon-contributing/opentelemetry-collector-contrib,
# receiver/awscontainerinsightreceiver/README.md; restarts of the cluster: amazon-cloudwatch-agent,
# translator/translate/otel/exporter/awsemf/kubernetes.go, getPodMetricDeclarations.
PUBLISHED: Final[dict[str, tuple[str, str]]] = {
    "node_cpu_utilization": ("Percent", "classic"),
    "node_memory_utilization": ("Percent", "classic"),
    "node_filesystem_utilization": ("Percent", "classic"),
    "pod_cpu_utilization_over_pod_limit": ("Percent", "classic"),
    "pod_memory_utilization_over_pod_limit": ("Percent", "classic"),
    "pod_number_of_container_restarts": ("Count", "enhanced"),
    "pod_container_status_waiting_reason_image_pull_error": ("Count", "enhanced"),
    "pod_container_status_waiting_reason_crash_loop_back_off": ("Count", "enhanced"),
    "pod_container_status_waiting_reason_create_container_config_error": ("Count", "enhanced"),
    "pod_container_status_waiting_reason_create_container_error": ("Count", "enhanced"),
    **{metric.name: (str(metric.unit), "logs") for metric in application.metrics()},
}

each_band = pytest.mark.parametrize("band", BANDS, ids=lambda band: str(band.name))


def insights(**values: Any) -> ContainerInsights:
    return ContainerInsights.model_validate(values)


def sources(**values: Any) -> set[str]:
    return {band.source for band in bands(insights(**values))}


@each_band
def test_a_band_is_of_a_metric_that_is_published(band: Band) -> None:
    assert PUBLISHED[band.metric] == (band.unit, band.source)


@each_band
def test_counts_add_up_and_shares_do_not(band: Band) -> None:
    assert band.statistic == {"Count": "Sum", "Percent": "Average"}[band.unit]


@each_band
def test_only_what_is_counted_may_be_missing_while_all_is_well(band: Band) -> None:
    assert band.missing == {"Count": "notBreaching", "Percent": "missing"}[band.unit]
    assert band.because.endswith(".")


@each_band
def test_a_band_is_named_subject_and_unusual(band: Band) -> None:
    assert re.fullmatch(r"([A-Z][a-z]+)+Unusual", band.name)
    assert [other.name for other in BANDS].count(band.name) == 1


@each_band
def test_a_band_says_what_is_unusual_in_a_sentence(band: Band) -> None:
    assert band.summary.endswith(".")


@each_band
def test_a_runbook_has_its_four_parts(band: Band) -> None:
    text = (RUNBOOKS / f"{band.name}.md").read_text(encoding="utf-8")

    assert text.startswith(f"# {band.name}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert "```sh\n" in text
    assert len(text.splitlines()) <= 60


@each_band
def test_a_runbook_leads_to_pages_there_are(band: Band) -> None:
    text = (RUNBOOKS / f"{band.name}.md").read_text(encoding="utf-8")

    for target in re.findall(r"\]\(([^)#]+\.md)", text):
        assert (RUNBOOKS / target).is_file()


def test_every_metric_is_watched_by_default() -> None:
    assert bands(insights(), log_metrics=["ApplicationErrors"]) == BANDS


def test_without_enhanced_observability_there_is_less_to_watch() -> None:
    assert sources(agent={"enhanced_observability": False}) == {"classic"}


def test_classic_metrics_of_the_add_on_are_enhanced_ones() -> None:
    assert sources(mode="addon", addon={"metrics": "classic"}) == {"classic", "enhanced"}


@pytest.mark.parametrize("values", [{"mode": "off"}, {"mode": "addon"}], ids=["off", "otel"])
def test_where_container_insights_has_no_such_metrics_nothing_is_watched(
    values: dict[str, Any],
) -> None:
    assert bands(insights(**values)) == ()


def test_a_log_metric_of_ones_own_is_not_watched() -> None:
    assert bands(insights(mode="off"), log_metrics=["OrdersFailed"]) == ()
    (band,) = bands(insights(mode="off"), log_metrics=["ApplicationErrors"])
    assert band.name == "ApplicationErrorsUnusual"
