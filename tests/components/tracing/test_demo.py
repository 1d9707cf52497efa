"""The demo, run as its manifests say, makes the chapter's service map: client, emitter, remote."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import NoReturn

import cdk8s
import pytest

from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.otlp_sink import OtlpSink
from eks_observability_ops.components.otlp_values import Span
from eks_observability_ops.components.running import Process, Supervisor
from tests.components.collectors.cluster import Place
from tests.components.collectors.network import add_addresses
from tests.components.tracing.cluster import node
from tests.components.tracing.demo_pods import (
    AWS_WEBSITE,
    EMITTER,
    S3,
    Pods,
    admit,
    emitter_chart,
    pod_of,
    remote_service,
    traffic_generator_chart,
)

RESTRICTED = "pod-security.kubernetes.io/enforce=restricted"
Edge = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Story:
    """The emitter is called while a remote service is not there, and again when it is."""

    spans: Sequence[Span]
    generator: Process
    alive: bool
    """Whether the traffic generator's probe succeeded."""
    headers: Sequence[str]
    """What the remote service was told of the trace that it is called in."""

    def failed(self) -> list[Span]:
        """The spans with an error."""
        return [span for span in self.spans if span.status == "ERROR"]


@pytest.fixture(scope="module")
def restricted(place: Place) -> str:
    """The namespace, where restricted pods alone are let in."""
    place.api.must("label", "namespace", place.namespace, RESTRICTED)
    for one in emitter_chart(namespace=place.namespace).to_json():
        if one["kind"] == "ServiceAccount":
            assert admit(place.api, one, namespace=place.namespace).code == 0
    return place.namespace


@pytest.fixture(scope="module")
def pods(
    supervisor: Supervisor, place: Place, isolated: bool, unavailable: Callable[[str], NoReturn]
) -> Pods:
    """Runs pods as processes."""
    if not isolated or os.geteuid() or not add_addresses(EMITTER):
        unavailable("Names of a cluster need mounts of the run's own, and so root.")
    certificate = place.authority.certificate
    return Pods(supervisor=supervisor, folder=place.folder, certificate=certificate)


@pytest.fixture(scope="module")
def story(
    collector: Collector, place: Place, sink: OtlpSink, pods: Pods, restricted: str
) -> Iterator[Story]:
    """What is seen of the demo from its start on."""
    pod = pod_of(emitter_chart())
    assert admit(place.api, pod, namespace=restricted).code == 0
    status = (
        f'{{"status":{{"phase":"Running","podIP":"{EMITTER}","podIPs":[{{"ip":"{EMITTER}"}}]}}}}'
    )
    arguments = ("--subresource=status", "--type=merge", f"--patch={status}")
    place.api.must("patch", "pod", pod["metadata"]["name"], f"--namespace={restricted}", *arguments)
    with ExitStack() as stack:
        stack.enter_context(node(collector, place, sink))
        s3 = place.authority.server("s3.eu-central-1.amazonaws.com")
        stack.enter_context(remote_service(S3, s3))
        stack.callback(pods.emitter().stop)
        generator = pods.traffic_generator()
        stack.callback(generator.stop)
        sink.wait_for_spans(lambda spans: any(span.status == "ERROR" for span in spans))
        website = place.authority.server("aws.amazon.com")
        asked = stack.enter_context(remote_service(AWS_WEBSITE, website))
        spans = sink.wait_for_spans(is_whole, seconds=30)
        yield Story(
            spans=spans,
            generator=generator,
            alive=pods.is_alive(generator),
            headers=[one.get("traceparent", "") for one in asked],
        )


def is_whole(spans: Sequence[Span]) -> bool:
    """Whether the remote service has answered, and S3 has."""
    fine = {span.name for span in spans if span.kind == "CLIENT" and span.status != "ERROR"}
    parents = {span.span_id for span in spans}
    return fine == {"HTTP GET", "S3.ListBuckets"} and all(
        span.parent_id in parents for span in spans if span.kind == "CLIENT"
    )


def service_map(spans: Sequence[Span]) -> set[Edge]:
    """Who calls whom, as X-Ray draws it: whoever begins a trace is called by a client.

    What is called and sends no spans has the name that it is called by (opentelemetry-collector-
    contrib, exporter/awsxrayexporter/internal/translator/segment.go).
    """
    edges = set()
    for span in spans:
        if span.kind == "SERVER" and not span.parent_id:
            edges.add(("client", span.service))
        if span.kind == "CLIENT":
            remote = span.attributes.get("rpc.service") or span.attributes["net.peer.name"]
            edges.add((span.service, str(remote)))
    return edges


