"""Alarms that the settings name and that there are not."""

from collections.abc import Iterator

from eks_observability.settings import Settings
from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.section import nearest
from eks_observability.signals.alarms.groups import ALARM_NAMES


def unknown_alarms(settings: Settings) -> Iterator[Contradiction]:
    """Names in `alarms.off`, of the whole file or of one cluster, that no alarm has."""
    yield from _unknown(("alarms", "off"), settings.alarms.off)
    for index, cluster in enumerate(settings.clusters):
        if cluster.alarms:
            yield from _unknown(("clusters", index, "alarms", "off"), cluster.alarms.off)


def _unknown(path: tuple[str | int, ...], names: tuple[str, ...]) -> Iterator[Contradiction]:
    for place, name in enumerate(names):
        if name not in ALARM_NAMES:
            allowed = ", ".join(ALARM_NAMES)
            message = f"there is no alarm {name}{nearest(name, ALARM_NAMES)} (allowed: {allowed})"
            yield Contradiction((*path, place), message)
