"""Every error that botocore knows of the operations used, and the end of DevOps Guru."""

from collections.abc import Callable
from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.devops_guru.errors import DevOpsGuruError

AGAIN = "It passes by itself: deploy again."
EXPECTED = {
    "AccessDeniedException": "allows devops-guru:{operation}, a service control policy",
    "ResourceNotFoundException": "`aws sns list-topics --region eu-central-1`",
    "ServiceQuotaExceededException": "`aws devops-guru list-notification-channels --region eu-",
    "ValidationException": "It looks at all, or at stacks, or at one tag",
    "AnErrorToCome": "answered AnErrorToCome",
}
STATUS = {
    "AccessDeniedException": 403,
    "ConflictException": 409,
    "InternalServerException": 500,
    "ResourceNotFoundException": 404,
    "ServiceQuotaExceededException": 402,
    "ThrottlingException": 429,
    "ServiceUnavailable": 503,
}
PASSING = {
    *("ConflictException", "InternalServerException", "ThrottlingException"),
    *("ExpiredTokenException", "ServiceUnavailable"),
}
EVERYWHERE = ("ExpiredTokenException", "ServiceUnavailable", "AnErrorToCome")
READS = ("GetResourceCollection", "DescribeServiceIntegration", "ListNotificationChannels")
GOES_ON = {
    ("GetResourceCollection", "ResourceNotFoundException"),
    ("DescribeServiceIntegration", "ResourceNotFoundException"),
    ("RemoveNotificationChannel", "ResourceNotFoundException"),
}
MODEL = botocore.session.Session().get_service_model("devops-guru")


def create(stack: Any, asking: Any) -> None:
    stack.create(**asking())


def destroy(stack: Any, asking: Any) -> None:
    stack.physical_id = "devops-guru?before=none,no-logs,"
    stack.send("Delete", asking())


CALLERS: dict[str, Callable[[Any, Any], None]] = {
    **dict.fromkeys(READS, create),
    "UpdateResourceCollection": create,
    "UpdateServiceIntegration": create,
    "AddNotificationChannel": create,
    "RemoveNotificationChannel": destroy,
}
LISTED = [
    (operation, error)
    for operation in CALLERS
    for error in dict.fromkeys(
        [*(shape.name for shape in MODEL.operation_model(operation).error_shapes), *EVERYWHERE]
    )
    if (operation, error) not in GOES_ON
]


@pytest.fixture
def to_remove(guru: Any) -> None:
    """Something for a Delete."""
    topic = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
    guru.channels = {"c9a8b7c6-0000-4000-8000-000000000001": {"Sns": {"TopicArn": topic}}}


def prepare(guru: Any, operation: str) -> None:
    if CALLERS[operation] is create:
        guru.channels = {}


@pytest.mark.usefixtures("to_remove")
@pytest.mark.parametrize(
    ("operation", "error"), [each for each in LISTED if each[1] not in PASSING]
)
def test_an_error_is_explained(
    stack: Any, asking: Any, guru: Any, network: Any, operation: str, error: str
) -> None:
    prepare(guru, operation)
    network.fail(operation, error, "because.", status=STATUS.get(error, 400))

    with pytest.raises(DevOpsGuruError) as caught:
        CALLERS[operation](stack, asking)

    message = str(caught.value)
    assert EXPECTED[error].format(operation=operation) in message
    assert "DevOps Guru (account 111122223333, eu-central-1) was not changed as asked" in message
    assert f"{operation} answered {error}." in message
    assert message.endswith("It says: because.")


@pytest.mark.parametrize(
    ("operation", "error"), [each for each in LISTED if each[0] in READS and each[1] in PASSING]
)
def test_what_passes_is_said_where_nothing_was_remembered_yet(
    stack: Any, asking: Any, network: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, status=STATUS.get(error, 400))

    with pytest.raises(DevOpsGuruError, match=AGAIN):
        CALLERS[operation](stack, asking)

    assert network.writes == []


@pytest.mark.usefixtures("to_remove")
@pytest.mark.parametrize(
    ("operation", "error"),
    [each for each in LISTED if each[0] not in READS and each[1] in PASSING],
)
def test_what_passes_is_waited_for(
    stack: Any, asking: Any, guru: Any, network: Any, operation: str, error: str
) -> None:
    prepare(guru, operation)
    network.fail(operation, error, status=STATUS.get(error, 400), times=4)

    CALLERS[operation](stack, asking)


def test_a_third_topic_is_too_many(stack: Any, asking: Any, guru: Any) -> None:
    guru.channels = {
        f"c9a8b7c6-0000-4000-8000-00000000000{number}": {
            "Sns": {"TopicArn": f"arn:aws:sns:eu-central-1:111122223333:other-{number}"}
        }
        for number in (1, 2)
    }

    with pytest.raises(DevOpsGuruError, match="two topics at most"):
        stack.create(**asking())


def test_a_create_that_failed_is_undone_by_the_delete_that_follows(
    stack: Any, asking: Any, guru: Any, network: Any
) -> None:
    network.fail("AddNotificationChannel", "ValidationException")
    with pytest.raises(DevOpsGuruError):
        stack.create(**asking())
    assert guru.stacks == ["*"]

    stack.delete()

    assert (guru.stacks, guru.logs) == ([], "DISABLED")


def test_a_service_that_cannot_be_reached_is_explained(
    stack: Any, asking: Any, network: Any
) -> None:
    url = "https://devops-guru.example"
    fault = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("ListNotificationChannels", fault)

    with pytest.raises(DevOpsGuruError, match=r"EndpointConnectionError. It passes by itself"):
        stack.create(**asking())


def test_a_service_that_cannot_be_reached_for_a_while_is_waited_for(
    stack: Any, asking: Any, guru: Any, network: Any
) -> None:
    url = "https://devops-guru.example"
    fault = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("UpdateResourceCollection", fault, times=8)

    stack.create(**asking())

    assert guru.stacks == ["*"]


@pytest.mark.parametrize("unreachable", [True, False])
def test_there_is_nothing_to_put_back_after_its_end(
    stack: Any, asking: Any, network: Any, today: Any, unreachable: bool
) -> None:
    stack.create(**asking())
    today(2027, 9, 30)
    url = "https://devops-guru.example"
    gone = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("ListNotificationChannels", gone if unreachable else "AccessDeniedException")

    stack.delete()


def test_whoever_asks_for_it_after_its_end_is_told(
    stack: Any, asking: Any, network: Any, today: Any
) -> None:
    stack.create(**asking())
    today(2027, 9, 30)
    url = "https://devops-guru.example"
    gone = botocore.exceptions.EndpointConnectionError(endpoint_url=url)
    network.fail("ListNotificationChannels", gone)

    with pytest.raises(DevOpsGuruError, match=r"ended on 2027-09-30: set devops_guru.enabled"):
        stack.update(**asking(Severities=["LOW"]))


def test_an_error_is_short_enough_for_cloudformation(stack: Any, asking: Any, network: Any) -> None:
    network.fail("GetResourceCollection", "ValidationException", "because " * 1000)

    with pytest.raises(DevOpsGuruError) as caught:
        stack.create(**asking())

    assert len(str(caught.value)) == 2000
