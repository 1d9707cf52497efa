"""What alerts there are, subject by subject."""

from collections.abc import Mapping
from typing import Final, Protocol

from eks_observability.signals.alerts import (
    anomalies,
    api_server,
    batch,
    collectors,
    containers,
    controller_manager,
    coredns,
    kubelet,
    node_resources,
    nodes,
    otlp,
    pods,
    scheduler,
    targets,
    volume_claims,
    volumes,
    vpc_cni,
    watchdog,
    workloads,
)
from eks_observability.signals.rules import Alert, Scope


class Alerting(Protocol):
    """A module of alerts."""

    @property
    def JOBS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """Scrape jobs that its alerts need."""

    def alerts(self, scope: Scope) -> tuple[Alert, ...]:
        """Its alerts."""


ALERTS: Final[Mapping[str, Alerting]] = {
    "nodes": nodes,
    "node-resources": node_resources,
    "kubelet": kubelet,
    "pods": pods,
    "containers": containers,
    "workloads": workloads,
    "batch": batch,
    "volumes": volumes,
    "volume-claims": volume_claims,
    "api-server": api_server,
    "scheduler": scheduler,
    "controller-manager": controller_manager,
    "coredns": coredns,
    "vpc-cni": vpc_cni,
    "collectors": collectors,
    "otlp": otlp,
    "anomalies": anomalies,
    "targets": targets,
    "watchdog": watchdog,
}
"""Modules of alerts, by what their group is called."""
