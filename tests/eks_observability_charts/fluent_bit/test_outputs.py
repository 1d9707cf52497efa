"""Destinations besides CloudWatch."""

from typing import Any

import pytest

from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.config import render
from eks_observability_charts.fluent_bit.destinations import forward, secrets, variables
from eks_observability_charts.fluent_bit.outputs import (
    LokiOutput,
    OpenSearchOutput,
    Output,
    SplunkOutput,
)
from tests.eks_observability_charts.fluent_bit.classic import Read, check_keys, sections

SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:password"
SIGNED = OpenSearchOutput(host="search.example.com", region="eu-central-1")
BASIC = OpenSearchOutput(
    host="search.example.com", region="eu-central-1", user="shipper", secret_arn=SECRET
)
LOKI = LokiOutput(host="loki.example.com", user="42", secret_arn=SECRET, tenant="shop")
SPLUNK = SplunkOutput(host="splunk.example.com", secret_arn=SECRET, index="logs")
ALL = pytest.mark.parametrize("output", [SIGNED, BASIC, LOKI, SPLUNK])


def section(output: Output, **buffer: Any) -> Read:
    [found] = sections(render(forward([output], buffer=Buffer(**buffer))))
    return found


@ALL
def test_every_key_is_documented(output: Output) -> None:
    check_keys(section(output))


@ALL
def test_certificates_and_names_are_checked(output: Output) -> None:
    keys = ("tls", "tls.verify", "tls.verify_hostname")
    assert [section(output).value(key) for key in keys] == ["On"] * 3


@ALL
def test_every_record_is_sent(output: Output) -> None:
    assert section(output).value("Match") == "*"


@ALL
def test_a_destination_that_is_away_is_tried_as_long_as_there_is_room(output: Output) -> None:
    found = section(output, disk_mebibytes=20)
    assert found.value("Retry_Limit") == "no_limits"
    assert found.value("storage.total_limit_size") == "20971520"


@ALL
def test_the_host_is_a_variable(output: Output) -> None:
    assert section(output).value("Host") == "${OUTPUT_1_HOST}"
    assert variables([output])["OUTPUT_1_HOST"] == output.host


def test_outputs_have_variables_of_their_own() -> None:
    assert variables([LOKI, SPLUNK]) == {
        "OUTPUT_1_HOST": "loki.example.com",
        "OUTPUT_1_USER": "42",
        "OUTPUT_2_HOST": "splunk.example.com",
    }


def test_secrets_are_named_by_variable() -> None:
    assert secrets([SIGNED, LOKI, SPLUNK]) == {"OUTPUT_2_SECRET": SECRET, "OUTPUT_3_SECRET": SECRET}


def test_requests_to_opensearch_are_signed_by_default() -> None:
    found = section(SIGNED)
    assert found.value("AWS_Auth") == "On"
    assert found.value("AWS_Region") == "${OUTPUT_1_REGION}"
    assert found.value("AWS_Service_Name") == "es"
    assert found.values("HTTP_User") == []


def test_a_serverless_collection_is_another_service() -> None:
    output = OpenSearchOutput(host="search.example.com", region="eu-central-1", service="aoss")
    assert section(output).value("AWS_Service_Name") == "aoss"


@pytest.mark.parametrize("output", [BASIC, LOKI])
def test_passwords_are_references(output: Output) -> None:
    found = section(output)
    assert found.value("HTTP_User") == "${OUTPUT_1_USER}"
    assert found.value("HTTP_Passwd") == "${OUTPUT_1_SECRET}"
    assert found.values("AWS_Auth") == []


def test_the_token_of_splunk_is_a_reference() -> None:
    assert section(SPLUNK).value("Splunk_Token") == "${OUTPUT_1_SECRET}"


@pytest.mark.parametrize("half", [{"user": "shipper"}, {"secret_arn": SECRET}])
def test_half_a_credential_for_opensearch_is_refused(half: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="'user' and 'secret_arn' of an OpenSearch output need"):
        OpenSearchOutput(host="search.example.com", region="eu-central-1", **half)


def test_there_is_no_splunk_without_a_credential() -> None:
    without: Any = SplunkOutput

    with pytest.raises(TypeError, match="secret_arn"):
        without(host="logs.example.com")


@pytest.mark.parametrize("half", [{"user": "shop"}, {"secret_arn": SECRET}])
def test_half_a_credential_for_loki_is_refused(half: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="'user' and 'secret_arn' of a Loki output need"):
        LokiOutput(host="loki.example.com", **half)


def test_a_password_does_not_travel_unencrypted() -> None:
    with pytest.raises(ValueError, match="'tls' of a Loki output with a password must stay on"):
        LokiOutput(host="loki.example.com", user="shop", secret_arn=SECRET, tls=False)


def test_a_loki_that_asks_for_no_password_is_sent_none() -> None:
    assert section(LokiOutput(host="loki.monitoring", tls=False)).values("HTTP_Passwd") == []


def test_a_loki_without_tls_is_asked_without_it() -> None:
    assert section(LokiOutput(host="loki.monitoring", tls=False)).values("tls") == []


def test_loki_is_told_the_tenant() -> None:
    assert section(LOKI).value("Tenant_ID") == "shop"


def test_loki_tells_clusters_and_namespaces_apart() -> None:
    labels = section(LOKI).value("Labels")
    assert "cluster=${CLUSTER_NAME}" in labels
    assert "namespace=$kubernetes['namespace_name']" in labels


def test_the_index_of_splunk_is_the_tokens_own_by_default() -> None:
    assert section(SPLUNK).value("Event_Index") == "logs"
    other = SplunkOutput(host="splunk.example.com", secret_arn=SECRET)
    assert section(other).values("Event_Index") == []
