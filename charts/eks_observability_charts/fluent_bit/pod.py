"""The container of Fluent Bit, on every node or once."""

from collections.abc import Mapping, Sequence
from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus

from eks_observability_charts.fluent_bit.service import GRACE_SECONDS, HTTP_PORT
from eks_observability_charts.resources import Resources

DEFAULT_RESOURCES: Final = Resources(
    cpu_request_millicores=50, memory_request_mebibytes=100, memory_limit_mebibytes=250
)
"""CPU and limit as in the amazon-cloudwatch-observability chart; memory that is set aside as in
AWS's quick start, because the chart's 25 MiB are less than what is in use."""

GRACE: Final = cdk8s.Duration.seconds(GRACE_SECONDS + 15)
"""Longer than Fluent Bit goes on sending."""

_EVERY: Final = cdk8s.Duration.seconds(30)
_PATIENCE: Final = cdk8s.Duration.seconds(5)


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


def _probe(path: str) -> kplus.Probe:
    return kplus.Probe.from_http_get(
        path, port=HTTP_PORT, period_seconds=_EVERY, timeout_seconds=_PATIENCE
    )
