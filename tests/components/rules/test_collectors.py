"""When alerts on the collectors fire, and what is recorded of them."""

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.alerts import collectors as alerts
from eks_observability.signals.recording_rules import collectors as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series
from tests.components.rules.counters import counter

SCOPE = Scope(
    clusters=("a",),
    jobs=frozenset({jobs.COLLECTOR, jobs.CADVISOR, jobs.KUBE_STATE_METRICS}),
)

COLLECTOR = 'cluster="a",job="collector",collector="observability",instance="n"'
EXPORTER = f'{COLLECTOR},exporter="prometheusremotewrite"'
POD = 'cluster="a",namespace="prometheus",pod="observability-collector-x"'
MEMORY = (
    f'container_memory_working_set_bytes{{{POD},job="cadvisor",container="otc-container",id="1"}}'
)
LIMIT = (
    f'kube_pod_container_resource_limits{{{POD},job="kube-state-metrics",resource="memory",'
    'container="otc-container"}'
)
WARNING = {"cluster": "a", "collector": "observability", "severity": "warning"}


def queue(size: str) -> Series:
    """A queue that holds 1,000, told for metrics."""
    return {
        f'otelcol_exporter_queue_size{{{EXPORTER},data_type="metrics"}}': size,
        f'otelcol_exporter_queue_capacity{{{EXPORTER},data_type="metrics"}}': "1000x100",
    }


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(
        promtool=promtool, recording=recording_rules.rules(SCOPE), alerts=alerts.alerts(SCOPE)
    )


OVERFLOW = Firing(
    alert="CollectorQueueOverflows",
    series={f"otelcol_exporter_enqueue_failed_metric_points{{{EXPORTER}}}": "_x9 500x90"},
    at=14,
    ends=19,
    labels={**WARNING, "severity": "critical"},
    description=(
        "Collectors observability of a lost 500 samples within ten minutes: their queues are full."
    ),
)
REFUSED = Firing(
    alert="CollectorWritesRefused",
    series={f"otelcol_exporter_send_failed_metric_points{{{EXPORTER}}}": "_x9 500x90"},
    at=14,
    ends=19,
    labels=WARNING,
    description=(
        "Collectors observability of a lost 500 samples within ten minutes: the workspace refused "
        "them, or did not answer for too long."
    ),
)
DROPPED = Firing(
    alert="CollectorRefusesSamples",
    series={
        f'otelcol_receiver_refused_metric_points{{{COLLECTOR},receiver="prometheus"}}': "_x9 500x90"
    },
    at=14,
    ends=19,
    labels={**WARNING, "instance": "n"},
    description=(
        "Collector observability on n in a dropped 500 samples within ten minutes, to stay below "
        "its memory limit."
    ),
)
OTHERS = [
    Firing(
        alert="CollectorQueueFills",
        series=queue("700x9 800x20 700x70"),
        at=15,
        ends=31,
        labels={**WARNING, "exporter": "prometheusremotewrite"},
        description=(
            "The fullest queue of prometheusremotewrite in the collectors observability of a is at "
            "80%. When it is full, samples are lost."
        ),
    ),
    Firing(
        alert="CollectorRestarts",
        series={f"otelcol_process_uptime{{{COLLECTOR}}}": "90 30 " * 5 + "90+60x80"},
        # Each pair is a restart, the fifth in minute 9.
        at=9,
        ends=70,
        labels={**WARNING, "instance": "n"},
        description=(
            "Collector observability on n in a restarted 5 times within an hour, and lost what was "
            "in its queue."
        ),
    ),
    Firing(
        alert="CollectorMemoryHigh",
        series={MEMORY: "170x9 180x20 170x70", LIMIT: "200x100"},
        at=25,
        ends=31,
        labels={
            "cluster": "a",
            "namespace": "prometheus",
            "pod": "observability-collector-x",
            "severity": "warning",
        },
        description=(
            "prometheus/observability-collector-x in a uses 90% of its memory limit. Above it, it "
            "is killed and loses what is in its queue."
        ),
    ),
]


@pytest.mark.parametrize(
    "case", [OVERFLOW, REFUSED, DROPPED, *OTHERS], ids=lambda case: str(case.alert)
)
def test_an_alert_fires_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", OTHERS[:2], ids=lambda case: str(case.alert))
def test_a_second_exporter_of_the_same_collector_is_harmless(
    tests: RuleTests, case: Firing
) -> None:
    tests.fires_with_duplicates(case, job="collector", label="data")


def test_a_restarted_exporter_of_objects_is_harmless(tests: RuleTests) -> None:
    tests.fires_with_duplicates(OTHERS[2], job="kube-state-metrics")


def test_a_container_that_was_replaced_is_harmless(tests: RuleTests) -> None:
    tests.fires_with_duplicates(OTHERS[2], job="cadvisor", label="also")


@pytest.mark.parametrize("case", [OVERFLOW, REFUSED, DROPPED], ids=lambda case: str(case.alert))
def test_losses_that_add_up_to_an_old_count_are_seen_too(tests: RuleTests, case: Firing) -> None:
    (series,) = case.series
    rising = {series: f"1000x29 {1400}+400x20 9400x40"}
    tests.fires(
        Firing(
            alert=case.alert,
            series=rising,
            at=35,
            ends=60,
            labels=case.labels,
            # Six increases of 400, reckoned up from nine minutes to ten.
            description=case.description.replace("500", "2667"),
        )
    )


def test_an_old_loss_is_no_news(tests: RuleTests) -> None:
    series = dict.fromkeys((*OVERFLOW.series, *REFUSED.series, *DROPPED.series), "500x100")
    tests.all_silent(series, at=[20, 60])


def test_one_restart_is_fine(tests: RuleTests) -> None:
    series = {f"otelcol_process_uptime{{{COLLECTOR}}}": "0+60x9 0+60x90"}
    tests.all_silent(series, at=[5, 15, 60])


def test_memory_is_no_alert_where_it_is_not_scraped() -> None:
    scope = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))

    assert "CollectorMemoryHigh" not in {alert.name for alert in alerts.alerts(scope)}


@pytest.mark.parametrize(
    ("series", "answer"),
    [
        (
            {f"otelcol_exporter_sent_metric_points{{{EXPORTER}}}": counter((600, 20))},
            {
                "cluster_collector:otelcol_exporter_sent_metric_points:rate5m"
                '{cluster="a",collector="observability"}': 10
            },
        ),
        (queue("250x20"), {f"instance:otelcol_exporter_queue:ratio{{{EXPORTER}}}": 0.25}),
    ],
)
def test_what_collectors_send_is_recorded(
    tests: RuleTests, series: Series, answer: dict[str, float]
) -> None:
    without_job = {name.replace('job="collector",', ""): value for name, value in answer.items()}
    tests.records(Recorded(series=series, at=10, answer=without_job))
