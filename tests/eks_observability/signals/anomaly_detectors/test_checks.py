"""A fleet that is too large for its hub to watch."""

from typing import Any

from eks_observability.settings import Settings
from eks_observability.signals.anomaly_detectors.checks import too_many_detectors
from eks_observability.signals.anomaly_detectors.watched import DETECTORS, MOST

FACTS = {
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
FIT = MOST // len(DETECTORS)


def fleet(size: int, **settings: Any) -> Settings:
    clusters = tuple({**FACTS, "name": f"shop-{number}"} for number in range(size))
    return Settings.model_validate({"clusters": clusters, **settings})


def test_as_many_clusters_as_a_stack_holds_are_watched() -> None:
    assert list(too_many_detectors(fleet(FIT))) == []


def test_one_more_is_refused_with_a_way_out() -> None:
    (found,) = too_many_detectors(fleet(FIT + 1))

    assert found.path == ("alarms", "anomaly_detection")
    assert found.message.startswith(f"{FIT + 1} clusters have {len(DETECTORS) * (FIT + 1)}")
    assert "anomaly_detection: false" in found.message


def test_a_fleet_that_nothing_watches_may_be_of_any_size() -> None:
    off = {"alarms": {"anomaly_detection": False}}

    assert list(too_many_detectors(fleet(FIT + 1, **off))) == []
