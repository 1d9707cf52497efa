"""What Grafana knows of a panel's values: unit, thresholds, texts, links."""

from collections.abc import Iterable, Mapping

from grafana_foundation_sdk.models import dashboard as sdk

from eks_observability.signals.dashboards.links import Link, url
from eks_observability.signals.dashboards.looks import Table, Texts
from eks_observability.signals.dashboards.model import Panel
from eks_observability.signals.dashboards.thresholds import Step


class DataLink(sdk.DashboardLink):
    """A way that opens from a value, of which Grafana wants a title and an address alone."""

    def to_json(self) -> dict[str, object]:
        """The link."""
        return {"title": self.title, "url": self.url}


def defaults_of(panel: Panel, cluster: str | None) -> sdk.FieldConfig:
    """What goes for all values of a panel.

    Args:
        panel: The panel.
        cluster: The cluster whose dashboards its links lead to. Default: the one that is chosen.
    """
    return sdk.FieldConfig(
        unit=panel.unit,
        decimals=panel.decimals,
        min_val=panel.minimum,
        max_val=panel.maximum,
        no_value=panel.no_value,
        thresholds=thresholds_of(panel.thresholds) if panel.thresholds else None,
        links=data_links(panel.links, cluster, of_table=isinstance(panel.look, Table)) or None,
    )


def thresholds_of(steps: Iterable[Step]) -> sdk.ThresholdsConfig:
    """Colors, from some values on."""
    return sdk.ThresholdsConfig(
        mode=sdk.ThresholdsMode.ABSOLUTE,
        steps=[sdk.Threshold(value=step.value, color=step.color) for step in steps],
    )


def data_links(
    links: Iterable[Link], cluster: str | None, *, of_table: bool
) -> list[sdk.DashboardLink]:
    """Ways that open from a value."""
    return [DataLink(title=link.title, url=url(link, cluster, of_table=of_table)) for link in links]


def mappings_of(texts: Texts) -> list[sdk.ValueMapping]:
    """Texts and colors instead of values."""
    return [
        sdk.ValueMap(
            options={
                value: sdk.ValueMappingResult(text=text, color=color, index=index)
                for index, (value, (text, color)) in enumerate(texts.items())
            }
        )
    ]


def override(
    kind: str, options: object, properties: Mapping[str, object]
) -> sdk.DashboardFieldConfigSourceOverrides:
    """What goes for some values alone.

    Args:
        kind: How they are found, such as `byName`.
        options: Which they are.
        properties: What goes for them.
    """
    return sdk.DashboardFieldConfigSourceOverrides(
        matcher=sdk.MatcherConfig(id_val=kind, options=options),
        properties=[
            sdk.DynamicConfigValue(id_val=name, value=value) for name, value in properties.items()
        ],
    )
