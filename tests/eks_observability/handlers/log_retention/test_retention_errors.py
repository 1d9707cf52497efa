"""Every error that botocore knows of the operations used, and what a failed Create undoes."""

from collections.abc import Callable
from typing import Any

import botocore.exceptions
import botocore.session
import pytest

from eks_observability.handlers.log_retention import handler

NAME = "/aws/eks/demo/cluster"
OLD, NEW = (
    f"arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000000{number}"
    for number in (1, 2)
)
BASE = {"LogGroupName": NAME, "RetentionInDays": "30", "OnDestroy": "keep"}
WITH_KEY = BASE | {"KmsKeyArn": NEW}
KEY_POLICY = "policy of the KMS key does not let logs.eu-central-1.amazonaws.com use it"
AGAIN = "It passes by itself: deploy again."
EXPECTED = {
    "AccessDeniedException": "allows logs:{operation}, a service control policy or a permissions",
    "ExpiredTokenException": AGAIN,
    "InvalidParameterException": "A group of the class DELIVERY, for one, has a fixed retention.",
    "LimitExceededException": "as many log groups as its quota allows",
    "OperationAbortedException": AGAIN,
    "ResourceAlreadyExistsException": "logs:DescribeLogGroups does not show it",
    "ResourceNotFoundException": "Somebody deletes the group at the same time",
    "ServiceUnavailableException": AGAIN,
    "ThrottlingException": AGAIN,
    "ValidationException": "If its deletion protection is on, turn that off or keep the group.",
    "AnErrorToCome": "answered AnErrorToCome",
}
EVERYWHERE = (
    "AccessDeniedException",
    "ExpiredTokenException",
    "ThrottlingException",
    "AnErrorToCome",
)
DONE_ANYWAY = {("DeleteLogGroup", "ResourceNotFoundException")}


def create(stack: Any, have: Any) -> None:
    have(90, OLD)
    stack.create(**WITH_KEY)


def create_of_absent(stack: Any, _have: Any) -> None:
    stack.create(**BASE)


def create_forever(stack: Any, have: Any) -> None:
    have(90)
    stack.create(**BASE | {"RetentionInDays": "forever"})


def drop_the_key(stack: Any, have: Any) -> None:
    have(90).key = NEW
    stack.physical_id = f"{NAME}?before=90"
    stack.send("Update", BASE, WITH_KEY)


def destroy(stack: Any, have: Any) -> None:
    have(30)
    stack.physical_id = f"{NAME}?before=absent"
    stack.send("Delete", BASE | {"OnDestroy": "delete"})


CALLERS: dict[str, Callable[[Any, Any], None]] = {
    "DescribeLogGroups": create,
    "CreateLogGroup": create_of_absent,
    "PutRetentionPolicy": create,
    "DeleteRetentionPolicy": create_forever,
    "AssociateKmsKey": create,
    "DisassociateKmsKey": drop_the_key,
    "DeleteLogGroup": destroy,
}
MODEL = botocore.session.Session().get_service_model("logs")
LISTED = [
    (operation, error)
    for operation in CALLERS
    for error in dict.fromkeys(
        [*(shape.name for shape in MODEL.operation_model(operation).error_shapes), *EVERYWHERE]
    )
    if (operation, error) not in DONE_ANYWAY
]


def status_of(error: str) -> int:
    return 503 if error == "ServiceUnavailableException" else 400


@pytest.mark.parametrize(("operation", "error"), LISTED)
def test_an_error_is_explained(
    stack: Any, have: Any, network: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, "because.", status=status_of(error))

    with pytest.raises(handler.LogRetentionError) as caught:
        CALLERS[operation](stack, have)

    message = str(caught.value)
    expected = EXPECTED.get(error, "an entry in EXPECTED").format(operation=operation)
    if (operation, error) == ("AssociateKmsKey", "InvalidParameterException"):
        expected = KEY_POLICY
    assert expected in message
    assert f"group {NAME} (account 111122223333, eu-central-1)" in message
    assert f"{operation} answered {error}." in message
    assert message.endswith("CloudWatch Logs says: because.")


def test_a_new_group_with_a_key_that_the_service_may_not_use_is_explained(
    stack: Any, network: Any
) -> None:
    network.fail("CreateLogGroup", "InvalidParameterException")

    with pytest.raises(handler.LogRetentionError, match=KEY_POLICY):
        stack.create(**WITH_KEY)


def test_a_retention_that_is_not_allowed_is_not_blamed_on_the_key(stack: Any, network: Any) -> None:
    network.fail("PutRetentionPolicy", "InvalidParameterException")

    with pytest.raises(handler.LogRetentionError, match="the class DELIVERY"):
        stack.create(**WITH_KEY)


def test_a_service_that_cannot_be_reached_is_explained(stack: Any, network: Any) -> None:
    url = "https://logs.example"
    network.fail("DescribeLogGroups", botocore.exceptions.EndpointConnectionError(endpoint_url=url))

    with pytest.raises(handler.LogRetentionError, match=r"EndpointConnectionError. It passes by"):
        stack.create(**BASE)


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        (operation, error)
        for operation, error in LISTED
        if error
        in {"OperationAbortedException", "ServiceUnavailableException", "ThrottlingException"}
        or (error == "ResourceNotFoundException" and operation != "DeleteLogGroup")
    ],
)
def test_what_passes_is_tried_again_with_growing_pauses(
    stack: Any, have: Any, network: Any, operation: str, error: str
) -> None:
    network.fail(operation, error, status=status_of(error), times=4)

    CALLERS[operation](stack, have)

    assert len(network.naps) == 4
    if error in {"OperationAbortedException", "ResourceNotFoundException"}:
        assert network.naps == [0.5, 1, 2, 4]


def test_an_error_is_short_enough_for_cloudformation(stack: Any, network: Any) -> None:
    network.fail("DescribeLogGroups", "InvalidParameterException", "because " * 1000)

    with pytest.raises(handler.LogRetentionError) as caught:
        stack.create(**BASE)

    assert len(str(caught.value)) == 2000
