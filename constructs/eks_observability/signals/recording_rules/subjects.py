"""What recording rules there are, subject by subject."""

from collections.abc import Mapping
from typing import Final, Protocol

from eks_observability.signals.recording_rules import (
    api_server,
    collectors,
    containers,
    controller_manager,
    coredns,
    failures,
    limits,
    node_resources,
    nodes,
    pods,
    scheduler,
    volumes,
    vpc_cni,
    workloads,
)
from eks_observability.signals.rules import RecordingRule, Scope


class Recording(Protocol):
    """A module of recording rules."""

    @property
    def JOBS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """Scrape jobs that its rules need."""

    def rules(self, scope: Scope) -> tuple[RecordingRule, ...]:
        """Its rules."""


RECORDING_RULES: Final[Mapping[str, Recording]] = {
    "nodes": nodes,
    "node-resources": node_resources,
    "pods": pods,
    "containers": containers,
    "limits": limits,
    "failures": failures,
    "workloads": workloads,
    "volumes": volumes,
    "api-server": api_server,
    "scheduler": scheduler,
    "controller-manager": controller_manager,
    "coredns": coredns,
    "vpc-cni": vpc_cni,
    "collectors": collectors,
}
"""Modules of recording rules, by what their group is called."""
