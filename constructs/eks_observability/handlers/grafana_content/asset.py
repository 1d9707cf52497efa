"""The dashboards of this app: one zip in S3, made when the app was synthesized."""

from __future__ import annotations

import io
import json
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from .dashboards import Dashboard
from .marks import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    S3 = Any

INDEX: Final = "content.json"
"""Lists the dashboards, each with `uid`, `folder` and the `file` in the zip."""


def our_dashboards(s3: S3, bucket: str, key: str) -> Iterator[Dashboard]:
    """The dashboards of an asset."""
    packed = zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read()))
    for entry in json.loads(packed.read(INDEX))["dashboards"]:
        body = json.loads(packed.read(entry["file"]))
        yield Dashboard(
            uid=entry["uid"],
            folder=entry["folder"],
            digest=digest_of(body),
            load=partial(dict, body),
        )
