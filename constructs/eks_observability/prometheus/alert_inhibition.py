"""Which alerts nobody is told of while another fires, because that one says it all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Inhibition:
    """Alerts that say less than another, about the same thing."""

    by: tuple[str, ...]
    """Names of the alerts that say it all."""

    silenced: tuple[str, ...] = ()
    """Names of those that nobody is told of meanwhile. Default: all but critical ones."""

    about: tuple[str, ...] = ()
    """Labels besides `cluster` by which it is the same thing, which both alerts carry. Default:
    none, it is the cluster."""

    @property
    def rule(self) -> Mapping[str, Sequence[str]]:
        """The entry of Alertmanager's `inhibit_rules`."""
        return {
            "source_matchers": [_named(self.by)],
            "target_matchers": [
                _named(self.silenced) if self.silenced else 'severity=~"warning|info"'
            ],
            "equal": ["cluster", *self.about],
        }


INHIBITIONS: Final = (
    # Nothing that is left of a silent cluster is true any more.
    Inhibition(by=("ClusterSilent",)),
    Inhibition(
        by=("ClusterNodesNotReady",),
        silenced=("NodeNotReady", "NodeUnreachable", "NodeReadinessFlaps", "TargetsDown"),
    ),
    Inhibition(
        by=("NodeNotReady", "NodeUnreachable"),
        silenced=(
            *("NodeReadinessFlaps", "NodeUnhealthy", "PodNotStarting", "KubeletPlegSlow"),
            *("KubeletPodStartSlow", "KubeletPodSandboxFails", "KubeletVolumeOperationsFail"),
        ),
        about=("node",),
    ),
    Inhibition(
        by=("NodeFilesystemFull",),
        silenced=("NodeFilesystemAlmostFull", "NodeFilesystemFills"),
        about=("node", "device"),
    ),
    Inhibition(
        by=("VpcCniPodsWithoutAddress",), silenced=("VpcCniNodeAlmostFull",), about=("node",)
    ),
    Inhibition(
        by=("VolumeFull",),
        silenced=("VolumeAlmostFull", "VolumeFills"),
        about=("namespace", "persistentvolumeclaim"),
    ),
    Inhibition(
        by=("DeploymentRolloutStuck",),
        silenced=("DeploymentReplicasMissing",),
        about=("namespace", "deployment"),
    ),
    Inhibition(
        by=("StatefulSetRolloutStuck",),
        silenced=("StatefulSetReplicasMissing",),
        about=("namespace", "statefulset"),
    ),
    Inhibition(
        by=("DaemonSetRolloutStuck",),
        silenced=("DaemonSetPodsMissing",),
        about=("namespace", "daemonset"),
    ),
    Inhibition(
        by=("ApiServerErrorBudgetBurnsFast",), silenced=("ApiServerErrorBudgetBurnsSlowly",)
    ),
    Inhibition(
        by=("ApiServerLatencyBudgetBurnsFast",), silenced=("ApiServerLatencyBudgetBurnsSlowly",)
    ),
    Inhibition(
        by=("CoreDnsResolverUnreachable",),
        silenced=("CoreDnsFails", "CoreDnsSlow", "CoreDnsForwardingFails"),
    ),
    *(
        # Anomalies are of a whole cluster, and say less than what is wrong where.
        Inhibition(by=by, silenced=(anomaly,))
        for anomaly, by in (
            ("NodeCpuAnomalous", ("NodeCpuHigh",)),
            ("NodeMemoryAnomalous", ("NodeMemoryHigh",)),
            ("NodeFilesystemAnomalous", ("NodeFilesystemAlmostFull", "NodeFilesystemFull")),
            ("ContainerCpuLimitAnomalous", ("ContainerCpuThrottled",)),
            ("ContainerMemoryLimitAnomalous", ("ContainerMemoryNearLimit", "ContainerOomKilled")),
            ("PodRestartsAnomalous", ("PodRestartsOften", "PodCrashLooping")),
            ("PodImagePullsAnomalous", ("PodImagePullFails",)),
            ("PodStartsAnomalous", ("PodStartFails", "PodCrashLooping")),
        )
    ),
    Inhibition(
        by=("CollectorQueueOverflows",), silenced=("CollectorQueueFills",), about=("collector",)
    ),
)
"""All of them. Of two that fire about the same thing, the one that is heard of names the cause, or
is the more urgent."""


def _named(names: Sequence[str]) -> str:
    return f'alertname=~"{"|".join(names)}"'
