"""Where the pods of a workload may run, and what makes room for them."""

from dataclasses import dataclass
from typing import Any, Final, Literal

import cdk8s

_POD: Final = "/spec/template/spec"


@dataclass(frozen=True, kw_only=True)
class Toleration:
    """A taint that pods put up with, in the terms of Kubernetes' own Toleration."""

    key: str | None = None
    """Key of the taint. Default: every key, which needs the operator `Exists`."""

    operator: Literal["Exists", "Equal"] = "Exists"
    """Whether the taint's value counts."""

    value: str | None = None
    """The taint's value, for the operator `Equal`."""

    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = None
    """The taint's effect. Default: every effect."""

    def to_json(self) -> dict[str, str]:
        """The toleration as a pod's spec has it."""
        parts = {
            "key": self.key,
            "operator": self.operator,
            "value": self.value,
            "effect": self.effect,
        }
        return {name: part for name, part in parts.items() if part is not None}


EVERY_TAINT: Final = (Toleration(),)
"""Tolerates every taint: a node that is not observed is a node whose failure nobody sees."""


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where pods may run."""

    tolerations: tuple[Toleration, ...] = EVERY_TAINT
    """Taints that keep no pod away."""

    priority_class: str | None = "system-node-critical"
    """The PriorityClass, by which a full node makes room for the pod. Default: the one kubelet
    never evicts. None: the cluster's own default."""


def node_affinity() -> dict[str, Any]:
    """The affinity of a pod to Linux nodes of EC2."""
    return {
        "nodeAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": {
                "nodeSelectorTerms": [
                    {
                        "matchExpressions": [
                            _expression("kubernetes.io/os", "In", "linux"),
                            _expression("eks.amazonaws.com/compute-type", "NotIn", "fargate"),
                        ]
                    }
                ]
            }
        }
    }


def place(workload: cdk8s.ApiObject, placement: Placement) -> None:
    """Let the pods of a workload run on Linux nodes of EC2, as `placement` says.

    Fargate runs no DaemonSet, and its nodes have no file system that an agent could read (EKS User
    Guide, "AWS Fargate considerations").

    Args:
        workload: The API object of a DaemonSet, Deployment or StatefulSet.
        placement: What else decides.
    """
    workload.add_json_patch(
        cdk8s.JsonPatch.add(f"{_POD}/affinity", node_affinity()),
        cdk8s.JsonPatch.add(
            f"{_POD}/tolerations", [each.to_json() for each in placement.tolerations]
        ),
    )
    if placement.priority_class:
        workload.add_json_patch(
            cdk8s.JsonPatch.add(f"{_POD}/priorityClassName", placement.priority_class)
        )


def _expression(label: str, operator: str, value: str) -> dict[str, Any]:
    return {"key": label, "operator": operator, "values": [value]}
