"""The CloudWatch agent on every node, for Container Insights."""

from collections.abc import Mapping
from functools import partial
from typing import Final, cast

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.agent import Right
from eks_observability_charts.cloudwatch_agent_config import cwagentconfig
from eks_observability_charts.kubelet import KubeletResource
from eks_observability_charts.placement import Placement, place
from eks_observability_charts.resources import Resources

NAME: Final = "cloudwatch-agent"

DEFAULT_RESOURCES: Final = Resources(
    cpu_request_millicores=250, memory_request_mebibytes=128, memory_limit_mebibytes=512
)
"""As the amazon-cloudwatch-observability chart has them. AWS's quick start stops it at 400 MiB."""

FILE: Final = "cwagentconfig.json"
"""The file that the agent reads, in the ConfigMap `cwagentconfig`."""

LEADER: Final = "cwagent-clusterleader"
"""The ConfigMap by which the agents elect the one that measures the cluster as a whole."""

_EVERY_NODE: Final = Placement()
_POD: Final = "/spec/template/spec"

# What an agent follows of the cluster (opentelemetry-collector-contrib of amazon-contributing,
# receiver/awscontainerinsightreceiver/internal: the clients of k8sapiserver/leaderelection.go; and
# services, by which nvme and gpu discover what measures EBS volumes and GPUs, and which are asked
# for again and again where they are denied).
_FOLLOWED: Final = (
    Right(
        verbs=("list", "watch"),
        resources=(
            "endpoints",
            "nodes",
            "persistentvolumeclaims",
            "persistentvolumes",
            "pods",
            "services",
        ),
    ),
    Right(
        verbs=("list", "watch"),
        group="apps",
        resources=("daemonsets", "deployments", "replicasets", "statefulsets"),
    ),
    Right(verbs=("list", "watch"), group="batch", resources=("jobs",)),
    Right(verbs=("list", "watch"), group="discovery.k8s.io", resources=("endpointslices",)),
)
_API_SERVER: Final = Right(verbs=("get",), urls=("/metrics",))

# Where the agent finds the node (AWS's quick start), without Docker's folders: no AMI of EKS that
# is still supported runs Docker.
_OF_THE_NODE: Final = {
    "rootfs": ("/", "/rootfs"),
    "containerd": ("/run/containerd/containerd.sock", "/run/containerd/containerd.sock"),
    "sys": ("/sys", "/sys"),
    "disks": ("/dev/disk", "/dev/disk"),
}


