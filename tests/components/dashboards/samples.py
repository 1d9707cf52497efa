"""What panels show here that ask CloudWatch or X-Ray: recorded log events, or made-up numbers."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from eks_observability.signals.dashboards.plain_promql import plain
from tests.components.dashboards import log_events
from tests.components.dashboards.questions import CLUSTER
from tests.eks_observability.signals.log_queries.evaluation import evaluate

Answer = dict[str, Any]
"""An answer as `eks_observability_ops.dashboard_sheet` reads it."""

_STEP_SECONDS: Final = 15
_LEVELS: Final[Mapping[str, float]] = {
    "ActiveSeries": 31_000,
    "IngestionRate": 540,
    "QuerySamplesProcessed": 92_000,
    "AlertManagerAlertsReceived": 14,
    "OkCount": 420,
    "ErrorStatistics.TotalCount": 11,
    "FaultStatistics.TotalCount": 3,
    "Computed.AverageResponseTime": 0.042,
    **{
        f"apiserver_request_duration_seconds_{verb}_P99": seconds
        for verb, seconds in (
            ("GET", 0.012),
            ("LIST", 0.18),
            ("POST", 0.035),
            ("PUT", 0.021),
            ("PATCH", 0.028),
            ("DELETE", 0.04),
        )
    },
}
"""About how high something is; 0 where it is not named: what counts failures."""

_LINES: Final = {
    "lines": {"shop": 180, "kube-system": 60, "team-3": 25},
    "errors": {"shop": 4, "team-3": 1},
    "events": {"BackOff": 3, "FailedScheduling": 2, "Failed": 1},
}
_SERVICES: Final = (
    ("client", "1,120/min", "", 1.0),
    ("orders", "1,120/min", "38 ms", 0.994),
    ("payments", "310/min", "92 ms", 0.971),
    ("stock", "805/min", "11 ms", 1.0),
    ("DynamoDB", "1,400/min", "4 ms", 1.0),
    ("SQS", "300/min", "9 ms", 1.0),
)
_CALLS: Final = (
    ("client", "orders"),
    ("orders", "payments"),
    ("orders", "stock"),
    ("stock", "DynamoDB"),
    ("payments", "DynamoDB"),
    ("payments", "SQS"),
)
_TRACES: Final = (
    ("1-6924b0c1-5f1c", "POST /orders", 201, 0.064),
    ("1-6924b0bd-91aa", "GET /orders/17", 200, 0.018),
    ("1-6924b0b7-0c42", "POST /orders", 502, 1.204),
    ("1-6924b0b0-7d10", "GET /stock/3", 404, 0.009),
)
_SLOW_SECONDS: Final = 1
_ERROR: Final = 400


def sample(
    panel: Mapping[str, Any], target: Mapping[str, Any], times: tuple[float, float]
) -> Answer:
    """What a query is answered.

    Args:
        panel: Grafana's JSON of the panel.
        target: And of the query.
        times: From when until when, in Unix time.
    """
    found = (
        _of_xray(target, times) if "queryType" in target else _of_cloudwatch(panel, target, times)
    )
    return {**found, "sample": True}


def _of_cloudwatch(
    panel: Mapping[str, Any], target: Mapping[str, Any], times: tuple[float, float]
) -> Answer:
    if target["queryMode"] == "Metrics":
        name = re.sub(r"\$\{PROP\([^)]*\)\}", "ws-example", target["label"])
        return {"series": [_wave(name, _LEVELS.get(_metric(target), 0), times)]}
    query = plain(
        target["expression"].replace("${", "$").replace(":pipe}", ""), {"cluster": CLUSTER}
    )
    if panel["type"] == "timeseries":
        counted = re.search(r"count\(\*\) as (\w+)", query)
        assert counted
        return {"series": [_wave(*each, times) for each in _LINES[counted[1]].items()]}
    return _table(evaluate(query, log_events.of(target["logGroupNames"][0])))


def _metric(target: Mapping[str, Any]) -> str:
    return str(target["dimensions"].get("Resource", target["metricName"]))


def _of_xray(target: Mapping[str, Any], times: tuple[float, float]) -> Answer:
    kinds: Mapping[str, Callable[[], Answer]] = {
        "getServiceMap": _map,
        "getTraceSummaries": lambda: _traces(target["query"]),
        "getTimeSeriesServiceStatistics": lambda: {
            "series": [_wave(each, _LEVELS[each], times) for each in target["columns"]]
        },
    }
    return kinds[target["queryType"]]()


def _map() -> Answer:
    nodes = [
        {"name": name, "main": main, "second": second, "well": well}
        for name, main, second, well in _SERVICES
    ]
    return {"nodes": nodes, "edges": [list(each) for each in _CALLS]}


def _traces(expression: str) -> Answer:
    def matches(code: int, seconds: float) -> bool:
        if "fault" in expression:
            return code >= _ERROR
        return "duration" not in expression or seconds >= _SLOW_SECONDS

    rows = [list(each) for each in _TRACES if matches(each[2], each[3])]
    return {"columns": ["Id", "Request", "Response", "Duration (s)"], "rows": rows}


def _table(rows: Sequence[Mapping[str, Any]]) -> Answer:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return {
        "columns": columns,
        "rows": [[_cell(row.get(name)) for name in columns] for row in rows],
    }


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _wave(name: str, level: float, times: tuple[float, float]) -> dict[str, Any]:
    return {"labels": {"__name__": name}, "values": list(_course(name, level, times))}


def _course(name: str, level: float, times: tuple[float, float]) -> Iterator[tuple[float, float]]:
    start, end = times
    for step in range(int((end - start) / _STEP_SECONDS) + 1):
        time = start + step * _STEP_SECONDS
        yield time, level * (1 + 0.15 * math.sin(step / 3 + len(name)))
