"""When alerts on the API server fire, and what is recorded of it."""

import pytest

from eks_observability.signals.alerts import api_server as alerts
from eks_observability.signals.recording_rules import api_server as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series, Silence
from tests.components.rules.counters import counter

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))

API_SERVER = 'cluster="a",job="apiserver",component="apiserver"'
ANSWERED = f'apiserver_request_total{{{API_SERVER},verb="GET",code="200"}}'
FAILED = f'apiserver_request_total{{{API_SERVER},verb="GET",code="503"}}'
WATCHES = f'apiserver_request_total{{{API_SERVER},verb="WATCH",code="500"}}'
EXECS = f'apiserver_request_total{{{API_SERVER},verb="CONNECT",code="500"}}'

TIME = "apiserver_request_sli_duration_seconds"
OF_ONE = f'{API_SERVER},verb="GET",scope="resource"'
OF_ALL = f'{API_SERVER},verb="LIST",scope="cluster"'
OF_WATCH = f'{API_SERVER},verb="WATCH",scope="cluster"'
BY_WINDOW = {"5m": 5, "30m": 30, "1h": 60, "2h": 120, "6h": 360, "1d": 1440, "3d": 4320}


def requests(*failed: tuple[int, int]) -> Series:
    """100 requests a second, of which some fail: how many a minute, for how many minutes."""
    return {
        ANSWERED: counter(*((6000 - each, minutes) for each, minutes in failed)),
        FAILED: counter(*failed),
    }


def timed(*in_time: tuple[int, int]) -> Series:
    """Requests for one object, 100 a second, of which some are in time, and ten lists that are."""
    return {
        f"{TIME}_count{{{OF_ONE}}}": counter((6000, 5000)),
        f'{TIME}_bucket{{{OF_ONE},le="1"}}': counter(*in_time),
        f'{TIME}_bucket{{{OF_ONE},le="30"}}': counter((6000, 5000)),
        f"{TIME}_count{{{OF_ALL}}}": counter((600, 5000)),
        f'{TIME}_bucket{{{OF_ALL},le="1"}}': counter((0, 5000)),
        f'{TIME}_bucket{{{OF_ALL},le="30"}}': counter((600, 5000)),
    }


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(
        promtool=promtool, recording=recording_rules.rules(SCOPE), alerts=alerts.alerts(SCOPE)
    )


def burning(alert: str, value: str) -> tuple[str, dict[str, str], str]:
    """An alert's name, its labels and its description at the default objectives."""
    severity = "critical" if alert.endswith("Fast") else "warning"
    fast = alert.endswith("Fast")
    if alert.startswith("ApiServerError"):
        said = (
            f"The API server of a answers {value} of its requests with a 5xx. The objective is "
            "that 99.9 % do not fail, over 30 days; going on like this, "
        )
        used_up = "what may fail is used up within five days."
    else:
        said = (
            f"The API server of a takes too long for {value} of its requests. The objective is "
            "that 99 % are answered within a second, lists of a whole cluster within 30, over 30 "
            "days; going on like this, "
        )
        used_up = "what may be slow is used up within five days."
    return (
        alert,
        {"cluster": "a", "severity": severity},
        said + (used_up if fast else "it is missed."),
    )


def burn(alert: str, value: str, series: Series, *, at: int, ends: int) -> Firing:
    name, labels, description = burning(alert, value)
    return Firing(
        alert=name, series=series, at=at, ends=ends, labels=labels, description=description
    )


BURNS = [
    # 14.4 times the budget of 0.1 %, and more.
    burn("ApiServerErrorBudgetBurnsFast", "10%", requests((600, 20), (0, 900)), at=3, ends=90),
    # 6 times the budget, and more, but not 14.4 times.
    burn("ApiServerErrorBudgetBurnsFast", "1%", requests((60, 20), (0, 900)), at=3, ends=60),
    # 3 times the budget, and more.
    burn(
        "ApiServerErrorBudgetBurnsSlowly",
        "0.5%",
        requests((30, 20), (0, 900)),
        at=16,
        ends=150,
    ),
    # More than the budget.
    burn(
        "ApiServerErrorBudgetBurnsSlowly",
        "0.2%",
        requests((12, 20), (0, 900)),
        at=16,
        ends=60,
    ),
    # The same of the budget of 1 %, with 6,600 requests a minute that are timed.
    burn("ApiServerLatencyBudgetBurnsFast", "25%", timed((4350, 20), (6000, 900)), at=3, ends=120),
    burn("ApiServerLatencyBudgetBurnsFast", "10%", timed((5340, 20), (6000, 900)), at=3, ends=60),
    burn(
        "ApiServerLatencyBudgetBurnsSlowly", "5%", timed((5670, 20), (6000, 900)), at=16, ends=150
    ),
    burn("ApiServerLatencyBudgetBurnsSlowly", "2%", timed((5868, 20), (6000, 900)), at=16, ends=60),
]


