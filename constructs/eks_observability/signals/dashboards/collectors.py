"""Collectors and the workspace: whether what is shown elsewhere is all there is."""

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards import workspace
from eks_observability.signals.dashboards.looks import Column, Lines, Table, Texts
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import lines, number, share
from eks_observability.signals.dashboards.queries import collectors as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import (
    above_percent,
    any_is_bad,
    below_percent,
)
from eks_observability.signals.dashboards.variables import CLUSTER

_SILENT: Texts = {"0": ("Does not answer", "red")}
_EACH = "{{collector}} on {{instance}}"


def dashboard(scope: DashboardScope) -> Dashboard:
    """How well metrics come from their targets into the workspace.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="collectors",
        title="Collectors and workspace",
        description="Whether all targets answer, what the collectors of a cluster send, lose and "
        "take, and how the workspace of Amazon Managed Service for Prometheus does.",
        variables=(CLUSTER,),
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Targets", panels=_targets(limits)),
            Row(title="Samples", panels=_samples(limits)),
            Row(title="What collectors take", panels=_taken()),
            Row(title="Workspace, from CloudWatch", panels=workspace.panels()),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        number("Collectors", "Collectors that run: one a node, and one.", queries.collectors()),
        number(
            "Targets that do not answer",
            "Targets whose last scrape failed. They are listed below.",
            queries.targets_down(),
            thresholds=any_is_bad(),
        ),
        number(
            "Samples written",
            "Samples a second that are written to the workspace. They are what is paid for.",
            queries.sent(),
        ),
        number(
            "Samples lost",
            "Samples that were lost in the time that is shown, for whatever reason.",
            queries.lost(),
            thresholds=any_is_bad(),
            decimals=0,
        ),
        share(
            "Fullest queue",
            "The fullest queue of a collector: what is in it could not be written yet.",
            queries.fullest_queue(),
            percent=limits.collector_queue_percent,
        ),
        number(
            "Youngest collector",
            "How long the collector has run that started last. Short: one restarted, and what was "
            "in its queue is gone.",
            queries.uptime(),
            unit="s",
        ),
    )


def _targets(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        lines(
            "Targets that answer, by job",
            "The share of each job's targets whose last scrape worked.",
            {"{{job}}": queries.answering_share()},
            unit="percentunit",
            thresholds=below_percent(100 - limits.target_down_percent),
        ),
        Panel(
            title="Targets without an answer",
            description="Targets whose last scrape failed: the collector's log says why. Series of "
            "such a target are missing on all dashboards.",
            queries=(PromQl(expr=queries.silent_targets()),),
            look=Table(
                columns=(
                    Column(name="job", title="Job", width=200),
                    Column(name="instance", title="Target"),
                    Column(name="Value #A", title="State", texts=_SILENT, width=160),
                ),
                sort="Job",
                descending=False,
            ),
            no_value="All targets answer",
        ),
    )


def _samples(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        lines(
            "Samples",
            "Samples a second that are scraped and kept, and those that are written.",
            {
                "{{collector}}, scraped": queries.scraped(),
                "{{collector}}, written": queries.sent_by_collector(),
            },
            width=8,
        ),
        lines(
            "Lost samples",
            "Samples a second that are lost: dropped because memory is used up, not queued because "
            "the queue is full, or not taken by the workspace.",
            {
                "{{collector}}, no memory": queries.refused(),
                "{{collector}}, queue full": queries.not_queued(),
                "{{collector}}, not taken": queries.not_sent(),
            },
            no_value="None is lost",
            width=8,
        ),
        lines(
            "Queues",
            "How full the queue of each collector is. It fills while the workspace cannot be "
            "written to; when it is full, samples are lost.",
            {_EACH: queries.queues()},
            unit="percentunit",
            thresholds=above_percent(limits.collector_queue_percent),
            width=8,
        ),
    )


def _taken() -> tuple[Panel, ...]:
    look = Lines()
    return (
        lines("CPU", "Cores in use.", {_EACH: queries.processors()}, look=look, width=8),
        lines(
            "Memory",
            "Memory in use. Near its limit a collector drops what it scrapes.",
            {_EACH: queries.memory()},
            unit="bytes",
            look=look,
            width=8,
        ),
        lines(
            "Running since",
            "How long each collector has run. A line that falls to 0 is a restart.",
            {_EACH: queries.uptimes()},
            unit="s",
            look=look,
            width=8,
        ),
    )
