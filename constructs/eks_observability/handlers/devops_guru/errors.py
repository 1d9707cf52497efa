"""What DevOps Guru may answer: whether it passes by itself, and what to do where it does not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import botocore.exceptions
from botocore.exceptions import ClientError

Event = dict[str, Any]

END: Final = date(2027, 9, 30)
"""From then on it does not answer (DevOps Guru User Guide, "Amazon DevOps Guru end of support")."""

LONGEST_MESSAGE: Final = 2000
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
PASSING: Final = {
    *("ConflictException", "InternalServerException", "ThrottlingException", "Throttling"),
    *("TooManyRequestsException", "ExpiredToken", "ExpiredTokenException", "RequestTimeout"),
}
ENDED: Final = "DevOps Guru ended on 2027-09-30: set devops_guru.enabled to false."
ADVICE: Final = {
    "AccessDeniedException": "Where the handler's role allows devops-guru:{action}, a service "
    "control policy or a permissions boundary denies it, or the account did not use DevOps Guru "
    "before 2026-10-29, from when on it takes no new customers.",
    "ResourceNotFoundException": "Compare the topic with those that `aws sns list-topics --region "
    "{region}` prints.",
    "ServiceQuotaExceededException": "DevOps Guru tells two topics at most: take out one of those "
    "that `aws devops-guru list-notification-channels --region {region}` prints.",
    "ValidationException": "It looks at all, or at stacks, or at one tag: compare devops_guru with "
    "`aws devops-guru get-resource-collection --region {region} --resource-collection-type` "
    "AWS_SERVICE, AWS_CLOUD_FORMATION and AWS_TAGS. Where this is about the topic, see whether its "
    "policy and that of its key let DevOps Guru in.",
}


class DevOpsGuruError(Exception):
    """Says where, what failed, why, and what to do."""


def has_ended() -> bool:
    """Whether there is no DevOps Guru any more."""
    return datetime.now(tz=UTC).date() >= END


def passes(error: Exception) -> bool:
    """Whether the same call is worth another try later."""
    if not isinstance(error, ClientError):
        return not has_ended()
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    return error.response["Error"]["Code"] in PASSING or status >= 500


def explained(error: Exception, event: Event) -> DevOpsGuruError:
    """The error for CloudFormation of what botocore raised."""
    code, action, message = type(error).__name__, "DevOps Guru", str(error)
    if isinstance(error, ClientError):
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        action = error.operation_name
    advice = "It passes by itself: deploy again." if passes(error) else ADVICE.get(code, "")
    region, account = event["StackId"].split(":")[3:5]
    parts = (
        f"DevOps Guru (account {account}, {region}) was not changed as asked: {action} answered "
        f"{code}.",
        ENDED if has_ended() else advice.format(action=action, region=region),
        f"It says: {message}",
    )
    return DevOpsGuruError(" ".join(filter(None, parts))[:LONGEST_MESSAGE])
