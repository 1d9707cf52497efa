"""What dashboards ask Prometheus for, read from the JSON that Grafana gets."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from eks_observability.settings.metrics import Metrics
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.plain_promql import plain
from eks_observability.signals.dashboards.rendering.dashboard import json_of
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.scope import jobs_of
from eks_observability_ops.components.prometheus import Course
from tests.components.collectors.cluster import WORKSPACE

CLUSTER: Final = WORKSPACE.cluster
"""The one cluster: what its series have in the label `cluster`."""

_SCOPE: Final = DashboardScope(jobs=jobs_of(Metrics(enabled=True)))

MADE: Final = dashboards(_SCOPE)
"""All dashboards, when everything is on."""

BOARDS: Final[tuple[Mapping[str, Any], ...]] = tuple(json.loads(json_of(each)) for each in MADE)
"""Them as Grafana gets them."""

VARIABLES: Final = {
    f"{dashboard.subject}: {variable.name}": (
        f"count by ({variable.label}) ({plain(variable.series, {'cluster': CLUSTER})})"
    )
    for dashboard in MADE
    for variable in dashboard.variables
}
"""What the values of each variable are asked by."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A query of a panel."""

    uid: str
    """The dashboard's."""

    panel: str
    """The panel's title."""

    ref: str
    """Which of its queries."""

    expr: str
    """PromQL, with Grafana's variables in it."""

    panel_id: int
    """The panel's id."""

    instant: bool
    """Whether it asks for the latest values alone."""

    @property
    def name(self) -> str:
        """Dashboard, panel and query."""
        return f"{self.uid}: {self.panel}: {self.ref}"

    def promql(self, *, seconds: float) -> str:
        """PromQL alone, as Grafana fills it in for the one cluster and everything in it.

        Args:
            seconds: How much time is shown.
        """
        return plain(
            self.expr,
            {
                "cluster": CLUSTER,
                "__range": f"{seconds:.0f}s",
                "__interval": "10s",
                # Four scrapes, at least (Grafana documentation, "Prometheus template variables").
                "__rate_interval": "45s",
            },
        )


def panels(board: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The panels of a dashboard, those of closed rows among them."""
    for panel in board["panels"]:
        if panel["type"] == "row":
            yield from panel.get("panels") or ()
        else:
            yield panel


def _questions() -> Iterator[Question]:
    for board in BOARDS:
        for panel in panels(board):
            for target in panel.get("targets") or ():
                if "expr" in target:
                    yield Question(
                        uid=board["uid"],
                        panel=panel["title"],
                        panel_id=panel["id"],
                        ref=target["refId"],
                        expr=target["expr"],
                        instant=bool(target.get("instant")),
                    )


QUESTIONS: Final = tuple(_questions())
"""Every PromQL of every panel."""


def has_value(answer: list[Course]) -> bool:
    """Whether an answer has something to draw."""
    return any(math.isfinite(value) for course in answer for _, value in course.values)
