"""What one can choose on a dashboard."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from eks_observability.signals import jobs

EVERYTHING: Final = ".*"
"""What `All` stands for, as a regular expression: short, however many there are, and true of what
has none too, such as a pod that waits for a node."""

OF_CLUSTER: Final = 'cluster="$cluster"'
"""What every selector wants: one cluster's series."""


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A choice that a dashboard offers, made of the values that a label has."""

    name: str
    """What queries call it."""

    title: str
    """What a reader sees."""

    description: str
    """What is chosen by it: a sentence."""

    series: str
    """PromQL selector of the series that have the label."""

    label: str
    """The label."""

    many: bool = True
    """Whether one may choose several, or all of them, which is chosen at first. Default: so."""


CLUSTER: Final = Variable(
    name="cluster",
    title="Cluster",
    description="The cluster that is shown, of those that write to the workspace.",
    series="up",
    label="cluster",
    many=False,
)


def namespace(on: Collection[str]) -> Variable:
    """The namespaces of the cluster.

    Args:
        on: Scrape jobs that are on: the series of one of them has the values.
    """
    pods = jobs.KUBE_STATE_METRICS in on
    metric = (
        "namespace:kube_pod_status_phase:sum"
        if pods
        else "namespace:container_memory_working_set_bytes:sum"
    )
    return Variable(
        name="namespace",
        title="Namespace",
        description="Namespaces of the cluster that have pods.",
        series=f"{metric}{{{OF_CLUSTER}}}",
        label="namespace",
    )


def workload() -> Variable:
    """Deployments, StatefulSets, DaemonSets and so on of the namespaces that are chosen."""
    return Variable(
        name="workload",
        title="Workload",
        description="Whatever makes pods: Deployments, StatefulSets, DaemonSets, Jobs and such.",
        series=(
            "namespace_workload_pod:kube_pod_owner:relabel"
            f'{{{OF_CLUSTER}, namespace=~"$namespace"}}'
        ),
        label="workload",
    )


def pod(on: Collection[str], *, of_workload: bool = False) -> Variable:
    """The pods of what is chosen.

    Args:
        on: Scrape jobs that are on: the series of one of them has the values.
        of_workload: Whether there is a variable `workload` to go by. Default: there is none.
    """
    if jobs.KUBE_STATE_METRICS in on:
        series = "namespace_workload_pod:kube_pod_owner:relabel"
    else:
        series = "pod:container_memory_working_set_bytes:sum"
    chosen = ', workload=~"$workload"' if of_workload else ""
    return Variable(
        name="pod",
        title="Pod",
        description="Pods of what is chosen before.",
        series=f'{series}{{{OF_CLUSTER}, namespace=~"$namespace"{chosen}}}',
        label="pod",
    )


def node() -> Variable:
    """The nodes of the cluster, by what is scraped on each."""
    return Variable(
        name="node",
        title="Node",
        description="Nodes of the cluster.",
        series=f'up{{job=~"{jobs.KUBELET}|{jobs.NODE_EXPORTER}|{jobs.CADVISOR}", {OF_CLUSTER}}}',
        label="node",
    )


def claim(on: Collection[str]) -> Variable:
    """The claims of the namespaces that are chosen.

    Args:
        on: Scrape jobs that are on: the series of one of them has the values.
    """
    if jobs.KUBE_STATE_METRICS in on:
        series = f'kube_persistentvolumeclaim_info{{job="{jobs.KUBE_STATE_METRICS}", '
    else:
        series = "persistentvolumeclaim:kubelet_volume_stats_utilization:ratio{"
    return Variable(
        name="claim",
        title="Claim",
        description="PersistentVolumeClaims of the namespaces that are chosen.",
        series=f'{series}{OF_CLUSTER}, namespace=~"$namespace"}}',
        label="persistentvolumeclaim",
    )
