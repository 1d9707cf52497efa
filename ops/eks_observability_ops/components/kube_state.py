"""kube-state-metrics 2.19 in Python, as far as its documentation describes it.

The program is in no registry that builds may use. Names, labels and when a series is there follow
docs/metrics of github.com/kubernetes/kube-state-metrics, with its default flags. The objects that
it tells of come from a real Kubernetes API.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from eks_observability_ops.components import kube_state_cluster as cluster_wide
from eks_observability_ops.components import kube_state_storage as storage
from eks_observability_ops.components import kube_state_workloads as workloads
from eks_observability_ops.components.kube_state_pods import PODS
from eks_observability_ops.components.kube_state_values import Object, Table, at

TABLES: Final[Mapping[str, tuple[str, Table]]] = {
    "nodes": ("node", cluster_wide.NODES),
    "namespaces": ("namespace", cluster_wide.NAMESPACES),
    "pods": ("pod", PODS),
    "deployments": ("deployment", workloads.DEPLOYMENTS),
    "replicasets": ("replicaset", workloads.REPLICA_SETS),
    "statefulsets": ("statefulset", workloads.STATEFUL_SETS),
    "daemonsets": ("daemonset", workloads.DAEMON_SETS),
    "jobs": ("job_name", workloads.JOBS),
    "cronjobs": ("cronjob", workloads.CRON_JOBS),
    "horizontalpodautoscalers": ("horizontalpodautoscaler", cluster_wide.SCALERS),
    "poddisruptionbudgets": ("poddisruptionbudget", cluster_wide.BUDGETS),
    "services": ("service", storage.SERVICES),
    "endpoints": ("endpoint", storage.ENDPOINTS),
    "persistentvolumeclaims": ("persistentvolumeclaim", storage.CLAIMS),
    "persistentvolumes": ("persistentvolume", storage.VOLUMES),
    "storageclasses": ("storageclass", storage.STORAGE_CLASSES),
    "configmaps": ("configmap", storage.CONFIG_MAPS),
    "secrets": ("secret", storage.SECRETS),
    "leases": ("lease", storage.LEASES),
    "resourcequotas": ("resourcequota", storage.QUOTAS),
}
"""Kinds as kubectl names them: the label that names an object of a kind, and its metrics."""

_WITH_UID: Final = ("pods", "services")


def exposition(cluster: Mapping[str, Sequence[Object]]) -> str:
    """What kube-state-metrics exposes of a cluster.

    Args:
        cluster: The objects of each kind of `TABLES`, as the API has them.
    """
    lines = []
    for kind, (label, table) in TABLES.items():
        for name, (said, rows) in table.items():
            type_ = "counter" if name.endswith("_restarts_total") else "gauge"
            lines += [f"# HELP {name} {said}", f"# TYPE {name} {type_}"]
            for each in cluster.get(kind, ()):
                own = _identity(kind, label, each)
                lines += [_sample(name, {**own, **labels}, value) for labels, value in rows(each)]
    return "".join(f"{line}\n" for line in lines)


def _identity(kind: str, label: str, each: Object) -> dict[str, str]:
    namespace = at(each, "metadata.namespace")
    labels = {"namespace": namespace} if namespace else {}
    labels[label] = at(each, "metadata.name")
    if kind in _WITH_UID:
        labels["uid"] = at(each, "metadata.uid")
    return labels


def _sample(name: str, labels: Mapping[str, str], value: float) -> str:
    written = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"{name}{{{written}}} {int(value) if value.is_integer() else value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
