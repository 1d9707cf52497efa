"""What AWS X-Ray is asked, as the data source reads it.

Fields: grafana/x-ray-datasource, src/types.ts; columns: pkg/datasource/
getTimeSeriesServiceStatistics.go there. Filters: AWS X-Ray Developer Guide, "Use filter
expressions".
"""

from typing import Final

from eks_observability.signals.dashboards.model import XRAY, PluginQuery

_DEFAULT_GROUP: Final = {"GroupName": "Default", "GroupARN": ""}
_SECONDS: Final = 60

FAILED: Final = "fault = true OR error = true"
"""Traces with a failure in them: a fault is the server's, an error the caller's."""

SLOW: Final = "duration >= 1"
"""Traces that took a second or more."""


def service_map() -> PluginQuery:
    """Services, and who calls whom."""
    return PluginQuery(
        source=XRAY,
        query={
            "queryType": "getServiceMap",
            "query": "",
            "region": "default",
            "group": dict(_DEFAULT_GROUP),
        },
    )


def traces(expression: str = "") -> PluginQuery:
    """The traces that a filter finds.

    Args:
        expression: The filter. Default: all.
    """
    return PluginQuery(
        source=XRAY,
        query={"queryType": "getTraceSummaries", "query": expression, "region": "default"},
    )


def statistics(column: str) -> PluginQuery:
    """How many calls there were, or how long they took, over time.

    Args:
        column: Such as `OkCount`, or `Computed.AverageResponseTime`.
    """
    return PluginQuery(
        source=XRAY,
        query={
            "queryType": "getTimeSeriesServiceStatistics",
            "query": "",
            "columns": [column],
            "resolution": _SECONDS,
            "region": "default",
            "group": dict(_DEFAULT_GROUP),
        },
    )
