"""What memory collectors take while their workspace is away, for the sizes of clusters.

    python benchmarks/metrics_outage.py [--minutes 10]

Needs what metrics.py needs but kwok, and simulates as it does. Each collector runs for three
minutes and then has nowhere to write to. All run side by side, each in a network of its own. It is
by these figures that containers are sized (charts, collector/sizes.py).
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.extend(
    str(Path(__file__).resolve().parents[1] / root) for root in (".", "ops", "charts", "constructs")
)

from benchmarks import results
from benchmarks.collector_run import start_collector
from benchmarks.metrics import start_api, start_targets
from benchmarks.metrics_configurations import of_this_project
from benchmarks.metrics_report import PODS_PER_NODE
from benchmarks.remote_write import receiving
from benchmarks.rule_answers import SETTINGS
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.kept_series import kept_for
from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.loopback import isolate
from eks_observability_ops.components.running import Supervisor
from eks_observability_ops.components.simulated_cluster import SimulatedCluster

SIZES: Final = (100, 500, 1000)
STEADY_SECONDS: Final = 190
"""Three scrapes, and the batches after them."""


@dataclass(frozen=True, kw_only=True)
class Memory:
    """Most memory that a collector had resident, in MiB."""

    series: float
    """Series that it writes."""
    steady: float
    """As long as it could write."""
    after_outage: float
    """When it could not any more for as long as was asked."""


def main() -> int:
    """Runs the benchmark and writes its results."""
    parser = argparse.ArgumentParser(description="Collectors without a workspace.")
    parser.add_argument("--minutes", type=int, default=10)
    options = parser.parse_args()
    try:
        for name in ("etcd", "kube-apiserver", "kubectl", "collector", "prometheus"):
            require(name)
    except MissingProgramError as error:
        print(f"Skipped: {error}")
        return 0
    cases = [(1, "nodes"), *((size, "rest") for size in SIZES)]
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=len(cases), mp_context=spawn) as pool:
        tasks = [pool.submit(measure, *case, options.minutes) for case in cases]
        found = [task.result() for task in tasks]
    text = report(cases, found, options.minutes)
    results.write("Collectors without a workspace", text)
    print(text)
    return 0


def measure(size: int, part: str, minutes: int) -> Memory:
    """Runs one collector of a cluster of so many nodes; in a process of its own.

    Raises:
        RuntimeError: This machine gives no network of its own.
    """
    if not isolate():
        msg = "the simulated nodes need a network of their own"
        raise RuntimeError(msg)
    cluster = SimulatedCluster(nodes=size, pods_per_node=PODS_PER_NODE)
    config = getattr(of_this_project("", kept_for(SETTINGS, Alerts())), part)
    with Supervisor() as supervisor:
        around = start_targets(supervisor, start_api(supervisor, 0), size, cluster)
        with receiving(supervisor) as receiver:
            collector = start_collector(around, config, receiver)
            time.sleep(STEADY_SECONDS)
            series, steady = receiver.count().series, collector.measure()
            receiver.prometheus.process.stop()
            time.sleep(60 * minutes)
            return Memory(
                series=series, steady=steady / 2**20, after_outage=collector.measure() / 2**20
            )


def report(cases: Sequence[tuple[int, str]], found: Sequence[Memory], minutes: int) -> str:
    """The part of RESULTS.md."""
    lines = [
        f"`python benchmarks/metrics_outage.py` on {results.machine()}. {PODS_PER_NODE} pods on "
        "each node, every 60 s, what all rules need. No limit of memory was set.",
        "",
        f"| collector | series | peak MiB | peak MiB after {minutes} minutes without a workspace |",
        "|---|---|---|---|",
    ]
    for (size, part), memory in zip(cases, found, strict=True):
        name = "a node's" if part == "nodes" else f"the cluster's, {size:,} nodes"
        numbers = (memory.series, memory.steady, memory.after_outage)
        lines.append(f"| {name} | {' | '.join(f'{number:,.0f}' for number in numbers)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
