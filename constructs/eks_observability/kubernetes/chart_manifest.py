"""The objects of a cdk8s chart, deployed by CloudFormation."""

from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, cast

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from constructs import Construct, DependencyGroup, IDependable

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.kubernetes_object import KubernetesObject, Wave
from eks_observability.notes import note_chart

if TYPE_CHECKING:
    import cdk8s

_LIMIT: Final = 200_000

# kubectl's own Lambda function ends by then; CloudFormation would wait an hour (aws-cdk#33837).
_SERVICE_TIMEOUT_SECONDS: Final = "900"


class ManifestError(ValueError):
    """A chart holds an object that cannot be deployed."""


class ChartManifest(Construct):
    """Deploys a chart as one CloudFormation resource per Kubernetes object.

    One each, so that an object that leaves the chart leaves the template, and CloudFormation
    deletes it. `kubectl apply --prune`, CDK's own way to do that with a manifest of many objects,
    never deletes service accounts, RBAC or custom resources (aws-cdk#13658, #22085), so it is off.

    Namespaces come first; then configuration; workloads; custom resources. Deletion takes the other
    way. Dependencies that the chart itself declares have no part in this: cdk8s uses them to sort
    one file, and CloudFormation reads none.

    An object that exists already is overwritten with `kubectl apply`. An object that moves to
    another `ChartManifest` is deleted after it was applied: CloudFormation takes it for another.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        access: The way into the cluster.
        chart: The objects.
        namespaces: "keep" takes a namespace that exists already, and leaves every namespace behind,
            because nothing tells whether all in it is ours (docs/decisions/0008-namespaces.md).
            "own" fails where the namespace exists, and deletes it in the end with all that is in
            it.

    Raises:
        ManifestError: Two objects have the same kind, namespace and name; or an object is too large
            to be deployed this way, holds a secret, or is a list of other objects.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        access: ClusterAccess,
        chart: "cdk8s.Chart",
        namespaces: Literal["keep", "own"] = "keep",
    ) -> None:
        super().__init__(scope, construct_id)

        self._access = access
        self._namespaces = namespaces
        self._chart_name = chart.node.id
        previous: IDependable = access.ready
        for _, wave in groupby(_checked_objects(chart), key=lambda each: each.wave):
            current = DependencyGroup()
            for each in wave:
                current.add(self._deploy(each, after=previous))
            previous = current

    def _deploy(self, each: KubernetesObject, *, after: IDependable) -> eks.KubernetesManifest:
        is_namespace = each.wave is Wave.NAMESPACES
        manifest = eks.KubernetesManifest(
            self,
            each.id,
            cluster=self._access.cluster,
            manifest=[each.body],
            overwrite=not (is_namespace and self._namespaces == "own"),
            prune=False,
        )
        manifest.node.add_dependency(self._access.ready, after)
        resource = cast("cdk.CfnResource", manifest.node.default_child)
        resource.add_property_override("ServiceTimeout", _SERVICE_TIMEOUT_SECONDS)
        note_chart(resource, self._chart_name)
        if is_namespace and self._namespaces == "keep":
            resource.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        return manifest


def _checked_objects(chart: "cdk8s.Chart") -> list[KubernetesObject]:
    """The objects of `chart`, wave by wave, in an order that does not depend on the chart's."""
    objects: dict[str, KubernetesObject] = {}
    for body in chart.to_json():
        each = KubernetesObject(body)
        if each.id in objects:
            msg = f"{each} is twice in the chart {chart.node.path}: give one another name"
            raise ManifestError(msg)
        _check(each)
        objects[each.id] = each
    return sorted(objects.values(), key=lambda each: (each.wave, each.id))


def _check(each: KubernetesObject) -> None:
    if each.holds_secrets:
        msg = (
            f"{each} holds a secret, which anyone could read in the template and in a log: keep it "
            "in AWS Secrets Manager, and let the workload fetch it from there"
        )
        raise ManifestError(msg)
    if each.kind.endswith("List") and "items" in each.body:
        msg = f"{each} is a list, of which CloudFormation knows no parts: add its items one by one"
        raise ManifestError(msg)
    if each.size > _LIMIT:
        msg = (
            f"{each} has {each.size:,} bytes as JSON, and kubectl can be handed {_LIMIT:,}: the "
            "event of its Lambda function and its last-applied annotation end at 262,144, with "
            "escapes. Split the object, or install it as an EKS add-on"
        )
        raise ManifestError(msg)
