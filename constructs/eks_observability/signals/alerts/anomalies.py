"""What is unusual in a cluster, whatever its height, as anomaly detectors say.

Detectors watch a cluster as a whole. Alerts with thresholds tell of single nodes and pods, and say
more: while one of them fires, the anomaly of the same thing is silent.
"""

from typing import Final

from eks_observability.signals.anomaly_detectors.model import SCORE, VALUE, AnomalyDetector
from eks_observability.signals.anomaly_detectors.watched import symptoms
from eks_observability.signals.rules import Alert, Scope

JOBS: Final[tuple[str, ...]] = ()
"""Scrape jobs that these alerts need: each those that its symptom is recorded from."""

SURE: Final = 0.5
"""Score from which on something counts as an anomaly; 0 is none, 1 is one for sure."""

# A score falls back as the detector learns, often with its next value; values come every five
# minutes, which is as far as an instant query looks back.
_WINDOW: Final = "15m"


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """One for each symptom that is watched in any cluster; none where nothing is watched."""
    return tuple(_alert(each, scope) for each in symptoms(scope))


def _alert(detector: AnomalyDetector, scope: Scope) -> Alert:
    return Alert(
        name=detector.alert,
        expr=f"max by (cluster) (\n{_by_cluster(detector, scope)}\n)",
        hold="0m",
        severity=detector.severity,
        summary=detector.summary,
        description=(
            f"{detector.description}, in cluster {{{{ $labels.cluster }}}}: more than is usual at "
            "this time."
        ),
    )


def _by_cluster(detector: AnomalyDetector, scope: Scope) -> str:
    """The value while it is an anomaly, with the cluster that the alias ends with.

    Whether the labels of a detector are on its series is not documented; its alias is on them.
    """
    selector = f'{{alias=~"{detector.name}[.].+"}}[{_WINDOW}]'
    expr = (
        f"last_over_time({VALUE}{selector})\n"
        f"and on (alias)\n"
        f"max_over_time({SCORE}{selector}) > {SURE:g}"
    )
    found = f'label_replace(\n{expr},\n"cluster", "$1", "alias", "[^.]+[.](.+)"\n)'
    for cluster in dict.fromkeys(scope.watched):
        alias = detector.alias(cluster)
        if not alias.endswith(f".{cluster}"):
            pattern = alias.replace(".", "[.]")
            found = f'label_replace({found}, "cluster", "{cluster}", "alias", "{pattern}")'
    return found
