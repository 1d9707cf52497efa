"""Control plane: the scheduler finds nodes for pods, and controllers make what is wanted so."""

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Dashboard, Panel, Row
from eks_observability.signals.dashboards.parts import lines, number, share
from eks_observability.signals.dashboards.queries import control_plane as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above, any_is_bad
from eks_observability.signals.dashboards.variables import CLUSTER

_PODS = (Link(title="Pods of the cluster", to="pods"),)


def dashboard(scope: DashboardScope) -> Dashboard:
    """What the scheduler and the controller manager have to do.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="control-plane",
        title="Control plane",
        description="What the scheduler and the controller manager of a cluster have to do, and "
        "whether they keep up. EKS runs them, and hands out their metrics from Kubernetes 1.28 on.",
        variables=(CLUSTER,),
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Scheduler", panels=(*_scheduler(limits), *_pods())),
            Row(title="Controllers", panels=_controllers(limits)),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        number("Waiting pods", "Pods that wait for a node, for any reason.", queries.pending()),
        number(
            "No node fits",
            "Pods that no node can take: the requests are larger than what is free, or the pod's "
            "own rules leave no node.",
            queries.unschedulable(),
            thresholds=any_is_bad(),
        ),
        number(
            "Time of 99 of 100 attempts",
            "In how long the scheduler finds a node for 99 of 100 pods, or that there is none. Red "
            "from where an alert begins.",
            queries.attempt_seconds(),
            unit="s",
            thresholds=above(limits.scheduler_latency_seconds),
        ),
        share(
            "Attempts that fail",
            "Attempts that end in an error of the scheduler's own.",
            queries.failed_share(),
            percent=limits.scheduler_error_percent,
        ),
        number(
            "Deepest queue",
            "Objects that wait for the controller that has most waiting. Red from where an alert "
            "begins.",
            queries.deepest_queue(),
            thresholds=above(limits.controller_manager_queue_depth),
        ),
        number(
            "Work done",
            "Objects a second that controllers are done with.",
            queries.all_work_done(),
            unit="ops",
        ),
    )


def _scheduler(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        lines(
            "Waiting pods by queue",
            "Those in `active` are next in line, in `backoff` they are tried again soon, in "
            "`gated` they wait for somebody to let them go, and no node fits `unschedulable`.",
            {"{{queue}}": queries.pending_by_queue()},
            look=Lines(stacked=True),
            links=_PODS,
        ),
        lines(
            "Attempts by result",
            "Attempts a second to find a node. `unschedulable` ones are repeated when something "
            "changes, so that they can be many for few pods.",
            {"{{result}}": queries.attempts()},
            unit="ops",
            look=Lines(stacked=True),
        ),
        lines(
            "Time of an attempt",
            "In how long 99 of 100 attempts end, without waiting for a node to appear.",
            {"99 of 100": queries.attempt_seconds()},
            unit="s",
            thresholds=above(limits.scheduler_latency_seconds),
            width=8,
        ),
    )


def _pods() -> tuple[Panel, ...]:
    return (
        lines(
            "Waiting for a node",
            "From when a pod could be scheduled until it has a node, on average. "
            "With nodes made by demand, making one is in it.",
            {"Time until it has a node": queries.pod_seconds()},
            unit="s",
            width=8,
        ),
        lines(
            "Preemption",
            "Attempts a second to make room for a pod with a higher priority, and pods that are "
            "ended for it.",
            {"Attempts": queries.preemptions(), "Pods ended": queries.victims()},
            unit="ops",
            width=8,
        ),
    )


def _controllers(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        lines(
            "Objects that wait",
            "The ten controllers with the most objects in their queue. One that only grows does "
            "not keep up, or cannot do what it wants, and tries again.",
            {"{{name}}": queries.depth()},
            thresholds=above(limits.controller_manager_queue_depth),
        ),
        lines(
            "Objects that are done",
            "Objects a second that controllers are done with: the ten with the most.",
            {"{{name}}": queries.work_done()},
            unit="ops",
        ),
        lines(
            "Time in the queue",
            "How long an object waits for its controller on average: the ten longest.",
            {"{{name}}": queries.seconds_of("queue")},
            unit="s",
            width=8,
        ),
        lines(
            "Time of the work",
            "How long a controller works at an object on average: the ten slowest.",
            {"{{name}}": queries.seconds_of("work")},
            unit="s",
            width=8,
        ),
        lines(
            "Late CronJobs",
            "How long after its time a CronJob's Job is made, on average.",
            {"Late by": queries.cron_job_seconds()},
            unit="s",
            no_value="No CronJob was due",
            width=8,
        ),
    )
