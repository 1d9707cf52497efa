"""Settings that ask for more anomaly detectors than a stack holds."""

from collections.abc import Iterator

from eks_observability.settings import Settings
from eks_observability.settings.contradiction import Contradiction
from eks_observability.signals.anomaly_detectors.watched import MOST, watched
from eks_observability.signals.scope import rule_scope


def too_many_detectors(settings: Settings) -> Iterator[Contradiction]:
    """A fleet of which the Hub stack cannot watch every cluster."""
    found = watched(rule_scope(settings), off=settings.alerts.off)
    if len(found) > MOST:
        clusters = {each.cluster for each in found}
        message = (
            f"{len(clusters)} clusters have {len(found)} anomaly detectors, and the Hub stack "
            f"holds {MOST}: set alarms: {{anomaly_detection: false}} below some of the clusters"
        )
        yield Contradiction(("alarms", "anomaly_detection"), message)
