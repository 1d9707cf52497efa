"""Fluent Bit on every node."""

from collections.abc import Mapping, Sequence
from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.fluent_bit import destinations, pod
from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.files import files
from eks_observability_charts.fluent_bit.logs import ContainerLogs
from eks_observability_charts.fluent_bit.outputs import Output
from eks_observability_charts.fluent_bit.secrets import GROUP, Secrets
from eks_observability_charts.fluent_bit.service import STATE
from eks_observability_charts.kubelet import KubeletResource
from eks_observability_charts.placement import Placement, place
from eks_observability_charts.resources import Resources

NAME: Final = "fluent-bit"

_ALL_LOGS: Final = ContainerLogs()
_BUFFER: Final = Buffer()
_EVERY_NODE: Final = Placement()

# Logs of containers and the journal are root's and no one else's to read. As their owner root
# needs no capability for that, and has none.
_AS_ROOT: Final = kplus.ContainerSecurityContextProps(user=0, group=0, ensure_non_root=False)


class FluentBitChart(cdk8s.Chart):
    """Sends logs of containers, of the data plane and of nodes to CloudWatch, and elsewhere.

    Groups and streams are named as in AWS's quick start for Container Insights.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        cluster_name: The cluster's name, which the log groups have in theirs.
        region: Region of the log groups.
        image: Image of AWS for Fluent Bit 3.x.
        kubelet_resource: The RBAC resource by which a kubelet tells about its pods.
        namespace: Namespace, which has to exist and admit paths of the node.
        secrets_image: Image with the AWS CLI, for outputs that have a secret. Default: none.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        create_log_groups: Whether a missing log group is created, to be kept for ever.
        logs: Which logs are collected.
        buffer: How much may wait for a destination.
        outputs: Destinations besides CloudWatch, for all logs. Default: none.
        resources: What the container is given on each node.
        placement: Which nodes it runs on. Default: all that are neither Fargate nor Windows.

    Raises:
        ValueError: No logs are to be collected, or an output has a secret and there is no
            `secrets_image`.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        cluster_name: str,
        region: str,
        image: str,
        kubelet_resource: KubeletResource,
        namespace: str = agent.NAMESPACE,
        secrets_image: str | None = None,
        role_arn: str | None = None,
        create_log_groups: bool = False,
        logs: ContainerLogs = _ALL_LOGS,
        buffer: Buffer = _BUFFER,
        outputs: Sequence[Output] = (),
        resources: Resources = pod.DEFAULT_RESOURCES,
        placement: Placement = _EVERY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NAME),
            disable_resource_name_hashes=True,
        )
        configuration = files(
            logs,
            namespace=namespace,
            outputs=outputs,
            buffer=buffer,
            create_log_groups=create_log_groups,
        )
        account = agent.service_account(self, NAME, role_arn=role_arn)
        agent.allow(
            account,
            [agent.Right(verbs=("get",), resources=(kubelet_resource,))],
            name=f"{namespace}-{NAME}",
        )
        secrets = self._secrets(destinations.secrets(outputs), image=secrets_image, region=region)
        variables = {
            "AWS_REGION": region,
            "CLUSTER_NAME": cluster_name,
            **destinations.variables(outputs),
        }
        container = pod.container(
            image=image,
            variables=_environment(variables),
            resources=resources,
            mounts=[*self._mounts(configuration), *([secrets.mount] if secrets else [])],
            security_context=_AS_ROOT,
        )
        place(self._daemon_set(account, container, secrets, configuration), placement)

    def _secrets(
        self, arns: Mapping[str, str], *, image: str | None, region: str
    ) -> Secrets | None:
        if not arns:
            return None
        if not image:
            msg = "outputs with a secret need 'secrets_image', an image with the AWS CLI"
            raise ValueError(msg)
        return Secrets(self, "secrets", arns=arns, image=image, region=region)

    def _daemon_set(
        self,
        account: kplus.ServiceAccount,
        container: kplus.ContainerProps,
        secrets: Secrets | None,
        configuration: Mapping[str, str],
    ) -> cdk8s.ApiObject:
        daemon_set = kplus.DaemonSet(
            self,
            "daemon-set",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
            pod_metadata=agent.pod_metadata(NAME, configuration),
            select=False,
            service_account=account,
            # The kubelet is asked with the account's token.
            automount_service_account_token=True,
            termination_grace_period=pod.GRACE,
            security_context=kplus.PodSecurityContextProps(fs_group=GROUP if secrets else None),
            init_containers=[secrets.container] if secrets else [],
            containers=[container],
        )
        made = agent.seal(daemon_set, NAME)
        # cdk8s-plus has a class of its own for what is a number or a string, and takes no other.
        at_once = {"value": "10%"}
        strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": at_once}}
        made.add_json_patch(cdk8s.JsonPatch.add("/spec/updateStrategy", strategy))
        return made

    def _mounts(self, files: Mapping[str, str]) -> list[kplus.VolumeMount]:
        configuration = agent.configuration(self, f"{NAME}-config", files)
        config = kplus.Volume.from_config_map(self, "config", configuration, name="config")
        # The whole folder, because to mount a journal that a node keeps in memory alone would
        # create it, and then journald writes it to disk.
        logs = kplus.Volume.from_host_path(self, "logs", "logs", path="/var/log")
        state = kplus.Volume.from_host_path(
            self, "state", "state", path=STATE, type=kplus.HostPathVolumeType.DIRECTORY_OR_CREATE
        )
        return [
            kplus.VolumeMount(path="/fluent-bit/etc", volume=config, read_only=True),
            kplus.VolumeMount(path="/var/log", volume=logs, read_only=True),
            # Written to: positions and waiting records outlive the pod.
            kplus.VolumeMount(path=STATE, volume=state),
        ]


def _environment(variables: Mapping[str, str]) -> dict[str, kplus.EnvValue]:
    """Variables, and what tells nodes apart where there is no metadata service to ask."""
    return {
        **{name: kplus.EnvValue.from_value(value) for name, value in variables.items()},
        "HOST_NAME": kplus.EnvValue.from_field_ref(kplus.EnvFieldPaths.NODE_NAME),
        "HOST_IP": kplus.EnvValue.from_field_ref(kplus.EnvFieldPaths.NODE_IP),
    }
