"""Every error that botocore knows of the operations used, and those that it does not list."""

from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.control_plane_logging import handler

AUDIT = {"ClusterName": "demo", "Types": ["audit"]}
OPERATIONS = ("DescribeCluster", "UpdateClusterConfig", "DescribeUpdate")
MODEL = botocore.session.Session().get_service_model("eks")
LISTED = {
    (operation, shape.name): shape.metadata["error"]["httpStatusCode"]
    for operation in OPERATIONS
    for shape in MODEL.operation_model(operation).error_shapes
}
WAIT = "waits for the next poll"
UNLISTED = {
    ("AccessDeniedException", 403): "service control policy or a permissions boundary",
    ("ExpiredTokenException", 403): WAIT,
    ("ExpiredToken", 403): WAIT,
    ("RequestExpired", 400): WAIT,
    ("Throttling", 400): WAIT,
    ("TooManyRequestsException", 429): WAIT,
    ("RequestLimitExceeded", 400): WAIT,
    ("RequestTimeout", 400): WAIT,
    ("502", 502): WAIT,
    ("AnErrorToCome", 400): "AnErrorToCome. CloudTrail has the whole request in eu-central-1",
}
EXPECTED = {
    "ClientException": "not permitted or an identifier as wrong: see whether eks:",
    "InvalidParameterException": "Compare the log types with those that EKS has in eu-central-1",
    "InvalidRequestException": "describe-cluster --region eu-central-1 --name demo`",
    "ResourceInUseException": WAIT,
    "ResourceNotFoundException": "`aws eks list-clusters --region eu-central-1`",
    "ServerException": WAIT,
    "ServiceUnavailableException": WAIT,
    "ThrottlingException": WAIT,
}
UNREACHABLE = [
    botocore.exceptions.EndpointConnectionError(endpoint_url="https://eks.example"),
    botocore.exceptions.ConnectTimeoutError(endpoint_url="https://eks.example"),
    botocore.exceptions.ReadTimeoutError(endpoint_url="https://eks.example"),
    botocore.exceptions.ConnectionClosedError(endpoint_url="https://eks.example"),
]
REMEMBERED = {"PhysicalResourceId": "demo/control-plane-logging?before=none"}


def expected_of(operation: str, error: str) -> str:
    if (operation, error) == ("DescribeUpdate", "ResourceNotFoundException"):
        return WAIT
    return EXPECTED.get(error, "an entry in EXPECTED")


def polled(stack: Any, kind: str = "Create") -> dict[str, Any]:
    return handler.is_complete(stack.event(kind, AUDIT) | REMEMBERED, None)


def test_the_model_lists_errors_for_each_operation() -> None:
    assert {operation for operation, _ in LISTED} == set(OPERATIONS)


@pytest.mark.parametrize(("operation", "error"), LISTED)
def test_a_listed_error_is_waited_for_or_explained(
    stack: Any, network: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, "because.", status=LISTED[operation, error])
    expected = expected_of(operation, error)

    if expected == WAIT:
        assert polled(stack) == {"IsComplete": False}
        return
    with pytest.raises(handler.ControlPlaneLoggingError) as caught:
        polled(stack)
    message = str(caught.value)
    assert expected in message
    assert (
        f"cluster demo (account 111122223333, eu-central-1) were not changed: {operation}"
        in message
    )
    assert f"answered {error}. " in message
    assert message.endswith("EKS says: because.")


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(("error", "status"), UNLISTED)
def test_an_error_that_is_not_listed_is_waited_for_or_explained(
    stack: Any, network: Any, operation: str, error: str, status: int
) -> None:
    network.fail(operation, error, status=status)

    if UNLISTED[error, status] == WAIT:
        assert polled(stack) == {"IsComplete": False}
        return
    with pytest.raises(handler.ControlPlaneLoggingError, match=UNLISTED[error, status]):
        polled(stack)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("error", UNREACHABLE, ids=lambda error: type(error).__name__)
def test_an_eks_that_cannot_be_reached_is_waited_for(
    stack: Any, network: Any, operation: str, error: Exception
) -> None:
    network.fail(operation, error)

    assert polled(stack) == {"IsComplete": False}


@pytest.mark.parametrize(
    ("operation", "error"), [listed for listed in LISTED if expected_of(*listed) == WAIT]
)
def test_what_passes_is_gone_at_a_later_poll(
    stack: Any, network: Any, cluster: Any, operation: str, error: str
) -> None:
    event = stack.event("Create", AUDIT) | REMEMBERED
    network.fail(operation, error, status=LISTED[operation, error], times=5)

    answers = [handler.is_complete(event, None) for _ in range(12)]

    assert answers[-1] == {"IsComplete": True, "Data": {"EnabledTypes": "audit"}}
    assert cluster.enabled == {"audit"}


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        ("ResourceNotFoundException", 404, "`aws eks list-clusters --region eu-central-1`"),
        ("ClientException", 400, "see whether eks:DescribeCluster is denied"),
        ("AccessDeniedException", 403, "role allows eks:DescribeCluster, a service control policy"),
        ("ServerException", 500, "It passes by itself: deploy again."),
        ("ServiceUnavailableException", 503, "It passes by itself: deploy again."),
        ("ThrottlingException", 429, "It passes by itself: deploy again."),
        ("ExpiredTokenException", 403, "It passes by itself: deploy again."),
    ],
)
def test_on_event_explains_what_its_retries_did_not_get_over(
    stack: Any, network: Any, error: str, status: int, says: str
) -> None:
    network.fail("DescribeCluster", error, status=status)

    with pytest.raises(
        handler.ControlPlaneLoggingError, match=f"DescribeCluster answered {error}"
    ) as caught:
        handler.on_event(stack.event("Create", AUDIT), None)

    assert says in str(caught.value)


@pytest.mark.parametrize("error", UNREACHABLE, ids=lambda error: type(error).__name__)
def test_on_event_explains_an_eks_that_cannot_be_reached(
    stack: Any, network: Any, error: Exception
) -> None:
    network.fail("DescribeCluster", error)

    with pytest.raises(
        handler.ControlPlaneLoggingError, match=r"EKS answered \w+\. .* deploy again"
    ):
        handler.on_event(stack.event("Create", AUDIT), None)


@pytest.mark.parametrize(
    ("error", "status"), [("ThrottlingException", 429), ("ServerException", 500)]
)
def test_on_event_tries_eight_times(stack: Any, network: Any, error: str, status: int) -> None:
    network.fail("DescribeCluster", error, status=status, times=7)

    answer = handler.on_event(stack.event("Create", AUDIT), None)

    assert answer == REMEMBERED
    assert len(network.calls) == 8


def test_on_event_gives_up_after_the_eighth(stack: Any, network: Any) -> None:
    network.fail("DescribeCluster", "ThrottlingException", status=429)

    with pytest.raises(handler.ControlPlaneLoggingError):
        handler.on_event(stack.event("Create", AUDIT), None)

    assert len(network.calls) == 8


def test_a_poll_tries_twice_and_leaves_the_rest_to_the_next(stack: Any, network: Any) -> None:
    network.fail("DescribeCluster", "ThrottlingException", status=429)

    polled(stack)

    assert len(network.calls) == 2
