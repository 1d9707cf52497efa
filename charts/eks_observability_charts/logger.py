"""The chapter's demo of container logs: a pod that prints four lines and ends."""

from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts.namespace import add_namespace
from eks_observability_charts.resources import Resources

LOG_LINE: Final = "Logging Message"
"""What the pod prints, four times."""

_NOBODY: Final = 65534

RESOURCES: Final = Resources(
    cpu_request_millicores=10, memory_request_mebibytes=16, memory_limit_mebibytes=32
)
"""Enough for a shell that prints four lines."""


class LoggerChart(cdk8s.Chart):
    """The pod `logger` in a namespace that admits restricted pods only.

    Kubernetes changes no pod but for its labels, its annotations and its image, and runs none a
    second time. So this chart gives the same pod at all times, and a deployment that changes
    nothing runs nothing: docs/agents/add-ons.md, "The logger", has the command that does.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: BusyBox.
        namespace: The pod's namespace, which is part of the chart.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        namespace: str = "logger-app",
    ) -> None:
        super().__init__(scope, chart_id, disable_resource_name_hashes=True)

        add_namespace(self, name=namespace)
        pod = kplus.Pod(
            self,
            "logger",
            metadata=cdk8s.ApiObjectMetadata(
                name="logger",
                namespace=namespace,
                labels={
                    "app.kubernetes.io/name": "logger",
                    "app.kubernetes.io/managed-by": "eks-observability",
                },
            ),
            restart_policy=kplus.RestartPolicy.NEVER,
            automount_service_account_token=False,
            security_context=kplus.PodSecurityContextProps(
                ensure_non_root=True, user=_NOBODY, group=_NOBODY
            ),
            containers=[_container(image)],
        )
        pod.scheduling.attract(
            kplus.Node.labeled(kplus.NodeLabelQuery.is_("kubernetes.io/os", "linux"))
        )
        # The restricted standard asks for both, and cdk8s-plus 27 knows neither.
        cdk8s.ApiObject.of(pod).add_json_patch(
            cdk8s.JsonPatch.add("/spec/securityContext/seccompProfile", {"type": "RuntimeDefault"}),
            cdk8s.JsonPatch.add(
                "/spec/containers/0/securityContext/capabilities", {"drop": ["ALL"]}
            ),
        )


def _container(image: str) -> kplus.ContainerProps:
    return kplus.ContainerProps(
        name="busybox",
        image=image,
        image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
        command=["/bin/sh"],
        args=["-c", f"for i in `seq 4`; do echo '{LOG_LINE}';done"],
        resources=RESOURCES.to_container(),
        security_context=kplus.ContainerSecurityContextProps(
            ensure_non_root=True,
            user=_NOBODY,
            group=_NOBODY,
            read_only_root_filesystem=True,
            allow_privilege_escalation=False,
        ),
    )
