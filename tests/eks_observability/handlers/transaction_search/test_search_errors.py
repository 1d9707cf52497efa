"""Every error that botocore knows of the operations used."""

from collections.abc import Callable
from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.transaction_search.errors import TransactionSearchError

AGAIN = "It passes by itself: deploy again."
EXPECTED = {
    "AccessDeniedException": "allows {service}:{operation}, and what X-Ray does in its name",
    "InvalidParameterException": "does not take the policy eks-observability-transaction-search",
    "InvalidRequestException": "`aws xray get-trace-segment-destination --region eu-central-1`",
    "LimitExceededException": "`aws logs describe-resource-policies --region eu-central-1`",
    "ResourceNotFoundException": "Somebody deletes the policy at the same time",
    "AnErrorToCome": "answered AnErrorToCome",
}
PASSING = {
    *("ThrottledException", "ThrottlingException", "ExpiredTokenException"),
    *("OperationAbortedException", "ServiceUnavailableException", "InternalFailure"),
}
EVERYWHERE = (
    *("AccessDeniedException", "ExpiredTokenException", "ThrottlingException"),
    *("InternalFailure", "AnErrorToCome"),
)
READS = ("GetTraceSegmentDestination", "GetIndexingRules", "DescribeResourcePolicies")


def create(stack: Any, asking: Any) -> None:
    stack.create(**asking())


def destroy(stack: Any, asking: Any) -> None:
    stack.physical_id = "transaction-search?before=XRay,1.0,absent"
    stack.send("Delete", asking())


CALLERS: dict[str, Callable[[Any, Any], None]] = {
    **dict.fromkeys(READS, create),
    "UpdateTraceSegmentDestination": create,
    "UpdateIndexingRule": create,
    "PutResourcePolicy": create,
    "DeleteResourcePolicy": destroy,
}
GOES_ON = {
    ("DeleteResourcePolicy", "ResourceNotFoundException"),
    ("UpdateIndexingRule", "ResourceNotFoundException"),
}
EXPIRED = {(operation, "ExpiredTokenException") for operation in READS}
SESSION = botocore.session.Session()
MODELS = {name: SESSION.get_service_model(name) for name in ("xray", "logs")}


def service_of(operation: str) -> str:
    return "logs" if operation.endswith(("ResourcePolicy", "ResourcePolicies")) else "xray"


LISTED = [
    (operation, error)
    for operation in CALLERS
    for error in dict.fromkeys(
        [
            *(
                shape.name
                for shape in MODELS[service_of(operation)].operation_model(operation).error_shapes
            ),
            *EVERYWHERE,
        ]
    )
    if (operation, error) not in GOES_ON
]


def status_of(error: str) -> int:
    return {"ServiceUnavailableException": 503, "InternalFailure": 500}.get(error, 400)


@pytest.fixture(autouse=True)
def _on(tracing: Any) -> None:
    """So that a Delete has something to put back."""
    tracing.policies["eks-observability-transaction-search"] = "{}"


@pytest.fixture
def fresh(tracing: Any) -> None:
    tracing.policies.clear()


@pytest.mark.parametrize(
    ("operation", "error"), [each for each in LISTED if each[1] not in PASSING]
)
def test_an_error_is_explained(
    stack: Any, asking: Any, tracing: Any, network: Any, operation: str, error: str
) -> None:
    if CALLERS[operation] is create:
        tracing.policies.clear()
    network.fail(operation, error, "because.")

    with pytest.raises(TransactionSearchError) as caught:
        CALLERS[operation](stack, asking)

    message = str(caught.value)
    expected = EXPECTED[error].format(service=service_of(operation), operation=operation)
    assert expected in message
    assert "Transaction Search (account 111122223333, eu-central-1) was not changed" in message
    assert f"{operation} answered {error}." in message
    assert message.endswith("AWS says: because.")


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("operation", "error"),
    [each for each in LISTED if each[0] in READS and each[1] in PASSING],
)
def test_what_passes_is_said_where_nothing_was_remembered_yet(
    stack: Any, asking: Any, network: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, status=status_of(error))

    with pytest.raises(TransactionSearchError, match=AGAIN):
        CALLERS[operation](stack, asking)

    assert network.writes == []


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        (operation, error)
        for operation, error in LISTED
        # botocore asks again for all of these but with new credentials, which are for a next poll.
        if error in PASSING and (operation, error) not in EXPIRED
    ],
)
def test_what_passes_is_waited_for(
    stack: Any, asking: Any, tracing: Any, network: Any, operation: str, error: str
) -> None:
    if CALLERS[operation] is create:
        tracing.policies.clear()
    network.fail(operation, error, status=status_of(error), times=4)

    CALLERS[operation](stack, asking)


@pytest.mark.usefixtures("fresh")
def test_a_rule_that_comes_a_little_later_is_waited_for(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    tracing.percent = None
    network.fail("UpdateIndexingRule", "ResourceNotFoundException", times=3)

    stack.create(**asking())

    assert tracing.percent == 5


@pytest.mark.usefixtures("fresh")
def test_an_update_while_another_is_under_way_is_waited_for(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    message = "Updates are not allowed while the current status is PENDING"
    network.fail("UpdateTraceSegmentDestination", "InvalidRequestException", message, times=2)

    stack.create(**asking())

    assert tracing.destination == "CloudWatchLogs"


@pytest.mark.usefixtures("fresh")
def test_x_ray_that_may_not_write_for_more_than_a_minute_is_explained(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    tracing.unseen = 100

    with pytest.raises(TransactionSearchError, match="see whether another policy of"):
        stack.create(**asking())

    assert sum(network.naps) == 60


@pytest.mark.usefixtures("fresh")
def test_a_create_that_failed_is_undone_by_the_delete_that_follows(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    network.fail("UpdateIndexingRule", "AccessDeniedException")
    with pytest.raises(TransactionSearchError):
        stack.create(**asking())

    stack.delete()

    assert (tracing.destination, tracing.policies) == ("XRay", {})


@pytest.mark.usefixtures("fresh")
def test_a_service_that_cannot_be_reached_is_explained(
    stack: Any, asking: Any, network: Any
) -> None:
    url = "https://xray.example"
    fault = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("GetTraceSegmentDestination", fault)

    with pytest.raises(TransactionSearchError, match=r"EndpointConnectionError. It passes by"):
        stack.create(**asking())


@pytest.mark.usefixtures("fresh")
def test_a_service_that_cannot_be_reached_for_a_while_is_waited_for(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    url = "https://logs.example"
    fault = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("PutResourcePolicy", fault, times=8)

    stack.create(**asking())

    assert tracing.destination == "CloudWatchLogs"


@pytest.mark.usefixtures("fresh")
def test_an_error_is_short_enough_for_cloudformation(stack: Any, asking: Any, network: Any) -> None:
    network.fail("GetIndexingRules", "InvalidRequestException", "because " * 1000)

    with pytest.raises(TransactionSearchError) as caught:
        stack.create(**asking())

    assert len(str(caught.value)) == 2000
