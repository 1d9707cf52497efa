"""Alerts on Jobs and CronJobs."""

from dataclasses import replace

import pytest

from eks_observability.signals.alerts import batch
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Series, Silence
from tests.components.rules.subjects import ksm, rule_tests

WARNING = {"cluster": "a", "namespace": "s", "severity": "warning"}


def of_job(metric: str, **labels: str) -> str:
    return ksm(metric, namespace="s", job_name="j", **labels)


def failed(values: str, *, last_success: str) -> Series:
    """A Job of a CronJob, started in minute 5."""
    owner = {"owner_kind": "CronJob", "owner_name": "cj", "owner_is_controller": "true"}
    return {
        of_job("kube_job_failed", condition="true", reason="BackoffLimitExceeded"): values,
        of_job("kube_job_status_start_time"): "300x60",
        of_job("kube_job_owner", **owner): "1x60",
        ksm("kube_cronjob_status_last_successful_time", namespace="s", cronjob="cj"): last_success,
    }


def cron_job(next_time: str, active: str) -> Series:
    return {
        ksm("kube_cronjob_next_schedule_time", namespace="s", cronjob="cj"): next_time,
        ksm("kube_cronjob_status_active", namespace="s", cronjob="cj"): active,
    }


CASES = (
    Firing(
        alert="JobFailed",
        # The next Job of its CronJob succeeds in minute 20, and the failed one stays.
        series=failed("_x8 1x50", last_success="100x19 1200x40"),
        at=9,
        ends=20,
        labels={**WARNING, "job_name": "j"},
        description="Job s/j in cluster a failed.",
    ),
    Firing(
        alert="JobRunsLong",
        # More than twelve hours old in minute 721.
        series={
            of_job("kube_job_status_start_time"): "0x800",
            of_job("kube_job_status_active"): "1x740 0x50",
        },
        at=726,
        ends=741,
        labels={**WARNING, "job_name": "j"},
        description="Job s/j in cluster a has been running for 12h 6m 0s.",
    ),
    Firing(
        alert="CronJobNotScheduled",
        # Due in minute 10, so more than an hour late in minute 71.
        series=cron_job("600x80 7200x20", "0x100"),
        at=76,
        ends=81,
        labels={**WARNING, "cronjob": "cj"},
        description=("CronJob s/cj in cluster a should have started a Job 1h 6m 0s ago."),
    ),
)
PLANNED = {
    "a Job that completes": Silence(
        alert="JobFailed",
        series={
            of_job("kube_job_complete", condition="true"): "_x5 1x60",
            of_job("kube_job_status_failed", reason="BackoffLimitExceeded"): "1x60",
        },
        at=[10, 60],
    ),
    "a Job that has long ended": Silence(
        alert="JobRunsLong",
        series={
            of_job("kube_job_status_start_time"): "0x800",
            of_job("kube_job_status_active"): "1x60 0x740",
        },
        at=[800],
    ),
    "a CronJob whose last Job still runs": Silence(
        alert="CronJobNotScheduled", series=cron_job("600x100", "1x100"), at=[76, 100]
    ),
    "a CronJob that is suspended": Silence(
        alert="CronJobNotScheduled",
        series={ksm("kube_cronjob_status_active", namespace="s", cronjob="cj"): "0x100"},
        at=[76, 100],
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, batch)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_in_its_minute_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_a_second_kube_state_metrics_changes_nothing(tests: RuleTests, case: Firing) -> None:
    tests.fires_with_duplicates(case, job="kube-state-metrics")


@pytest.mark.parametrize("case", PLANNED.values(), ids=PLANNED)
def test_an_alert_is_not_for(tests: RuleTests, case: Silence) -> None:
    tests.silent(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_clusters_are_told_apart(tests: RuleTests, case: Firing) -> None:
    tests.fires_in_each_cluster(case)


def test_every_alert_is_tested(tests: RuleTests) -> None:
    assert [case.alert for case in CASES] == [alert.name for alert in tests.alerts]


def test_a_failed_job_of_nobody_is_an_alert_until_it_is_deleted(tests: RuleTests) -> None:
    series = {of_job("kube_job_failed", condition="true"): "_x8 1x30 stale"}
    tests.fires(replace(CASES[0], series=series, ends=39))


def test_a_job_that_fails_after_a_success_is_an_alert(tests: RuleTests) -> None:
    series = failed("_x8 1x50 stale", last_success="100x60")
    tests.fires(replace(CASES[0], series=series, ends=59))
