"""A signature is taken as AWS takes it, and refused when anything of it is wrong."""

from dataclasses import replace

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from eks_observability_ops.components.aws_signature import SignatureError, verify
from eks_observability_ops.components.local_http import Request

_HOST = "127.0.0.1:4318"


def signed(*, service: str = "xray", secret: str = "testing", token: str = "testing") -> Request:
    request = AWSRequest(
        method="POST", url=f"http://{_HOST}/v1/traces", headers={"Host": _HOST}, data=b"spans"
    )
    SigV4Auth(Credentials("testing", secret, token), service, "eu-central-1").add_auth(request)
    return Request(
        method="POST",
        path="/v1/traces",
        headers={name.lower(): value for name, value in request.headers.items()},
        body=b"spans",
    )


def with_header(request: Request, name: str, value: str) -> Request:
    return replace(request, headers={**request.headers, name: value})


def test_a_signature_says_for_whom_and_what_it_is() -> None:
    found = verify(signed())
    assert (found.access_key, found.region, found.service) == ("testing", "eu-central-1", "xray")
    assert {"host", "x-amz-date", "x-amz-security-token"} <= found.headers


def test_another_secret_is_refused() -> None:
    with pytest.raises(SignatureError, match="signed wrongly: signature"):
        verify(signed(secret="other"))


def test_another_body_is_refused() -> None:
    with pytest.raises(SignatureError, match="signature"):
        verify(replace(signed(), body=b"others"))


def test_another_path_is_refused() -> None:
    with pytest.raises(SignatureError, match="signature"):
        verify(replace(signed(), path="/v1/logs"))


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("host", "elsewhere", "signature"),
        ("x-amz-date", "20200101T000000Z", "day, signature"),
        ("x-amz-security-token", "other", "token, signature"),
    ],
)
def test_another_header_is_refused(name: str, value: str, wrong: str) -> None:
    with pytest.raises(SignatureError, match=f"signed wrongly: {wrong}"):
        verify(with_header(signed(), name, value))


def test_a_service_that_was_put_in_later_is_refused() -> None:
    request = signed(service="aps")
    changed = request.headers["authorization"].replace("/aps/", "/xray/")
    with pytest.raises(SignatureError, match="signature"):
        verify(with_header(request, "authorization", changed))


def test_what_is_not_signed_is_refused() -> None:
    with pytest.raises(SignatureError, match="not signed: None"):
        verify(Request(method="POST", path="/", headers={}, body=b""))
