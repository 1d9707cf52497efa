"""The control-plane metrics, held against what the EKS User Guide documents."""

from collections.abc import Iterator

import pytest

from eks_observability.signals.vended_metrics.control_plane import DIMENSION, NAMESPACE, graphs
from eks_observability.signals.vended_metrics.model import Graph, VendedMetric


def documented() -> Iterator[tuple[str, tuple[str, str]]]:
    """Unit and valid statistic by name: EKS User Guide, "Basic metrics in Amazon CloudWatch"."""
    counts = {
        "scheduler_schedule_attempts": ("total", "SCHEDULED", "UNSCHEDULABLE", "ERROR"),
        "scheduler_pending_pods": ("", "ACTIVEQ", "UNSCHEDULABLE", "BACKOFF", "GATED"),
        "apiserver_request_total": ("", "4XX", "429", "5XX", "LIST_PODS"),
        "apiserver_current_inflight_requests": ("MUTATING", "READONLY"),
        "apiserver_admission_webhook_request_total": ("", "ADMIT", "VALIDATING"),
        "apiserver_admission_webhook_rejection_count": ("", "ADMIT", "VALIDATING"),
    }
    latencies = {
        "apiserver_request_duration_seconds": ("PUT", "PATCH", "POST", "GET", "LIST", "DELETE"),
        "apiserver_admission_webhook_admission_duration_seconds": ("ADMIT", "VALIDATING"),
    }
    for name, kinds in counts.items():
        yield from ((f"{name}_{kind}".rstrip("_"), ("Count", "Sum")) for kind in kinds)
    for name, kinds in latencies.items():
        yield from ((f"{name}_{kind}_P99", ("Seconds", "Average")) for kind in kinds)
    yield "apiserver_admission_webhook_admission_duration_seconds", ("Seconds", "Average")
    yield "apiserver_flowcontrol_current_executing_seats", ("Count", "Maximum")
    yield "apiserver_storage_size_bytes", ("Bytes", "Maximum")


DOCUMENTED = dict(documented())
SHOWN = [(graph, metric) for graph in graphs() for metric in graph.metrics]

each_metric = pytest.mark.parametrize(
    ("graph", "metric"), SHOWN, ids=[metric.name for _, metric in SHOWN]
)


def test_the_metrics_are_those_of_eks_by_cluster() -> None:
    assert (NAMESPACE, DIMENSION) == ("AWS/EKS", "ClusterName")


def test_no_metric_is_shown_twice() -> None:
    assert len({metric.name for _, metric in SHOWN}) == len(SHOWN)


def test_no_two_graphs_share_a_title() -> None:
    assert len({graph.title for graph in graphs()}) == len(graphs())


@each_metric
def test_a_metric_has_its_documented_unit_and_statistic(graph: Graph, metric: VendedMetric) -> None:
    assert (graph.unit, metric.statistic) == DOCUMENTED[metric.name]


@each_metric
def test_the_unit_is_the_one_in_the_name(graph: Graph, metric: VendedMetric) -> None:
    named = [unit for unit in ("Seconds", "Bytes") if f"_{unit.lower()}" in metric.name]

    assert graph.unit == (named or ["Count"])[0]


@pytest.mark.parametrize("graph", graphs(), ids=lambda graph: str(graph.title))
def test_the_labels_of_a_graph_tell_its_metrics_apart(graph: Graph) -> None:
    labels = [metric.label for metric in graph.metrics]

    assert all(labels)
    assert len(set(labels)) == len(labels)


def test_latency_is_shown_for_every_verb() -> None:
    prefix, suffix = "apiserver_request_duration_seconds_", "_P99"
    verbs = {
        metric.name.removeprefix(prefix).removesuffix(suffix): metric.label
        for _, metric in SHOWN
        if metric.name.startswith(prefix)
    }

    assert verbs == {verb: verb for verb in ("GET", "LIST", "POST", "PUT", "PATCH", "DELETE")}
