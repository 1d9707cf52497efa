"""What a dashboard is made of, as values that know nothing of Grafana's JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines, Look
from eks_observability.signals.dashboards.thresholds import Step
from eks_observability.signals.dashboards.variables import Variable

COLUMNS: Final = 24
"""Columns of a dashboard (Grafana documentation, "Dashboard JSON model")."""


@dataclass(frozen=True, kw_only=True)
class DataSource:
    """A data source of the workspace."""

    uid: str
    """Its fixed uid."""

    type: str
    """The plugin's id."""


AMP: Final = DataSource(uid="amp", type="grafana-amazonprometheus-datasource")
"""The workspace of Amazon Managed Service for Prometheus."""

CLOUDWATCH: Final = DataSource(uid="cloudwatch", type="cloudwatch")
"""CloudWatch: metrics and logs."""

XRAY: Final = DataSource(uid="xray", type="grafana-x-ray-datasource")
"""AWS X-Ray."""


@dataclass(frozen=True, kw_only=True)
class PromQl:
    """A query to Prometheus."""

    expr: str
    """PromQL, with Grafana's variables in it."""

    legend: str = ""
    """What its series are called, with labels as `{{pod}}`. Default: their labels."""

    instant: bool = False
    """Whether to ask for the latest values alone. Tables and numbers without a graph do."""


@dataclass(frozen=True, kw_only=True)
class PluginQuery:
    """A query to another data source."""

    source: DataSource
    """Whom to ask."""

    query: Mapping[str, object]
    """The query as the plugin reads it, without `refId` and `datasource`."""


Query = PromQl | PluginQuery
"""A query of a panel."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A panel."""

    title: str
    """What is shown, in a few words, once a dashboard."""

    description: str
    """What it means, from what it is made, and what to think of it: sentences."""

    queries: tuple[Query, ...] = ()
    """What it shows. Default: nothing that is asked for, such as a text."""

    unit: str = "short"
    """Unit of its values, by Grafana's id (grafana-data, valueFormats/categories.ts). Default: a
    plain number."""

    look: Look = field(default_factory=Lines)
    """How it is shown. Default: lines over time."""

    width: int = 12
    """Columns, of 24."""

    height: int = 8
    """Rows of 30 pixels and their 8 pixels of space."""

    thresholds: tuple[Step, ...] = ()
    """From where on its values have which color. Default: no value is worse than another."""

    decimals: int | None = None
    """Digits behind the point. Default: as many as tell values apart."""

    minimum: float | None = None
    """Where its axis begins. Default: at the lowest value."""

    maximum: float | None = None
    """Where its axis ends. Default: at the highest value."""

    no_value: str = "Nothing reported"
    """What stands there when no query answers."""

    links: tuple[Link, ...] = ()
    """Where a click on a value leads. Default: nowhere."""

    @property
    def source(self) -> DataSource | None:
        """Whom its queries ask: None where it has none."""
        for query in self.queries:
            return query.source if isinstance(query, PluginQuery) else AMP
        return None


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row: a line with a title, and panels below it."""

    title: str
    """What its panels have in common."""

    panels: tuple[Panel, ...]
    """Its panels, from the left to the right and then down."""

    collapsed: bool = False
    """Whether it is closed at first, so that nothing asks its queries. Default: open."""


@dataclass(frozen=True, kw_only=True)
class Dashboard:
    """A dashboard."""

    subject: str
    """What it is about, as its uid has it: lower-case words with hyphens."""

    title: str
    """What it is called."""

    description: str
    """What one sees there: sentences."""

    rows: tuple[Row, ...]
    """Its rows."""

    variables: tuple[Variable, ...] = ()
    """What one can choose. Default: nothing."""

    of_all_clusters: bool = False
    """Whether it shows all clusters together, and so is there once. Default: one at a time."""

    time_from: str = "now-1h"
    """From when on it shows values at first. Default: of the last hour."""

    refresh: str = "1m"
    """How often it asks again. Default: as often as is scraped."""

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All its panels."""
        return tuple(panel for row in self.rows for panel in row.panels)
