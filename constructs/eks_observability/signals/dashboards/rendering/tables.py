"""Tables of the latest values."""

from grafana_foundation_sdk.models import common
from grafana_foundation_sdk.models import dashboard as sdk
from grafana_foundation_sdk.models import table as sdk_table

from eks_observability.signals.dashboards.looks import Column, Table
from eks_observability.signals.dashboards.rendering.fields import (
    data_links,
    mappings_of,
    override,
    thresholds_of,
)


def table(found: sdk.Panel, look: Table, *, queries: int, cluster: str | None) -> None:
    """Makes a panel a table.

    Args:
        found: The panel.
        look: Its columns.
        queries: How many queries it has: the value of a single one is called `Value`.
        cluster: The cluster whose dashboards its links lead to. Default: the one that is chosen.
    """
    found.type_val = "table"
    found.options = sdk_table.Options(
        sort_by=[common.TableSortByFieldState(display_name=look.sort, desc=look.descending)],
        cell_height=common.TableCellHeight.SM,
    )
    names = {
        column.name if queries > 1 else column.name.removesuffix(" #A"): column.title
        for column in look.columns
    }
    found.transformations = [
        _transformation("filterFieldsByName", {"include": {"names": list(names)}}),
        *([_transformation("merge", {})] if queries > 1 else []),
        _transformation(
            "organize",
            {
                "indexByName": {name: index for index, name in enumerate(names)},
                "renameByName": names,
            },
        ),
    ]
    if found.field_config:
        found.field_config.overrides = [
            override("byName", column.title, properties)
            for column in look.columns
            if (properties := _properties(column, cluster))
        ]


def _transformation(name: str, options: dict[str, object]) -> sdk.DataTransformerConfig:
    return sdk.DataTransformerConfig(id_val=name, options=options)


def _properties(column: Column, cluster: str | None) -> dict[str, object]:
    found: dict[str, object] = {}
    if column.unit:
        found["unit"] = column.unit
    if column.width:
        found["custom.width"] = column.width
    if column.thresholds:
        found["thresholds"] = thresholds_of(column.thresholds)
        found["custom.cellOptions"] = {"type": "color-text"}
    if column.texts:
        found["mappings"] = mappings_of(column.texts)
        found["custom.cellOptions"] = {"type": "color-text"}
    if column.bar:
        found |= {"min": 0, "max": 1, "color": {"mode": "thresholds"}}
        found["custom.cellOptions"] = {"mode": "basic", "type": "gauge", "valueDisplayMode": "text"}
    if column.links:
        found["links"] = data_links(column.links, cluster, of_table=True)
    return found
