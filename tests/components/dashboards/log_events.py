"""Log events that queries are asked over here."""

from typing import Any, Final

from tests.eks_observability.signals.log_queries.conftest import read
from tests.eks_observability.signals.log_queries.evaluation import Row

_NODE: Final = "ip-10-0-0-1.eu-central-1.compute.internal"


def of(log_group: str) -> list[Row]:
    """The events of a log group.

    Args:
        log_group: Its name.
    """
    kind = log_group.rpartition("/")[2]
    if kind == "cluster":
        return [row for each in ("audit", "authenticator", "scheduler") for row in read(each)]
    return list(_APPLICATION if kind == "application" else _EVENTS)


def _line(minute: int, namespace: str, pod: str, container: str, log: str) -> Row:
    return {
        "@timestamp": f"2026-11-25 03:{minute:02}:12.000",
        "@message": log,
        "log": log,
        "kubernetes.namespace_name": namespace,
        "kubernetes.pod_name": pod,
        "kubernetes.container_name": container,
        "kubernetes.host": _NODE,
    }


def _event(minute: int, kind: str, name: str, reason: str, message: str) -> Row:
    return {
        "@timestamp": f"2026-11-25 03:{minute:02}:40.000",
        "@message": message,
        "type": "Warning",
        "reason": reason,
        "message": message,
        "involvedObject.kind": kind,
        "involvedObject.namespace": "shop" if kind == "Pod" else "default",
        "involvedObject.name": name,
    }


_APPLICATION: Final[tuple[dict[str, Any], ...]] = (
    _line(11, "shop", "orders-744694b6bc-8xd4p", "app", "INFO order 1017 accepted"),
    _line(
        12, "shop", "orders-744694b6bc-8xd4p", "app", "ERROR payments answered 502 for order 1018"
    ),
    _line(
        13, "shop", "orders-744694b6bc-mnv5t", "app", "ERROR payments answered 502 for order 1019"
    ),
    _line(14, "shop", "crashing", "app", "panic: no such file or directory: /etc/app.yaml"),
    _line(15, "shop", "ledger-0", "app", "INFO checkpoint written in 41 ms"),
    _line(16, "kube-system", "coredns-1", "coredns", "[INFO] plugin/reload: Running configuration"),
    _line(17, "shop", "orders-744694b6bc-mnv5t", "app", "INFO order 1020 accepted"),
)
_EVENTS: Final[tuple[dict[str, Any], ...]] = (
    _event(
        11, "Pod", "too-big", "FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu."
    ),
    _event(
        12, "Pod", "missing-image", "Failed", 'Failed to pull image "registry.example.com/none:1"'
    ),
    _event(
        13, "Pod", "crashing", "BackOff", "Back-off restarting failed container app in pod crashing"
    ),
    _event(
        14, "Pod", "crashing", "BackOff", "Back-off restarting failed container app in pod crashing"
    ),
    _event(
        15, "Node", _NODE, "SystemOOM", "System OOM encountered, victim process: hungry, pid: 4711"
    ),
)
