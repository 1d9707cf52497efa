"""Applications that run as pods do: with the variables of a manifest, from the pod's address."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from eks_observability_ops.components.running import Supervisor

Protocol = Literal["grpc", "http/protobuf"]
"""As OTEL_EXPORTER_OTLP_PROTOCOL says it."""

PROTOCOLS: Final[Mapping[Protocol, int]] = {"grpc": 4317, "http/protobuf": 4318}
"""The port that each has."""

_ROOT: Final = Path(__file__).parents[3]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an application's exporters were told."""

    answers: Sequence[str]
    """SUCCESS or FAILURE for each request with spans."""
    traceparent: str
    """The last span that called another service."""
    log: str
    """What it wrote of failures."""
    metrics: bool = False
    """Whether its metrics were taken."""
    logs: bool = False
    """Whether its logs were taken."""


@dataclass(frozen=True, kw_only=True)
class Application:
    """An application with OpenTelemetry's SDK."""

    supervisor: Supervisor
    address: str
    """Address of its pod. It finds the collector there too: a connection of a machine with itself
    has one address at both ends, and so the collector sees the pod's."""
    service: str
    protocol: Protocol = "grpc"
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Of its resource, besides the service's name."""
    ports: Mapping[Protocol, int] = field(default_factory=lambda: PROTOCOLS)
    """Where the collector listens. Default: as it is deployed."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables besides. Default: none."""

    def run(self, *arguments: str, seconds: float = 60) -> Said:
        """Runs it to its end.

        Args:
            arguments: What it does; see application.py.
            seconds: How long it may take.

        Raises:
            AssertionError: It failed.
        """
        attributes = ",".join(f"{name}={value}" for name, value in self.attributes.items())
        answer = self.supervisor.run(
            [sys.executable, "-m", "tests.components.tracing.application", *arguments],
            folder=_ROOT,
            environment={
                "OTEL_SERVICE_NAME": self.service,
                "OTEL_RESOURCE_ATTRIBUTES": attributes,
                "OTEL_EXPORTER_OTLP_PROTOCOL": self.protocol,
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{self.address}:{self.ports[self.protocol]}",
                "PYTHONPATH": str(_ROOT),
                "NO_PROXY": self.address,
                "no_proxy": self.address,
                **self.environment,
            },
            seconds=seconds,
        )
        assert answer.code == 0, answer.text
        said: dict[str, Any] = json.loads(answer.output)
        return Said(log=answer.error, **said)
