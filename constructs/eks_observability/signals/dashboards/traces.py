"""Traces: who calls whom, how long it takes, and what fails, from AWS X-Ray."""

from eks_observability.signals.dashboards.looks import Lines, Plugin
from eks_observability.signals.dashboards.model import Dashboard, Panel, PluginQuery, Row
from eks_observability.signals.dashboards.queries import traces as queries
from eks_observability.signals.dashboards.scope import DashboardScope

_NOTHING = "No trace in this time"


def dashboard(scope: DashboardScope) -> Dashboard:
    """Traces of the account and Region: X-Ray tells no clusters apart.

    Args:
        scope: What it is made for.
    """
    del scope
    return Dashboard(
        subject="traces",
        title="Traces",
        description="Which services call which, how long that takes and what of it fails, from AWS "
        "X-Ray: of all that send traces to this account and Region, in whichever cluster.",
        rows=(
            Row(title="Service map", panels=(_map(),)),
            Row(title="Calls", panels=_calls()),
            Row(title="Traces", panels=_traces()),
        ),
        refresh="",
    )


def _map() -> Panel:
    return Panel(
        title="Who calls whom",
        description="Services, with the average time and the number of calls; the ring shows how "
        "many succeed, fail or are throttled. A click on a service leads to its traces.",
        queries=(queries.service_map(),),
        look=Plugin(type="nodeGraph", options={}),
        width=24,
        height=14,
        no_value=_NOTHING,
    )


def _calls() -> tuple[Panel, ...]:
    return (
        Panel(
            title="Calls by how they end",
            description="Calls a minute. Faults are failures of the service (5xx), errors those of "
            "the caller (4xx).",
            queries=tuple(
                queries.statistics(column)
                for column in (
                    "OkCount",
                    "ErrorStatistics.TotalCount",
                    "FaultStatistics.TotalCount",
                )
            ),
            look=Lines(stacked=True),
            minimum=0,
            no_value=_NOTHING,
        ),
        Panel(
            title="Average time",
            description="How long a call takes on average, of all services.",
            queries=(queries.statistics("Computed.AverageResponseTime"),),
            unit="s",
            minimum=0,
            no_value=_NOTHING,
        ),
    )


def _traces() -> tuple[Panel, ...]:
    return (
        _list(
            "Latest traces",
            "All traces of the time shown that X-Ray's sampling kept. A click on an id opens one.",
            queries.traces(),
            width=24,
        ),
        _list(
            "Traces that failed",
            "Traces with a fault or an error in them.",
            queries.traces(queries.FAILED),
        ),
        _list(
            "Slow traces",
            "Traces that took a second or more.",
            queries.traces(queries.SLOW),
        ),
    )


def _list(title: str, description: str, query: PluginQuery, *, width: int = 12) -> Panel:
    return Panel(
        title=title,
        description=description,
        queries=(query,),
        look=Plugin(type="table", options={"showHeader": True, "cellHeight": "sm"}),
        width=width,
        height=9,
        no_value=_NOTHING,
    )
