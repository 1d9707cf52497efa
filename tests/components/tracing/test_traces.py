"""The SDK's spans reach X-Ray whole, signed, and with the pod that they are of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from eks_observability_ops.components.aws_signature import verify
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.otlp_sink import OtlpSink
from eks_observability_ops.components.otlp_values import Span
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import Place
from tests.components.tracing.applications import PROTOCOLS, Application, Protocol, Said
from tests.components.tracing.cluster import (
    APPLICATIONS,
    ELSEWHERE,
    PAYMENTS,
    SHOP,
    SHOP_POD,
    Node,
    node,
)

ALL_SPANS = 10


@dataclass(frozen=True, kw_only=True)
class Story:
    """Shop calls payments, and one from another node comes by."""

    said: Mapping[str, Said]
    spans: list[Span]

    def of(self, service: str, name: str, order: str = "fine-0") -> Span:
        """A span of a service, of the trace with an order."""
        traces = {
            span.trace_id
            for span in self.spans
            if span.service == service and span.attributes.get("order") == order
        }
        (found,) = (
            span
            for span in self.spans
            if span.service == service and span.name == name and span.trace_id in traces
        )
        return found


@pytest.fixture(scope="module")
def observed(collector: Collector, place: Place, sink: OtlpSink) -> Iterator[Node]:
    """The collector of the applications' node."""
    with node(collector, place, sink) as started:
        yield started


@pytest.fixture(scope="module", params=PROTOCOLS)
def story(request: pytest.FixtureRequest, supervisor: Supervisor, observed: Node) -> Story:
    """What came of applications of either protocol."""
    protocol: Protocol = request.param
    observed.sink.requests.clear()

    def application(service: str, address: str) -> Application:
        return Application(
            supervisor=supervisor,
            address=address,
            service=service,
            protocol=protocol,
            attributes={"service.namespace": "web", "k8s.cluster.name": "theirs"},
        )

    said = {"shop": application("shop", SHOP).run("--failed=1", "--slow=1", "--fine=1")}
    called = ("--fine=1", f"--traceparent={said['shop'].traceparent}")
    said["payments"] = application("payments", PAYMENTS).run(*called)
    said["elsewhere"] = application("elsewhere", ELSEWHERE).run("--fine=1")
    spans = observed.sink.wait_for_spans(lambda spans: len(spans) >= ALL_SPANS)
    return Story(said=said, spans=spans)


def test_the_sdk_is_told_that_its_spans_are_taken(story: Story) -> None:
    answers = {answer for said in story.said.values() for answer in said.answers}
    assert answers == {"SUCCESS"}


def test_every_span_arrives_once(story: Story) -> None:
    assert len({span.span_id for span in story.spans}) == len(story.spans) == ALL_SPANS


def test_services_have_the_names_that_they_give_themselves(story: Story) -> None:
    named = {(span.resource["service.namespace"], span.service) for span in story.spans}
    assert named == {("web", "shop"), ("web", "payments"), ("web", "elsewhere")}


def test_a_call_within_a_service_has_its_request_as_parent(story: Story) -> None:
    server, client = story.of("shop", "GET /checkout"), story.of("shop", "POST /pay")
    assert (server.kind, server.parent_id) == ("SERVER", "")
    assert (client.kind, client.parent_id) == ("CLIENT", server.span_id)


def test_a_request_of_another_service_has_the_call_as_parent(story: Story) -> None:
    call = story.of("shop", "POST /pay", order="slow-0")
    request = story.of("payments", "GET /checkout")
    assert (request.trace_id, request.parent_id) == (call.trace_id, call.span_id)


def test_an_error_arrives_with_its_message_and_exception(story: Story) -> None:
    failed = story.of("shop", "POST /pay", order="failed-0")
    assert (failed.status, failed.message) == ("ERROR", "card declined")
    (event,) = failed.events
    assert event.name == "exception"
    assert event.attributes["exception.type"] == "ValueError"
    assert event.attributes["exception.message"] == "card declined"


def test_nothing_else_is_an_error(story: Story) -> None:
    failed = {span.trace_id for span in story.spans if span.status == "ERROR"}
    assert failed == {story.of("shop", "POST /pay", order="failed-0").trace_id}


def test_durations_and_attributes_are_the_applications(story: Story) -> None:
    slow = story.of("shop", "GET /checkout", order="slow-0")
    assert slow.seconds == pytest.approx(3)
    assert slow.attributes == {"order": "slow-0", "http.request.method": "GET"}


def test_spans_say_which_pod_they_are_of(story: Story, place: Place) -> None:
    pod = place.api.get("pod", SHOP_POD, f"--namespace={APPLICATIONS}")
    assert story.of("shop", "POST /pay").resource.items() >= {
        ("k8s.pod.name", SHOP_POD),
        ("k8s.pod.uid", pod["metadata"]["uid"]),
        ("k8s.namespace.name", APPLICATIONS),
        ("k8s.deployment.name", "shop"),
        ("k8s.container.name", "app"),
        ("k8s.node.name", "node-1"),
    }


def test_each_pods_spans_are_its_own(story: Story) -> None:
    assert story.of("payments", "POST /pay").resource["k8s.pod.name"] == "payments-0"
    assert "k8s.deployment.name" not in story.of("payments", "POST /pay").resource


def test_spans_say_which_cluster_they_are_of_whatever_they_say_themselves(story: Story) -> None:
    for span in story.spans:
        assert span.resource["k8s.cluster.name"] == "shop"


def test_spans_say_where_the_cluster_is(story: Story) -> None:
    for span in story.spans:
        assert span.resource.items() >= {
            ("cloud.provider", "aws"),
            ("cloud.platform", "aws_eks"),
            ("cloud.region", "eu-central-1"),
            ("cloud.account.id", "111122223333"),
        }


def test_a_pod_of_another_node_is_not_taken_for_one_of_this(story: Story) -> None:
    assert "k8s.pod.name" not in story.of("elsewhere", "POST /pay").resource


def test_every_request_is_signed_for_x_ray(story: Story, observed: Node) -> None:
    assert story.spans
    requests = observed.sink.of("/v1/traces")
    assert requests
    for request in requests:
        signature = verify(request)
        assert (signature.service, signature.region) == ("xray", "eu-central-1")
        assert request.headers["content-type"] == "application/x-protobuf"


def test_nothing_goes_to_another_path(story: Story, observed: Node) -> None:
    assert story.spans
    assert {request.path for request in observed.sink.requests} == {"/v1/traces"}


def test_nothing_is_lost_or_logged_as_an_error(story: Story, observed: Node) -> None:
    assert story.spans
    for metric in (
        "otelcol_receiver_refused_spans",
        "otelcol_receiver_failed_spans",
        "otelcol_processor_memory_limiter_refused_spans",
        "otelcol_exporter_send_failed_spans",
        "otelcol_exporter_enqueue_failed_spans",
    ):
        assert observed.collector.total(metric) == 0
    assert '"level":"error"' not in observed.collector.log()
