"""What the scheduler's log answers. Its lines are klog's (kube-scheduler's schedule_one.go)."""

from eks_observability.signals.log_queries.model import LogQuery, pipeline


def placements() -> tuple[LogQuery, ...]:
    """Which pods found no node."""
    return (
        LogQuery(
            name="unschedulable-pods",
            title="Pods the scheduler could not place",
            question="Which pods found no node, and why?",
            reading=(
                "The reason counts nodes by what they lack. `Insufficient cpu` or `memory`: "
                "requests or capacity; `untolerated taint`, `node affinity`: the pod's own rules. "
                "No reason: the cluster had no node at all, as the finding says."
            ),
            query=pipeline(
                'filter @logStream like "kube-scheduler"',
                'filter @message like "Unable to schedule pod"',
                'parse @message /Unable to schedule pod[;,] (?<finding>[^"]+); waiting"/',
                'parse @message /pod="(?<pod>[^"]+)"/',
                # To the last quote of the line: a claim's name is quoted within the reason.
                'parse @message /err="(?<reason>.*)"/',
                "stats count(*) as attempts, latest(@timestamp) as last by pod, finding, reason",
                "sort attempts desc",
                "limit 50",
            ),
            sources=("scheduler",),
        ),
    )
