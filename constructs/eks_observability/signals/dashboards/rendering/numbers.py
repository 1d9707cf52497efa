"""Large numbers and bars of the latest values."""

from grafana_foundation_sdk.models import bargauge, common, stat
from grafana_foundation_sdk.models import dashboard as sdk

from eks_observability.signals.dashboards.looks import Number
from eks_observability.signals.dashboards.rendering.fields import mappings_of


def number(found: sdk.Panel, look: Number, *, count: int) -> None:
    """Makes a panel one large number, or one for each series.

    Args:
        found: The panel.
        look: How it looks.
        count: How many queries it has: with several, each number has its name.
    """
    graph = common.BigValueGraphMode.AREA if look.graph else common.BigValueGraphMode.NONE
    names = common.BigValueTextMode.VALUE_AND_NAME if count > 1 else common.BigValueTextMode.AUTO
    found.type_val = "stat"
    found.options = stat.Options(graph_mode=graph, text_mode=names, reduce_options=_latest())
    _colored(found)
    if look.texts and found.field_config:
        found.field_config.defaults.mappings = mappings_of(look.texts)


def bars(found: sdk.Panel) -> None:
    """Makes a panel a bar for each series.

    Args:
        found: The panel.
    """
    found.type_val = "bargauge"
    found.options = bargauge.Options(
        display_mode=common.BarGaugeDisplayMode.BASIC,
        orientation=common.VizOrientation.HORIZONTAL,
        reduce_options=_latest(),
    )
    _colored(found)


def _latest() -> common.ReduceDataOptions:
    return common.ReduceDataOptions(calcs=["lastNotNull"], values=False)


def _colored(found: sdk.Panel) -> None:
    """Colors by thresholds, and not by series."""
    if found.field_config:
        found.field_config.defaults.color = sdk.FieldColor(mode=sdk.FieldColorModeId.THRESHOLDS)