@pytest.mark.parametrize("case", BURNS, ids=lambda case: f"{case.alert} {case.at} {case.ends}")
def test_a_budget_burns(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)
    tests.fires_with_duplicates(case, job="apiserver")


def test_a_budget_does_not_burn_by_a_short_spike_in_a_good_day(tests: RuleTests) -> None:
    series = requests((0, 720), (600, 2), (0, 100))
    tests.all_silent(series, at=range(715, 740))


def test_a_spike_stops_burning_when_it_is_over(tests: RuleTests) -> None:
    series = requests((0, 720), (600, 20), (0, 100))
    tests.silent(Silence(alert="ApiServerErrorBudgetBurnsFast", series=series, at=[780]))


def test_the_first_failures_ever_are_not_taken_for_hours_of_failures(tests: RuleTests) -> None:
    # The series appears with its first failure.
    series = {**requests((0, 820)), FAILED: "_x720 0+600x2 1200x100"}
    tests.all_silent(series, at=range(715, 740))


def test_requests_that_stay_open_burn_no_budget(tests: RuleTests) -> None:
    series = {
        **requests((0, 100)),
        WATCHES: "0+600x100",
        EXECS: "0+600x100",
        **timed((6000, 100)),
        f"{TIME}_count{{{OF_WATCH}}}": "0+6000x100",
        f'{TIME}_bucket{{{OF_WATCH},le="1"}}': "0x100",
        f'{TIME}_bucket{{{OF_WATCH},le="30"}}': "0x100",
    }
    tests.all_silent(series, at=[5, 30, 99])


def test_a_loose_objective_can_still_be_missed(promtool: Promtool) -> None:
    thresholds = SCOPE.thresholds.model_copy(update={"api_server_availability_percent": 90})
    scope = Scope(clusters=("a",), jobs=SCOPE.jobs, thresholds=thresholds)
    tests = RuleTests(
        promtool=promtool, recording=recording_rules.rules(scope), alerts=alerts.alerts(scope)
    )
    case = burn(
        "ApiServerErrorBudgetBurnsFast",
        "95%",
        requests((5700, 20), (0, 900)),
        at=3,
        ends=120,
    )
    description = case.description.replace("99.9 %", "90 %")
    tests.fires(
        Firing(
            alert=case.alert,
            series=case.series,
            at=case.at,
            ends=case.ends,
            labels=case.labels,
            description=description,
        )
    )


TERMINATED = Firing(
    alert="ApiServerTerminatesRequests",
    series={
        **requests((600, 60)),
        f'apiserver_request_terminations_total{{{API_SERVER},verb="LIST",code="429"}}': counter(
            (600, 20), (0, 40)
        ),
    },
    at=11,
    ends=30,
    labels={"cluster": "a", "severity": "warning"},
    description=(
        "The API server of a turns away or cuts off 10% of its requests: clients ask for more than "
        "its flow control gives them, or requests run into their timeout."
    ),
)


def test_requests_are_terminated(tests: RuleTests) -> None:
    tests.fires(TERMINATED)
    tests.fires_with_duplicates(TERMINATED, job="apiserver")


def test_what_an_aggregated_api_does_not_answer_is_not_terminated(tests: RuleTests) -> None:
    series = {
        name.replace('component="apiserver"', 'component="aggregator"')
        if "terminations" in name
        else name: values
        for name, values in TERMINATED.series.items()
    }
    tests.silent(Silence(alert=TERMINATED.alert, series=series, at=[11, 15]))


def certificates(within_a_week: str, within_a_month: str) -> Series:
    buckets = f"apiserver_client_certificate_expiration_seconds_bucket{{{API_SERVER}"
    return {
        f'{buckets},le="0"}}': "0x100",
        f'{buckets},le="345600"}}': "0x100",
        f'{buckets},le="604800"}}': within_a_week,
        f'{buckets},le="2592000"}}': within_a_month,
        f'{buckets},le="+Inf"}}': within_a_month,
    }


