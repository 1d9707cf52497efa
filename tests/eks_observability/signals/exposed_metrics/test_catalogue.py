"""What is known of the metrics of each job, held against recordings of what the targets expose."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.exposed_metrics import catalogue
from eks_observability.signals.exposed_metrics.catalogue import CATALOGUE
from eks_observability_ops.components.exposition_text import families, labels_of, series_name

RECORDED = {
    jobs.API_SERVER: "apiserver",
    jobs.CADVISOR: "kubelet-cadvisor",
    jobs.CONTROLLER_MANAGER: "kube-controller-manager",
    jobs.COREDNS: "coredns",
    jobs.KUBELET: "kubelet",
    jobs.KUBE_STATE_METRICS: "kube-state-metrics",
    jobs.NODE_EXPORTER: "node-exporter",
    jobs.SCHEDULER: "kube-scheduler",
    jobs.VPC_CNI: "vpc-cni",
}
"""The recording of each job. The collectors' own is made by the test that runs them."""

FOLDER = Path(__file__).parents[3] / "components" / "expositions"
BESIDES = re.compile(r"go_(?!goroutines|info|threads|gc_duration|memstats).*|promhttp_.*")
"""What differs from one version of Go to the next, and is of no target alone."""


def samples(job: str) -> Iterator[str]:
    """Every sample of a job's recording, less what is in no catalogue."""
    text = (FOLDER / f"{RECORDED[job]}.txt").read_text(encoding="utf-8")
    for family in families(text):
        yield from (line for line in family.samples if not BESIDES.fullmatch(series_name(line)))


def kinds(job: str) -> dict[str, str]:
    """The kind of each metric of a job's recording, by its name."""
    text = (FOLDER / f"{RECORDED[job]}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE))


def test_each_built_in_job_but_pods_has_an_entry() -> None:
    assert CATALOGUE.keys() == {*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR} - {jobs.PODS}


@pytest.mark.parametrize("job", RECORDED)
def test_every_series_of_a_recording_is_known(job: str) -> None:
    unknown = {series_name(line) for line in samples(job)} - CATALOGUE[job].by_series.keys()

    assert unknown == set()


@pytest.mark.parametrize("job", RECORDED)
def test_every_metric_of_a_recording_is_of_the_kind_that_is_known(job: str) -> None:
    recorded = kinds(job)
    known = {family.name: family.kind for family in CATALOGUE[job].families}

    assert {name: known[name] for name in known.keys() & recorded.keys()} == {
        name: recorded[name] for name in known.keys() & recorded.keys()
    }


@pytest.mark.parametrize("job", RECORDED)
def test_every_label_of_a_recording_is_known(job: str) -> None:
    known = CATALOGUE[job].by_series
    unknown = {
        (series_name(line), label)
        for line in samples(job)
        for label in labels_of(line).keys() - {"le", "quantile"}
        if label not in known[series_name(line)].labels
    }

    assert unknown == set()


@pytest.mark.parametrize("job", RECORDED)
def test_series_differ_without_the_labels_that_can_be_dropped(job: str) -> None:
    dropped = set(CATALOGUE[job].droppable)
    whole = [(series_name(line), labels_of(line)) for line in samples(job)]
    left = {
        (name, *sorted((label, value) for label, value in labels.items() if label not in dropped))
        for name, labels in whole
    }

    assert len(left) == len(whole)


@pytest.mark.parametrize(
    ("job", "label"), [(job, label) for job, one in CATALOGUE.items() for label in one.droppable]
)
def test_a_label_that_can_be_dropped_is_recorded(job: str, label: str) -> None:
    assert any(label in labels_of(line) for line in samples(job))


@pytest.mark.parametrize("job", CATALOGUE)
def test_no_metric_of_a_job_is_listed_twice(job: str) -> None:
    names = [series for family in CATALOGUE[job].families for series in family.series]

    assert len(names) == len(set(names))


def test_series_of_a_histogram_belong_to_it() -> None:
    family = catalogue.family_of(jobs.API_SERVER, "apiserver_request_duration_seconds_bucket")

    assert family
    assert family.name == "apiserver_request_duration_seconds"


def test_nothing_is_known_of_what_pods_expose() -> None:
    assert catalogue.family_of(jobs.PODS, "go_goroutines") is None


def test_a_metric_is_found_in_every_job_that_exposes_it() -> None:
    assert catalogue.jobs_that_expose("workqueue_depth") == {
        jobs.API_SERVER,
        jobs.CONTROLLER_MANAGER,
        jobs.KUBELET,
    }


def test_every_job_has_the_series_of_a_scrape() -> None:
    assert catalogue.jobs_that_expose("up") == CATALOGUE.keys()


@pytest.mark.parametrize("metric", ["node:cpu:ratio", "ALERTS"])
def test_what_rules_write_is_not_scraped(metric: str) -> None:
    assert not catalogue.is_scraped(metric)
