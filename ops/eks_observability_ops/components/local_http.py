"""HTTP to programs on this machine, never through a proxy."""

import json
import ssl
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

_TIMEOUT_SECONDS = 5


def fetch(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    trust: ssl.SSLContext | None = None,
) -> str:
    """Returns what an URL answers, to a POST if there is a body.

    Raises:
        OSError: It did not answer, or with a status of 400 and above.
    """
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if trust:
        handlers.append(urllib.request.HTTPSHandler(context=trust))
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}))
    with urllib.request.build_opener(*handlers).open(request, timeout=_TIMEOUT_SECONDS) as answer:
        text: bytes = answer.read()
    return text.decode()


def fetch_json(url: str, **query: str) -> dict[str, Any]:
    """Returns the JSON object that an URL answers, asked with the parameters `query`."""
    text = fetch(f"{url}?{urllib.parse.urlencode(query)}" if query else url)
    values: dict[str, Any] = json.loads(text)
    return values


def answers(
    url: str, *, headers: Mapping[str, str] | None = None, trust: ssl.SSLContext | None = None
) -> bool:
    """Says whether an URL answers, with a status below 400."""
    try:
        fetch(url, headers=headers, trust=trust)
    except OSError:
        return False
    return True
