"""A collector of traces as it is deployed, with stand-ins for what cannot be run here.

The exporters `awsxray` and `loadbalancing` and the extension `awsproxy` cannot be built (adot.py).
All that comes before an exporter is as it is deployed.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors.deployed import Run, Surroundings, run_of

_AWSXRAY_WAITS_FOR_NOBODY: Final = {
    "sending_queue": {"enabled": False},
    "retry_on_failure": {"enabled": False},
}
"""It has neither queue nor tries of its own (opentelemetry-collector-contrib,
exporter/awsxrayexporter): who hands it spans waits until they are sent."""


def tracing_run(
    deployed: Mapping[str, Any],
    around: Surroundings,
    *,
    kubernetes: KubernetesApi | None = None,
    traces_url: str = "",
    sampler: str = "",
    ports: Mapping[int, int] | None = None,
) -> Run:
    """What is run for an OpenTelemetryCollector that takes OTLP.

    Args:
        deployed: The object.
        around: Where it runs.
        kubernetes: The API that it asks whose spans it has, with the token of its account.
        traces_url: Where the stand-in of `awsxray` sends to, without a path.
        sampler: Host and port of what the stand-in of `loadbalancing` sends to.
        ports: Ports that stand for others. Default: those that are deployed.
    """
    run = run_of(deployed, around)
    configuration = json.loads(_with_ports(json.dumps(run.configuration), ports or {}))
    _without_proxy(configuration)
    for name, settings in list(configuration["exporters"].items()):
        match name.partition("/")[0]:
            case "awsxray":
                stand_in = {"traces_endpoint": f"{traces_url}/v1/traces"}
                _put(configuration, name, "otlphttp", stand_in | _AWSXRAY_WAITS_FOR_NOBODY)
            case "loadbalancing":
                otlp = settings["protocol"]["otlp"]
                queue = {
                    key: settings[key]
                    for key in ("sending_queue", "retry_on_failure", "timeout")
                    if key in settings
                }
                _put(configuration, name, "otlp", {**otlp, **queue, "endpoint": sampler})
            case _:
                pass
    environment = dict(run.environment)
    for name, settings in configuration["processors"].items():
        if name.partition("/")[0] == "k8sattributes" and kubernetes:
            settings["auth_type"] = "kubeConfig"
            environment["KUBECONFIG"] = str(_kubeconfig(kubernetes, around.account))
    return replace(run, configuration=configuration, environment=environment)


def _with_ports(text: str, ports: Mapping[int, int]) -> str:
    for there, here in ports.items():
        text = text.replace(f':{there}"', f':{here}"')
    return text


def _without_proxy(configuration: dict[str, Any]) -> None:
    configuration["extensions"].pop("awsproxy", None)
    service = configuration["service"]
    service["extensions"] = [name for name in service["extensions"] if name != "awsproxy"]


def _put(configuration: dict[str, Any], old: str, kind: str, settings: dict[str, Any]) -> None:
    """Puts an exporter in another's place, also in the pipelines."""
    new = f"{kind}/in-place-of-{old.replace('/', '-')}"
    del configuration["exporters"][old]
    configuration["exporters"][new] = settings
    for pipeline in configuration["service"]["pipelines"].values():
        pipeline["exporters"] = [new if name == old else name for name in pipeline["exporters"]]


def _kubeconfig(api: KubernetesApi, account: Path) -> Path:
    """What a pod finds at a place that cannot be another one, as a file for here."""
    cluster = {"server": api.url, "certificate-authority": str(account / "ca.crt")}
    file = account / "kubeconfig"
    content = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "pod",
        "clusters": [{"name": "cluster", "cluster": cluster}],
        "users": [{"name": "account", "user": {"tokenFile": str(account / "token")}}],
        "contexts": [{"name": "pod", "context": {"cluster": "cluster", "user": "account"}}],
    }
    file.write_text(json.dumps(content), encoding="utf-8")
    return file
