"""Where what applications send goes to, and how it waits while it cannot."""

from typing import Any, Final

from eks_observability_charts.collector.names import SAMPLER_COLLECTOR
from eks_observability_charts.collector.otlp import LogGroup, Otlp, XRay, XRayOtlp
from eks_observability_charts.collector.parts import Part
from eks_observability_charts.collector.ports import OTLP_GRPC_PORT
from eks_observability_charts.collector.remote_write import RemoteWrite, exporter, signer

QUEUED_BATCHES: Final = 200
"""Batches of spans that wait. Those that come later wait in their senders' calls."""

QUEUED_REQUESTS: Final = 500
"""Requests with metrics that wait, or batches of logs. What comes later is refused."""

RETRIED_SECONDS: Final = 60
"""How long spans and logs are tried, in seconds. Those that wait hold up all that come."""

LOG_REQUEST_BYTES: Final = 1_000_000
"""Most bytes of a request with logs, before they are compressed: what CloudWatch takes is 1 MB
(CloudWatch User Guide, "OTLP endpoints")."""

_TIMEOUT_SECONDS: Final = 10
_SENDERS: Final = 4
_XRAY_SIGNER: Final = "sigv4auth/xray"
_LOGS_SIGNER: Final = "sigv4auth/logs"
_METRICS_SIGNER: Final = "sigv4auth/otlp"


def traces_to(otlp: Otlp) -> Part:
    """The exporter of traces to X-Ray, and what it needs.

    While it is slow, calls of senders wait, until they give up or memory is short and they are
    refused. What it has given up it counts, and says so in its log.
    """
    match otlp.traces:
        case XRay():
            return Part(exporters={"awsxray": _segments(otlp.traces, region=otlp.region)})
        case XRayOtlp():
            return Part(
                extensions={_XRAY_SIGNER: {"region": otlp.region, "service": "xray"}},
                exporters={
                    "otlphttp/xray": {
                        # Not `endpoint`, which a path is added to.
                        "traces_endpoint": otlp.traces.endpoint,
                        "auth": {"authenticator": _XRAY_SIGNER},
                        "timeout": f"{_TIMEOUT_SECONDS}s",
                        "retry_on_failure": _retried(),
                        "sending_queue": _waiting(),
                    }
                },
            )


def traces_to_sampler(namespace: str) -> Part:
    """The exporter of traces to the collectors that decide which are kept.

    All spans of a trace go to the same one (opentelemetry-collector-contrib,
    exporter/loadbalancingexporter).

    Args:
        namespace: Where those run.
    """
    # As the operator calls the service without an address of its own.
    hostname = f"{SAMPLER_COLLECTOR}-collector-headless.{namespace}.svc"
    return Part(
        exporters={
            "loadbalancing": {
                "routing_key": "traceID",
                "resolver": {"dns": {"hostname": hostname, "port": f"{OTLP_GRPC_PORT}"}},
                "protocol": {
                    "otlp": {
                        "timeout": f"{_TIMEOUT_SECONDS}s",
                        "tls": {"insecure": True},
                        # What waits for one of them would be lost when it is gone: it waits before
                        # that is chosen.
                        "retry_on_failure": {"enabled": False},
                        "sending_queue": {"enabled": False},
                    }
                },
                "retry_on_failure": _retried(),
                "sending_queue": _waiting(),
            }
        }
    )


def metrics_to(remote_write: RemoteWrite) -> Part:
    """The exporter of applications' metrics, with names as Prometheus has them, and its signer.

    Args:
        remote_write: Where it writes to.
    """
    written = exporter(remote_write, queue_size=QUEUED_REQUESTS) | {
        "translation_strategy": "UnderscoreEscapingWithSuffixes",
        # What tells of a resource more than `job` and `instance`, once for each.
        "target_info": {"enabled": True},
    }
    return Part(
        extensions={_METRICS_SIGNER: signer(remote_write)},
        exporters={
            "prometheusremotewrite/otlp": written | {"auth": {"authenticator": _METRICS_SIGNER}}
        },
    )


def logs_to(logs: LogGroup, *, region: str) -> Part:
    """The exporter of applications' logs, and its signer.

    Args:
        logs: Where they go.
        region: The Region that requests are signed for.
    """
    return Part(
        extensions={_LOGS_SIGNER: {"region": region, "service": "logs"}},
        exporters={
            "otlphttp/logs": {
                "logs_endpoint": logs.endpoint or f"https://logs.{region}.amazonaws.com/v1/logs",
                "headers": {"x-aws-log-group": logs.group, "x-aws-log-stream": logs.stream},
                "auth": {"authenticator": _LOGS_SIGNER},
                "timeout": f"{_TIMEOUT_SECONDS}s",
                "retry_on_failure": _retried(),
                "sending_queue": {
                    "enabled": True,
                    "queue_size": QUEUED_REQUESTS,
                    "num_consumers": _SENDERS,
                    "batch": {
                        "sizer": "bytes",
                        "flush_timeout": "5s",
                        "min_size": LOG_REQUEST_BYTES // 2,
                        "max_size": LOG_REQUEST_BYTES,
                    },
                },
            }
        },
    )


def _segments(xray: XRay, *, region: str) -> dict[str, Any]:
    """The exporter `awsxray` (opentelemetry-collector-contrib, exporter/awsxrayexporter).

    It has no queue: it tries a batch, then the next one. It waits longer after each try, as AWS's
    SDKs do.
    """
    return {
        "region": region,
        # It would ask the node for its name.
        "local_mode": True,
        "request_timeout_seconds": _TIMEOUT_SECONDS,
        "max_retries": 5,
        "indexed_attributes": list(xray.indexed_attributes),
        **({"aws_log_groups": list(xray.log_groups)} if xray.log_groups else {}),
    }


def _retried() -> dict[str, Any]:
    return {
        "enabled": True,
        "initial_interval": "1s",
        "max_interval": "10s",
        "max_elapsed_time": f"{RETRIED_SECONDS}s",
    }


def _waiting() -> dict[str, Any]:
    return {
        "enabled": True,
        "queue_size": QUEUED_BATCHES,
        "num_consumers": _SENDERS,
        # Batches are filled behind their senders' backs: what were refused here would be lost.
        "block_on_overflow": True,
    }
