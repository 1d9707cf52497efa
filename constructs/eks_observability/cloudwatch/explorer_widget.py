"""The dashboard widget that finds its resources by tag, for which the CDK has no class."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from aws_cdk import aws_cloudwatch as cloudwatch


@dataclass(frozen=True, kw_only=True)
class ExplorerMetric:
    """A metric of every resource of one type that an explorer widget finds."""

    name: str
    """The metric's name, e.g. `CPUUtilization`."""

    resource_type: str
    """The CloudFormation type of the resources, e.g. `AWS::EC2::Instance`."""

    statistic: str = "Average"
    """How the metric's samples of one period become one value."""


@dataclass(frozen=True, kw_only=True)
class ExplorerAggregation:
    """One line for all resources that share a tag's value, in place of one line for each."""

    tag: str
    """Key of the tag to group by."""

    function: Literal["AVG", "MIN", "MAX", "SUM"]
    """How the values of a group's resources become one."""


class ExplorerWidget(cloudwatch.ConcreteWidget):
    """Graphs metrics of all resources that carry given tags, those yet to come included.

    The shape is the CloudWatch User Guide's "Dashboard body structure and syntax", "Metrics
    explorer widget object".

    Args:
        title: Heading.
        region: Region of the resources.
        metrics: What to graph.
        tags: Tags that a resource must carry, all of them.
        aggregation: Grouping. Default: a line for each resource.
        period: Seconds that one value stands for.
        width: Columns of the dashboard's 24.
        height: Rows of the dashboard's grid.
        rows_per_page: Rows of graphs shown at once.
        widgets_per_row: Graphs side by side.
    """

    def __init__(
        self,
        *,
        title: str,
        region: str,
        metrics: Sequence[ExplorerMetric],
        tags: Mapping[str, str],
        aggregation: ExplorerAggregation | None = None,
        period: int = 60,
        width: int = 24,
        height: int = 8,
        rows_per_page: int = 1,
        widgets_per_row: int = 2,
    ) -> None:
        super().__init__(width, height)
        self._column, self._row = 0, 0
        self._properties: dict[str, Any] = {
            "metrics": [
                {"metricName": m.name, "resourceType": m.resource_type, "stat": m.statistic}
                for m in metrics
            ],
            "region": region,
            "labels": [{"key": key, "value": value} for key, value in tags.items()],
            "widgetOptions": {
                "legend": {"position": "bottom"},
                "view": "timeSeries",
                "rowsPerPage": rows_per_page,
                "widgetsPerRow": widgets_per_row,
            },
            "period": period,
            "title": title,
        }
        if aggregation:
            self._properties["aggregateBy"] = {
                "key": aggregation.tag,
                "func": aggregation.function,
            }

    def position(self, x: int | float, y: int | float) -> None:
        """Remember where the dashboard's layout puts the widget.

        Args:
            x: Column, from 0.
            y: Row, from 0.
        """
        self._column, self._row = int(x), int(y)

    def to_json(self) -> list[Any]:
        """The widget as the dashboard's body has it."""
        return [
            {
                "type": "explorer",
                "width": int(self.width),
                "height": int(self.height),
                "x": self._column,
                "y": self._row,
                "properties": self._properties,
            }
        ]
