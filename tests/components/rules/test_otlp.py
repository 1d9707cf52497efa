"""When alerts on what applications send fire."""

import pytest

from eks_observability.signals.alerts import otlp as alerts
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))
COLLECTOR = 'cluster="a",job="collector",collector="observability",instance="n"'
LABELS = {"cluster": "a", "collector": "observability", "severity": "warning"}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(promtool=promtool, recording=(), alerts=alerts.alerts(SCOPE))


REFUSED = Firing(
    alert="SpansRefused",
    series={f'otelcol_receiver_refused_spans{{{COLLECTOR},receiver="otlp"}}': "_x9 500x90"},
    at=14,
    ends=19,
    labels={**LABELS, "instance": "n"},
    description=(
        "Collector observability on n in a refused 500 spans within ten minutes. Applications were "
        "told so; most send them again a few times."
    ),
)


def lost(alert: str, items: str, step: str, exporter: str) -> Firing:
    series = f'otelcol_exporter_{step}_{items}{{{COLLECTOR},exporter="{exporter}"}}'
    return Firing(
        alert=alert,
        series={series: "_x9 500x90"},
        at=14,
        ends=19,
        labels={**LABELS, "exporter": exporter},
        description=(
            f"{exporter} in the collectors observability of a lost 500 {items.replace('_', ' ')} "
            "within ten minutes, or more: they could not be written."
        ),
    )


LOST = [
    lost(alert, items, step, exporter)
    for alert, items, exporter in (
        ("SpansLost", "spans", "awsxray"),
        ("LogRecordsLost", "log_records", "otlphttp/logs"),
    )
    for step in ("enqueue_failed", "send_failed")
]


@pytest.mark.parametrize("case", [REFUSED, *LOST], ids=lambda case: str(case.alert))
def test_an_alert_fires_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


def test_what_is_lost_at_both_steps_is_one_alert(tests: RuleTests) -> None:
    queued, sent = LOST[0], LOST[1]

    tests.fires(
        Firing(
            alert="SpansLost",
            series={**queued.series, **sent.series},
            at=14,
            ends=19,
            labels=queued.labels,
            description=queued.description,
        )
    )


def test_an_old_loss_is_no_news(tests: RuleTests) -> None:
    series = dict.fromkeys((name for case in (REFUSED, *LOST) for name in case.series), "500x100")
    tests.all_silent(series, at=[20, 60])
