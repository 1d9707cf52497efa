"""The real API server's audit log has the fields, times and values that our queries ask for."""

import json
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from eks_observability.signals.log_metrics import control_plane
from eks_observability.signals.log_metrics.model import LogMetric
from eks_observability.signals.log_queries.control_plane import queries
from eks_observability.signals.log_queries.model import LogQuery
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.local_http import fetch
from tests.eks_observability.signals.log_metrics.filter_pattern import counts

METRICS = {metric.name: metric for metric in control_plane.metrics()}
AUDIT = tuple(query for query in queries() if query.sources == ("audit",))
LITERAL = re.compile(r'"[^"]*"|/(?:[^/\\]|\\.)+/')
NAMED = re.compile(r"\(\?<(\w+)>|\bas (\w+)")
FIELD = re.compile(r"`([^`]+)`|(@?[A-Za-z_][\w.]*)(?!\()\b(?!\()")
LANGUAGE = {
    *("dedup", "fields", "filter", "limit", "parse", "sort", "stats"),
    *("and", "as", "asc", "by", "desc", "in", "like", "not", "or"),
}


def fields(query: LogQuery) -> set[str]:
    """Whatever a query names that is neither of the language, nor its own, nor of CloudWatch."""
    own = {name for pair in NAMED.findall(query.query) for name in pair}
    named = {quoted or plain for quoted, plain in FIELD.findall(LITERAL.sub("", query.query))}
    return {name for name in named - LANGUAGE - own if not name.startswith("@")}


def flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Each value under the name that Logs Insights discovers it by: sourceIPs.0."""
    if not isinstance(value, Mapping | list):
        yield name, value
        return
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, one in pairs:
        yield from flat(one, f"{name}.{key}" if name else str(key))


@pytest.fixture(scope="module")
def events(kubernetes_api: KubernetesApi) -> list[dict[str, Any]]:
    """What one does to a cluster in an afternoon, as the audit log has it."""
    api = kubernetes_api
    api.must("create", "namespace", "audited")
    api.must("create", "serviceaccount", "curious", "-n", "audited")
    api.must("create", "role", "pods", "--verb=list", "--resource=pods", "-n", "audited")
    token = api.must("create", "token", "curious", "-n", "audited").strip()
    api.kubectl("get", "secret", "password", "-n", "audited", f"--token={token}")
    api.must("create", "secret", "generic", "password", "-n", "audited")
    api.must("get", "secret", "password", "-n", "audited")
    api.kubectl("get", "--raw", "/api/v1/namespaces/audited/pods/none/exec?command=sh")
    trust = ssl.create_default_context(cafile=api.certificate)
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        with suppress(OSError):
            fetch(f"{api.url}/api/v1/nodes?audited", headers=headers, trust=trust)
    api.must("create", "configmap", "aws-auth", "-n", "kube-system", "--from-literal=mapRoles=")
    api.must("patch", "configmap", "aws-auth", "-n", "kube-system", '--patch={"data":{}}')
    api.must("get", "configmap", "aws-auth", "-n", "kube-system")
    api.must("delete", "configmap", "aws-auth", "-n", "kube-system")
    api.kubectl("delete", "configmap", "aws-auth", "-n", "kube-system")
    with suppress(OSError):
        fetch(f"{api.url}/livez?verbose", trust=trust)
    api.must("delete", "namespace", "audited", "--wait=false")
    return [dict(flat(event)) for event in api.audit_events()]


def made(events: list[dict[str, Any]], **values: object) -> list[dict[str, Any]]:
    """The test's own events that have these values, dots written as two underscores."""
    wanted = {name.replace("__", "."): value for name, value in values.items()}
    return [
        event
        for event in events
        if "audited" in event["requestURI"] + event.get("objectRef.name", "")
        and event.items() >= wanted.items()
    ]


def test_all_that_a_query_names_is_looked_at() -> None:
    [query] = [query for query in AUDIT if query.name == "slowest-callers"]
    assert fields(query) == {
        *("objectRef.resource", "objectRef.subresource", "stage"),
        *("user.username", "userAgent", "verb"),
    }


@pytest.mark.parametrize("query", AUDIT, ids=[query.name for query in AUDIT])
def test_every_field_of_a_query_is_in_real_events(
    query: LogQuery, events: list[dict[str, Any]]
) -> None:
    assert fields(query)
    assert fields(query) <= {name for event in events for name in event}


def test_no_event_is_of_a_request_without_an_answer(events: list[dict[str, Any]]) -> None:
    assert {event["stage"] for event in events} <= {"ResponseStarted", "ResponseComplete"}


