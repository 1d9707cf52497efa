"""What holds for everything that is deployed into a cluster: where it runs, as whom, from where."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from eks_observability.settings.section import Section, Text

IdentityKind = Literal["irsa", "pod_identity"]
"""How a pod gets the rights of its IAM role."""

ImageRegistry = Annotated[
    str,
    Text(
        r"^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)*$",
        "a registry's host, port and path in lower case, without scheme and closing slash, such as "
        "registry.example.com:5000/ecr-public",
    ),
]
PriorityClass = Annotated[
    str,
    Text(
        r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$",
        "the name of a PriorityClass: lower-case letters, digits, hyphens and dots, such as "
        "system-node-critical",
    ),
]


Name = Annotated[
    str,
    Text(
        r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
        "a name in Kubernetes: 1 to 63 lower-case letters, digits and hyphens, no hyphen at either "
        "end, such as kube-system",
    ),
]
"""The name of a namespace or a container."""


class Toleration(Section):
    """A taint that keeps no agent away, in the terms of Kubernetes' own Toleration."""

    key: str | None = None
    """Key of the taint. Default: every key."""

    operator: Literal["Exists", "Equal"] = "Exists"
    """Whether the value counts: `Equal` needs a `key` and a `value`."""

    value: str | None = Field(default=None, validate_default=True)
    """The taint's value, for the operator `Equal`. Default: none."""

    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = None
    """The taint's effect. Default: every effect."""

    @field_validator("value")
    @classmethod
    def _value(cls, value: str | None, info: ValidationInfo) -> str | None:
        equal = info.data.get("operator") == "Equal"
        if equal and (value is None or info.data.get("key") is None):
            msg = "the operator Equal compares a taint's value: give key and value"
            raise ValueError(msg)
        if not equal and value is not None:
            msg = "the operator Exists takes no value: leave it out, or write operator: Equal"
            raise ValueError(msg)
        return value


class Agents(Section):
    """All pods that are deployed into the cluster to observe it."""

    image_registry: ImageRegistry | None = None
    """A registry that mirrors public.ecr.aws, for clusters that cannot reach it: host, port and
    path, such as `111122223333.dkr.ecr.eu-central-1.amazonaws.com/ecr-public`. Default:
    public.ecr.aws. EKS add-ons come from registries of EKS's own."""

    tolerations: tuple[Toleration, ...] = (Toleration(),)
    """Taints of nodes that agents run on nevertheless, those of
    `container_insights.mode: addon` too; the one pod that sends Kubernetes events puts up with
    those that name a key. Default: all, so that every node is observed."""

    priority_class: PriorityClass | None = "system-node-critical"
    """The PriorityClass of agents that run on every node: by it a full node makes room for them.
    Empty: the cluster's own default. EKS add-ons have one of their own."""


class ContainerResources(Section):
    """What one container asks of its node.

    There is no CPU limit: an agent that is throttled falls behind just when its node is busy.
    """

    cpu_request_millicores: Annotated[int, Field(ge=1, le=64_000)]
    """CPU set aside for it, in thousandths of one."""

    memory_request_mebibytes: Annotated[int, Field(ge=8, le=65_536)]
    """Memory set aside for it, in MiB."""

    memory_limit_mebibytes: Annotated[int, Field(ge=8, le=65_536)]
    """Memory at which it is killed, in MiB."""

    @field_validator("memory_limit_mebibytes")
    @classmethod
    def _limit(cls, value: int, info: ValidationInfo) -> int:
        request = info.data.get("memory_request_mebibytes", value)
        if value < request:
            msg = (
                f"a limit of {value} MiB is below the request of {request} MiB, which Kubernetes "
                "refuses: raise the limit, or lower memory_request_mebibytes"
            )
            raise ValueError(msg)
        return value
