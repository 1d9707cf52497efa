"""Checks how a request to AWS is signed: Signature Version 4, as botocore computes it."""

import hashlib
import re
from dataclasses import dataclass

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from eks_observability_ops.components.environment import AWS_ENVIRONMENT
from eks_observability_ops.components.local_http import Request

_HEADER = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<day>\d{8})/(?P<region>[^/]+)/"
    r"(?P<service>[^/]+)/aws4_request, ?SignedHeaders=(?P<headers>[^,]+), ?"
    r"Signature=(?P<signature>[0-9a-f]{64})"
)


class SignatureError(Exception):
    """A request is not signed, or is signed wrongly; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How a request is signed."""

    access_key: str
    region: str
    service: str
    headers: frozenset[str]
    """Headers that are signed, in lower case."""


def verify(
    request: Request,
    *,
    access_key: str = AWS_ENVIRONMENT["AWS_ACCESS_KEY_ID"],
    secret: str = AWS_ENVIRONMENT["AWS_SECRET_ACCESS_KEY"],
    token: str = AWS_ENVIRONMENT["AWS_SESSION_TOKEN"],
) -> Signature:
    """Returns how a request is signed.

    Args:
        request: As it has come.
        access_key: Whose request it has to be. Default: that of programs that are only here.
        secret: What it has to be signed with.
        token: The session's token that it has to show.

    Raises:
        SignatureError: AWS would refuse it.
    """
    found = _HEADER.fullmatch(request.headers.get("authorization", ""))
    if not found:
        msg = f"not signed: {request.headers.get('authorization')!r}"
        raise SignatureError(msg)
    names = found["headers"].split(";")
    signed = AWSRequest(
        method=request.method,
        url=f"http://{request.headers['host']}{request.path}",
        headers={name: request.headers.get(name, "") for name in names},
        data=request.body,
    )
    date = request.headers.get("x-amz-date", "")
    signed.context["timestamp"] = date
    auth = SigV4Auth(Credentials(access_key, secret, token), found["service"], found["region"])
    expected = auth.signature(auth.string_to_sign(signed, auth.canonical_request(signed)), signed)
    wrong = {
        "key": found["key"] != access_key,
        "day": not date.startswith(found["day"]),
        "token": request.headers.get("x-amz-security-token") != token,
        "unsigned host or date": not {"host", "x-amz-date", "x-amz-security-token"} <= {*names},
        "body": request.headers.get("x-amz-content-sha256", _hash(request)) != _hash(request),
        "signature": expected != found["signature"],
    }
    if any(wrong.values()):
        msg = f"signed wrongly: {', '.join(name for name, is_so in wrong.items() if is_so)}"
        raise SignatureError(msg)
    return Signature(
        access_key=found["key"],
        region=found["region"],
        service=found["service"],
        headers=frozenset(names),
    )


def _hash(request: Request) -> str:
    return hashlib.sha256(request.body).hexdigest()
