"""Mistakes in settings of alarms that only those see who know which alarms there are."""

from collections.abc import Iterator

from eks_observability.settings.alarms import Alarms
from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.document import Path
from eks_observability.settings.model import Settings
from eks_observability.settings.section import nearest
from eks_observability.signals.alarms.subjects import ALARM_NAMES, MESSAGES


def unknown_alarms(settings: Settings) -> Iterator[Contradiction]:
    """Names in `alarms.off` that no alarm has, at the top of the file and of each cluster."""
    yield from _unknown((), settings.alarms)
    for index, cluster in enumerate(settings.clusters):
        if cluster.alarms:
            yield from _unknown(("clusters", index), cluster.alarms)


def _unknown(above: Path, alarms: Alarms) -> Iterator[Contradiction]:
    for place, name in enumerate(alarms.off):
        if name not in ALARM_NAMES:
            message = (
                f"found {name}, allowed: names of alarms, which docs/alarms.md lists{_hint(name)}"
            )
            yield Contradiction((*above, "alarms", "off", place), message)


def _hint(name: str) -> str:
    """The nearest name; of a message, the alarms that it is made of."""
    parts = next((message.alarms for message in MESSAGES if message.name == name), ())
    return f"; {name} is made of {', '.join(parts)}" if parts else nearest(name, ALARM_NAMES)
