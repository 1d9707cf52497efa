"""Queries without what only Grafana knows."""

import re

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.dashboards.plain_promql import can_answer, plain, values_of
from eks_observability.signals.dashboards.variables import CLUSTER, node


def test_a_rate_of_grafana_looks_back_five_minutes() -> None:
    assert plain("rate(a[$__rate_interval])") == "rate(a[5m])"


def test_everything_is_chosen_where_nothing_is() -> None:
    assert plain('a{node=~"$node"}') == 'a{node=~".*"}'


def test_what_is_chosen_is_filled_in() -> None:
    assert plain('a{cluster="$cluster"}', {"cluster": "shop"}) == 'a{cluster="shop"}'


def test_a_variable_asks_for_its_label() -> None:
    assert values_of(CLUSTER) == "count by (cluster) (up)"


def test_a_variable_may_depend_on_another() -> None:
    assert 'cluster=".*"' in values_of(node())


@pytest.mark.parametrize(
    ("expr", "on", "answer"),
    [
        ('a{job="kubelet"}', [jobs.KUBELET], True),
        ('a{job="kubelet"}', [jobs.CADVISOR], False),
        ('a{job=~"kubelet|cadvisor"}', [jobs.CADVISOR], True),
        ("node:node_cpu_cores:count", [jobs.NODE_EXPORTER], True),
        ("node:node_cpu_cores:count", [jobs.CADVISOR], False),
        ("workload:container_memory_working_set_bytes:sum", [jobs.CADVISOR], False),
        ("ALERTS", [], True),
    ],
)
def test_a_query_is_answered_where_its_jobs_are_on(expr: str, on: list[str], answer: bool) -> None:
    assert can_answer(expr, on) == answer


def test_a_pod_without_a_node_is_among_everything() -> None:
    assert re.fullmatch(plain("$node"), "")
