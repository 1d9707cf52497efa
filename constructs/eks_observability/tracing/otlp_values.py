"""What applications may send, and where it goes, in the chart's own terms."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks

from eks_observability.regions import domain_suffix_of
from eks_observability.settings.tracing import Sampling, Tracing
from eks_observability.tracing.indexed_attributes import indexed_attributes
from eks_observability.tracing.otlp_log_stream import OtlpLogStream
from eks_observability_charts.collector.otlp import Head, LogGroup, Otlp, Tail, XRay, XRayOtlp
from eks_observability_charts.collector.remote_write import RemoteWrite


def otlp_values(
    cluster: eks.ICluster,
    tracing: Tracing,
    *,
    remote_write: RemoteWrite | None,
    log_stream: OtlpLogStream | None,
    log_groups: Sequence[str] = (),
) -> Otlp:
    """What the collectors of a cluster take by OTLP.

    Args:
        cluster: The cluster.
        tracing: The settings.
        remote_write: Where metrics go. None: they are refused.
        log_stream: Where logs go. None: they are refused.
        log_groups: Log groups where X-Ray's console looks for what was logged within a trace.
            Default: none.
    """
    stack = cdk.Stack.of(cluster)
    region = stack.region
    return Otlp(
        cluster=cluster.cluster_name,
        region=region,
        account=stack.account,
        traces=XRayOtlp(endpoint=_endpoint("xray", region, "traces"))
        if tracing.destination == "otlp"
        else XRay(
            indexed_attributes=indexed_attributes(tracing.indexed_attributes),
            log_groups=tuple(log_groups),
        ),
        metrics=remote_write if tracing.metrics else None,
        logs=LogGroup(
            group=log_stream.group_name,
            stream=log_stream.stream_name,
            endpoint=_endpoint("logs", region, "logs"),
        )
        if log_stream
        else None,
        sampling=_sampling(tracing.sampling),
        sampling_rules=tracing.sampling_rule.enabled,
    )


def _endpoint(service: str, region: str, signal: str) -> str:
    """An endpoint for OTLP over HTTP (CloudWatch User Guide, "OTLP endpoints")."""
    return f"https://{service}.{region}.{domain_suffix_of(region)}/v1/{signal}"


def _sampling(sampling: Sampling) -> Head | Tail | None:
    match sampling.at:
        case "head":
            return Head(ratio=sampling.ratio)
        case "tail":
            return Tail(ratio=sampling.ratio, slow_milliseconds=sampling.slow_milliseconds)
        case "off":
            return None
