"""A dashboard as Grafana's JSON.

In the schema that `POST /api/dashboards/db` takes. The SDK would rather have that of a newer API,
and lets Python say so to whoever asks for warnings.
"""

import json
from collections.abc import Iterator
from typing import Final

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import common
from grafana_foundation_sdk.models import dashboard as sdk

from eks_observability.signals.dashboards.layout import Place, placed
from eks_observability.signals.dashboards.links import TAG, uid
from eks_observability.signals.dashboards.model import AMP, Dashboard
from eks_observability.signals.dashboards.rendering.panel import panel_of
from eks_observability.signals.dashboards.variables import CLUSTER, EVERYTHING, Variable

_ALL: Final = "$__all"
_VARIABLE_QUERY: Final = {"qryType": 1, "refId": "PrometheusVariableQueryEditor-VariableQuery"}
"""How the Prometheus plugin saves a query for the values of a label."""


def json_of(dashboard: Dashboard, *, cluster: str | None = None) -> str:
    """A dashboard as Grafana's JSON: the same bytes for the same dashboard.

    Args:
        dashboard: The dashboard.
        cluster: The cluster that it shows at first, which its uid and its links then name; of a
            dashboard of all clusters, whose dashboards its links lead to. Default: the first there
            is, and no name.
    """
    found = sdk.Dashboard(
        uid=uid(dashboard.subject, None if dashboard.of_all_clusters else cluster),
        title=dashboard.title,
        description=dashboard.description,
        tags=[TAG],
        graph_tooltip=sdk.DashboardCursorSync.CROSSHAIR,
        time=sdk.DashboardDashboardTime(from_val=dashboard.time_from, to="now"),
        refresh=dashboard.refresh,
        panels=list(_panels(dashboard, cluster)),
        templating=sdk.DashboardDashboardTemplating(
            list_val=[_variable(each, cluster) for each in dashboard.variables]
        ),
        annotations=sdk.AnnotationContainer(list_val=[]),
        links=[_menu()],
    )
    return json.dumps(found, cls=JSONEncoder, sort_keys=True, separators=(",", ":"))


class _Menu(sdk.DashboardLink):
    """A menu beside the variables: where the SDK puts links, they hide behind three dots."""

    def to_json(self) -> dict[str, object]:
        """The menu."""
        return {name: value for name, value in super().to_json().items() if name != "placement"}


def _menu() -> sdk.DashboardLink:
    """The menu of all dashboards, which takes along what is chosen, and the time."""
    return _Menu(
        title="Dashboards",
        type_val=sdk.DashboardLinkType.DASHBOARDS,
        tags=[TAG],
        as_dropdown=True,
        include_vars=True,
        keep_time=True,
    )


def _panels(dashboard: Dashboard, cluster: str | None) -> Iterator[sdk.Panel | sdk.RowPanel]:
    number = 0
    for placed_row in placed(dashboard.rows):
        number += 1
        row = sdk.RowPanel(
            id_val=number,
            title=placed_row.row.title,
            collapsed=placed_row.row.collapsed,
            grid_pos=_grid(placed_row.place),
        )
        panels = []
        for panel, place in placed_row.panels:
            number += 1
            made = panel_of(panel, cluster=cluster)
            made.id_val = number
            made.grid_pos = _grid(place)
            panels.append(made)
        if placed_row.row.collapsed:
            row.panels = panels
            panels = []
        yield row
        yield from panels


def _grid(place: Place) -> sdk.GridPos:
    return sdk.GridPos(h=place.height, w=place.width, x=place.x, y=place.y)


def _variable(variable: Variable, cluster: str | None) -> sdk.VariableModel:
    query = f"label_values({variable.series}, {variable.label})"
    found = sdk.VariableModel(
        type_val=sdk.VariableType.QUERY,
        name=variable.name,
        label=variable.title,
        description=variable.description,
        query={**_VARIABLE_QUERY, "query": query},
        definition=query,
        datasource=common.DataSourceRef(type_val=AMP.type, uid=AMP.uid),
        refresh=sdk.VariableRefresh.ON_TIME_RANGE_CHANGED,
        sort=sdk.VariableSort.NATURAL_ASC,
        multi=variable.many,
        include_all=variable.many,
    )
    if variable.many:
        found.all_value = EVERYTHING
        found.current = sdk.VariableOption(text=["All"], value=[_ALL])
    elif variable == CLUSTER and cluster:
        found.current = sdk.VariableOption(text=cluster, value=cluster)
    return found
