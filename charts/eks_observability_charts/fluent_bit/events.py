"""Kubernetes events as logs."""

from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.fluent_bit import destinations, pod
from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.config import ON, Section, render
from eks_observability_charts.fluent_bit.service import STATE, parsers, service
from eks_observability_charts.placement import Placement, place
from eks_observability_charts.resources import Resources

NAME: Final = "fluent-bit-events"

_USER: Final = 65532
_BUFFER: Final = Buffer(disk_mebibytes=100)

ANY_NODE: Final = Placement(tolerations=(), priority_class=None)
"""Tolerates no taint: a pod that tolerates every one stays on a node that is lost."""


class KubernetesEventsChart(cdk8s.Chart):
    """Sends Kubernetes events to the log group /aws/containerinsights/<cluster>/events.

    One pod does it, and the next starts when it is gone: two would write every event twice.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        cluster_name: The cluster's name, which the log group has in its own.
        region: Region of the log group.
        image: Image of AWS for Fluent Bit 3.x.
        namespace: Namespace, which has to exist.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        create_log_groups: Whether a missing log group is created, to be kept for ever.
        resources: What the container is given.
        placement: Where it runs. Default: any node that is neither Fargate, Windows nor tainted.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        cluster_name: str,
        region: str,
        image: str,
        namespace: str = agent.NAMESPACE,
        role_arn: str | None = None,
        create_log_groups: bool = False,
        resources: Resources = pod.DEFAULT_RESOURCES,
        placement: Placement = ANY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NAME),
            disable_resource_name_hashes=True,
        )
        files = _files(create=create_log_groups)
        account = agent.service_account(self, NAME, role_arn=role_arn)
        # The manual asks for pods and namespaces; what is asked of the API is events alone
        # (fluent-bit, in_kubernetes_events/kubernetes_events.c).
        agent.allow(
            account,
            [agent.Right(verbs=("list", "watch"), resources=("events",))],
            name=f"{namespace}-{NAME}",
        )
        deployment = kplus.Deployment(
            self,
            "deployment",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
            pod_metadata=agent.pod_metadata(NAME, files),
            select=False,
            replicas=1,
            strategy=kplus.DeploymentStrategy.recreate(),
            service_account=account,
            # Events are asked for with the account's token.
            automount_service_account_token=True,
            termination_grace_period=pod.GRACE,
            security_context=kplus.PodSecurityContextProps(fs_group=_USER),
            containers=[
                pod.container(
                    image=image,
                    variables={
                        "AWS_REGION": kplus.EnvValue.from_value(region),
                        "CLUSTER_NAME": kplus.EnvValue.from_value(cluster_name),
                    },
                    resources=resources,
                    mounts=self._mounts(agent.configuration(self, f"{NAME}-config", files)),
                    security_context=kplus.ContainerSecurityContextProps(user=_USER, group=_USER),
                )
            ],
        )
        place(agent.seal(deployment, NAME), placement)

    def _mounts(self, configuration: kplus.ConfigMap) -> list[kplus.VolumeMount]:
        config = kplus.Volume.from_config_map(self, "config", configuration, name="config")
        state = kplus.Volume.from_empty_dir(
            self,
            "state",
            "state",
            size_limit=cdk8s.Size.mebibytes(2 * _BUFFER.disk_mebibytes),
        )
        return [
            kplus.VolumeMount(path="/fluent-bit/etc", volume=config, read_only=True),
            kplus.VolumeMount(path=STATE, volume=state),
        ]


def _files(*, create: bool) -> dict[str, str]:
    """The files of the configuration, by name."""
    sections = (
        service(_BUFFER),
        _events(),
        destinations.cloudwatch(
            "events", stream=(("log_stream_name", NAME),), create=create, buffer=_BUFFER
        ),
    )
    return {"fluent-bit.conf": render(sections), "parsers.conf": render(parsers())}


def _events() -> Section:
    """Follows events (manual: "Kubernetes events").

    The database is what keeps an event from being written again whenever the watch ends, as it
    does at least every hour; it also means that an event which repeats is written once.
    """
    return Section(
        "INPUT",
        (
            ("Name", "kubernetes_events"),
            ("Tag", "events.kubernetes"),
            ("Kube_URL", "https://kubernetes.default.svc"),
            ("tls.verify", ON),
            ("DB", f"{STATE}/events.db"),
            # As long as the API server keeps them.
            ("Kube_Retention_Time", "1h"),
            ("Interval_Sec", "10"),
            ("Interval_NSec", "0"),
            ("storage.type", "filesystem"),
        ),
    )
