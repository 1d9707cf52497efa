"""Every error that botocore knows of the operations used, and those in an answer of 200."""

from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.grafana_access import handler

JANE = "73847832-1031-70a6-d142-6fbb72a512f0"
OMAR = "83847832-1031-70a6-d142-6fbb72a512f0"
USER = "SSO_USER"

AGAIN = "It passes by itself: deploy again."
EXPECTED = {
    "AccessDeniedException": "allows grafana:{operation}, and reading of IAM Identity Center",
    "AnErrorToCome": "answered AnErrorToCome. Amazon Managed Grafana says",
    "ResourceNotFoundException": "aws grafana list-workspaces --region eu-central-1",
    "ValidationException": "aws identitystore list-users",
}
UNLISTED = {"AnErrorToCome": 400, "ConflictException": 409, "ExpiredTokenException": 403}
OPERATIONS = ("DescribeWorkspace", "ListPermissions", "UpdatePermissions")
MODEL = botocore.session.Session().get_service_model("grafana")
LISTED = {
    (operation, shape.name): shape.metadata["error"]["httpStatusCode"]
    for operation in OPERATIONS
    for shape in MODEL.operation_model(operation).error_shapes
}
ALL = LISTED | {
    (operation, error): status for operation in OPERATIONS for error, status in UNLISTED.items()
}
FINAL = [each for each in ALL if each[1] in EXPECTED]
PASSING = [each for each in ALL if each[1] not in EXPECTED]
UNREACHABLE = [
    botocore.exceptions.EndpointConnectionError(endpoint_url="https://grafana.example"),
    botocore.exceptions.ConnectTimeoutError(endpoint_url="https://grafana.example"),
    botocore.exceptions.ReadTimeoutError(endpoint_url="https://grafana.example"),
    botocore.exceptions.ConnectionClosedError(endpoint_url="https://grafana.example"),
]


def test_the_model_lists_errors_for_each_operation() -> None:
    assert {operation for operation, _ in LISTED} == set(OPERATIONS)


def test_what_passes_is_what_the_api_says_to_retry() -> None:
    assert {error for _, error in PASSING} == {
        "ConflictException",
        "ExpiredTokenException",
        "InternalServerException",
        "ThrottlingException",
    }


@pytest.mark.parametrize(("operation", "error"), FINAL)
def test_an_error_that_stays_is_explained(
    stack: Any, network: Any, asking: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, "because.", status=ALL[operation, error])

    with pytest.raises(handler.GrafanaAccessError) as caught:
        stack.create(**asking({JANE: "ADMIN"}))

    message = str(caught.value)
    assert EXPECTED[error].format(operation=operation) in message
    assert "workspace g-0123456789 (account 111122223333, eu-central-1) was not changed" in message
    assert f"{operation} answered {error}." in message
    assert message.endswith("Amazon Managed Grafana says: because.")


