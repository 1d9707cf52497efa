"""Alerts: which fire, where, and which have fired."""

from dataclasses import replace

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Bars, Column, Lines, States, Table, Texts
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import lines, number
from eks_observability.signals.dashboards.queries import alerts as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import any_is_bad, plain
from eks_observability.signals.dashboards.variables import CLUSTER, Variable

_CLUSTERS = replace(CLUSTER, many=True, description="Clusters whose alerts are shown.")
_SEVERITY = Variable(
    name="severity",
    title="Severity",
    description="How soon somebody should hear of it.",
    series='ALERTS{alertname!="Watchdog"}',
    label="severity",
)
_FIRES: Texts = {"1": ("Fires", "red")}
_WORKS: Texts = {"0": ("Do not work", "red"), "1": ("Work", "green")}
_HOW_BAD: Texts = {
    "critical": ("critical", "red"),
    "warning": ("warning", "orange"),
    "info": ("info", "blue"),
}
_LINKS = (
    Link(title="This cluster", to="cluster", kept=(), labels=(("cluster", "cluster"),)),
    Link(
        title="Its workloads",
        to="workloads",
        kept=(),
        labels=(("cluster", "cluster"), ("namespace", "namespace")),
    ),
)


def dashboard(scope: DashboardScope) -> Dashboard:
    """Alerts of all clusters that write to the workspace.

    Args:
        scope: What it is made for.
    """
    rows = (
        Row(title="Now", panels=_now()),
        Row(title="What fires", panels=(_table(), *_where())),
        Row(title="What has fired", panels=_history()),
    )
    return Dashboard(
        subject="alerts",
        title="Alerts",
        description="Alerts of all clusters that write to the workspace: which fire and where, "
        "and which have fired, for how long.",
        of_all_clusters=True,
        variables=(_CLUSTERS, _SEVERITY),
        rows=rows if scope.alerts else (),
        time_from="now-24h",
    )


def _now() -> tuple[Panel, ...]:
    return (
        number(
            "Critical",
            "Alerts that somebody has to hear of at once.",
            queries.firing("critical"),
            thresholds=any_is_bad(),
        ),
        number(
            "Warnings",
            "Alerts that somebody has to look at today.",
            queries.firing("warning"),
            thresholds=plain("orange"),
        ),
        number(
            "For information",
            "Alerts that are told nobody.",
            queries.firing("info"),
            thresholds=plain(),
        ),
        number(
            "About to fire",
            "Alerts whose query answers, but not for long enough yet.",
            queries.pending(),
            thresholds=plain("text"),
            width=6,
        ),
        number(
            "Rules",
            "The watchdog always fires. While it does not, no alert can.",
            queries.watchdog(),
            texts=_WORKS,
            width=6,
        ),
    )


def _table() -> Panel:
    return Panel(
        title="Alerts that fire",
        description="Each alert that fires, with what it is about. docs/runbooks has what to do.",
        queries=(PromQl(expr=queries.each()),),
        look=Table(
            columns=(
                Column(name="severity", title="Severity", texts=_HOW_BAD, width=90),
                Column(name="alertname", title="Alert", width=300),
                Column(name="cluster", title="Cluster", links=_LINKS, width=160),
                Column(name="namespace", title="Namespace", width=160),
                Column(name="pod", title="Pod"),
                Column(name="node", title="Node"),
                Column(name="persistentvolumeclaim", title="Volume claim", width=160),
                Column(name="job", title="Job", width=140),
            ),
            sort="Severity",
            descending=False,
        ),
        width=24,
        height=10,
        no_value="No alert fires",
    )


def _where() -> tuple[Panel, ...]:
    return (
        Panel(
            title="By severity",
            description="How many alerts fire, by severity.",
            queries=(PromQl(expr=queries.number_by("severity"), legend="{{severity}}"),),
            look=Bars(),
            thresholds=plain("orange"),
            width=8,
            no_value="No alert fires",
        ),
        Panel(
            title="By cluster",
            description="How many alerts fire, by cluster.",
            queries=(PromQl(expr=queries.number_by("cluster"), legend="{{cluster}}"),),
            look=Bars(),
            thresholds=plain("orange"),
            width=8,
            no_value="No alert fires",
        ),
        Panel(
            title="By namespace",
            description="How many alerts fire, by namespace, of those that are about one.",
            queries=(
                PromQl(expr=queries.number_by_namespace(), legend="{{cluster}} {{namespace}}"),
            ),
            look=Bars(),
            thresholds=plain("orange"),
            width=8,
            no_value="No alert is about a namespace",
        ),
    )


def _history() -> tuple[Panel, ...]:
    return (
        lines(
            "How many fired",
            "Alerts that fired, by severity.",
            {"{{severity}}": queries.number_by("severity")},
            look=Lines(stacked=True),
            no_value="No alert has fired",
        ),
        Panel(
            title="Most of the time",
            description="The share of the time shown in which an alert fired. One that always "
            "fires is read by nobody: mend it, or change its threshold.",
            queries=(PromQl(expr=queries.time_firing()),),
            unit="percentunit",
            look=Table(
                columns=(
                    Column(name="alertname", title="Alert"),
                    Column(name="cluster", title="Cluster", links=_LINKS[:1], width=140),
                    Column(name="severity", title="Severity", texts=_HOW_BAD, width=90),
                    Column(name="Value #A", title="Fired", unit="percentunit", width=100),
                ),
                sort="Fired",
            ),
            no_value="No alert has fired",
        ),
        Panel(
            title="When each fired",
            description="When each alert fired, by name and cluster. Short bands again and again "
            "are a threshold that is too near to what is usual.",
            queries=(PromQl(expr=queries.history(), legend="{{alertname}} {{cluster}}"),),
            unit="none",
            look=States(texts=_FIRES),
            width=24,
            height=12,
            no_value="No alert has fired",
        ),
    )
