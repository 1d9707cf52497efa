"""How long a real cluster of one node takes to be ready, and how much each component exposes.

    python benchmarks/one_node_cluster.py [--record FOLDER]

Needs root on Linux, Debian's containerd, and the programs of `make components` and of `make
components NAMES="kubelet kube-controller-manager kube-scheduler kube-proxy"`; without them it says
so and does nothing.
"""

import argparse
import json
import sys
import time
from pathlib import Path

sys.path.extend(str(Path(__file__).resolve().parents[1] / root) for root in ("charts", "ops"))

import cdk8s

from eks_observability_charts.fluent_bit.chart import FluentBitChart
from eks_observability_charts.kubelet import pods_of_kubelet
from eks_observability_charts.logger import LOG_LINE, LoggerChart
from eks_observability_ops.components import node_namespaces
from eks_observability_ops.components.one_node import OneNode, start_one_node, why_not
from eks_observability_ops.components.running import Supervisor

_INSIDE = "--inside"
_IMAGE = "docker.io/library/busybox:1"
_POD = """\
apiVersion: v1
kind: Pod
metadata: {name: app}
spec:
  containers:
    - {name: app, image: "busybox:1", imagePullPolicy: Never, command: [sleep, "3600"]}
"""


def main() -> int:
    """Runs the benchmark and prints its results."""
    parser = argparse.ArgumentParser(description="A real cluster of one node.")
    parser.add_argument("--record", type=Path, metavar="FOLDER", help="write the metrics there")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        if reason := why_not():
            print(f"Skipped: {reason}")
            return 0
        sys.stdout.flush()
        node_namespaces.enter([__file__, *sys.argv[1:], _INSIDE])
    node_namespaces.prepare()
    with Supervisor() as supervisor:
        start = time.monotonic()
        node = start_one_node(supervisor)
        print(f"node ready after {time.monotonic() - start:.1f} s")
        print(f"pod ready after {seconds_to_run(node):.1f} s more")
        print(f"the demo's logger printed {lines_of_the_logger(node)} lines")
        print(
            f"with Fluent Bit's rights the kubelet answers {', '.join(paths_of_fluent_bit(node))}"
        )
        time.sleep(15)  # cAdvisor looks at a new container every ten seconds
        for component in node.urls:
            exposed = node.metrics(component)
            series = sum(1 for line in exposed.splitlines() if line and line[0] != "#")
            print(f"{component:26}{series:7,} series")
            if options.record:
                options.record.mkdir(parents=True, exist_ok=True)
                (options.record / f"{component}.txt").write_text(exposed, encoding="utf-8")
        for process in [node.api.etcd, node.api.server, *node.programs]:
            print(f"{process.name:26}{process.measure() / 1e6:7.0f} MB")
    return 0


def seconds_to_run(node: OneNode) -> float:
    """Returns how long a pod takes from its creation until it is ready."""
    busybox = Path("/bin/busybox")
    node.import_image(_IMAGE, busybox, entrypoint=["/bin/sh"], links=["sh", "sleep", "seq"])
    node.wait_for("serviceaccount", "default", "jsonpath={.metadata.uid}", seconds=30)
    start = time.monotonic()
    node.api.must("create", "--filename=-", standard_input=_POD)
    node.wait_for("pod", "app", "condition=Ready", seconds=60)
    return time.monotonic() - start


def lines_of_the_logger(node: OneNode) -> int:
    """Runs the demo's logger to its end, and returns how many of its lines are in its log."""
    for body in LoggerChart(cdk8s.App(), "logger", image=_IMAGE).to_json():
        node.api.must("create", "--filename=-", standard_input=json.dumps(body))
    ended = "jsonpath={.status.phase}=Succeeded"
    node.wait_for("pod", "logger", ended, seconds=60, namespace="logger-app")
    return node.api.must("logs", "logger", "--namespace=logger-app").count(LOG_LINE)


def paths_of_fluent_bit(node: OneNode) -> list[str]:
    """Returns which of a kubelet's paths Fluent Bit's service account may read."""
    node.api.must("create", "namespace", "agents")
    chart = FluentBitChart(
        cdk8s.App(),
        "fluent-bit",
        namespace="agents",
        cluster_name="shop",
        region="eu-central-1",
        image=_IMAGE,
        kubelet_resource=pods_of_kubelet("1.34"),
    )
    for body in chart.to_json():
        if body["kind"] != "DaemonSet":
            node.api.must("create", "--filename=-", standard_input=json.dumps(body))
    token = node.api.must("create", "token", "fluent-bit", "--namespace=agents").strip()
    paths = ("/pods", "/metrics", "/metrics/cadvisor", "/configz", "/logs/", "/stats/summary")
    return [path for path in paths if node.kubelet_answers(path, token=token)]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
