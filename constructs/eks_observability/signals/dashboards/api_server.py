"""API server: whether it keeps its objectives, what it is asked for, and what limits it."""

from eks_observability.signals.dashboards import api_server_load
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Dashboard, Panel, Row
from eks_observability.signals.dashboards.parts import lines, number, share
from eks_observability.signals.dashboards.queries import api_server as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above_percent
from eks_observability.signals.dashboards.variables import CLUSTER

_WINDOWS = {"5m": "5 minutes", "1h": "An hour", "6h": "Six hours", "3d": "Three days"}


def dashboard(scope: DashboardScope) -> Dashboard:
    """How well the API server does, and what it has to do.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    failing = 100 - limits.api_server_availability_percent
    slow = 100 - limits.api_server_latency_percent
    return Dashboard(
        subject="api-server",
        title="API server",
        description="Whether the API server of a cluster keeps its objectives, who asks it for "
        "what, and what it and its database hold. EKS runs it; its clients and webhooks load it.",
        variables=(CLUSTER,),
        rows=(
            Row(title="Now", panels=_now(failing, slow)),
            Row(title="Objectives", panels=_objectives(failing, slow)),
            Row(title="Requests", panels=api_server_load.requests()),
            Row(title="Limits", panels=api_server_load.limits()),
            Row(title="Database", panels=api_server_load.database()),
            Row(title="Webhooks and APIs of others", panels=api_server_load.others()),
        ),
    )


def _now(failing: float, slow: float) -> tuple[Panel, ...]:
    return (
        number(
            "Requests",
            "Requests a second, without those that are meant to stay open, such as watches.",
            queries.requests(),
            unit="reqps",
        ),
        share(
            "Failed",
            "Requests of the last five minutes that were answered with a 5xx. Red from where the "
            "objective for 30 days would be missed.",
            queries.failed_share("5m"),
            percent=failing,
        ),
        share(
            "Too slow",
            "Requests of the last five minutes that took more than a second, of a list of the "
            "whole cluster more than 30. Red from where the objective would be missed.",
            queries.slow_share("5m"),
            percent=slow,
        ),
        share(
            "Failed in three days",
            "Requests of the last three days that were answered with a 5xx.",
            queries.failed_share("3d"),
            percent=failing,
        ),
        number(
            "In flight",
            "Requests that are being answered right now, of all API servers.",
            queries.in_flight_together(),
        ),
        number(
            "Database",
            "Size of etcd's database. EKS allows 8 GB, on larger control planes 16; beyond that "
            "nothing can be written any more.",
            queries.storage(),
            unit="bytes",
        ),
    )


def _objectives(failing: float, slow: float) -> tuple[Panel, ...]:
    look = Lines(legend=("lastNotNull",))
    return (
        lines(
            "Failed requests by window",
            "The share of requests that were answered with a 5xx, over windows of different "
            "length: a short one shows what happens, a long one whether it matters.",
            {title: queries.failed_share(window) for window, title in _WINDOWS.items()},
            unit="percentunit",
            look=look,
            thresholds=above_percent(failing),
        ),
        lines(
            "Slow requests by window",
            "The share of requests that took too long, by the API server's own time: without "
            "webhooks, and without waiting for their turn.",
            {title: queries.slow_share(window) for window, title in _WINDOWS.items()},
            unit="percentunit",
            look=look,
            thresholds=above_percent(slow),
        ),
    )
