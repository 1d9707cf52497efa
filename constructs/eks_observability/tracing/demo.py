"""The demo of traces: an emitter, what calls it, and what the emitter may do in AWS."""

from typing import Final

import aws_cdk as cdk
import cdk8s
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability import versions
from eks_observability.acknowledgments import wildcard_resource
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.workload_identity import WorkloadIdentity
from eks_observability.notes import note_cost
from eks_observability_charts import emitter
from eks_observability_charts.emitter import EmitterChart
from eks_observability_charts.namespace import NamespaceChart
from eks_observability_charts.traffic_generator import TrafficGeneratorChart

_THOUSAND_TRACES: Final = {False: 520, True: 740}
"""In 30 days, with and without the call of AWS: as many as the caller's pauses allow."""


class TracingDemo(Construct):
    """Runs the chapter's emitter and its traffic generator in the namespace `adot`.

    The namespace is made here and goes with all that is in it; the traffic generator comes after
    the emitter and goes before it.

    Args:
        scope: Parent construct, in a stack of the cluster's own account and Region.
        construct_id: Id, unique within `scope`.
        cluster: The cluster. With `aws_sdk_call` it knows its OpenID Connect provider.
        access: The way into it.
        image_registry: A registry that mirrors public.ecr.aws. Default: that one itself.
        aws_sdk_call: Whether the emitter lists the account's S3 buckets. Only then it has a role,
            by IRSA whatever other workloads have: its AWS SDK knows no EKS Pod Identity.
        send_metrics: Whether the emitter sends metrics, which something has to take.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess,
        image_registry: str | None = None,
        aws_sdk_call: bool = False,
        send_metrics: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        namespace = ChartManifest(
            self,
            "Namespace",
            access=access,
            chart=NamespaceChart(cdk8s.App(), "emitter-namespace", name=emitter.NAMESPACE),
            namespaces="own",
        )
        identity = self._identity(cluster) if aws_sdk_call else None
        called = ChartManifest(
            self,
            "Emitter",
            access=access,
            chart=EmitterChart(
                cdk8s.App(),
                "emitter",
                image=versions.SAMPLE_APP.address(image_registry),
                region=cdk.Stack.of(self).region,
                role_arn=identity.annotated_role_arn if identity else None,
                send_metrics=send_metrics,
            ),
        )
        called.node.add_dependency(namespace, *([identity] if identity else []))
        caller = ChartManifest(
            self,
            "TrafficGenerator",
            access=access,
            chart=TrafficGeneratorChart(
                cdk8s.App(),
                "traffic-generator",
                image=versions.BUSYBOX.address(image_registry),
                aws_sdk_call=aws_sdk_call,
            ),
        )
        caller.node.add_dependency(called)
        note_cost(
            self,
            f"the demo's emitter in {cluster.cluster_name}: up to "
            f"{_THOUSAND_TRACES[aws_sdk_call]},000 traces a month, by traces recorded (AWS X-Ray); "
            "to stop it: kubectl scale deployment traffic-generator -n adot --replicas=0",
        )

    def _identity(self, cluster: eks.ICluster) -> WorkloadIdentity:
        identity = WorkloadIdentity(
            self,
            "Identity",
            cluster=cluster,
            namespace=emitter.NAMESPACE,
            service_account=emitter.NAME,
            statements=[
                iam.PolicyStatement(actions=["s3:ListAllMyBuckets"], resources=["*"]),
            ],
        )
        reason = "S3 lists the buckets of an account, and nothing narrower; it reads none of them."
        cdk.Validations.of(identity).acknowledge(wildcard_resource(self, "*", reason))
        return identity
