"""What AWS may answer: whether it passes by itself, and what to do where it does not."""

from __future__ import annotations

from typing import Any, Final

import botocore.exceptions
from botocore.exceptions import ClientError

from .log_policy import NAME

Event = dict[str, Any]

LONGEST_MESSAGE: Final = 2000
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
PASSING: Final = {
    *("ThrottledException", "ThrottlingException", "Throttling", "TooManyRequestsException"),
    *("OperationAbortedException", "ServiceUnavailableException"),
    *("ExpiredToken", "ExpiredTokenException", "RequestTimeout"),
}
NO_POLICY_YET: Final = "does not have permission"
UNDER_WAY: Final = "PENDING"
ADVICE: Final = {
    "AccessDeniedException": "Where the handler's role allows {action}, and what X-Ray does in its "
    'name (AmazonCloudWatch User Guide, "Enable transaction search"), a service control policy '
    "or a permissions boundary denies it.",
    "InvalidParameterException": f"CloudWatch Logs does not take the policy {NAME}.",
    "InvalidRequestException": "Compare with `aws xray get-trace-segment-destination --region "
    "{region}` and hub.transaction_search.indexing_percent.",
    "LimitExceededException": "The Region has ten resource policies of CloudWatch Logs, the most "
    "it can have, and none lets X-Ray write spans: delete one of those that `aws logs "
    "describe-resource-policies --region {region}` prints.",
    "ResourceNotFoundException": "Somebody deletes the policy at the same time: deploy again.",
}
NOT_LET_IN: Final = (
    "X-Ray may not write spans for all that the policy says: see whether another policy of "
    "`aws logs describe-resource-policies --region {region}` denies it."
)


class TransactionSearchError(Exception):
    """Says where, what failed, why, and what to do."""


def passes(error: Exception) -> bool:
    """Whether the same call is worth another try later."""
    if not isinstance(error, ClientError):
        return True
    code, action, message = _parts(error)
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    # The rule comes with the first change to CloudWatchLogs, and may come a little later.
    comes = (code, action) == ("ResourceNotFoundException", "UpdateIndexingRule")
    return code in PASSING or status >= 500 or UNDER_WAY in message or comes


def explained(error: Exception, event: Event) -> TransactionSearchError:
    """The error for CloudFormation of what botocore raised."""
    code, action, message = _parts(error)
    service = "logs" if "ResourcePolic" in action else "xray"
    advice = "It passes by itself: deploy again." if passes(error) else ADVICE.get(code, "")
    if NO_POLICY_YET in message:
        advice = NOT_LET_IN
    region = event["StackId"].split(":")[3]
    parts = (
        f"{action} answered {code}.",
        advice.format(action=f"{service}:{action}", region=region),
        f"AWS says: {message}",
    )
    return refused(event, " ".join(filter(None, parts)))


def _parts(error: Exception) -> tuple[str, str, str]:
    """Code, operation and message of what botocore raised."""
    if isinstance(error, ClientError):
        detail = error.response["Error"]
        return detail["Code"], error.operation_name, detail["Message"]
    return type(error).__name__, "AWS", str(error)


def refused(event: Event, why: str) -> TransactionSearchError:
    """The error for CloudFormation, with where it was."""
    region, account = event["StackId"].split(":")[3:5]
    text = f"Transaction Search (account {account}, {region}) was not changed as asked: {why}"
    return TransactionSearchError(text[:LONGEST_MESSAGE])
