"""Alarms that the settings name and that there are not."""

from collections.abc import Iterator
from typing import Final

from eks_observability.settings import Settings
from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.section import nearest
from eks_observability.signals.alarms.bands import BANDS
from eks_observability.signals.alarms.groups import ALARM_NAMES

_NAMES: Final = (*ALARM_NAMES, *(band.name for band in BANDS))


def unknown_alarms(settings: Settings) -> Iterator[Contradiction]:
    """Names in `alarms.off`, of the whole file or of one cluster, that no alarm has."""
    yield from _unknown(("alarms", "off"), settings.alarms.off)
    for index, cluster in enumerate(settings.clusters):
        if cluster.alarms:
            yield from _unknown(("clusters", index, "alarms", "off"), cluster.alarms.off)


def _unknown(path: tuple[str | int, ...], names: tuple[str, ...]) -> Iterator[Contradiction]:
    for place, name in enumerate(names):
        if name not in _NAMES:
            allowed = ", ".join(_NAMES)
            message = f"there is no alarm {name}{nearest(name, _NAMES)} (allowed: {allowed})"
            yield Contradiction((*path, place), message)