class CloudWatchAgentChart(cdk8s.Chart):
    """Measures the node it runs on; one of them also measures the cluster.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        cluster_name: The cluster's name, as metrics carry it.
        region: Region of the metrics.
        image: Image of the agent.
        kubelet_resource: The RBAC resource by which a kubelet tells about its pods.
        namespace: Namespace, which has to exist and admit paths of the node.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        enhanced_observability: Whether to measure containers and the control plane too.
        interval_seconds: Seconds between two measurements.
        resources: What the container is given on each node.
        placement: Which nodes it runs on. Default: all that are neither Fargate nor Windows.
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
        role_arn: str | None = None,
        enhanced_observability: bool = True,
        interval_seconds: int = 60,
        resources: Resources = DEFAULT_RESOURCES,
        placement: Placement = _EVERY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NAME),
            disable_resource_name_hashes=True,
        )
        config = partial(
            cwagentconfig,
            enhanced_observability=enhanced_observability,
            interval_seconds=interval_seconds,
        )
        # Name and Region never change, and may be known at deploy time alone.
        checksum_of = {FILE: config(cluster_name="", region="")}
        files = {FILE: config(cluster_name=cluster_name, region=region)}
        account = agent.service_account(self, NAME, role_arn=role_arn)
        kubelet = Right(verbs=("get",), resources=(kubelet_resource,))
        control_plane = (_API_SERVER,) if enhanced_observability else ()
        agent.allow(account, [*_FOLLOWED, kubelet, *control_plane], name=f"{namespace}-{NAME}")
        self._elect(account)
        container = self._container(image, resources, files)
        place(self._daemon_set(account, container, checksum_of), placement)

    def _elect(self, account: kplus.ServiceAccount) -> None:
        """Let the agents elect a leader, in their own namespace and by one ConfigMap."""
        metadata = cdk8s.ApiObjectMetadata(name=NAME)
        role = kplus.Role(self, "leader-election", metadata=metadata)
        config_maps = cast("kplus.IApiResource", kplus.ApiResource.CONFIG_MAPS)
        # A request to create names no object that RBAC could compare.
        role.allow(["create"], cast("kplus.IApiResource", kplus.ApiResource.EVENTS), config_maps)
        role.allow(["get", "update"], config_maps)
        cdk8s.ApiObject.of(role).add_json_patch(
            cdk8s.JsonPatch.add("/rules/2/resourceNames", [LEADER])
        )
        binding = kplus.RoleBinding(self, "leader-election-binding", role=role, metadata=metadata)
        binding.add_subjects(account)

    def _container(
        self, image: str, resources: Resources, files: Mapping[str, str]
    ) -> kplus.ContainerProps:
        value, field = kplus.EnvValue.from_value, kplus.EnvValue.from_field_ref
        return kplus.ContainerProps(
            name=NAME,
            image=image,
            image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
            env_variables={
                "HOST_IP": field(kplus.EnvFieldPaths.NODE_IP),
                "HOST_NAME": field(kplus.EnvFieldPaths.NODE_NAME),
                "K8S_NAMESPACE": field(kplus.EnvFieldPaths.POD_NAMESPACE),
                # Otherwise it finds out by the metadata service whether it is on EC2, and takes
                # itself for a machine at home where that does not answer
                # (amazon-cloudwatch-agent, translator/util/sdkutil.go).
                "RUN_WITH_IRSA": value("True"),
            },
            resources=resources.to_container(),
            security_context=kplus.ContainerSecurityContextProps(
                # containerd's socket and the layers of containers are root's.
                user=0,
                group=0,
                ensure_non_root=False,
                # It writes its translated configuration next to its program.
                read_only_root_filesystem=False,
            ),
            volume_mounts=self._mounts(files),
        )

    def _mounts(self, files: Mapping[str, str]) -> list[kplus.VolumeMount]:
        configuration = agent.configuration(self, "cwagentconfig", files)
        config = kplus.Volume.from_config_map(self, "config", configuration, name="config")
        return [
            kplus.VolumeMount(path="/etc/cwagentconfig", volume=config, read_only=True),
            *(
                kplus.VolumeMount(
                    path=there,
                    volume=kplus.Volume.from_host_path(self, name, name, path=path),
                    read_only=True,
                )
                for name, (path, there) in _OF_THE_NODE.items()
            ),
        ]

    def _daemon_set(
        self,
        account: kplus.ServiceAccount,
        container: kplus.ContainerProps,
        checksum_of: Mapping[str, str],
    ) -> cdk8s.ApiObject:
        daemon_set = kplus.DaemonSet(
            self,
            "daemon-set",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
            pod_metadata=agent.pod_metadata(NAME, checksum_of),
            select=False,
            service_account=account,
            # It follows the cluster with the account's token.
            automount_service_account_token=True,
            termination_grace_period=cdk8s.Duration.seconds(60),
            # The metadata service, which names the instance and its type, answers one hop away
            # only, as nodes of Amazon Linux 2023 and of Karpenter are set up.
            host_network=True,
            dns=kplus.PodDnsProps(policy=kplus.DnsPolicy.CLUSTER_FIRST_WITH_HOST_NET),
            containers=[container],
        )
        made = agent.seal(daemon_set, NAME)
        path = f"{_POD}/containers/0/securityContext/capabilities"
        made.add_json_patch(
            # Layers of containers whose files are not root's.
            cdk8s.JsonPatch.add(f"{path}/add", ["DAC_READ_SEARCH"]),
            cdk8s.JsonPatch.add(
                "/spec/updateStrategy",
                # cdk8s-plus has a class of its own for what is a number or a string.
                {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": {"value": "10%"}}},
            ),
        )
        return made
