"""Lines and bands over time."""

from typing import Final

from grafana_foundation_sdk.models import common, statetimeline, timeseries
from grafana_foundation_sdk.models import dashboard as sdk

from eks_observability.signals.dashboards.looks import Lines, States
from eks_observability.signals.dashboards.rendering.fields import mappings_of, override

_FILL: Final = 10
_FILL_STACKED: Final = 40


def draw(found: sdk.Panel, look: Lines, *, has_thresholds: bool) -> None:
    """Makes a panel one of lines.

    Args:
        found: The panel.
        look: How they look.
        has_thresholds: Whether to draw a line where values turn bad.
    """
    found.type_val = "timeseries"
    found.options = timeseries.Options(
        legend=_legend(look), tooltip=_tooltip(common.TooltipDisplayMode.MULTI)
    )
    config = found.field_config or sdk.FieldConfigSource()
    config.defaults.custom = common.GraphFieldConfig(
        fill_opacity=_FILL_STACKED if look.stacked else _FILL,
        line_width=1,
        show_points=common.VisibilityMode.AUTO,
        stacking=common.StackingConfig(mode=common.StackingMode.NORMAL, group="A")
        if look.stacked
        else None,
        thresholds_style=common.GraphThresholdsStyleConfig(
            mode=common.GraphThresholdsStyleMode.DASHED
        )
        if has_thresholds
        else None,
    )
    dashed = {
        "custom.lineStyle": {"dash": [10, 10], "fill": "dash"},
        "custom.fillOpacity": 0,
        "custom.stacking": {"mode": "none"},
    }
    config.overrides += [override("byName", name, dashed) for name in look.limits]
    config.overrides += [
        override("byRegexp", f"/^({name})$/", {"custom.transform": "negative-Y"})
        for name in look.mirrored
    ]


def states(found: sdk.Panel, look: States) -> None:
    """Makes a panel one of bands.

    Args:
        found: The panel.
        look: What values mean.
    """
    found.type_val = "state-timeline"
    found.options = statetimeline.Options(
        show_value=common.VisibilityMode.NEVER,
        legend=common.VizLegendOptions(
            display_mode=common.LegendDisplayMode.LIST,
            placement=common.LegendPlacement.BOTTOM,
            show_legend=True,
        ),
        tooltip=_tooltip(common.TooltipDisplayMode.SINGLE),
    )
    config = found.field_config or sdk.FieldConfigSource()
    config.defaults.mappings = mappings_of(look.texts)
    config.defaults.custom = {"fillOpacity": 80, "lineWidth": 0}


def _legend(look: Lines) -> common.VizLegendOptions:
    mode = common.LegendDisplayMode.TABLE if look.legend else common.LegendDisplayMode.LIST
    return common.VizLegendOptions(
        display_mode=mode,
        placement=common.LegendPlacement.BOTTOM,
        show_legend=True,
        calcs=list(look.legend),
        sort_by="Max" if "max" in look.legend else None,
        sort_desc=True if "max" in look.legend else None,
    )


def _tooltip(mode: common.TooltipDisplayMode) -> common.VizTooltipOptions:
    return common.VizTooltipOptions(mode=mode, sort=common.SortOrder.DESCENDING)
