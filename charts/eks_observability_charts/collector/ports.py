"""At which ports collectors are reached by pods."""

from typing import Any, Final

OTLP_GRPC_PORT: Final = 4317
"""Port of OTLP over gRPC (OpenTelemetry Protocol Specification)."""

OTLP_HTTP_PORT: Final = 4318
"""Port of OTLP over HTTP (OpenTelemetry Protocol Specification)."""

SAMPLING_RULES_PORT: Final = 2000
"""Port where SDKs ask for X-Ray's sampling rules (OpenTelemetry SDKs, "AWS X-Ray remote sampler",
their default)."""

MOST_BYTES: Final = 4 * 1024 * 1024
"""Most bytes of a request, after they are decompressed: what gRPC has by default. SDKs send 512
spans at once."""


def otlp_receiver(*, http: bool = True) -> dict[str, Any]:
    """The receiver `otlp` (opentelemetry-collector, receiver/otlpreceiver).

    It listens at every address of the pod: `0.0.0.0` would be none of a pod of a cluster with IPv6,
    and the collector's default is loopback.

    Args:
        http: Whether over HTTP too.
    """
    grpc = {
        "endpoint": f":{OTLP_GRPC_PORT}",
        "max_recv_msg_size_mib": MOST_BYTES // 1024 // 1024,
    }
    over_http = {"endpoint": f":{OTLP_HTTP_PORT}", "max_request_body_size": MOST_BYTES}
    return {"protocols": {"grpc": grpc, **({"http": over_http} if http else {})}}


def sampling_rules_port() -> dict[str, Any]:
    """The port of the service that the operator does not make of itself, as its objects have it."""
    return {"name": "sampling-rules", "port": SAMPLING_RULES_PORT, "protocol": "TCP"}
