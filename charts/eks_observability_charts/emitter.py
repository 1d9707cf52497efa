"""The chapter's demo of traces: a service that calls others, and sends spans of it by OTLP."""

from typing import Any, Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.placement import Placement, place
from eks_observability_charts.resources import Resources

NAMESPACE: Final = "adot"
"""Where the emitter and its caller run, as in the chapter; also what spans call its namespace."""

NAME: Final = "sample-app"
"""The chapter's name of its Deployment and of its Service; its service account has it too."""

SERVICE_NAME: Final = "emitter"
"""What spans call it, and so X-Ray does."""

PORT: Final = 4567
"""Where it listens, and the port of its Service."""

OUTGOING_CALL: Final = "/outgoing-http-call"
"""Path at which it asks https://aws.amazon.com."""

AWS_CALL: Final = "/aws-sdk-call"
"""Path at which it lists the account's S3 buckets."""

OTLP_ENDPOINT: Final = "http://observability-collector.prometheus:4317"
"""The collector on its own node, by OTLP over gRPC."""

CALLER: Final = "traffic-generator"
"""Whose pods may call it. Others may not: whoever can, has it call AWS."""

RESOURCES: Final = Resources(
    cpu_request_millicores=50, memory_request_mebibytes=256, memory_limit_mebibytes=512
)
"""Enough for a small Java program with OpenTelemetry's agent."""

ANY_NODE: Final = Placement(tolerations=(), priority_class=None)
"""A demo takes no room from anything, and needs a node that has a collector."""

_USER: Final = 65532
_LABEL: Final = "app.kubernetes.io/name"


class EmitterChart(cdk8s.Chart):
    """The emitter, the Service by which it is called, and who may call it.

    Its probes open its port and ask for nothing: each request would be a trace.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: The sample application of ADOT for Java, which has OpenTelemetry's agent in it.
        region: The AWS Region that it calls.
        namespace: Namespace, which has to exist.
        role_arn: ARN of the IAM role for IRSA by which it may list S3 buckets. Default: none, and
            then it has no AWS credentials, the node's neither.
        send_metrics: Whether it sends metrics too, of its requests and of Java. Where collectors
            take none it would say so in its log every minute.
        otlp_endpoint: Where it sends to, by gRPC.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        region: str,
        namespace: str = NAMESPACE,
        role_arn: str | None = None,
        send_metrics: bool = False,
        otlp_endpoint: str = OTLP_ENDPOINT,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NAME),
            disable_resource_name_hashes=True,
        )
        variables = {
            "AWS_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            # Java takes IPv6 at this address too, where there is any; the image reads no other.
            "LISTEN_ADDRESS": f"0.0.0.0:{PORT}",
            "OTEL_EXPORTER_OTLP_ENDPOINT": otlp_endpoint,
            # Java's agent from 2.0 on speaks HTTP unless it is told.
            "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
            "OTEL_METRICS_EXPORTER": "otlp" if send_metrics else "none",
            # From 2.0 on it sends logs too, which the pod's own log has already.
            "OTEL_LOGS_EXPORTER": "none",
            "OTEL_RESOURCE_ATTRIBUTES": (
                f"service.namespace={NAMESPACE},service.name={SERVICE_NAME}"
            ),
        }
        deployment = kplus.Deployment(
            self,
            "deployment",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
            pod_metadata=cdk8s.ApiObjectMetadata(labels=agent.labels(NAME)),
            select=False,
            replicas=1,
            strategy=kplus.DeploymentStrategy.recreate(),
            service_account=agent.service_account(self, NAME, role_arn=role_arn),
            # IRSA brings a token of its own, and the Kubernetes API is not asked.
            automount_service_account_token=False,
            security_context=kplus.PodSecurityContextProps(user=_USER, group=_USER, fs_group=_USER),
            containers=[self._container(image, variables)],
        )
        place(agent.seal(deployment, NAME), ANY_NODE)
        kplus.Service(
            self,
            "service",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
            selector=kplus.Pods.select(self, "pods", labels={_LABEL: NAME}),
            ports=[kplus.ServicePort(name="http", port=PORT, target_port=PORT)],
        )
        self._allow_its_caller_alone()

    def _container(self, image: str, variables: dict[str, str]) -> kplus.ContainerProps:
        scratch = kplus.Volume.from_empty_dir(
            self, "scratch", "scratch", size_limit=cdk8s.Size.mebibytes(64)
        )
        return kplus.ContainerProps(
            name=NAME,
            image=image,
            image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
            env_variables={
                name: kplus.EnvValue.from_value(value) for name, value in variables.items()
            },
            ports=[kplus.ContainerPort(name="http", number=PORT)],
            # Java takes its time where a node is busy: five minutes at most.
            startup=_port_is_open(every_seconds=5, failures=60),
            liveness=_port_is_open(every_seconds=10, failures=6),
            readiness=_port_is_open(every_seconds=10, failures=3),
            resources=RESOURCES.to_container(),
            # The agent unpacks parts of itself there, and Java has its own file there.
            volume_mounts=[kplus.VolumeMount(path="/tmp", volume=scratch)],
            security_context=kplus.ContainerSecurityContextProps(user=_USER, group=_USER),
        )

    def _allow_its_caller_alone(self) -> None:
        ingress: dict[str, Any] = {
            "from": [{"podSelector": {"matchLabels": {_LABEL: CALLER}}}],
            "ports": [{"port": PORT, "protocol": "TCP"}],
        }
        policy = cdk8s.ApiObject(
            self,
            "network-policy",
            api_version="networking.k8s.io/v1",
            kind="NetworkPolicy",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
        )
        policy.add_json_patch(
            cdk8s.JsonPatch.add(
                "/spec",
                {
                    "podSelector": {"matchLabels": {_LABEL: NAME}},
                    "policyTypes": ["Ingress"],
                    "ingress": [ingress],
                },
            )
        )


def _port_is_open(*, every_seconds: int, failures: int) -> kplus.Probe:
    return kplus.Probe.from_tcp_socket(
        port=PORT,
        period_seconds=cdk8s.Duration.seconds(every_seconds),
        timeout_seconds=cdk8s.Duration.seconds(5),
        failure_threshold=failures,
    )
