"""Sample events of the control plane, as Logs Insights sees them, and queries over them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eks_observability.signals.log_queries.control_plane import queries
from tests.eks_observability.signals.log_queries.evaluation import Row, evaluate, flat

STREAMS = {"audit": "kube-apiserver-audit", "scheduler": "kube-scheduler"}
DISCOVERED = 200
"""How many fields of a JSON event Logs Insights discovers."""


def read(source: str) -> list[Row]:
    """The sample events of one log type."""
    file = Path(__file__).parent / "events" / f"{source}.json"
    stream = f"{STREAMS.get(source, source)}-0123456789abcdef0123456789abcdef"
    rows = []
    for event in json.loads(file.read_text(encoding="utf-8")):
        row = event
        if source == "audit":
            message = json.dumps(event, separators=(",", ":"))
            discovered = dict(list(flat(event))[:DISCOVERED])
            row = discovered | {"@timestamp": event["stageTimestamp"], "@message": message}
        rows.append(row | {"@logStream": stream})
    return rows


@pytest.fixture(scope="session")
def events() -> dict[str, list[Row]]:
    """Sample events by log type."""
    return {source: read(source) for source in ("audit", "authenticator", "scheduler")}


@pytest.fixture(params=[False, True], ids=["absent-is-null", "absent-differs"])
def answer(
    events: dict[str, list[Row]], request: pytest.FixtureRequest
) -> Callable[[str], list[Row]]:
    """What a query, by its name, returns over all sample events, however it takes absent fields."""
    by_name = {query.name: query for query in queries()}
    every = [event for source in events.values() for event in source]

    def rows(name: str) -> list[Row]:
        return evaluate(by_name[name].query, every, absent_differs=request.param)

    return rows