CERTIFICATE = Firing(
    alert="ApiServerClientCertificateExpires",
    series=certificates(counter((60, 30), (0, 70)), counter((600, 100))),
    at=16,
    ends=40,
    labels={"cluster": "a", "severity": "warning"},
    description=(
        "A client certificate in use in a expires in 4d 7h 12m 0s, or sooner. After that, its "
        "client is refused."
    ),
)


def test_a_client_certificate_expires(tests: RuleTests) -> None:
    tests.fires(CERTIFICATE)
    tests.fires_with_duplicates(CERTIFICATE, job="apiserver")


@pytest.mark.parametrize(
    "series", [certificates("0x100", counter((600, 100))), certificates("0x100", "0x100")]
)
def test_no_client_certificate_expires(tests: RuleTests, series: Series) -> None:
    tests.silent(Silence(alert=CERTIFICATE.alert, series=series, at=[16, 40]))


UNAVAILABLE = Firing(
    alert="AggregatedApiUnavailable",
    series={
        f'aggregator_unavailable_apiservice{{{API_SERVER},name="v1beta1.metrics.k8s.io"}}': (
            "0x4 1x14 0x20"
        ),
        f'aggregator_unavailable_apiservice{{{API_SERVER},name="v1."}}': "0x40",
    },
    at=15,
    ends=20,
    labels={"cluster": "a", "name": "v1beta1.metrics.k8s.io", "severity": "warning"},
    description=(
        "The API server of a cannot reach what serves v1beta1.metrics.k8s.io. Requests to that API "
        "fail, and deleting namespaces waits."
    ),
)


def test_an_aggregated_api_is_unavailable(tests: RuleTests) -> None:
    tests.fires(UNAVAILABLE)
    tests.fires_with_duplicates(UNAVAILABLE, job="apiserver")


@pytest.mark.parametrize(
    ("series", "answer"),
    [
        (
            requests((600, 20)),
            {'cluster:apiserver_requests:rate5m{cluster="a"}': 100},
        ),
        (
            requests((600, 20)),
            {'cluster:apiserver_request_errors:rate5m{cluster="a"}': 10},
        ),
        (requests((0, 20)), {'cluster:apiserver_request_errors:rate5m{cluster="a"}': 0}),
        (
            {ANSWERED: counter((6000, 20))},
            {'cluster:apiserver_request_errors:rate5m{cluster="a"}': 0},
        ),
        (timed((6000, 20)), {'cluster:apiserver_timed_requests:rate5m{cluster="a"}': 110}),
        (timed((6000, 20)), {'cluster:apiserver_slow_requests:rate5m{cluster="a"}': 0}),
        (timed((5400, 20)), {'cluster:apiserver_slow_requests:rate5m{cluster="a"}': 10}),
        (
            {
                series.replace('le="1"', 'le="1.0"').replace('le="30"', 'le="30.0"'): values
                for series, values in timed((5400, 20)).items()
            },
            {'cluster:apiserver_slow_requests:rate5m{cluster="a"}': 10},
        ),
    ],
)
def test_what_is_asked_of_the_api_server_is_recorded(
    tests: RuleTests, series: Series, answer: dict[str, float]
) -> None:
    tests.records(Recorded(series=series, at=10, answer=answer))


@pytest.mark.parametrize("window", BY_WINDOW)
@pytest.mark.parametrize("of", ["apiserver_request_errors", "apiserver_slow_requests"])
def test_a_share_is_that_of_its_window(promtool: Promtool, of: str, window: str) -> None:
    minutes = BY_WINDOW[window]
    good = minutes + 10
    # The last half hour is bad: a tenth of 100 requests a second. The five-minute rate reaches that
    # by quarters, since five samples are four minutes.
    series = {
        **requests((6000, 1), (0, good - 1), (600, 60)),
        f"{TIME}_count{{{OF_ONE}}}": counter((6000, good + 60)),
        f'{TIME}_bucket{{{OF_ONE},le="1"}}': counter((6000, good), (5400, 60)),
    }
    bad = 10 if window == "5m" else (2.5 + 5 + 7.5 + 27 * 10) / minutes
    rules = recording_rules.rules(SCOPE)
    name = f"cluster:{of}:ratio_rate{window}"
    tests = RuleTests(
        promtool=promtool,
        recording=[rule for rule in rules if "ratio" not in rule.name]
        + [rule for rule in rules if rule.name == name],
    )
    tests.records(
        Recorded(series=series, at=good + 30, answer={f'{name}{{cluster="a"}}': bad / 100})
    )
