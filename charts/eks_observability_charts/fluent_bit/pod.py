"""What the pods of Fluent Bit have in common."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts.fluent_bit.service import GRACE_SECONDS, HTTP_PORT
from eks_observability_charts.resources import Resources

DEFAULT_RESOURCES: Final = Resources(
    cpu_request_millicores=50, memory_request_mebibytes=100, memory_limit_mebibytes=250
)
"""CPU and limit as in the amazon-cloudwatch-observability chart; memory that is set aside as in
AWS's quick start, because the chart's 25 MiB are less than what is in use."""

GRACE: Final = cdk8s.Duration.seconds(GRACE_SECONDS + 15)
"""Longer than Fluent Bit goes on sending."""

_POD: Final = "/spec/template/spec"
_EVERY: Final = cdk8s.Duration.seconds(30)
_PATIENCE: Final = cdk8s.Duration.seconds(5)


def labels(name: str) -> dict[str, str]:
    """Labels of every object of a workload, by which its pods are selected as well."""
    return {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/managed-by": "eks-observability",
    }


def service_account(scope: Construct, name: str, *, role_arn: str | None) -> kplus.ServiceAccount:
    """The identity of the pods.

    Args:
        scope: Parent construct.
        name: The account's name.
        role_arn: ARN of the IAM role for IRSA. None: none, or EKS Pod Identity.
    """
    annotations = {"eks.amazonaws.com/role-arn": role_arn} if role_arn else {}
    metadata = cdk8s.ApiObjectMetadata(name=name, annotations=annotations)
    return kplus.ServiceAccount(scope, "service-account", metadata=metadata)


def allow(account: kplus.ServiceAccount, *, resource: str, verbs: Sequence[str], name: str) -> None:
    """Give the pods a right in all namespaces.

    Args:
        account: Who is given the right.
        resource: A resource of Kubernetes' core API.
        verbs: What may be done to it.
        name: Name of the role and of its binding, which no other namespace may have.
    """
    metadata = cdk8s.ApiObjectMetadata(name=name)
    role = kplus.ClusterRole(account, "role", metadata=metadata)
    which = kplus.ApiResource.custom(api_group="", resource_type=resource)
    role.allow(list(verbs), which)
    binding = kplus.ClusterRoleBinding(account, "binding", role=role, metadata=metadata)
    binding.add_subjects(account)
    for cluster_wide in (role, binding):
        # cdk8s gives every object of a chart the chart's namespace.
        cdk8s.ApiObject.of(cluster_wide).add_json_patch(
            cdk8s.JsonPatch.remove("/metadata/namespace")
        )


def configuration(scope: Construct, name: str, files: Mapping[str, str]) -> kplus.ConfigMap:
    """Configuration files, by name."""
    metadata = cdk8s.ApiObjectMetadata(name=name)
    return kplus.ConfigMap(scope, "configuration", metadata=metadata, data=files)


def pod_metadata(name: str, files: Mapping[str, str]) -> cdk8s.ApiObjectMetadata:
    """Metadata of pods, which are replaced when a file changes."""
    text = "\0".join(part for file in sorted(files.items()) for part in file)
    checksum = hashlib.sha256(text.encode()).hexdigest()
    return cdk8s.ApiObjectMetadata(labels=labels(name), annotations={"checksum/config": checksum})


def container(
    *,
    image: str,
    variables: Mapping[str, kplus.EnvValue],
    resources: Resources,
    mounts: Sequence[kplus.VolumeMount],
    security_context: kplus.ContainerSecurityContextProps,
) -> kplus.ContainerProps:
    """The container of Fluent Bit.

    It is alive while its HTTP server answers, so the kubelet kills it for nothing that a
    destination does. It is ready while it gives up few chunks (manual: "Monitoring"); those that it
    still tries to send do not count (fluent-bit#8554). Nothing is sent to the pods, so all that
    depends on it is how far a change is rolled out.
    """
    return kplus.ContainerProps(
        name="fluent-bit",
        image=image,
        image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
        env_variables=variables,
        ports=[kplus.ContainerPort(name="http", number=HTTP_PORT)],
        liveness=_probe("/"),
        readiness=_probe("/api/v1/health"),
        resources=resources.to_container(),
        security_context=security_context,
        volume_mounts=mounts,
    )


def seal(workload: kplus.Workload, name: str) -> cdk8s.ApiObject:
    """Select the pods by name, and take every capability and unusual system call from them.

    cdk8s-plus knows neither the capability ALL nor seccomp.

    Returns:
        The workload's API object.
    """
    workload.select(kplus.LabelSelector.of(labels={"app.kubernetes.io/name": name}))
    made = cdk8s.ApiObject.of(workload)
    seccomp = {"type": "RuntimeDefault"}
    made.add_json_patch(cdk8s.JsonPatch.add(f"{_POD}/securityContext/seccompProfile", seccomp))
    for kind, containers in (
        ("containers", workload.containers),
        ("initContainers", workload.init_containers),
    ):
        for index in range(len(containers)):
            path = f"{_POD}/{kind}/{index}/securityContext/capabilities"
            made.add_json_patch(cdk8s.JsonPatch.add(path, {"drop": ["ALL"]}))
    return made


def _probe(path: str) -> kplus.Probe:
    return kplus.Probe.from_http_get(
        path, port=HTTP_PORT, period_seconds=_EVERY, timeout_seconds=_PATIENCE
    )
