"""The client of the chapter's demo of traces: it calls the emitter all the time."""

from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent, emitter
from eks_observability_charts.placement import place
from eks_observability_charts.resources import Resources

NAME: Final = emitter.CALLER
"""The chapter's name of its Deployment. It listens nowhere, so it has no Service."""

RESOURCES: Final = Resources(
    cpu_request_millicores=10, memory_request_mebibytes=16, memory_limit_mebibytes=32
)
"""Enough for a shell that calls one address after the other."""

_NOBODY: Final = 65534
_SCRATCH: Final = "/tmp"
_ALIVE: Final = f"{_SCRATCH}/alive"
_PATIENCE_SECONDS: Final = 10


class TrafficGeneratorChart(cdk8s.Chart):
    """Calls the emitter every few seconds, one call at a time, for as long as it runs.

    What fails is in its log, and the next call is made all the same. It is alive while it makes
    calls, whatever comes of them.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: BusyBox.
        namespace: Namespace, which has to exist: the emitter's.
        aws_sdk_call: Whether to have the emitter list S3 buckets too.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        namespace: str = emitter.NAMESPACE,
        aws_sdk_call: bool = False,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NAME),
            disable_resource_name_hashes=True,
        )
        deployment = kplus.Deployment(
            self,
            "deployment",
            metadata=cdk8s.ApiObjectMetadata(name=NAME),
            pod_metadata=cdk8s.ApiObjectMetadata(labels=agent.labels(NAME)),
            select=False,
            replicas=1,
            automount_service_account_token=False,
            security_context=kplus.PodSecurityContextProps(user=_NOBODY, group=_NOBODY),
            containers=[self._container(image, _script(namespace, aws_sdk_call=aws_sdk_call))],
        )
        place(agent.seal(deployment, NAME), emitter.ANY_NODE)

    def _container(self, image: str, script: str) -> kplus.ContainerProps:
        scratch = kplus.Volume.from_empty_dir(
            self, "scratch", "scratch", size_limit=cdk8s.Size.mebibytes(1)
        )
        return kplus.ContainerProps(
            name=NAME,
            image=image,
            image_pull_policy=kplus.ImagePullPolicy.IF_NOT_PRESENT,
            command=["/bin/sh", "-c", script],
            liveness=kplus.Probe.from_command(
                ["/bin/sh", "-c", f'test -n "$(find {_ALIVE} -mmin -2)"'],
                period_seconds=cdk8s.Duration.seconds(60),
                timeout_seconds=cdk8s.Duration.seconds(5),
            ),
            resources=RESOURCES.to_container(),
            volume_mounts=[kplus.VolumeMount(path=_SCRATCH, volume=scratch)],
            security_context=kplus.ContainerSecurityContextProps(user=_NOBODY, group=_NOBODY),
        )


def _script(namespace: str, *, aws_sdk_call: bool) -> str:
    """The chapter's loop, with its pauses and without its call of a service that is not there."""
    url = f"http://{emitter.NAME}.{namespace}:{emitter.PORT}"
    second = f"  sleep 2\n  call {url}{emitter.AWS_CALL}\n" if aws_sdk_call else ""
    # A shell that is process 1 ends by SIGTERM only where it is told to. Some builds of BusyBox
    # crash at wget's own -T (CVE-2026-76014).
    return f"""trap 'exit 0' TERM
call() {{
  timeout {_PATIENCE_SECONDS} wget -q -O /dev/null "$1" || echo "failed: $1"
}}
while :; do
  touch {_ALIVE}
  call {url}{emitter.OUTGOING_CALL}
{second}  sleep 5
done
"""
