"""What collectors may ask of Kubernetes. Every one reads; none writes, and none sees a secret."""

from collections.abc import Sequence
from typing import Final, cast

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.agent import Right
from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    CadvisorJob,
    ClusterJob,
    ControllerManagerJob,
    CoreDnsJob,
    KubeletJob,
    KubeStateMetricsJob,
    NodeJob,
    PodsJob,
    SchedulerJob,
)

_FOLLOW: Final = ("list", "watch")
_READ: Final = ("get", "list", "watch")

# Not nodes/proxy, which would also let it run commands in every container of the node.
_KUBELETS: Final = Right(verbs=("get",), resources=("nodes/metrics",))
_PODS: Final = Right(verbs=_FOLLOW, resources=("pods",))
_SERVICES: Final = Right(verbs=_FOLLOW, resources=("services",))
_SLICES: Final = Right(verbs=_FOLLOW, group="discovery.k8s.io", resources=("endpointslices",))

MONITOR_RIGHTS: Final = (
    Right(verbs=_READ, resources=("endpoints", "namespaces", "pods", "services")),
    Right(verbs=_READ, group="discovery.k8s.io", resources=("endpointslices",)),
    Right(
        verbs=_READ,
        group="monitoring.coreos.com",
        resources=("podmonitors", "probes", "scrapeconfigs", "servicemonitors"),
    ),
)
"""Of the target allocator (opentelemetry-operator, internal/manifests/targetallocator/rbac.go), but
for nodes and ingresses, to which no ServiceMonitor or PodMonitor leads."""


def account(scope: Construct, name: str, *, role_arn: str | None) -> kplus.ServiceAccount:
    """The identity of pods that the operator makes, which mount its token by its own word alone.

    Args:
        scope: Parent construct.
        name: The account's name.
        role_arn: ARN of the IAM role for IRSA. None: none, or EKS Pod Identity.
    """
    made = agent.service_account(scope, name, role_arn=role_arn)
    mount = cdk8s.JsonPatch.replace("/automountServiceAccountToken", value=True)
    cdk8s.ApiObject.of(made).add_json_patch(mount)
    return made


def rights_on_nodes(jobs: Sequence[NodeJob], *, attributes: bool = False) -> list[Right]:
    """Rights of the collector on each node, in all namespaces.

    Args:
        jobs: What it scrapes.
        attributes: Whether it says of what it is sent which pod has sent it.
    """
    rights = []
    if any(isinstance(job, KubeletJob | CadvisorJob) for job in jobs):
        rights.append(_KUBELETS)
    if attributes or any(isinstance(job, PodsJob) for job in jobs):
        rights.append(_PODS)
    return rights


def rights_in_cluster(jobs: Sequence[ClusterJob]) -> list[Right]:
    """Rights of the collector that measures the cluster, on what is in no namespace."""
    rights = []
    if any(isinstance(job, ApiServerJob) for job in jobs):
        rights.append(Right(verbs=("get",), urls=("/metrics",)))
    if any(_is_anywhere(job) for job in jobs):
        rights.append(_PODS)
    components = {SchedulerJob: "ksh/metrics", ControllerManagerJob: "kcm/metrics"}
    resources = tuple(components[type(job)] for job in jobs if type(job) in components)
    if resources:
        rights.append(Right(verbs=("get",), group="metrics.eks.amazonaws.com", resources=resources))
    return rights


def rights_in_namespaces(jobs: Sequence[ClusterJob]) -> dict[str, list[Right]]:
    """Its rights in single namespaces, by their names."""
    rights: dict[str, list[Right]] = {}
    if any(isinstance(job, ApiServerJob) for job in jobs):
        # Prometheus follows all three to find the addresses behind a service.
        rights["default"] = [_PODS, _SERVICES, _SLICES]
    if any(isinstance(job, CoreDnsJob) for job in jobs):
        rights["kube-system"] = [_PODS]
    for job in jobs:
        if isinstance(job, KubeStateMetricsJob) and job.namespace and not job.address:
            rights[job.namespace] = [_PODS]
    return rights


def _is_anywhere(job: ClusterJob) -> bool:
    """Whether a job's pod may be in any namespace."""
    return isinstance(job, KubeStateMetricsJob) and not (job.address or job.namespace)


def allow_in(
    scope: Construct,
    to: kplus.ServiceAccount,
    rights: Sequence[Right],
    *,
    namespace: str,
    name: str,
) -> None:
    """Give an account rights in a namespace that is not its own.

    Args:
        scope: Parent construct.
        to: Who is given them.
        rights: What may be done.
        namespace: Where.
        name: Name of the role and of its binding.
    """
    metadata = cdk8s.ApiObjectMetadata(name=name, namespace=namespace)
    role = kplus.Role(scope, f"role-{namespace}", metadata=metadata)
    for right in rights:
        for resource in right.resources:
            api = kplus.ApiResource.custom(api_group=right.group, resource_type=resource)
            role.allow(list(right.verbs), cast("kplus.IApiResource", api))
    binding = kplus.RoleBinding(scope, f"binding-{namespace}", role=role, metadata=metadata)
    binding.add_subjects(to)
