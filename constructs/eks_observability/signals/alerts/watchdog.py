"""The alert that always fires: when it stops, rules or the delivery of alerts have stopped."""

from typing import Final

from eks_observability.signals.rules import Alert, Scope

WATCHDOG: Final = "Watchdog"
"""What it is called."""

JOBS: Final[tuple[str, ...]] = ()
"""Scrape jobs that these alerts need: none, they need no metric."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """The watchdog. It is the workspace's, so that it has no `cluster`."""
    del scope
    return (
        Alert(
            name=WATCHDOG,
            expr="vector(1)",
            hold="0m",
            severity="none",
            summary="Rules are evaluated and alerts are delivered.",
            description=(
                "This alert always fires, and reaches no person. A CloudWatch alarm fires when it "
                "is no longer heard of."
            ),
        ),
    )
