"""What tests of subjects share: series as collectors write them, and all recording rules."""

from typing import Protocol

from eks_observability.signals.recording_rules import (
    containers,
    failures,
    limits,
    node_resources,
    nodes,
    pods,
    volumes,
    workloads,
)
from eks_observability.signals.rules import Alert, RecordingRule, Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import RuleTests

SCOPE = Scope(clusters=("a",), jobs=frozenset())
"""One cluster, `a`, and default thresholds."""

RECORDING: tuple[RecordingRule, ...] = tuple(
    rule
    for subject in (
        *(nodes, node_resources, pods, containers),
        *(limits, failures, workloads, volumes),
    )
    for rule in subject.rules(SCOPE)
)


class Alerting(Protocol):
    """A module of alerts."""

    def alerts(self, scope: Scope) -> tuple[Alert, ...]: ...


def rule_tests(promtool: Promtool, subject: Alerting | None = None) -> RuleTests:
    """Tests of a subject's alerts on top of all recording rules."""
    alerts = () if subject is None else subject.alerts(SCOPE)
    return RuleTests(promtool=promtool, recording=RECORDING, alerts=alerts)


def ksm(metric: str, **labels: str) -> str:
    """A series of kube-state-metrics."""
    return series(metric, job="kube-state-metrics", instance="ksm:8080", **labels)


def on_node(job: str, metric: str, node: str = "n", **labels: str) -> str:
    """A series that the collector of node `n` scrapes there."""
    return series(metric, job=job, instance=node, node=node, **labels)


def container(metric: str, name: str = "c", pod: str = "p", **labels: str) -> str:
    """A series of cAdvisor, of container `c` of pod `p` in namespace `s`."""
    return on_node(
        "cadvisor", metric, namespace="s", pod=pod, container=name, id=f"/{pod}/{name}", **labels
    )


def series(metric: str, **labels: str) -> str:
    """A series of cluster `a`, as promtool reads it."""
    pairs = ",".join(f'{name}="{value}"' for name, value in {"cluster": "a", **labels}.items())
    return f"{metric}{{{pairs}}}"
