"""One JSON object a line; nothing that is logged here has a token in it."""

import json


def log(what: str, **facts: object) -> None:
    """Write a line to the function's log."""
    print(json.dumps({"what": what, **facts}))
