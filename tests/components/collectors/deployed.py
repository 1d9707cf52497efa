"""A collector as it is deployed, and as it is run here: with other addresses and credentials."""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cdk8s

from eks_observability_charts.collector.kubernetes import ACCOUNT_FOLDER
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.environment import free_port

_READY = "Everything is ready. Begin running and processing data."


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Where a collector is run here."""

    account: Path
    """Folder with the token of its service account and the authorities it trusts."""

    api_url: str
    """The Kubernetes API, which a pod would find by its own variables."""

    node_ip: str
    """Address of its node."""

    node: str = "node-1"
    """Name of its node."""

    pod: str = "collector-1"
    """Name of its pod."""

    hosts: Mapping[str, str]
    """Addresses that stand for others, in the configuration's texts."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a collector is started with."""

    configuration: dict[str, Any]
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    metrics_port: int


def resource(chart: cdk8s.Chart, name: str) -> dict[str, Any]:
    """The OpenTelemetryCollector of a chart."""
    found = [one for one in chart.to_json() if one["kind"] == "OpenTelemetryCollector"]
    return next(one for one in found if one["metadata"]["name"] == name)


def run_of(deployed: Mapping[str, Any], around: Surroundings) -> Run:
    """What is run for an OpenTelemetryCollector."""
    spec = deployed["spec"]
    metrics_port, health_port = free_port(), free_port()
    texts = {
        ACCOUNT_FOLDER: str(around.account),
        "127.0.0.1:8888": f"127.0.0.1:{metrics_port}",
        ":13133": f"127.0.0.1:{health_port}",
        **around.hosts,
    }
    text = json.dumps(spec["config"])
    for there, here in texts.items():
        text = text.replace(json.dumps(there)[1:-1], json.dumps(here)[1:-1])
    configuration = json.loads(text)
    reader = configuration["service"]["telemetry"]["metrics"]["readers"][0]
    reader["pull"]["exporter"]["prometheus"]["port"] = metrics_port
    scraping = configuration["receivers"].get("prometheus", {"config": {"scrape_configs": []}})
    for scrape in scraping["config"]["scrape_configs"]:
        for discovery in scrape.get("kubernetes_sd_configs", ()):
            discovery |= {
                "api_server": around.api_url,
                "authorization": {"credentials_file": str(around.account / "token")},
                "tls_config": {"ca_file": str(around.account / "ca.crt")},
            }
    return Run(
        configuration=configuration,
        arguments=tuple(f"--{name}={value}" for name, value in spec["args"].items()),
        environment=_environment(spec["env"], around, texts),
        metrics_port=metrics_port,
    )


def _environment(
    variables: list[dict[str, Any]], around: Surroundings, texts: Mapping[str, str]
) -> dict[str, str]:
    fields = {
        "spec.nodeName": around.node,
        "status.hostIP": around.node_ip,
        "metadata.name": around.pod,
    }
    found = {}
    for variable in variables:
        if "value" in variable:
            found[variable["name"]] = variable["value"]
        else:
            found[variable["name"]] = fields[variable["valueFrom"]["fieldRef"]["fieldPath"]]
    for there, here in texts.items():
        found = {name: value.replace(there, here) for name, value in found.items()}
    return found


@contextmanager
def running(collector: Collector, run: Run) -> Iterator[RunningCollector]:
    """Runs a collector for the length of a `with` block."""
    folder = collector.supervisor.new_folder("collector")
    file = folder / "collector.yaml"
    file.write_text(json.dumps(run.configuration), encoding="utf-8")
    process = collector.supervisor.serve(
        [collector.program, f"--config={file}", *run.arguments],
        lambda process: _READY in process.log(),
        seconds=60,
        environment={**run.environment, "NO_PROXY": "*", "no_proxy": "*"},
    )
    try:
        url = f"http://127.0.0.1:{run.metrics_port}/metrics"
        yield RunningCollector(process=process, metrics_url=url)
    finally:
        process.stop()


def differences(left: Any, right: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two configurations differ: path, and what stands there in either, or None."""
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted(left.keys() | right.keys()):
            yield from differences(left.get(name), right.get(name), f"{path}/{name}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from differences(one, other, f"{path}/{index}")
    elif left != right:
        yield path, copy.deepcopy(left), copy.deepcopy(right)
