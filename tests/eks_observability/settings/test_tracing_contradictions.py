"""Traces: what is taken, and what is said of what is not."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Settings
from eks_observability.settings.tracing_contradictions import DEMO_NAMESPACE
from eks_observability_charts import emitter

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]

FARGATE = (
    "    compute: fargate\n    metrics: {enabled: false}\n    container_insights: {mode: off}\n"
)


def test_traces_are_taken_by_default(cluster: str, load: Load) -> None:
    settings = load(cluster)

    assert settings.capabilities_of(settings.clusters[0]).tracing.enabled


def test_traces_are_off_by_themselves_on_fargate(cluster: str, load: Load) -> None:
    settings = load(f"{cluster}{FARGATE}")

    assert not settings.capabilities_of(settings.clusters[0]).tracing.enabled


def test_traces_asked_for_on_fargate_are_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}{FARGATE}    tracing: {{enabled: true}}\n"

    assert "Fargate runs no DaemonSet" in message_for(text, "clusters[0].tracing.enabled")


def test_anything_asked_of_traces_on_fargate_is_refused(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}{FARGATE}    tracing: {{instrumentation: {{namespaces: {{shop: [java]}}}}}}\n"

    assert "take this out" in message_for(text, "clusters[0].tracing.instrumentation")


def test_what_is_switched_off_on_fargate_may_stay_written(cluster: str, load: Load) -> None:
    own = "    tracing: {enabled: false, sampling: {at: head, ratio: 0.5}}\n"

    assert load(f"{cluster}{FARGATE}{own}").clusters[0].tracing


def test_a_share_that_somebody_else_sets_is_refused(cluster: str, message_for: MessageFor) -> None:
    search = "{mode: already_on, indexing_percent: 5}"
    text = f"{cluster}hub: {{transaction_search: {search}}}\n"

    message = message_for(text, "hub.transaction_search.indexing_percent")
    assert "mode is already_on" in message


def test_the_demos_namespace_is_the_emitters() -> None:
    assert DEMO_NAMESPACE == emitter.NAMESPACE


def test_nobody_is_told_of_what_nobody_looks_for(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{group: {{insights: false, notifications: true}}}}\n"

    assert "insights, which are off" in message_for(text, "tracing.group.notifications")


@pytest.mark.parametrize(("key", "value"), [("sampling", "ratio"), ("sampling_rule", "fixed_rate")])
@pytest.mark.parametrize("share", ["5", "-0.1", "1.01"])
def test_a_share_outside_0_to_1_is_refused(
    cluster: str, message_for: MessageFor, key: str, value: str, share: str
) -> None:
    text = f"{cluster}tracing: {{{key}: {{{value}: {share}}}}}\n"

    assert "allowed: 0 to 1" in message_for(text, f"tracing.{key}.{value}")


def test_a_share_of_nothing_sampled_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{sampling: {{ratio: 0.5}}}}\n"

    assert "set at to head or tail" in message_for(text, "tracing.sampling.ratio")


def test_what_is_slow_counts_at_the_tail_only(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{sampling: {{at: head, slow_milliseconds: 500}}}}\n"

    assert "only the tail" in message_for(text, "tracing.sampling.slow_milliseconds")


@pytest.mark.parametrize("at", ["head", "tail"])
def test_a_share_is_taken_where_something_is_sampled(cluster: str, load: Load, at: str) -> None:
    settings = load(f"{cluster}tracing: {{sampling: {{at: {at}, ratio: 0.5}}}}\n")

    assert settings.tracing.sampling.ratio == 0.5


def test_an_unknown_language_is_refused_with_those_there_are(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}tracing: {{instrumentation: {{namespaces: {{shop: [jave]}}}}}}\n"

    message = message_for(text, "tracing.instrumentation.namespaces.shop[0]")
    assert "allowed: java, python, nodejs, dotnet, go" in message
    assert "did you mean java?" in message


def test_a_namespace_without_a_language_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{instrumentation: {{namespaces: {{shop: []}}}}}}\n"

    assert "one entry at least" in message_for(text, "tracing.instrumentation.namespaces.shop")


def test_an_instrumented_namespace_has_to_be_let_in(cluster: str, message_for: MessageFor) -> None:
    tracing = "{namespaces: [web], instrumentation: {namespaces: {shop: [java]}}}"

    message = message_for(
        f"{cluster}tracing: {tracing}\n", "tracing.instrumentation.namespaces.shop"
    )
    assert "does not let it in" in message


def test_the_otlp_endpoint_needs_transaction_search(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{destination: otlp}}\n"

    message = message_for(text, "tracing.destination")
    assert "hub.transaction_search.mode" in message


@pytest.mark.parametrize("mode", ["on", "already_on"])
def test_the_otlp_endpoint_is_taken_with_transaction_search(
    cluster: str, load: Load, mode: str
) -> None:
    hub = f"hub: {{transaction_search: {{mode: {mode}}}}}\n"

    assert load(f"{cluster}tracing: {{destination: otlp}}\n{hub}").tracing.destination == "otlp"


def test_transaction_search_is_switched_on_in_the_hubs_place_alone(
    cluster: str, message_for: MessageFor
) -> None:
    own = "    metrics: {enabled: false}\n    tracing: {destination: otlp}\n"
    hub = 'hub: {account: "111122223333", region: eu-west-1, transaction_search: {mode: on}}\n'

    message = message_for(f"{cluster}{own}{hub}", "clusters[0].tracing.destination")
    assert "already_on" in message


def test_no_attribute_is_indexed_by_the_otlp_endpoint(
    cluster: str, message_for: MessageFor
) -> None:
    hub = "hub: {transaction_search: {mode: on}}\n"
    text = f"{cluster}{hub}tracing: {{destination: otlp, indexed_attributes: [http.route]}}\n"

    assert "none is indexed" in message_for(text, "tracing.indexed_attributes")


def test_resources_of_samplers_that_are_not_there_are_refused(
    cluster: str, message_for: MessageFor
) -> None:
    sizes = "cpu_request_millicores: 1, memory_request_mebibytes: 64, memory_limit_mebibytes: 64"
    text = f"{cluster}tracing: {{resources: {{{sizes}}}}}\n"

    assert "sampling.at is off" in message_for(text, "tracing.resources")


def test_the_emitter_needs_somebody_to_send_to(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{enabled: false}}\ndemo: {{emitter: true}}\n"

    assert "nothing takes them in myipv4cluster" in message_for(text, "demo.emitter")


def test_the_emitter_has_to_be_let_in(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}tracing: {{namespaces: [shop]}}\ndemo: {{emitter: true}}\n"

    assert "the namespace adot" in message_for(text, "demo.emitter")


def test_only_the_emitter_calls_aws(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}demo: {{aws_sdk_call: true}}\n"

    assert "set demo.emitter: true" in message_for(text, "demo.aws_sdk_call")


def test_a_clusters_own_mistake_is_said_there(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}    demo: {{aws_sdk_call: true}}\n"

    assert message_for(text, "clusters[0].demo.aws_sdk_call")


def test_programs_are_instrumented_once(cluster: str, message_for: MessageFor) -> None:
    insights = "container_insights: {mode: addon, addon: {application_signals: true}}\n"
    tracing = "tracing: {instrumentation: {namespaces: {shop: [java]}}}\n"

    message = message_for(f"{cluster}{insights}{tracing}", "tracing.instrumentation.namespaces")
    assert "by the same annotation" in message
