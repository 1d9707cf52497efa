"""Persistent volumes: how full they are and will be, and claims that have none."""

from typing import Final

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Column, Lines, Number, Table, Texts
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import lines, number, share, share_column
from eks_observability.signals.dashboards.queries import volumes as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above, above_percent, any_is_bad, plain
from eks_observability.signals.dashboards.variables import CLUSTER, claim, namespace

_CLAIM: Final = "{{namespace}}/{{persistentvolumeclaim}}"
_LINKS: Final = (
    Link(title="Pods of its namespace", to="pods", labels=(("namespace", "namespace"),)),
    Link(
        title="This claim alone",
        to="volumes",
        labels=(("namespace", "namespace"), ("claim", "persistentvolumeclaim")),
    ),
)
_BOUND: Final[Texts] = {"0": ("No", "red"), "1": ("Yes", "green")}


def dashboard(scope: DashboardScope) -> Dashboard:
    """How full persistent volumes are and will be, and how their claims fare.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="volumes",
        title="Persistent volumes",
        description="How full persistent volumes are and will be, and claims that have none.",
        variables=(CLUSTER, namespace(scope.jobs), claim(scope.jobs)),
        time_from="now-6h",
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Each claim", panels=(_table(limits),)),
            Row(title="Fullness", panels=_fullness(limits)),
            Row(title="Claims and volumes", panels=_states()),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        number("Claims", "PersistentVolumeClaims of these namespaces.", queries.count()),
        number(
            "Claims without a volume",
            "Claims that wait for a volume, or lost it. A class may wait until a pod wants it.",
            queries.unbound(),
            thresholds=any_is_bad(),
        ),
        number(
            "Failed volumes",
            "Volumes of the whole cluster that could not be freed when their claim went.",
            queries.failed_volumes(),
            thresholds=any_is_bad(),
            no_value="There is no volume",
        ),
        share(
            "Fullest volume",
            "The fullest of the volumes that pods have mounted.",
            queries.fullest(),
            percent=limits.volume_percent,
        ),
        Panel(
            title="Bytes in use",
            description="Bytes in use of all volumes that pods have mounted, and how many they "
            "have.",
            queries=(
                PromQl(expr=queries.used(), legend="In use"),
                PromQl(expr=queries.capacity(), legend="Capacity"),
            ),
            unit="bytes",
            look=Number(),
            width=8,
            height=4,
            thresholds=plain(),
        ),
    )


def _table(limits: AlertThresholds) -> Panel:
    asked = (
        *(queries.bound(), queries.utilization(), queries.inodes(), queries.available()),
        *(queries.requested(), queries.info()),
    )
    return Panel(
        title="What each claim has",
        description="The latest values of each claim. Of those that no pod has mounted, nobody "
        "knows how full they are.",
        queries=tuple(PromQl(expr=expr) for expr in asked),
        look=Table(
            columns=(
                Column(name="namespace", title="Namespace", width=180),
                Column(name="persistentvolumeclaim", title="Claim", links=_LINKS),
                Column(name="Value #A", title="Bound", texts=_BOUND, width=80),
                share_column("Value #B", "In use", percent=limits.volume_percent),
                share_column("Value #C", "Inodes", percent=limits.volume_percent),
                Column(name="Value #D", title="Left", unit="bytes", width=100),
                Column(name="Value #E", title="Requested", unit="bytes", width=110),
                Column(name="storageclass", title="Class", width=120),
                Column(name="volumename", title="Volume", width=320),
            ),
            sort="In use",
        ),
        width=24,
        height=9,
        no_value="There is no claim",
    )


def _fullness(limits: AlertThresholds) -> tuple[Panel, ...]:
    full = above_percent(limits.volume_percent)
    hours = limits.volume_full_within_hours
    return (
        lines(
            "Fullness of volumes",
            "Bytes in use, of all there are. Pods get errors when a volume is full.",
            {_CLAIM: queries.utilization()},
            unit="percentunit",
            thresholds=full,
            links=_LINKS,
        ),
        lines(
            "Inodes of volumes",
            "Inodes in use, of all there are. Without any left, no file can be made. Some file "
            "systems, such as EFS, have no number of them.",
            {_CLAIM: queries.inodes()},
            unit="percentunit",
            thresholds=full,
            links=_LINKS,
        ),
        lines(
            "Bytes left",
            "Bytes that can still be written.",
            {_CLAIM: queries.available()},
            unit="bytes",
            links=_LINKS,
        ),
        lines(
            f"Fullness in {hours} hours",
            f"How full a volume will be in {hours} hours, if it goes on filling as in the six "
            "before. Above 100 % an alert begins.",
            {_CLAIM: queries.predicted(hours)},
            unit="percentunit",
            thresholds=above(1),
            links=_LINKS,
        ),
    )


def _states() -> tuple[Panel, ...]:
    return (
        lines(
            "Claims by phase",
            "Claims that have a volume, wait for one, or lost it.",
            {"{{phase}}": queries.claims_by_phase()},
            look=Lines(stacked=True),
            width=8,
        ),
        lines(
            "Volumes by phase",
            "Volumes of the whole cluster: in use, free, released and not yet free, or failed.",
            {"{{phase}}": queries.volumes_by_phase()},
            look=Lines(stacked=True),
            width=8,
            no_value="There is no volume",
        ),
        lines(
            "Volume operations",
            "What kubelets do with volumes of the whole cluster, a second, and what fails of it.",
            {
                "{{operation_name}}": queries.operations(),
                "{{operation_name}} failed": queries.failed_operations(),
            },
            unit="ops",
            width=8,
        ),
    )
