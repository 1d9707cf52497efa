"""Runs collectors, and measures what they need and what they write."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.metrics_configurations import Config, placed
from benchmarks.remote_write import Receiver, number, receiving
from eks_observability_ops.components.cache import require
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.running import Process, Supervisor
from eks_observability_ops.components.simulated_cluster import POD_PREFIX

WARM_UP_SECONDS: Final = 80
"""Every target is scraped once within an interval, and a batch waits for ten seconds."""

_READY: Final = "Everything is ready. Begin running and processing data."
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a collector wrote and needed in a while."""

    series: float
    """Different series, since it began."""
    samples_per_second: float
    """Samples that arrived."""
    bytes_per_second: float
    """Size of the requests that brought them."""
    cores: float
    """Processor time, in seconds per second."""
    megabytes: float
    """Most memory that it had resident."""
    of_pods: float
    """Series that name a simulated pod."""
    of_nodes: float
    """Series that name no such pod, but a node."""
    down: float
    """Targets whose last scrape failed."""

    @property
    def bytes_per_sample(self) -> float:
        """Size of the requests by the samples in them."""
        return self.bytes_per_second / self.samples_per_second


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What collectors have around them."""

    supervisor: Supervisor
    account: Path
    """Folder that stands for a service account's."""
    api: str
    """Host and port of the Kubernetes API."""
    node_ip: str
    """Address of the node that a node's collector is on."""
    node_name: str
    """Its name."""


def measure(
    around: Surroundings,
    configs: Mapping[str, Config],
    *,
    seconds: int,
    then: Callable[[Mapping[str, Receiver]], None] = lambda _: None,
) -> dict[str, Measured]:
    """Runs collectors side by side, each with a receiver of its own.

    Args:
        around: What they have around them.
        configs: Their configurations, by a name.
        seconds: How long is measured, after `WARM_UP_SECONDS`.
        then: Looks at the receivers before they are stopped. Default: nobody does.

    Raises:
        ProgramError: One did not start.
        AssertionError: A sample was refused.
    """
    with ExitStack() as stack:
        receivers = {name: stack.enter_context(receiving(around.supervisor)) for name in configs}
        collectors = {
            name: start_collector(around, config, receivers[name])
            for name, config in configs.items()
        }
        for collector in collectors.values():
            stack.callback(collector.stop)
        time.sleep(WARM_UP_SECONDS)
        before = {name: _look(collectors[name], receivers[name]) for name in configs}
        time.sleep(seconds)
        after = {name: _look(collectors[name], receivers[name]) for name in configs}
        then(receivers)
        shares = {name: _shares(receivers[name]) for name in configs}
    return {name: _between(before[name], after[name], shares[name]) for name in configs}


def start_collector(around: Surroundings, config: Config, receiver: Receiver) -> Process:
    """Starts a collector, and returns when it is ready.

    Raises:
        ProgramError: It did not start.
    """
    text = placed(
        config,
        account=str(around.account),
        api=around.api,
        write_url=receiver.write_url,
        ports={"own": free_port(), "health": free_port()},
    )
    file = around.supervisor.new_folder("collector") / "collector.yaml"
    file.write_text(text, encoding="utf-8")
    return around.supervisor.serve(
        [require("collector"), f"--config={file}"],
        lambda process: _READY in process.log(),
        seconds=60,
        environment={"K8S_NODE_IP": around.node_ip, "K8S_NODE_NAME": around.node_name}
        | {"K8S_POD_NAME": "collector", "NO_PROXY": "*", "no_proxy": "*"},
    )


@dataclass(frozen=True, kw_only=True)
class _Look:
    at: float
    processor_seconds: float
    peak_bytes: int
    series: float
    samples: float
    bytes: int


def processor_seconds(collector: Process) -> float:
    """Processor time that a program has had so far."""
    numbers = Path(f"/proc/{collector.pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = numbers.split()[11:13]
    return (int(user) + int(system)) / _TICKS


def _look(collector: Process, receiver: Receiver) -> _Look:
    count = receiver.count()
    assert not count.refused, f"{count.refused:.0f} samples were refused.\n{collector.log()}"
    return _Look(
        at=time.monotonic(),
        processor_seconds=processor_seconds(collector),
        peak_bytes=collector.measure(),
        series=count.series,
        samples=count.samples,
        bytes=count.bytes,
    )


def _shares(receiver: Receiver) -> tuple[float, float, float]:
    """Series of pods, and of nodes, and targets that are down."""
    pod = f'pod=~"{POD_PREFIX}.*"'
    of_pods = number(receiver.prometheus, f"count({{{pod}}})")
    of_nodes = number(receiver.prometheus, f'count({{node!="",{pod.replace("=~", "!~")}}})')
    return of_pods, of_nodes, number(receiver.prometheus, "count(up == 0)")


def _between(before: _Look, after: _Look, shares: tuple[float, float, float]) -> Measured:
    seconds = after.at - before.at
    return Measured(
        series=after.series,
        samples_per_second=(after.samples - before.samples) / seconds,
        bytes_per_second=(after.bytes - before.bytes) / seconds,
        cores=(after.processor_seconds - before.processor_seconds) / seconds,
        megabytes=after.peak_bytes / 1e6,
        of_pods=shares[0],
        of_nodes=shares[1],
        down=shares[2],
    )
