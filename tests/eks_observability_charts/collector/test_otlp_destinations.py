"""Where what applications send goes to, and that nothing is lost there in silence."""

from collections.abc import Mapping
from typing import Any

import pytest

from eks_observability_charts.collector.otlp import LogGroup, XRay
from eks_observability_charts.collector.otlp_destinations import (
    logs_to,
    metrics_to,
    traces_to,
    traces_to_sampler,
)
from eks_observability_charts.collector.parts import Part
from tests.eks_observability_charts.collector.sending import ENDPOINT, WORKSPACE, otlp

LOGS = LogGroup(group="/aws/containerinsights/shop/otlp", stream="otlp")

AWSXRAY_KEYS: Mapping[str, type] = {
    "aws_log_groups": list,
    "certificate_file_path": str,
    "endpoint": str,
    "external_id": str,
    "imds_retries": int,
    "index_all_attributes": bool,
    "indexed_attributes": list,
    "local_mode": bool,
    "max_retries": int,
    "no_verify_ssl": bool,
    "num_workers": int,
    "profile": str,
    "proxy_address": str,
    "region": str,
    "request_timeout_seconds": int,
    "resource_arn": str,
    "role_arn": str,
    "shared_credentials_file": list,
    "telemetry": dict,
}
"""Of the exporter, which cannot be built here (opentelemetry-collector-contrib,
exporter/awsxrayexporter/config.schema.yaml and internal/aws/awsutil/config.schema.yaml)."""

LOADBALANCING_KEYS = {
    "routing_key": None,
    "protocol": {"otlp"},
    "resolver": {"dns"},
    "sending_queue": None,
    "retry_on_failure": None,
}
"""Of the exporter (opentelemetry-collector-contrib, exporter/loadbalancingexporter)."""


def only(part: Part) -> dict[str, Any]:
    (made,) = part.exporters.values()
    found: dict[str, Any] = made
    return found


def signed_for(part: Part) -> Any:
    return part.extensions[only(part)["auth"]["authenticator"]]


def test_keys_of_awsxray_are_documented_ones() -> None:
    xray = XRay(indexed_attributes=("http.route",), log_groups=("/app",))
    made = only(traces_to(otlp(traces=xray)))
    assert {name: type(value) for name, value in made.items()}.items() <= AWSXRAY_KEYS.items()


def test_awsxray_asks_nothing_of_the_node() -> None:
    made = only(traces_to(otlp()))
    assert (made["local_mode"], made["region"]) == (True, "eu-central-1")


def test_attributes_are_indexed_as_told() -> None:
    made = only(traces_to(otlp(traces=XRay(indexed_attributes=("a", "otel.resource.b")))))
    assert made["indexed_attributes"] == ["a", "otel.resource.b"]


def test_x_rays_endpoint_is_asked_at_its_whole_url() -> None:
    made = only(traces_to(otlp(traces=ENDPOINT)))
    assert made["traces_endpoint"] == "https://xray.eu-central-1.amazonaws.com/v1/traces"
    assert "endpoint" not in made


def test_each_service_is_signed_for() -> None:
    places = {
        "xray": traces_to(otlp(traces=ENDPOINT)),
        "aps": metrics_to(WORKSPACE),
        "logs": logs_to(LOGS, region="eu-central-1"),
    }
    for service, part in places.items():
        assert signed_for(part) == {"region": "eu-central-1", "service": service}


def test_no_two_places_share_a_signer() -> None:
    parts = [
        traces_to(otlp(traces=ENDPOINT)),
        metrics_to(WORKSPACE),
        logs_to(LOGS, region="eu-central-1"),
    ]
    names = [name for part in parts for name in part.extensions]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("part", [traces_to(otlp(traces=ENDPOINT)), traces_to_sampler("p")])
def test_spans_that_find_no_room_wait_where_their_sender_waits(part: Part) -> None:
    # What a batch holds was taken already: no error would reach its sender.
    assert only(part)["sending_queue"]["block_on_overflow"] is True


@pytest.mark.parametrize(
    "part", [traces_to(otlp(traces=ENDPOINT)), traces_to_sampler("p"), logs_to(LOGS, region="r")]
)
def test_nothing_is_tried_for_ever(part: Part) -> None:
    assert only(part)["retry_on_failure"]["max_elapsed_time"] == "60s"


def test_logs_that_find_no_room_are_refused() -> None:
    queue = only(logs_to(LOGS, region="r"))["sending_queue"]
    assert "block_on_overflow" not in queue


def test_no_request_with_logs_is_larger_than_cloudwatch_takes() -> None:
    batch = only(logs_to(LOGS, region="r"))["sending_queue"]["batch"]
    assert (batch["sizer"], batch["max_size"]) == ("bytes", 1_000_000)


def test_logs_go_to_their_group_and_stream() -> None:
    made = only(logs_to(LOGS, region="eu-central-1"))
    assert made["logs_endpoint"] == "https://logs.eu-central-1.amazonaws.com/v1/logs"
    assert made["headers"] == {
        "x-aws-log-group": "/aws/containerinsights/shop/otlp",
        "x-aws-log-stream": "otlp",
    }


def test_logs_can_go_to_an_endpoint_of_another_name() -> None:
    logs = LogGroup(group="g", stream="s", endpoint="https://logs.example.com/v1/logs")
    assert only(logs_to(logs, region="r"))["logs_endpoint"] == "https://logs.example.com/v1/logs"


def test_metrics_are_named_as_prometheus_names_them() -> None:
    made = only(metrics_to(WORKSPACE))
    assert made["translation_strategy"] == "UnderscoreEscapingWithSuffixes"
    assert made["external_labels"] == {"cluster": "shop"}


def test_all_spans_of_a_trace_go_to_the_same_one() -> None:
    made = only(traces_to_sampler("prometheus"))
    assert made["routing_key"] == "traceID"
    assert made["resolver"]["dns"] == {
        "hostname": "observability-sampler-collector-headless.prometheus.svc",
        "port": "4317",
    }


def test_keys_of_loadbalancing_are_documented_ones() -> None:
    made = only(traces_to_sampler("prometheus"))
    assert made.keys() <= LOADBALANCING_KEYS.keys()
    for name, keys in LOADBALANCING_KEYS.items():
        assert keys is None or made[name].keys() <= keys


def test_nothing_waits_for_one_of_those_that_decide_alone() -> None:
    sender = only(traces_to_sampler("prometheus"))["protocol"]["otlp"]
    assert sender["sending_queue"] == {"enabled": False}
    assert sender["retry_on_failure"] == {"enabled": False}
