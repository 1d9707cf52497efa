"""The settings of traces in the chart's own terms."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks

from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.settings.tracing import Tracing
from eks_observability.tracing.otlp_log_stream import OtlpLogStream
from eks_observability.tracing.otlp_values import otlp_values
from eks_observability_charts.collector.otlp import Head, Otlp, Tail, XRay, XRayOtlp
from eks_observability_charts.collector.remote_write import RemoteWrite

REMOTE_WRITE = RemoteWrite(url="https://example.com", region="eu-west-1", cluster="shop-eu")


@pytest.fixture
def values(built: Callable[..., cdk.Stack]) -> Callable[..., Otlp]:
    """What the settings become."""

    def of(
        *,
        region: str = "eu-central-1",
        remote_write: RemoteWrite | None = None,
        logs: bool = False,
        **tracing: Any,
    ) -> Otlp:
        found: list[Otlp] = []

        def build(stack: cdk.Stack, cluster: eks.ICluster) -> None:
            stream = None
            if logs:
                retention = LogRetention(stack, "Retention", cluster=cluster)
                stream = OtlpLogStream(stack, "Logs", cluster=cluster, retention=retention)
            wanted = Tracing.model_validate(tracing)
            made = otlp_values(
                cluster,
                wanted,
                remote_write=remote_write,
                log_stream=stream,
                log_groups=["/aws/containerinsights/shop/application"],
            )
            found.append(made)

        built(build, region=region)
        return found[0]

    return of


Values = Callable[..., Otlp]


def test_it_is_said_where_the_cluster_is(values: Values) -> None:
    made = values()

    assert (made.cluster, made.region, made.account) == ("shop", "eu-central-1", "111122223333")


def test_traces_go_to_x_rays_own_api_by_default(values: Values) -> None:
    assert isinstance(values().traces, XRay)


def test_attributes_of_the_settings_are_indexed(values: Values) -> None:
    traces = values(indexed_attributes=("http.route",)).traces

    assert isinstance(traces, XRay)
    assert traces.indexed_attributes[-1] == "http.route"


def test_a_trace_leads_to_what_was_logged(values: Values) -> None:
    traces = values().traces

    assert isinstance(traces, XRay)
    assert traces.log_groups == ("/aws/containerinsights/shop/application",)


@pytest.mark.parametrize(
    ("region", "endpoint"),
    [
        ("eu-central-1", "https://xray.eu-central-1.amazonaws.com/v1/traces"),
        ("cn-north-1", "https://xray.cn-north-1.amazonaws.com.cn/v1/traces"),
    ],
)
def test_spans_go_to_the_endpoint_of_the_region(values: Values, region: str, endpoint: str) -> None:
    assert values(region=region, destination="otlp").traces == XRayOtlp(endpoint=endpoint)


def test_metrics_go_where_the_clusters_own_go(values: Values) -> None:
    assert values(remote_write=REMOTE_WRITE).metrics == REMOTE_WRITE


def test_metrics_are_refused_on_request(values: Values) -> None:
    assert values(remote_write=REMOTE_WRITE, metrics=False).metrics is None


def test_logs_go_to_the_stream(values: Values) -> None:
    logs = values(logs=True).logs

    assert logs
    assert logs.group == "/aws/containerinsights/shop/otlp"
    assert logs.endpoint == "https://logs.eu-central-1.amazonaws.com/v1/logs"


def test_logs_without_a_stream_are_refused(values: Values) -> None:
    assert values().logs is None


@pytest.mark.parametrize(
    ("sampling", "expected"),
    [
        ({}, None),
        ({"at": "head", "ratio": 0.5}, Head(ratio=0.5)),
        (
            {"at": "tail", "ratio": 0.1, "slow_milliseconds": 300},
            Tail(ratio=0.1, slow_milliseconds=300),
        ),
    ],
    ids=["off", "head", "tail"],
)
def test_sampling_is_what_the_settings_say(
    values: Values, sampling: dict[str, Any], expected: Head | Tail | None
) -> None:
    assert values(sampling=sampling).sampling == expected


def test_programs_may_ask_x_ray_where_there_is_a_rule(values: Values) -> None:
    assert values(sampling_rule={"enabled": True}).sampling_rules


def test_programs_ask_nobody_by_default(values: Values) -> None:
    assert not values().sampling_rules
