"""What can go wrong with a workspace's content, and what to say of it."""

from __future__ import annotations

from typing import Final

import botocore.exceptions
from botocore.exceptions import ClientError

LONGEST_MESSAGE: Final = 2000
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
PASSING: Final = {
    *("ConflictException", "InternalServerException"),
    *("Throttling", "ThrottlingException", "TooManyRequestsException", "SlowDown"),
    *("ExpiredToken", "ExpiredTokenException", "RequestExpired", "RequestTimeout"),
}
"""A write of the control API answers ConflictException as long as the workspace is not ACTIVE."""
ADVICE: Final = {
    "AccessDenied": "The role of the handler may read this one object: see whether the policy of "
    "the bucket or of its key denies it.",
    "AccessDeniedException": "Where the handler's role allows grafana:{action}, a service control "
    "policy or a permissions boundary denies it.",
    "NoSuchKey": "The asset is gone from the bucket: deploy again, which uploads it.",
    "ResourceNotFoundException": "There is no such workspace in {region}: compare its id with "
    "`aws grafana list-workspaces --region {region}`.",
    "ServiceQuotaExceededException": "The workspace has as many service accounts as it may have: "
    "delete those that nobody needs, or raise the quota.",
    "ValidationException": "Service accounts need Grafana 9, and a plugin administrator too: see "
    "whether the workspace has it.",
}
REFUSALS: Final = {
    400: "Grafana does not accept what it was sent.",
    401: "It does not know a token that it has just given out: deploy again.",
    403: "Where the workspace has network access control, it lets the handler's function in by no "
    "prefix list and no VPC endpoint: import dist/hub/grafana by hand, or open it.",
    404: "Where this is a plugin: Grafana's catalogue has none of that name for this version.",
    409: "Another one has this name: rename either.",
    412: "Another dashboard of the folder has this title: rename either.",
}


class GrafanaContentError(Exception):
    """Says which workspace, what failed, why, and what to do."""


class LaterError(Exception):
    """Something that passes: the next poll goes on from there."""


class EditedError(Exception):
    """A person edited what is to be written, and the settings say to refuse."""


class RefusedError(Exception):
    """Grafana, or grafana.com, answers with an error that does not pass."""

    def __init__(self, status: int, request: str, message: str) -> None:
        super().__init__(f"{request} answered {status}: {message}")
        self.status = status


def passes(error: Exception) -> bool:
    """Whether an error of AWS is gone a little later."""
    if not isinstance(error, ClientError):
        return True
    broken = error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
    return broken or code_of(error) in PASSING


def code_of(error: Exception) -> str:
    """The code of what botocore raised."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else ""


def reason(error: Exception, region: str) -> str:
    """What failed, why, and what to do."""
    if isinstance(error, ClientError):
        code, message = code_of(error), error.response["Error"]["Message"]
        advice = ADVICE.get(code, "").format(action=error.operation_name, region=region)
        return f"{error.operation_name} answered {code}. {advice} AWS says: {message}"
    if isinstance(error, RefusedError):
        return f"{error} {REFUSALS.get(error.status, '')}".strip()
    return str(error)
