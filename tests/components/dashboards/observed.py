"""A cluster of three nodes that our collectors observe, and a Prometheus with our rules."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cdk8s

from eks_observability.prometheus.rule_file import rule_file
from eks_observability.prometheus.scrape_jobs import keep_of
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.kept_series import KeptSeries
from eks_observability.signals.rule_groups import alert_groups, recording_groups
from eks_observability.signals.rules import Alert, RuleGroup, Scope
from eks_observability.signals.scope import jobs_of
from eks_observability_charts.collector.names import (
    CLUSTER_ACCOUNT,
    CLUSTER_COLLECTOR,
    NODE_ACCOUNT,
    NODE_COLLECTOR,
)
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.prometheus import Course, Prometheus, start_prometheus
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import Place, charts
from tests.components.collectors.deployed import resource, run_of, running
from tests.components.collectors.kubernetes import add_api_server, add_pod, apply_all
from tests.components.collectors.serving import Program, serving
from tests.components.collectors.targets import (
    API_SERVER,
    CONTROL_PLANE,
    CONTROL_PLANE_PORT,
    COREDNS,
    KUBE_STATE_METRICS,
    eks_admits,
    kubelet_admits,
)
from tests.components.dashboards.expositions import NODES, Page, of_cluster, of_node
from tests.components.dashboards.questions import CLUSTER, Question

_API_PORT: Final = 6443
_ADDRESSES: Final = tuple(f"192.0.2.{31 + number}" for number in range(len(NODES)))
_RULES_EVERY: Final = "5s"
_HOLD: Final = "10s"
_COMPONENTS: Final = {"ksh": "kube-scheduler", "kcm": "kube-controller-manager"}
_COMPONENT_PATH: Final = "/apis/metrics.eks.amazonaws.com/v1/{}/container/metrics"


@dataclass(frozen=True, kw_only=True)
class Observed:
    """A Prometheus, and since when it is filled."""

    prometheus: Prometheus
    since: float
    """When everything was scraped for the first time, in Unix time."""

    def answer(
        self, question: Question, *, start: float | None = None, step_seconds: int = 5
    ) -> list[Course]:
        """What a query is answered, over time, or just now.

        Args:
            question: The query.
            start: From when on, in Unix time. Default: since everything is scraped.
            step_seconds: Seconds between two values.
        """
        now = time.time()
        begin = start or self.since
        return self.prometheus.query_range(
            question.promql(seconds=now - begin),
            start=now if question.instant else begin,
            end=now,
            step_seconds=step_seconds,
        )


def rules() -> str:
    """Our rules, all of them, evaluated every few seconds; alerts fire after a few."""
    scope = Scope(clusters=(CLUSTER,), jobs=jobs_of(Metrics(enabled=True)))
    groups = [_hurried(group) for group in recording_groups(scope)]
    # A file has each name of a group once; the two kinds have files of their own in AMP.
    groups += [
        replace(_hurried(group), name=f"{group.name}-alerts") for group in alert_groups(scope)
    ]
    return rule_file(groups)


def _hurried(group: RuleGroup) -> RuleGroup:
    rules = tuple(
        replace(rule, hold=_HOLD) if isinstance(rule, Alert) else rule for rule in group.rules
    )
    return replace(group, rules=rules, interval=_RULES_EVERY)


@contextmanager
def observed(
    supervisor: Supervisor,
    collector: Collector,
    prometheus: Path,
    place: Place,
    kept: Mapping[str, KeptSeries],
) -> Iterator[Observed]:
    """Observes a cluster for the length of a `with` block.

    Args:
        supervisor: Who ends programs.
        collector: The collector's program.
        prometheus: Prometheus' program.
        place: Where the collectors are deployed; they write to a Prometheus of their own.
        kept: Which series they keep.
    """
    store = start_prometheus(supervisor, prometheus, rules=rules())
    here = replace(place, write_url=store.write_url)
    keep = {job: keep_of(one) for job, one in kept.items()}
    deployed = charts(cdk8s.App(), namespace=here.namespace, keep=keep)
    with ExitStack() as stack:
        _cluster_targets(stack, here)
        runs: list[tuple[cdk8s.Chart, str, str, str, str]] = [
            (deployed[1], CLUSTER_COLLECTOR, CLUSTER_ACCOUNT, "collector-1", API_SERVER)
        ]
        for number, (node, address) in enumerate(zip(NODES, _ADDRESSES, strict=True)):
            _node_targets(stack, here, address, of_node(number))
            runs.append((deployed[0], NODE_COLLECTOR, NODE_ACCOUNT, node, address))
        for each in deployed:
            apply_all(here.api, each)
        for chart, name, account, node, address in runs:
            around = replace(here.surroundings(account, node=node), node_ip=address)
            stack.enter_context(running(collector, run_of(resource(chart, name), around)))
        targets = 4 * len(NODES) + 5 + len(runs)
        store.wait_for(f"count(up == 1) == {targets}", seconds=90)
        yield Observed(prometheus=store, since=time.time())


def _node_targets(stack: ExitStack, place: Place, address: str, pages: Mapping[str, Page]) -> None:
    kubelet = Program(
        host=address,
        port=10250,
        pages={"/metrics": pages["kubelet"], "/metrics/cadvisor": pages["kubelet-cadvisor"]},
        tls=place.authority.server(address),
        admits=kubelet_admits(place.api),
    )
    others = {9100: "node-exporter", 61678: "vpc-cni"}
    programs = (
        Program(host=address, port=port, pages={"/metrics": pages[name]})
        for port, name in others.items()
    )
    for program in (kubelet, *programs):
        stack.enter_context(serving(program))


def _cluster_targets(stack: ExitStack, place: Place) -> None:
    pages = of_cluster()
    name = "kubernetes.default.svc"
    programs = (
        Program(
            host=API_SERVER,
            port=_API_PORT,
            pages={"/metrics": pages["apiserver"]},
            tls=place.authority.server(name),
        ),
        Program(
            host=CONTROL_PLANE,
            port=CONTROL_PLANE_PORT,
            pages={_COMPONENT_PATH.format(it): pages[name] for it, name in _COMPONENTS.items()},
            tls=place.authority.server(name),
            admits=eks_admits(place.api),
        ),
        Program(host=COREDNS, port=9153, pages={"/metrics": pages["coredns"]}),
        Program(
            host=KUBE_STATE_METRICS, port=8080, pages={"/metrics": pages["kube-state-metrics"]}
        ),
    )
    for program in programs:
        stack.enter_context(serving(program))
    add_api_server(place.api, ip=API_SERVER, port=_API_PORT)
    for pod, ip, ports, labels in (
        ("coredns-1", COREDNS, {"dns": 53, "metrics": 9153}, {"k8s-app": "kube-dns"}),
        (
            "kube-state-metrics-1",
            KUBE_STATE_METRICS,
            {"http": 8080, "telemetry": 8081},
            {"app.kubernetes.io/name": "kube-state-metrics"},
        ),
    ):
        add_pod(place.api, pod, namespace="kube-system", ip=ip, ports=ports, labels=labels)