def test_a_client_calls_the_emitter_and_the_emitter_calls_remote_services(story: Story) -> None:
    assert service_map(story.spans) == {
        ("client", "emitter"),
        ("emitter", "aws.amazon.com"),
        ("emitter", "S3"),
    }


def test_each_call_is_part_of_the_request_that_it_is_made_for(story: Story) -> None:
    requests = {span.span_id: span for span in story.spans if span.kind == "SERVER"}
    made = {
        (requests[span.parent_id].name, span.name) for span in story.spans if span.kind == "CLIENT"
    }
    assert made == {("/outgoing-http-call", "HTTP GET"), ("/aws-sdk-call", "S3.ListBuckets")}


def test_the_client_sends_no_spans_so_each_request_begins_a_trace(story: Story) -> None:
    requests = [span for span in story.spans if span.kind == "SERVER"]
    assert len({span.trace_id for span in requests}) == len(requests)


def test_the_spans_are_of_the_chapters_service(story: Story) -> None:
    named = {(span.resource["service.namespace"], span.service) for span in story.spans}
    assert named == {("adot", "emitter")}


def test_the_spans_say_which_pod_they_are_of(story: Story) -> None:
    for span in story.spans:
        assert span.resource.items() >= {
            ("k8s.pod.name", "sample-app-7cbb94b84-ckhdc"),
            ("k8s.deployment.name", "sample-app"),
        }


def test_no_span_is_of_a_probe(story: Story) -> None:
    assert "/" not in {span.name for span in story.spans}


def test_a_remote_service_that_is_not_there_shows_as_an_error_of_both(story: Story) -> None:
    failed = story.failed()
    assert {(span.kind, span.name) for span in failed} == {
        ("SERVER", "/outgoing-http-call"),
        ("CLIENT", "HTTP GET"),
    }
    assert len({span.trace_id for span in failed}) * 2 == len(failed)


def test_the_client_says_what_failed_and_goes_on_calling(story: Story) -> None:
    assert "failed: http://sample-app.adot:4567/outgoing-http-call" in story.generator.log()
    assert len([span for span in story.spans if span.name == "/outgoing-http-call"]) > 1


def test_the_remote_service_is_told_of_the_trace(story: Story) -> None:
    calls = {span.trace_id: span.span_id for span in story.spans if span.name == "HTTP GET"}
    assert [head.split("-")[2] == calls[head.split("-")[1]] for head in story.headers[:1]] == [True]


def test_the_client_is_alive_while_it_calls(story: Story) -> None:
    assert story.alive


@pytest.mark.parametrize(("minutes", "alive"), [(0, True), (3, False)])
def test_the_client_is_dead_when_it_has_called_nobody_for_minutes(
    pods: Pods, minutes: int, alive: bool
) -> None:
    assert pods.is_alive_after(minutes) is alive


def test_the_client_ends_when_it_is_told_to(story: Story) -> None:
    assert story.generator.stop(seconds=20) == 0


@pytest.mark.parametrize(
    "chart", [emitter_chart, traffic_generator_chart], ids=["emitter", "traffic generator"]
)
def test_the_restricted_namespace_takes_the_demos_pods(
    kubernetes_api: KubernetesApi,
    restricted: str,
    chart: Callable[[], cdk8s.Chart],
    request: pytest.FixtureRequest,
) -> None:
    pod = pod_of(chart())
    pod["metadata"]["name"] = request.node.name.partition("[")[2].rstrip("]").replace(" ", "-")
    answer = admit(kubernetes_api, pod, namespace=restricted)
    assert (answer.code, "would violate" in answer.text) == (0, False), answer.text


def test_the_restricted_namespace_refuses_the_chapters_own_emitter(
    kubernetes_api: KubernetesApi, restricted: str
) -> None:
    container = {"name": "sample-app", "image": "aws-otel-java-spark:1.17.0"}
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "chapter"},
        "spec": {"containers": [container]},
    }
    answer = admit(kubernetes_api, pod, namespace=restricted)
    assert answer.code == 1
    assert 'violates PodSecurity "restricted:latest"' in answer.text
