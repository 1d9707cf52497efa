"""The dashboards of this app: one zip in S3, made when the app was synthesized."""

from __future__ import annotations

import io
import json
import time
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .dashboards import Dashboard
from .errors import AWS_ERRORS, code_of
from .marks import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    S3 = Any

INDEX: Final = "content.json"
"""Lists the dashboards, each with `uid`, `folder` and the `file` in the zip."""
PAUSES: Final = (2, 4, 8, 16, 30)
"""The role's policy names this one object, has just been changed to, and IAM takes a moment."""


def our_dashboards(s3: S3, bucket: str, key: str) -> Iterator[Dashboard]:
    """The dashboards of an asset."""
    packed = zipfile.ZipFile(io.BytesIO(_bytes(s3, bucket, key)))
    for entry in json.loads(packed.read(INDEX))["dashboards"]:
        body = json.loads(packed.read(entry["file"]))
        yield Dashboard(
            uid=entry["uid"],
            folder=entry["folder"],
            digest=digest_of(body),
            load=partial(dict, body),
        )


def _bytes(s3: S3, bucket: str, key: str) -> bytes:
    for pause in PAUSES:
        try:
            return _read(s3, bucket, key)
        except AWS_ERRORS as error:
            if code_of(error) != "AccessDenied":
                raise
            time.sleep(pause)
    return _read(s3, bucket, key)


def _read(s3: S3, bucket: str, key: str) -> bytes:
    read: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    return read
