"""What alerts there are, subject by subject."""

from collections.abc import Mapping
from typing import Final, Protocol

from eks_observability.signals.alerts import (
    api_server,
    collectors,
    controller_manager,
    coredns,
    scheduler,
    targets,
    vpc_cni,
    watchdog,
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
    "api-server": api_server,
    "scheduler": scheduler,
    "controller-manager": controller_manager,
    "coredns": coredns,
    "vpc-cni": vpc_cni,
    "collectors": collectors,
    "targets": targets,
    "watchdog": watchdog,
}
"""Modules of alerts, by what their group is called."""
