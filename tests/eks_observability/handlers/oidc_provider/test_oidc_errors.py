"""Every error that botocore knows of the operations used, and those that it does not list."""

from collections.abc import Callable
from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.oidc_provider import handler

AGAIN = "It passes by itself: deploy again."
EXPECTED = {
    "AccessDenied": "allows iam:{operation}, a service control policy or a permissions boundary",
    "AnErrorToCome": "answered AnErrorToCome. IAM says",
    "ConcurrentModification": AGAIN,
    "EntityAlreadyExists": "GetOpenIDConnectProvider does not show it yet: deploy again",
    "ExpiredToken": AGAIN,
    "InvalidInput": "Compare the issuer with the cluster's identity.oidc.issuer, and the tags",
    "LimitExceeded": "quota of the account or of the provider is used up, which IAM names",
    "NoSuchEntity": "Somebody deletes the provider at the same time",
    "OpenIdIdpCommunicationError": "IAM gets no answer from the issuer",
    "ServiceFailure": AGAIN,
    "Throttling": AGAIN,
}
UNLISTED = {"AccessDenied": 403, "AnErrorToCome": 400, "ExpiredToken": 403, "Throttling": 400}
DONE_ANYWAY = {
    ("DeleteOpenIDConnectProvider", "NoSuchEntity"),
    ("GetOpenIDConnectProvider", "NoSuchEntity"),
    ("RemoveClientIDFromOpenIDConnectProvider", "NoSuchEntity"),
}
UNREACHABLE = [
    botocore.exceptions.EndpointConnectionError(endpoint_url="https://iam.example"),
    botocore.exceptions.ConnectTimeoutError(endpoint_url="https://iam.example"),
    botocore.exceptions.ReadTimeoutError(endpoint_url="https://iam.example"),
    botocore.exceptions.ConnectionClosedError(endpoint_url="https://iam.example"),
]


def create(stack: Any, _have: Any, asking: Any) -> None:
    stack.create(**asking())


def create_of_incomplete(stack: Any, have: Any, asking: Any) -> None:
    have("other")
    stack.create(**asking())


def change_tags(stack: Any, _have: Any, asking: Any) -> None:
    stack.create(**asking(team="platform"))
    stack.update(**asking(cost="42"))


def destroy(stack: Any, _have: Any, asking: Any) -> None:
    stack.create(**asking())
    stack.delete()


def destroy_of_incomplete(stack: Any, have: Any, asking: Any) -> None:
    create_of_incomplete(stack, have, asking)
    stack.delete()


CALLERS: dict[str, Callable[[Any, Any, Any], None]] = {
    "AddClientIDToOpenIDConnectProvider": create_of_incomplete,
    "CreateOpenIDConnectProvider": create,
    "DeleteOpenIDConnectProvider": destroy,
    "GetOpenIDConnectProvider": create,
    "ListRoles": destroy,
    "RemoveClientIDFromOpenIDConnectProvider": destroy_of_incomplete,
    "TagOpenIDConnectProvider": change_tags,
    "UntagOpenIDConnectProvider": change_tags,
}
MODEL = botocore.session.Session().get_service_model("iam")
LISTED = {
    (operation, shape.metadata["error"]["code"]): shape.metadata["error"]["httpStatusCode"]
    for operation in CALLERS
    for shape in MODEL.operation_model(operation).error_shapes
}
ALL = LISTED | {(operation, error): UNLISTED[error] for operation in CALLERS for error in UNLISTED}


def test_the_model_lists_errors_for_each_operation() -> None:
    assert {operation for operation, _ in LISTED} == set(CALLERS)


def test_the_model_still_takes_a_provider_without_thumbprints() -> None:
    shape = MODEL.operation_model("CreateOpenIDConnectProvider").input_shape
    assert shape
    assert shape.required_members == ["Url"]


@pytest.mark.parametrize(
    ("operation", "error"), [listed for listed in ALL if listed not in DONE_ANYWAY]
)
def test_an_error_is_explained(
    stack: Any, have: Any, asking: Any, network: Any, arn: str, operation: str, error: str
) -> None:
    network.fail(operation, error, "because.", status=ALL[operation, error])

    with pytest.raises(handler.OidcProviderError) as caught:
        CALLERS[operation](stack, have, asking)

    message = str(caught.value)
    assert EXPECTED.get(error, "an entry in EXPECTED").format(operation=operation) in message
    assert f"The IAM OpenID Connect provider {arn} was not changed as asked" in message
    assert f"{operation} answered {error}." in message
    assert message.endswith("IAM says: because.")


@pytest.mark.parametrize("operation", CALLERS)
@pytest.mark.parametrize("error", UNREACHABLE, ids=lambda error: type(error).__name__)
def test_an_iam_that_cannot_be_reached_is_explained(
    stack: Any, have: Any, asking: Any, network: Any, operation: str, error: Exception
) -> None:
    network.fail(operation, error)

    with pytest.raises(handler.OidcProviderError, match=r"IAM answered \w+\. It passes by itself"):
        CALLERS[operation](stack, have, asking)


@pytest.mark.parametrize(
    ("operation", "error"), [listed for listed in LISTED if listed[1] == "ConcurrentModification"]
)
def test_a_concurrent_change_is_waited_for_a_minute(
    stack: Any, have: Any, asking: Any, network: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, status=409, times=6)

    CALLERS[operation](stack, have, asking)

    assert network.naps == [1, 2, 4, 8, 16, 32]


@pytest.mark.parametrize("operation", CALLERS)
@pytest.mark.parametrize(("error", "status"), [("ServiceFailure", 500), ("Throttling", 400)])
def test_what_passes_is_tried_five_times(
    stack: Any, have: Any, asking: Any, network: Any, operation: str, error: str, status: int
) -> None:
    network.fail(operation, error, status=status, times=4)

    CALLERS[operation](stack, have, asking)

    assert len(network.made(operation)) >= 5


def test_a_provider_that_never_shows_is_not_taken_as_made(
    stack: Any, iam: Any, have: Any, asking: Any
) -> None:
    have("sts.amazonaws.com")
    iam.hidden = 100

    with pytest.raises(handler.OidcProviderError, match="does not show it yet"):
        stack.create(**asking())

    assert "CREATE_FAILED" in stack.physical_id


def test_a_message_is_cut_to_what_cloudformation_takes(
    stack: Any, asking: Any, network: Any
) -> None:
    network.fail("CreateOpenIDConnectProvider", "InvalidInput", "x" * 9000)

    with pytest.raises(handler.OidcProviderError) as caught:
        stack.create(**asking())

    assert len(str(caught.value)) == 2000
