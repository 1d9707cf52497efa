"""What collecting a cluster's metrics costs, as ratios to what it costs elsewhere.

    make bench
    python benchmarks/metrics.py [--sizes 100 1000] [--seconds 120]

Needs the programs of `make components` and of `make components NAMES=kwok`; without them it says so
and does nothing. Nodes and pods are simulated in recorded shapes, and the API server is a real one
that has them as objects. A machine cannot run a thousand collectors: one node is measured, and
counted as often as there are nodes; the peers' central collector scrapes ten nodes, and is
counted ten times for a hundred. What measures the cluster as a whole is measured in full.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

sys.path.extend(
    str(Path(__file__).resolve().parents[1] / root) for root in (".", "ops", "charts", "constructs")
)

from benchmarks import results
from benchmarks.collector_run import Measured, Surroundings, measure
from benchmarks.metrics_configurations import Configuration, of_the_peers, of_this_project
from benchmarks.metrics_report import PODS_PER_NODE, Whole, answered, report
from benchmarks.remote_write import Receiver
from benchmarks.rule_answers import SETTINGS, Answers, compare
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.kept_series import kept_for
from eks_observability_ops.components import exposition_server as served
from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.kubernetes_api import KubernetesApi, start_kubernetes_api
from eks_observability_ops.components.kwok import start_kwok
from eks_observability_ops.components.loopback import isolate
from eks_observability_ops.components.running import Supervisor
from eks_observability_ops.components.simulated_cluster import SimulatedCluster

ROOT: Final = Path(__file__).resolve().parents[1]
NODES_TOGETHER: Final = 10
"""Nodes that the peers' collector scrapes at once here. It sends a request for each target, one
after the other: with many more, what is measured is how fast a Prometheus answers here."""


def main() -> int:
    """Runs the benchmark and writes its results."""
    parser = argparse.ArgumentParser(description="What collecting metrics costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], metavar="NODES")
    parser.add_argument("--together", type=int, default=NODES_TOGETHER, metavar="NODES")
    parser.add_argument("--seconds", type=int, default=120, help="each is measured for so long")
    options = parser.parse_args()
    if reason := why_not():
        print(f"Skipped: {reason}")
        return 0
    configurations = compared(options.together)
    answers: list[Answers] = []
    nodes = in_cluster(options.together, configurations, "nodes", options.seconds, answers)
    wholes = {}
    for size in options.sizes:
        rest = in_cluster(size, configurations, "rest", options.seconds, answers)
        wholes[size] = {
            name: Whole(
                nodes=nodes[name],
                times=size / configuration.nodes_together,
                rest=rest[name],
                program=nodes["kept"].megabytes if configuration.nodes_together > 1 else 0,
            )
            for name, configuration in configurations.items()
        }
    text = "\n".join([*report(configurations, wholes, options.seconds), *answered(answers)])
    results.write("Metrics", text)
    print(text)
    return 0


def why_not() -> str | None:
    """Isolates this process, and says why it cannot measure here; None where it can."""
    try:
        for name in ("etcd", "kube-apiserver", "kubectl", "kwok", "collector", "prometheus"):
            require(name)
    except MissingProgramError as error:
        return str(error)
    return None if isolate() else "the simulated nodes need a network of their own."


def compared(together: int) -> dict[str, Configuration]:
    """What is compared; of the peers', a collector of so many nodes."""
    cluster = SimulatedCluster(nodes=together, pods_per_node=PODS_PER_NODE)
    return {
        "kept": of_this_project("this project", kept_for(SETTINGS, Alerts())),
        "all": of_this_project("(a) the same without a keep-list", {}),
        "peers": of_the_peers("(b) as the peers document", cluster, nodes=together),
    }


def in_cluster(
    size: int,
    configurations: Mapping[str, Configuration],
    part: str,
    seconds: int,
    answers: list[Answers],
) -> dict[str, Measured]:
    """Measures one part of each configuration in a cluster of so many nodes.

    What keeps some series and what keeps all run side by side, so that the answers that rules get
    of them can be compared; the peers' collector runs alone.
    """
    cluster = SimulatedCluster(nodes=size, pods_per_node=PODS_PER_NODE)

    def look(receivers: Mapping[str, Receiver]) -> None:
        if {"kept", "all"} <= receivers.keys():
            everything, kept = receivers["all"].prometheus, receivers["kept"].prometheus
            answers.append(compare(everything=everything, kept=kept))

    found: dict[str, Measured] = {}
    with Supervisor() as supervisor:
        api = start_api(supervisor, size if part == "rest" else 0)
        around = start_targets(supervisor, api, size, cluster)
        for names in (("kept", "all"), ("peers",)):
            configs = {name: getattr(configurations[name], part) for name in names}
            print(f"{size} nodes, {part}: {', '.join(names)} ...", file=sys.stderr, flush=True)
            found |= measure(around, configs, seconds=seconds, then=look)
            for name in names:
                print(f"  {name}: {found[name]}", file=sys.stderr, flush=True)
    return found


def start_api(supervisor: Supervisor, nodes: int) -> KubernetesApi:
    """Starts a Kubernetes API, with nodes and pods if there are to be any."""
    api = start_kubernetes_api(
        supervisor,
        etcd=require("etcd"),
        kube_apiserver=require("kube-apiserver"),
        kubectl=require("kubectl"),
    )
    if nodes:
        player = start_kwok(supervisor, require("kwok"), api)
        names = player.add_nodes(nodes, seconds=600)
        player.add_pods(nodes * PODS_PER_NODE, nodes=names, namespace="default", seconds=1200)
    return api


def start_targets(
    supervisor: Supervisor, api: KubernetesApi, size: int, cluster: SimulatedCluster
) -> Surroundings:
    """Serves the simulated nodes, and what else is scraped."""
    program = [sys.executable, "-m", "eks_observability_ops.components.exposition_server"]
    options = [f"--nodes={size}", f"--pods={PODS_PER_NODE}", f"--certificate={api.certificate}"]
    key = api.certificate.with_suffix(".key")
    supervisor.serve(
        [*program, *options, f"--key={key}"],
        lambda process: served.READY in process.log(),
        seconds=60,
        environment={"PYTHONPATH": str(ROOT / "ops")},
    )
    account = supervisor.new_folder("account")
    token = api.authorization["Authorization"].removeprefix("Bearer ")
    (account / "token").write_text(token, encoding="ascii")
    return Surroundings(
        supervisor=supervisor,
        account=account,
        api=api.url.removeprefix("https://"),
        node_ip=served.address_of(0),
        node_name=cluster.node_name(0),
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
