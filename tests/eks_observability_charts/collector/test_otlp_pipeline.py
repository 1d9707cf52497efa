"""What is done with what applications send, before it goes on."""

from dataclasses import replace
from typing import Any

import pytest

from eks_observability_charts.collector.otlp import Head, Tail
from eks_observability_charts.collector.otlp_pipeline import (
    POD_ATTRIBUTES,
    otlp_environment,
    received,
    sampled,
)
from eks_observability_charts.collector.parts import Part
from eks_observability_charts.collector.sizes import OTLP_NODE_RESOURCES, SAMPLER_RESOURCES
from tests.eks_observability_charts.collector.sending import ENDPOINT, OTLP, WORKSPACE, otlp

COMPLETED = ["k8sattributes", "resourcedetection", "resource"]
NOTHING = {"metrics": None, "logs": None}
AWSPROXY_KEYS = {"endpoint", "region", "local_mode", "proxy_address", "role_arn", "aws_endpoint"}
"""Of the extension (opentelemetry-collector-contrib, extension/awsproxy/README.md)."""


def made(**more: Any) -> Part:
    return received(otlp(**more), resources=OTLP_NODE_RESOURCES, namespace="prometheus")


def processors(part: Part, pipeline: str) -> list[str]:
    found: list[str] = part.pipelines[pipeline]["processors"]
    return found


def test_it_listens_at_every_address_of_the_pod() -> None:
    protocols = made().receivers["otlp"]["protocols"]
    assert {name: one["endpoint"] for name, one in protocols.items()} == {
        "grpc": ":4317",
        "http": ":4318",
    }


def test_it_takes_no_request_that_is_too_big_for_its_memory() -> None:
    protocols = made().receivers["otlp"]["protocols"]
    assert protocols["grpc"]["max_recv_msg_size_mib"] == 4
    assert protocols["http"]["max_request_body_size"] == 4 * 1024 * 1024


@pytest.mark.parametrize("pipeline", ["traces", "metrics/otlp", "logs"])
def test_memory_is_limited_first_and_then_the_sender_is_known(pipeline: str) -> None:
    assert processors(made(), pipeline)[:4] == ["memory_limiter/otlp", *COMPLETED]


@pytest.mark.parametrize(("what", "pipeline"), [("metrics", "metrics/otlp"), ("logs", "logs")])
def test_what_goes_nowhere_is_not_taken(what: str, pipeline: str) -> None:
    assert pipeline in made().pipelines
    assert pipeline not in made(**{what: None}).pipelines


@pytest.mark.parametrize("sampling", [None, Head(ratio=0.5), Tail(ratio=0.5)])
def test_every_component_of_a_pipeline_is_there(sampling: Head | Tail | None) -> None:
    part = made(sampling=sampling)
    for pipeline in part.pipelines.values():
        for kind in ("receivers", "processors", "exporters"):
            assert set(pipeline[kind]) <= getattr(part, kind).keys()


@pytest.mark.parametrize("sampling", [None, Head(ratio=0.5), Tail(ratio=0.5)])
def test_no_component_is_there_for_nothing(sampling: Head | Tail | None) -> None:
    part = made(sampling=sampling)
    for kind in ("receivers", "processors", "exporters"):
        used = {name for pipeline in part.pipelines.values() for name in pipeline[kind]}
        assert used == getattr(part, kind).keys()


def test_spans_are_sent_by_the_fifty_and_the_second() -> None:
    part = made()
    assert processors(part, "traces")[-1] == "batch/traces"
    assert part.processors["batch/traces"] == {
        "send_batch_size": 50,
        "send_batch_max_size": 50,
        "timeout": "1s",
    }


@pytest.mark.parametrize("pipeline", ["metrics/otlp", "logs"])
def test_metrics_and_logs_wait_for_no_batch_behind_which_they_could_be_lost(pipeline: str) -> None:
    assert not [name for name in processors(made(), pipeline) if name.startswith("batch")]


def test_it_follows_pods_of_its_own_node_only() -> None:
    assert made().processors["k8sattributes"]["filter"] == {"node_from_env_var": "K8S_NODE_NAME"}


def test_it_asks_for_nothing_but_pods() -> None:
    extract = made().processors["k8sattributes"]["extract"]
    # Labels and annotations of namespaces, uids of deployments and the like need other rights.
    assert extract == {"metadata": list(POD_ATTRIBUTES), "deployment_name_from_replicaset": True}
    assert not [name for name in POD_ATTRIBUTES if name.endswith(".uid") and "pod" not in name]