def test_a_service_account_that_is_refused_is_named(events: list[dict[str, Any]]) -> None:
    user = "system:serviceaccount:audited:curious"
    [refused] = made(events, user__username=user, objectRef__resource="secrets")
    assert (refused["responseStatus.code"], refused["verb"]) == (403, "get")
    assert refused["stage"] == "ResponseComplete"


def test_who_does_not_sign_in_is_anonymous(events: list[dict[str, Any]]) -> None:
    [asked] = made(events, user__username="system:anonymous")
    assert asked["stage"] == "ResponseComplete"
    assert asked["responseStatus.code"] == 403


def test_a_secret_that_was_read_is_named(events: list[dict[str, Any]]) -> None:
    [read] = made(events, objectRef__resource="secrets", verb="get", responseStatus__code=200)
    assert (read["objectRef.namespace"], read["objectRef.name"]) == ("audited", "password")


def test_a_deleted_namespace_is_named(events: list[dict[str, Any]]) -> None:
    [deleted] = made(events, verb="delete", objectRef__resource="namespaces")
    assert (deleted["objectRef.name"], deleted["stage"]) == ("audited", "ResponseComplete")


def test_a_new_role_is_of_the_group_that_is_asked_for(events: list[dict[str, Any]]) -> None:
    [role] = made(events, verb="create", objectRef__resource="roles")
    assert role["objectRef.apiGroup"] == "rbac.authorization.k8s.io"


def test_a_shell_into_a_pod_has_an_event_when_it_starts_and_when_it_ends(
    events: list[dict[str, Any]],
) -> None:
    shells = made(events, objectRef__resource="pods", objectRef__subresource="exec")
    assert [shell["stage"] for shell in shells] == ["ResponseStarted", "ResponseComplete"]
    assert shells[0]["auditID"] == shells[1]["auditID"]


def test_a_token_that_is_no_good_has_no_name_and_no_complete_response(
    events: list[dict[str, Any]],
) -> None:
    [turned_away] = made(events, responseStatus__code=401)
    assert turned_away["stage"] == "ResponseStarted"
    assert "user.username" not in turned_away


def counted(metric: LogMetric, api: KubernetesApi) -> list[dict[str, Any]]:
    """The test's own events that count for a metric."""
    return [
        event
        for event in api.audit_events()
        if any(word in json.dumps(event) for word in ("audited", "aws-auth", "/livez?verbose"))
        if counts(metric.pattern, json.dumps(event))
    ]


@pytest.mark.usefixtures("events")
def test_every_refused_request_is_counted_once(kubernetes_api: KubernetesApi) -> None:
    refused = counted(METRICS["RefusedRequests"], kubernetes_api)
    # A token that is no good; nobody who signed in, and an account without rights.
    assert sorted(event["responseStatus"]["code"] for event in refused) == [401, 403, 403]


@pytest.mark.usefixtures("events")
def test_a_request_without_a_name_is_counted_and_a_question_for_health_is_not(
    kubernetes_api: KubernetesApi,
) -> None:
    assert any(event["requestURI"] == "/livez?verbose" for event in kubernetes_api.audit_events())
    anonymous = counted(METRICS["AnonymousRequests"], kubernetes_api)
    assert [event["requestURI"] for event in anonymous] == ["/api/v1/nodes?audited"]


@pytest.mark.usefixtures("events")
def test_every_change_of_aws_auth_is_counted_once(kubernetes_api: KubernetesApi) -> None:
    changes = counted(METRICS["AwsAuthChanges"], kubernetes_api)
    assert [event["verb"] for event in changes] == ["create", "patch", "delete"]


def test_rbac_gives_no_reason_for_a_refusal(events: list[dict[str, Any]]) -> None:
    refused = made(events, responseStatus__code=403)
    assert {event["annotations.authorization.k8s.io/reason"] for event in refused} == {""}
    assert all("is forbidden: User" in event["responseStatus.message"] for event in refused)


def test_the_slowest_callers_query_reads_the_times(events: list[dict[str, Any]]) -> None:
    [query] = [query for query in AUDIT if query.name == "slowest-callers"]
    patterns = re.findall(r"parse @message /(.*)/", query.query)
    for event in events:
        times = {name: event[name] for name in ("requestReceivedTimestamp", "stageTimestamp")}
        message = json.dumps(times, separators=(",", ":"))
        for pattern, written in zip(patterns, times.values(), strict=True):
            found = re.search(pattern.replace("(?<", "(?P<"), message)
            assert found, message
            hours, minutes, seconds = map(float, found.groups())
            time = datetime.fromisoformat(written)
            expected = time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6
            assert hours * 3600 + minutes * 60 + seconds == pytest.approx(expected)
