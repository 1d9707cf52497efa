"""The OpenTelemetry Collector with ADOT's components: checks a configuration, and runs it."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.local_http import fetch
from eks_observability_ops.components.running import Answer, Process, Supervisor

_READY = "Everything is ready. Begin running and processing data."
_KINDS = ("receivers", "processors", "exporters", "connectors", "extensions")


@dataclass(frozen=True, kw_only=True)
class RunningCollector:
    """A collector that processes data."""

    process: Process
    metrics_url: str
    """Its own metrics, in Prometheus' format."""

    def metrics(self) -> dict[str, float]:
        """Returns its own metrics, each series by its name with labels."""
        lines = (line.rpartition(" ") for line in fetch(self.metrics_url).splitlines())
        return {series: float(value) for series, _, value in lines if not series.startswith("#")}

    def total(self, metric: str) -> float:
        """Returns the sum of a metric of its own over all label values, 0 if there is none."""
        own = re.compile(rf"{metric}(\{{.*)?")
        return sum(value for series, value in self.metrics().items() if own.fullmatch(series))

    def log(self) -> str:
        """Returns all that it has printed."""
        return self.process.log()

    def stop(self) -> int:
        """Lets it send what it holds, ends it, and returns its exit code."""
        return self.process.stop()


@dataclass(frozen=True, kw_only=True)
class Collector:
    """The collector program."""

    supervisor: Supervisor
    program: Path

    def validate(
        self, configuration: str, *, environment: Mapping[str, str] | None = None
    ) -> Answer:
        """Checks a configuration without starting it; code 0 means that it is accepted.

        It finds unknown components, unknown keys and wrong values. It does not find a missing
        authenticator: `start` does.

        Args:
            configuration: The collector's YAML.
            environment: What `${env:NAME}` in it refers to. Default: nothing.
        """
        file = self._write(configuration)
        return self.supervisor.run(
            [self.program, "validate", f"--config={file}"], environment=environment
        )

    def start(
        self,
        configuration: str,
        *,
        environment: Mapping[str, str] | None = None,
        seconds: float = 20,
    ) -> RunningCollector:
        """Starts a collector, and returns when it processes data.

        Only the place of its own metrics is not the configuration's: it is a free port.

        Raises:
            ProgramError: It ended, as it does for a wrong configuration, or was not ready in time.
        """
        port = free_port()
        process = self.supervisor.serve(
            [
                self.program,
                f"--config={self._write(configuration)}",
                f"--config=yaml:{json.dumps(_own_metrics(port))}",
            ],
            lambda process: _READY in process.log(),
            seconds=seconds,
            environment=environment,
        )
        return RunningCollector(process=process, metrics_url=f"http://127.0.0.1:{port}/metrics")

    @contextmanager
    def running(
        self, configuration: str, *, environment: Mapping[str, str] | None = None
    ) -> Iterator[RunningCollector]:
        """Starts a collector for the length of a `with` block."""
        collector = self.start(configuration, environment=environment)
        try:
            yield collector
        finally:
            collector.stop()

    def components(self) -> dict[str, frozenset[str]]:
        """Returns the names of all components, by kind: receivers, processors, exporters, ..."""
        listing = self.supervisor.run([self.program, "components"]).output
        found: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        kind = ""
        for line in listing.splitlines():
            if heading := re.fullmatch(r"(\w+):", line):
                kind = heading[1]
            elif kind in found and (name := re.fullmatch(r"    - name: (\S+)", line)):
                found[kind].add(name[1])
        return {kind: frozenset(names) for kind, names in found.items()}

    def _write(self, configuration: str) -> Path:
        file = self.supervisor.new_folder("configuration") / "collector.yaml"
        file.write_text(configuration, encoding="utf-8")
        return file


def _own_metrics(port: int) -> dict[str, object]:
    reader = {"pull": {"exporter": {"prometheus": {"host": "127.0.0.1", "port": port}}}}
    return {"service": {"telemetry": {"metrics": {"level": "normal", "readers": [reader]}}}}
