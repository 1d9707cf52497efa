"""Queries to CloudWatch, as the data source reads them.

Fields: grafana, public/app/plugins/datasource/cloudwatch/types.ts and dataquery.cue.
"""

from collections.abc import Mapping
from typing import Final

from eks_observability.signals.dashboards.model import CLOUDWATCH, PluginQuery

REGION: Final = "default"
"""The Region that the data source asks unless told otherwise: the workspace's."""

_SEARCH, _BUILDER = 0, 0


def metric(
    namespace: str,
    name: str,
    *,
    statistic: str,
    dimensions: Mapping[str, str],
    label: str,
    exact: bool = True,
) -> PluginQuery:
    """A metric.

    Args:
        namespace: Its namespace.
        name: Its name.
        statistic: What becomes of a period's values, such as `Sum`.
        dimensions: Its dimensions; `*` stands for any value, and makes a series of each.
        label: What its series are called: text, with `${PROP('Dim.X')}` for a dimension's value.
        exact: Whether it has these dimensions and no others. Default: so.
    """
    return PluginQuery(
        source=CLOUDWATCH,
        query={
            "queryMode": "Metrics",
            "metricQueryType": _SEARCH,
            "metricEditorMode": _BUILDER,
            "region": REGION,
            "namespace": namespace,
            "metricName": name,
            "statistic": statistic,
            "dimensions": dict(dimensions),
            "matchExact": exact,
            "period": "",
            "label": label,
            "id": "",
            "expression": "",
        },
    )


def logs(query: str, *, log_group: str, groups: tuple[str, ...] = ()) -> PluginQuery:
    """A query of CloudWatch Logs Insights.

    Args:
        query: The query.
        log_group: Name of the log group it is asked of.
        groups: What its `stats` go by, if each group is to be a series. Default: it is a table.
    """
    return PluginQuery(
        source=CLOUDWATCH,
        query={
            "queryMode": "Logs",
            "queryLanguage": "CWLI",
            "region": REGION,
            "expression": query,
            # By name: an ARN would have the account in it.
            "logGroupNames": [log_group],
            "logGroups": [],
            "statsGroups": list(groups),
            "id": "",
        },
    )
