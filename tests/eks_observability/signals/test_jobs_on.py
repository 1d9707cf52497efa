"""Which scrape jobs a cluster has switched on."""

import pytest

from eks_observability.settings.metrics import KubeStateMetricsTarget, Metrics, Targets
from eks_observability.signals import jobs
from eks_observability.signals.jobs_on import jobs_on


def test_every_built_in_job_is_on_by_default() -> None:
    assert jobs_on(Metrics()) == {*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR}


def test_no_job_is_on_without_metrics() -> None:
    assert jobs_on(Metrics(enabled=False)) == set()


def test_nobody_scrapes_collectors_that_are_not_there() -> None:
    assert jobs.COLLECTOR not in jobs_on(Metrics(collector="managed"))


@pytest.mark.parametrize(
    ("targets", "job"),
    [
        (Targets(vpc_cni=False), jobs.VPC_CNI),
        (
            Targets(kube_state_metrics=KubeStateMetricsTarget(enabled=False)),
            jobs.KUBE_STATE_METRICS,
        ),
    ],
)
def test_a_job_that_is_off_is_not_on(targets: Targets, job: str) -> None:
    assert jobs_on(Metrics()) - jobs_on(Metrics(targets=targets)) == {job}
