"""What the pods of every agent have in common."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

NAMESPACE: Final = "amazon-cloudwatch"
"""Where agents of CloudWatch run, as AWS's quick start and add-on have it."""

_POD: Final = "/spec/template/spec"


@dataclass(frozen=True, kw_only=True)
class Right:
    """Verbs on resources of one API group, as a rule of RBAC has them."""

    verbs: tuple[str, ...]
    """What may be done."""

    resources: tuple[str, ...] = ()
    """What to, in the plural."""

    group: str = ""
    """Their API group. Default: the core API."""

    urls: tuple[str, ...] = ()
    """What else to: paths of the API server."""

    def endpoints(self) -> list[kplus.IApiEndpoint]:
        """The same, as a role of cdk8s-plus takes it."""
        return [
            *(
                kplus.ApiResource.custom(api_group=self.group, resource_type=r)
                for r in self.resources
            ),
            *map(kplus.NonApiResource.of, self.urls),
        ]


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


def allow(account: kplus.ServiceAccount, rights: Sequence[Right], *, name: str) -> None:
    """Give the pods rights in all namespaces.

    Args:
        account: Who is given them.
        rights: What may be done.
        name: Name of the role and of its binding, which no other namespace may have.
    """
    metadata = cdk8s.ApiObjectMetadata(name=name)
    role = kplus.ClusterRole(account, "role", metadata=metadata)
    for right in rights:
        role.allow(list(right.verbs), *right.endpoints())
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
