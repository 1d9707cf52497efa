"""When alerts on CoreDNS fire, and what is recorded of it."""

import pytest

from eks_observability.signals.alerts import coredns as alerts
from eks_observability.signals.recording_rules import coredns as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series
from tests.components.rules.counters import counter

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))

POD = 'cluster="a",job="coredns",namespace="kube-system",pod="coredns-1"'
SERVER = f'{POD},server="dns://:53",zone="."'
TOOK = "coredns_dns_request_duration_seconds_bucket"
FORWARDED = "coredns_proxy_request_duration_seconds_count"
RESOLVER = f'{POD},proxy_name="forward",to="10.0.0.2:53"'
WARNING = {"cluster": "a", "severity": "warning"}


def responses(*failed: tuple[int, int]) -> Series:
    """285 names found or not there a minute, and failures."""
    counts = f"coredns_dns_responses_total{{{SERVER}"
    return {
        f'{counts},rcode="NOERROR"}}': counter((185, 100)),
        f'{counts},rcode="NXDOMAIN"}}': counter((100, 100)),
        f'{counts},rcode="SERVFAIL"}}': counter(*failed),
    }


def answers(*within_512_ms: tuple[int, int]) -> Series:
    """100 answers a minute, all within 1,024 ms."""
    return {
        f'{TOOK}{{{SERVER},le="0.256"}}': counter((80, 100)),
        f'{TOOK}{{{SERVER},le="0.512"}}': counter(*within_512_ms),
        f'{TOOK}{{{SERVER},le="1.024"}}': counter((100, 100)),
        f'{TOOK}{{{SERVER},le="+Inf"}}': counter((100, 100)),
    }


def forwarded(*failed: tuple[int, int]) -> Series:
    """95 requests a minute that the resolver answers, and those it fails on."""
    return {
        f'{FORWARDED}{{{RESOLVER},rcode="NOERROR"}}': counter((95, 100)),
        f'{FORWARDED}{{{RESOLVER},rcode="SERVFAIL"}}': counter(*failed),
    }


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(
        promtool=promtool, recording=recording_rules.rules(SCOPE), alerts=alerts.alerts(SCOPE)
    )


FIRING = [
    Firing(
        alert="CoreDnsFails",
        series=responses((15, 30), (0, 70)),
        at=11,
        ends=40,
        labels=WARNING,
        description=(
            "CoreDNS of a answers 5% of its requests with SERVFAIL; 1 % are fine. Programs cannot "
            "find what they call."
        ),
    ),
    Firing(
        alert="CoreDnsSlow",
        series=answers((90, 30), (100, 70)),
        at=11,
        ends=40,
        labels=WARNING,
        description=("CoreDNS of a takes up to 972.8ms for 99 of 100 answers; 500 ms are fine."),
    ),
    Firing(
        alert="CoreDnsForwardingFails",
        series=forwarded((5, 30), (0, 70)),
        at=11,
        ends=40,
        labels={**WARNING, "to": "10.0.0.2:53"},
        description=(
            "The resolver 10.0.0.2:53 behind CoreDNS of a answers 5% of its requests with "
            "SERVFAIL; 1 % are fine. Names outside the cluster cannot be found."
        ),
    ),
    Firing(
        alert="CoreDnsResolverUnreachable",
        series={f"coredns_forward_healthcheck_broken_total{{{POD}}}": counter((1, 30), (0, 70))},
        at=11,
        ends=40,
        labels={"cluster": "a", "severity": "critical"},
        description=(
            "No resolver behind CoreDNS of a answers its health checks. Names outside the cluster, "
            "those of AWS among them, cannot be found."
        ),
    ),
    Firing(
        alert="CoreDnsPanics",
        series={f"coredns_panics_total{{{POD}}}": "0x9 9x90"},
        at=10,
        ends=20,
        labels={**WARNING, "namespace": "kube-system", "pod": "coredns-1"},
        description="kube-system/coredns-1 in a panicked 9 times within ten minutes.",
    ),
]


@pytest.mark.parametrize("case", FIRING, ids=lambda case: str(case.alert))
def test_an_alert_fires_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", FIRING[:4], ids=lambda case: str(case.alert))
def test_a_second_pod_changes_no_share(tests: RuleTests, case: Firing) -> None:
    tests.fires_with_duplicates(case, job="coredns")


def test_names_that_do_not_exist_are_no_failure(tests: RuleTests) -> None:
    series = {**responses((0, 100)), **answers((100, 100)), **forwarded((0, 100))}
    tests.all_silent(series, at=[11, 50])


def test_a_resolver_that_misses_one_health_check_is_fine(tests: RuleTests) -> None:
    series = {f"coredns_forward_healthcheck_broken_total{{{POD}}}": "0x9 1x90"}
    tests.all_silent(series, at=range(10, 30))


def test_dns_that_nobody_asks_is_fine(tests: RuleTests) -> None:
    series = dict.fromkeys((*responses((0, 1)), *answers((0, 1)), *forwarded((0, 1))), "0x100")
    tests.all_silent(series, at=[11, 50])


@pytest.mark.parametrize(
    ("series", "answer"),
    [
        (
            responses((15, 100)),
            {
                f'cluster_rcode:coredns_dns_responses:rate5m{{cluster="a",rcode="{rcode}"}}': rate
                for rcode, rate in (
                    ("NOERROR", 185 / 60),
                    ("NXDOMAIN", 100 / 60),
                    ("SERVFAIL", 0.25),
                )
            },
        ),
        (
            {
                f'{TOOK}{{{SERVER},le="0.256"}}': counter((100, 100)),
                f'{TOOK}{{{SERVER},le="+Inf"}}': counter((100, 100)),
            },
            {'cluster:coredns_dns_request_duration_seconds:p99_rate5m{cluster="a"}': 0.99 * 0.256},
        ),
        (
            forwarded((5, 100)),
            {
                "cluster_to_rcode:coredns_forwarded_requests:rate5m"
                f'{{cluster="a",to="10.0.0.2:53",rcode="{rcode}"}}': rate
                for rcode, rate in (("NOERROR", 95 / 60), ("SERVFAIL", 5 / 60))
            },
        ),
    ],
)
def test_what_coredns_answers_is_recorded(
    tests: RuleTests, series: Series, answer: dict[str, float]
) -> None:
    tests.records(Recorded(series=series, at=10, answer=answer))
