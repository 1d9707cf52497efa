"""Logs: what containers, Kubernetes and the control plane write, asked in CloudWatch."""

from dataclasses import replace

from eks_observability.signals.dashboards.looks import Lines, Plugin
from eks_observability.signals.dashboards.model import Dashboard, Panel, PluginQuery, Row
from eks_observability.signals.dashboards.queries import logs as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.variables import CLUSTER, namespace, node, pod
from eks_observability.signals.log_queries import application, control_plane, events
from eks_observability.signals.log_queries.model import LogQuery

_NOTHING = "No line answers"


def dashboard(scope: DashboardScope) -> Dashboard:
    """What logs say of the cluster and the pods that are chosen.

    Each look at it is paid for by what is read, so it does not ask again by itself, and rows that
    read the control plane's logs are closed at first.

    Args:
        scope: What it is made for.
    """
    return Dashboard(
        subject="logs",
        title="Logs",
        description="What containers, Kubernetes and the control plane write, from CloudWatch "
        "Logs. Each look is paid for by the bytes that are read: closed rows read nothing.",
        variables=(CLUSTER, namespace(scope.jobs), pod(scope.jobs), node()),
        rows=(
            Row(title="Containers", panels=_containers()),
            Row(title="Kubernetes events", panels=_events(), collapsed=True),
            Row(
                title="Control plane",
                panels=_control_plane(),
                collapsed=True,
            ),
        ),
        refresh="",
    )


def _containers() -> tuple[Panel, ...]:
    most, latest, noisiest = application.queries()
    return (
        _over_time(
            "Lines by namespace",
            "Lines that containers write a minute. Many of them are what is paid for.",
            queries.lines_over_time(),
        ),
        _over_time(
            "Errors by namespace",
            "Lines a minute that speak of an error, an exception or a panic.",
            queries.errors_over_time(),
        ),
        Panel(
            title="Latest lines",
            description="The latest 200 lines of what is chosen. A line opens with the pod it "
            "comes from, and leads to its trace where it has the id of one.",
            queries=(queries.latest_lines(),),
            look=Plugin(
                type="logs",
                options={
                    "showTime": True,
                    "wrapLogMessage": True,
                    "enableLogDetails": True,
                    "sortOrder": "Descending",
                    "dedupStrategy": "none",
                    "prettifyLogMessage": False,
                    "showLabels": False,
                    "showCommonLabels": False,
                },
            ),
            width=24,
            height=12,
            no_value=_NOTHING,
        ),
        *map(_table, (most, noisiest)),
        replace(_table(latest), width=24),
    )


def _events() -> tuple[Panel, ...]:
    return (
        _over_time(
            "Warnings by reason over time",
            "Warnings of Kubernetes a minute, by reason.",
            queries.warnings_over_time(),
        ),
        *map(_table, events.queries()),
    )


def _control_plane() -> tuple[Panel, ...]:
    """Two questions a line, and the last one alone where there is one left."""
    *most, last = map(_table, control_plane.queries())
    return (*most, last if len(most) % 2 else replace(last, width=24))


def _over_time(title: str, description: str, query: PluginQuery) -> Panel:
    return Panel(
        title=title,
        description=description,
        queries=(query,),
        look=Lines(stacked=True, legend=()),
        minimum=0,
        no_value=_NOTHING,
    )


def _table(question: LogQuery) -> Panel:
    """A question of ours, with its answer as a table."""
    return Panel(
        title=question.title,
        description=f"{question.question} {question.reading}",
        queries=(queries.of_question(question),),
        look=Plugin(type="table", options={"showHeader": True, "cellHeight": "sm"}),
        no_value=_NOTHING,
    )
