"""A panel as Grafana's JSON, without its place."""

from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models import common, prometheus
from grafana_foundation_sdk.models import dashboard as sdk

from eks_observability.signals.dashboards.links import url
from eks_observability.signals.dashboards.looks import (
    Bars,
    Directory,
    Lines,
    Number,
    Plugin,
    States,
    Table,
    Text,
)
from eks_observability.signals.dashboards.model import AMP, Panel, PluginQuery, Query
from eks_observability.signals.dashboards.rendering import fields, lines, numbers, tables


def panel_of(panel: Panel, *, cluster: str | None) -> sdk.Panel:
    """A panel without id and place.

    Args:
        panel: The panel.
        cluster: The cluster whose dashboards its links lead to. Default: the one that is chosen.
    """
    found = sdk.Panel(
        title=panel.title,
        description=panel.description,
        targets=[_target(query, place, panel) for place, query in enumerate(panel.queries)],
        field_config=sdk.FieldConfigSource(
            defaults=fields.defaults_of(panel, cluster), overrides=[]
        ),
    )
    if source := panel.source:
        found.datasource = common.DataSourceRef(type_val=source.type, uid=source.uid)
    _look(found, panel, cluster)
    return found


def _look(found: sdk.Panel, panel: Panel, cluster: str | None) -> None:
    """Sets type, options and overrides by how a panel looks."""
    match panel.look:
        case Lines() as look:
            lines.draw(found, look, has_thresholds=bool(panel.thresholds))
        case Number() as look:
            numbers.number(found, look, count=len(panel.queries))
        case Bars():
            numbers.bars(found)
        case States() as look:
            lines.states(found, look)
        case Table() as look:
            tables.table(found, look, queries=len(panel.queries), cluster=cluster)
        case Text(markdown=markdown):
            found.type_val = "text"
            found.options = _markdown(markdown)
        case Directory(entries=entries):
            found.type_val = "text"
            found.options = _markdown(
                "\n".join(
                    f"- [{link.title}]({url(link, cluster)}): {seen}" for link, seen in entries
                )
            )
        case Plugin(type=kind, options=options):
            found.type_val = kind
            found.options = dict(options)


def _markdown(text: str) -> dict[str, object]:
    return {"content": text, "mode": "markdown"}


class _PluginTarget(Dataquery):
    """A query as the plugin reads it."""

    def __init__(self, payload: dict[str, object]) -> None:
        self._payload = payload

    def to_json(self) -> dict[str, object]:
        return self._payload


def _target(query: Query, place: int, panel: Panel) -> Dataquery:
    name = chr(ord("A") + place)
    if isinstance(query, PluginQuery):
        source = {"type": query.source.type, "uid": query.source.uid}
        return _PluginTarget({**query.query, "refId": name, "datasource": source})
    table = isinstance(panel.look, Table)
    instant = query.instant or table
    return prometheus.Dataquery(
        expr=query.expr,
        ref_id=name,
        legend_format=query.legend or None,
        instant=instant or None,
        range_val=not instant or None,
        format_val=prometheus.PromQueryFormat.TABLE if table else None,
        editor_mode=prometheus.QueryEditorMode.CODE,
        datasource=common.DataSourceRef(type_val=AMP.type, uid=AMP.uid),
    )
