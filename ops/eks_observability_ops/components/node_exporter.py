"""node_exporter: the metrics of this machine, under the names that dashboards use."""

from dataclasses import dataclass
from pathlib import Path

from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.local_http import answers
from eks_observability_ops.components.running import Process, Supervisor

_READY_SECONDS = 15


@dataclass(frozen=True, kw_only=True)
class NodeExporter:
    """A running node_exporter."""

    process: Process
    address: str
    """Host and port, as a scrape configuration writes them."""


def start_node_exporter(supervisor: Supervisor, program: Path) -> NodeExporter:
    """Starts node_exporter, and returns when it answers.

    Raises:
        ProgramError: It did not become ready.
    """
    address = f"127.0.0.1:{free_port()}"
    process = supervisor.serve(
        [program, f"--web.listen-address={address}"],
        lambda _: answers(f"http://{address}/metrics"),
        seconds=_READY_SECONDS,
    )
    return NodeExporter(process=process, address=address)