def test_a_sender_is_found_by_what_it_says_and_then_by_its_address() -> None:
    associations = made().processors["k8sattributes"]["pod_association"]
    sources = [one for each in associations for one in each["sources"]]
    assert [source.get("name", source["from"]) for source in sources] == [
        "k8s.pod.uid",
        "k8s.pod.ip",
        "connection",
    ]


def test_nobody_speaks_for_another_cluster_or_node() -> None:
    attributes = {each["key"]: each for each in made().processors["resource"]["attributes"]}
    assert attributes["k8s.cluster.name"]["value"] == "shop"
    assert attributes["k8s.node.name"]["value"] == "${env:K8S_NODE_NAME}"
    assert {each["action"] for each in attributes.values()} == {"upsert"}


def test_the_cloud_is_told_of_without_asking_the_node() -> None:
    assert made().processors["resourcedetection"]["detectors"] == ["env"]
    assert otlp_environment(OTLP) == {
        "OTEL_RESOURCE_ATTRIBUTES": "cloud.provider=aws,cloud.platform=aws_eks,"
        "cloud.region=eu-central-1,cloud.account.id=111122223333"
    }


def test_a_job_of_an_application_is_none_that_is_scraped() -> None:
    (first, second, *_) = made().processors["resource/metrics"]["attributes"]
    # What has a namespace gets the label `job` with a stroke.
    assert (first["key"], first["from_attribute"]) == ("service.namespace", "k8s.namespace.name")
    assert (second["key"], second["value"]) == ("service.namespace", "shop")


def test_series_of_two_pods_are_two_series() -> None:
    attributes = made().processors["resource/metrics"]["attributes"]
    assert {
        "key": "service.instance.id",
        "from_attribute": "k8s.pod.name",
        "action": "insert",
    } in attributes


def test_attributes_that_would_be_labels_of_ours_are_renamed() -> None:
    actions = made().processors["attributes/metrics"]["actions"]
    assert {"key": "cluster", "value": "shop", "action": "upsert"} in actions
    assert {each["key"] for each in actions if each["action"] == "delete"} == {"job", "instance"}
    renamed = {each["from_attribute"]: each["key"] for each in actions if "from_attribute" in each}
    assert renamed == {name: f"exported_{name}" for name in ("cluster", "job", "instance")}


def test_applications_series_carry_the_label_that_scraped_ones_do() -> None:
    workspace = replace(WORKSPACE, cluster="shop-eu")
    part = made(cluster="shop", metrics=workspace)
    actions = part.processors["attributes/metrics"]["actions"]
    (label,) = [each["value"] for each in actions if each["key"] == "cluster"]
    written = part.exporters["prometheusremotewrite/otlp"]["external_labels"]
    assert label == written["cluster"] == "shop-eu"


def test_heads_are_sampled_before_anything_is_done_for_them() -> None:
    assert processors(made(sampling=Head(ratio=0.5)), "traces")[:2] == [
        "memory_limiter/otlp",
        "probabilistic_sampler",
    ]


def test_every_node_decides_alike_on_a_trace() -> None:
    sampler = made(sampling=Head(ratio=0.07)).processors["probabilistic_sampler"]
    assert sampler == {"mode": "hash_seed", "hash_seed": 0, "sampling_percentage": 7}


def test_metrics_and_logs_are_not_sampled() -> None:
    part = made(sampling=Head(ratio=0.5))
    for pipeline in ("metrics/otlp", "logs"):
        assert "probabilistic_sampler" not in processors(part, pipeline)


def test_whole_traces_are_passed_on_to_those_that_decide() -> None:
    part = made(sampling=Tail(ratio=0.5), **NOTHING)
    assert list(part.exporters) == ["loadbalancing"]
    assert "tail_sampling" not in part.processors


def test_those_that_decide_send_to_where_it_goes() -> None:
    tail = Tail(ratio=0.5)
    part = sampled(otlp(traces=ENDPOINT, sampling=tail), tail, resources=SAMPLER_RESOURCES)
    assert part.pipelines == {
        "traces": {
            "receivers": ["otlp"],
            "processors": ["memory_limiter/otlp", "tail_sampling", "batch/traces"],
            "exporters": ["otlphttp/xray"],
        }
    }
    assert list(part.receivers["otlp"]["protocols"]) == ["grpc"]


def test_sdks_can_ask_for_sampling_rules_where_they_may() -> None:
    assert "awsproxy" not in made().extensions
    proxy = made(sampling_rules=True).extensions["awsproxy"]
    assert proxy.keys() <= AWSPROXY_KEYS
    assert proxy == {
        "endpoint": ":2000",
        "region": "eu-central-1",
        "local_mode": True,
    }
