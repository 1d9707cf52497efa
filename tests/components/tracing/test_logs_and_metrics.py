"""Logs and metrics of applications come through the same door, and go their own ways."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from eks_observability_ops.components.aws_signature import verify
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.otlp_sink import OtlpSink
from eks_observability_ops.components.otlp_values import LogRecord
from eks_observability_ops.components.prometheus import Prometheus
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import Place
from tests.components.tracing.applications import PROTOCOLS, Application, Protocol, Said
from tests.components.tracing.cluster import APPLICATIONS, LOG_GROUP, SHOP, SHOP_POD, Node, node

PATIENCE_SECONDS = 20


@pytest.fixture(scope="module")
def observed(collector: Collector, place: Place, sink: OtlpSink) -> Iterator[Node]:
    """The collector of the applications' node."""
    with node(collector, place, sink) as started:
        yield started


@dataclass(frozen=True, kw_only=True)
class Story:
    """What came of an application."""

    said: Said
    service: str
    logs: list[LogRecord]
    node: Node


@pytest.fixture(scope="module", params=PROTOCOLS)
def story(request: pytest.FixtureRequest, supervisor: Supervisor, observed: Node) -> Story:
    """An application of either protocol."""
    protocol: Protocol = request.param
    observed.sink.requests.clear()
    service = f"shop-{protocol.partition('/')[0]}"
    said = Application(
        supervisor=supervisor,
        address=SHOP,
        service=service,
        protocol=protocol,
        attributes={"service.namespace": "web"},
    ).run("--fine=1", "--metrics", "--logs")
    observed.collector.process.wait_until(
        lambda: bool(observed.sink.logs()), seconds=PATIENCE_SECONDS
    )
    return Story(said=said, service=service, logs=observed.sink.logs(), node=observed)


def test_the_sdk_is_told_that_all_is_taken(story: Story) -> None:
    assert (story.said.logs, story.said.metrics) == (True, True)
    assert story.said.log == ""


def test_a_line_of_a_log_arrives_with_its_trace(story: Story) -> None:
    (line,) = story.logs
    assert (line.body, line.severity) == ("paying for fine-0", "WARN")
    assert {line.trace_id} == {span.trace_id for span in story.node.sink.wait_for_spans(bool)}


def test_a_line_of_a_log_says_which_pod_it_is_of(story: Story) -> None:
    (line,) = story.logs
    assert line.resource.items() >= {
        ("service.name", story.service),
        ("k8s.pod.name", SHOP_POD),
        ("k8s.namespace.name", APPLICATIONS),
        ("k8s.node.name", "node-1"),
        ("k8s.cluster.name", "shop"),
    }


def test_requests_with_logs_are_signed_and_say_where_they_belong(story: Story) -> None:
    requests = story.node.sink.of("/v1/logs")
    assert requests
    for request in requests:
        signature = verify(request)
        assert (signature.service, signature.region) == ("logs", "eu-central-1")
        assert request.headers["x-aws-log-group"] == LOG_GROUP
        assert request.headers["x-aws-log-stream"] == "otlp"
        assert {"x-aws-log-group", "x-aws-log-stream"} <= signature.headers


def test_metrics_arrive_in_the_workspace_under_prometheus_names(
    story: Story, workspace: Prometheus
) -> None:
    (orders,) = workspace.wait_for(f'shop_orders_total{{job="web/{story.service}"}}')
    assert orders.value == 3
    assert (orders.labels["cluster"], orders.labels["currency"]) == ("shop", "eur")


def test_a_histogram_arrives_with_its_unit_and_buckets(story: Story, workspace: Prometheus) -> None:
    of = f'{{job="web/{story.service}"}}'
    (total,) = workspace.wait_for(f"shop_wait_seconds_sum{of}")
    assert total.value == 0.25
    assert workspace.query(f"shop_wait_seconds_bucket{of}")


def test_nothing_is_logged_as_an_error(story: Story) -> None:
    assert '"level":"error"' not in story.node.collector.log()
