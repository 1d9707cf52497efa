"""Durations of alerts, as Prometheus takes them."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Settings

ALERT = """\
alerts:
  alerts:
    - {name: CheckoutFails, expr: up == 0, severity: info, summary: It fails., hold: "%s"}
"""


@pytest.mark.parametrize("hold", ["15m", "1h30m", "1w", "100ms", "0s", "1y2w3d4h5m6s7ms"])
def test_a_duration_that_prometheus_takes_is_taken(
    cluster: str, load: Callable[[str], Settings], hold: str
) -> None:
    assert load(cluster + ALERT % hold).alerts.alerts[0].hold == hold


@pytest.mark.parametrize("hold", ["1h1h", "5m1h", "1ms1s", "15", "m", "", "1.5h", "-5m", "1h 5m"])
def test_a_duration_that_prometheus_refuses_is_refused(
    cluster: str, message_for: Callable[[str, str], str], hold: str
) -> None:
    message = message_for(cluster + ALERT % hold, "alerts.alerts[0].hold")

    assert message.startswith(f"found '{hold}', expected a duration as Prometheus takes it")
