"""Settings of alerts that are right each for itself, and cannot be had together."""

from collections.abc import Iterator, Sequence
from typing import Final

from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.model import Settings

_LISTENERS: Final = ("emails", "webhooks", "slack", "teams")


def alert_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Whoever is told of alerts twice: Amazon SNS subscribes nobody twice to one topic."""
    for key in _LISTENERS:
        for place in _repeated(getattr(settings.alerts, key)):
            message = "this stands in the list before: take it out"
            yield Contradiction(("alerts", key, place), message)


def _repeated(values: Sequence[object]) -> Iterator[int]:
    """Places of values that stand in a list before."""
    return (place for place, value in enumerate(values) if value in values[:place])