@pytest.mark.parametrize(("operation", "error"), PASSING)
def test_an_error_that_passes_is_waited_for(
    stack: Any, network: Any, grafana: Any, asking: Any, operation: str, error: str
) -> None:
    stack.create(**asking())
    network.fail(operation, error, status=ALL[operation, error], times=5)

    stack.update(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


@pytest.mark.parametrize("error", ["ThrottlingException", "InternalServerException"])
def test_what_passes_is_tried_eight_times_before_anything_is_done(
    stack: Any, network: Any, grafana: Any, asking: Any, error: str
) -> None:
    network.fail("ListPermissions", error, status=500, times=7)

    stack.create(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


def test_what_does_not_pass_before_anything_is_done_says_so(
    stack: Any, network: Any, asking: Any
) -> None:
    network.fail("ListPermissions", "ThrottlingException", status=429)

    with pytest.raises(handler.GrafanaAccessError, match=r"ThrottlingException\. It passes by"):
        stack.create(**asking({JANE: "ADMIN"}))

    assert "CREATE_FAILED" in stack.physical_id


@pytest.mark.parametrize("operation", ["DescribeWorkspace", "UpdatePermissions"])
@pytest.mark.parametrize("error", UNREACHABLE, ids=lambda error: type(error).__name__)
def test_an_aws_that_cannot_be_reached_is_waited_for(
    stack: Any, network: Any, grafana: Any, asking: Any, operation: str, error: Exception
) -> None:
    network.fail(operation, error, times=4)

    stack.create(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


@pytest.mark.parametrize("error", UNREACHABLE, ids=lambda error: type(error).__name__)
def test_an_aws_that_cannot_be_reached_at_first_is_explained(
    stack: Any, network: Any, asking: Any, error: Exception
) -> None:
    network.fail("ListPermissions", error)

    with pytest.raises(handler.GrafanaAccessError, match=type(error).__name__):
        stack.create(**asking({JANE: "ADMIN"}))


@pytest.mark.parametrize("code", [400, 403, 404])
def test_an_error_within_the_answer_is_the_result(
    stack: Any, grafana: Any, asking: Any, code: int
) -> None:
    grafana.strangers[OMAR] = (code, "there is no such user")

    with pytest.raises(handler.GrafanaAccessError) as caught:
        stack.create(**asking({JANE: "EDITOR", OMAR: "ADMIN"}))

    assert str(caught.value).endswith(f"ADD ADMIN of {OMAR}: {code} there is no such user")


@pytest.mark.parametrize("code", [409, 429, 500, 503])
def test_an_error_within_the_answer_that_passes_is_waited_for(
    stack: Any, grafana: Any, asking: Any, code: int
) -> None:
    grafana.strangers[OMAR] = (code, "later")
    stack.between_polls = grafana.strangers.clear

    stack.create(**asking({JANE: "EDITOR", OMAR: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "EDITOR", (USER, OMAR): "ADMIN"}


def test_who_has_left_identity_center_is_no_reason_to_stay(
    stack: Any, grafana: Any, asking: Any, capfd: pytest.CaptureFixture[str]
) -> None:
    stack.create(**asking({JANE: "EDITOR", OMAR: "ADMIN"}))
    grafana.strangers[OMAR] = (404, "there is no such user")

    stack.delete()

    assert grafana.roles == {(USER, OMAR): "ADMIN"}
    assert "there is no such user" in capfd.readouterr().out


def test_a_role_that_cannot_be_taken_is_a_failure(stack: Any, grafana: Any, asking: Any) -> None:
    stack.create(**asking({OMAR: "ADMIN"}))
    grafana.strangers[OMAR] = (403, "you may not")

    with pytest.raises(handler.GrafanaAccessError, match=r"REVOKE ADMIN of .*: 403 you may not"):
        stack.delete()


def test_people_are_not_asked_for_where_they_sign_in_by_saml(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    grafana.providers = ["SAML"]

    with pytest.raises(handler.GrafanaAccessError, match=r"take grafana\.access out"):
        stack.create(**asking({JANE: "ADMIN"}))

    assert network.writes == []


def test_both_ways_to_sign_in_will_do(stack: Any, grafana: Any, asking: Any) -> None:
    grafana.providers = ["SAML", "AWS_SSO"]

    stack.create(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


def test_more_people_than_can_be_remembered_are_refused_before_anything_is_done(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    people = {f"{index:08x}-1031-70a6-d142-6fbb72a512f0": "VIEWER" for index in range(120)}
    grafana.roles |= {(USER, person): "EDITOR" for person in people}

    with pytest.raises(handler.GrafanaAccessError, match="name groups instead of users"):
        stack.create(**asking(people))

    assert network.writes == []


def test_a_message_is_cut_to_what_cloudformation_takes(
    stack: Any, network: Any, asking: Any
) -> None:
    network.fail("UpdatePermissions", "ValidationException", "x" * 9000)

    with pytest.raises(handler.GrafanaAccessError) as caught:
        stack.create(**asking({JANE: "ADMIN"}))

    assert len(str(caught.value)) == 2000
