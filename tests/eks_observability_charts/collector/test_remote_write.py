"""A batch is tried long enough, waits in a bounded queue, and keeps its place in it."""

from typing import Any

import pytest

from eks_observability_charts.collector import cluster_chart, node_chart
from eks_observability_charts.collector.pipeline import BATCH_SAMPLES, BATCH_SECONDS
from eks_observability_charts.collector.remote_write import RemoteWrite, exporter, signer

OUTAGE_SECONDS = 600
WORKSPACE = RemoteWrite(url="https://aps/w", region="eu-central-1", cluster="shop")


@pytest.fixture
def made() -> dict[str, Any]:
    return exporter(WORKSPACE, queue_size=7)


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


def test_a_batch_is_tried_for_longer_than_ten_minutes(made: dict[str, Any]) -> None:
    assert seconds(made["retry_on_failure"]["max_elapsed_time"]) > OUTAGE_SECONDS
    # All tries are made within the timeout.
    assert seconds(made["timeout"]) >= seconds(made["retry_on_failure"]["max_elapsed_time"])


def test_tries_are_seconds_apart(made: dict[str, Any]) -> None:
    assert seconds(made["retry_on_failure"]["initial_interval"]) == 10


def test_the_queue_is_as_long_as_asked(made: dict[str, Any]) -> None:
    assert made["remote_write_queue"] == {"enabled": True, "queue_size": 7}


def test_batches_are_sent_one_after_the_other(made: dict[str, Any]) -> None:
    assert made["max_batch_request_parallelism"] == 1


def test_a_request_is_no_larger_than_amp_takes(made: dict[str, Any]) -> None:
    assert made["max_batch_size_bytes"] <= 1_000_000


def test_a_dead_connection_is_noticed(made: dict[str, Any]) -> None:
    assert seconds(made["http2_read_idle_timeout"]) + seconds(made["http2_ping_timeout"]) <= 60


def test_names_stay_as_they_were_scraped(made: dict[str, Any]) -> None:
    assert made["translation_strategy"] == "UnderscoreEscapingWithoutSuffixes"
    assert made["target_info"] == {"enabled": False}
    assert made["disable_scope_info"] is True


def test_every_request_is_signed_for_the_workspaces_region(made: dict[str, Any]) -> None:
    assert made["auth"] == {"authenticator": "sigv4auth"}
    assert signer(WORKSPACE) == {"region": "eu-central-1", "service": "aps"}


def test_the_queue_of_a_node_outlasts_ten_minutes() -> None:
    assert node_chart.QUEUE_SIZE * BATCH_SECONDS > 3 * OUTAGE_SECONDS


def test_the_queue_of_a_large_cluster_outlasts_ten_minutes() -> None:
    # All series of kube-state-metrics of 1,000 nodes with ten pods each, every minute.
    batches = 600_000 / BATCH_SAMPLES * OUTAGE_SECONDS / 60
    assert batches < cluster_chart.QUEUE_SIZE
