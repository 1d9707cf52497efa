"""A collector takes no more before its container is killed."""

import pytest

from eks_observability_charts.collector.memory import (
    SCRAPE_MEBIBYTES,
    go_memory_limit,
    memory_limiter,
    otlp_memory_limiter,
)
from eks_observability_charts.collector.sizes import (
    CLUSTER_RESOURCES,
    DEFAULT_NODE_RESOURCES,
    OTLP_NODE_RESOURCES,
    SAMPLER_RESOURCES,
)
from eks_observability_charts.resources import Resources

ALL = [
    DEFAULT_NODE_RESOURCES,
    OTLP_NODE_RESOURCES,
    SAMPLER_RESOURCES,
    *CLUSTER_RESOURCES.values(),
]


def refused_at(resources: Resources) -> int:
    """MiB from which on nothing more is taken."""
    limiter = memory_limiter(resources)
    return int(limiter["limit_mib"] - limiter["spike_limit_mib"])


def limited_to(mebibytes: int) -> Resources:
    """What a container of that limit is given."""
    return Resources(
        cpu_request_millicores=50, memory_request_mebibytes=64, memory_limit_mebibytes=mebibytes
    )


@pytest.mark.parametrize("resources", CLUSTER_RESOURCES.values())
def test_three_tenths_of_much_are_left_for_what_is_no_heap(resources: Resources) -> None:
    assert refused_at(resources) == resources.memory_limit_mebibytes * 7 // 10


def test_a_scrape_of_the_fullest_node_fits_beside_all_that_waits() -> None:
    left = DEFAULT_NODE_RESOURCES.memory_limit_mebibytes - refused_at(DEFAULT_NODE_RESOURCES)
    assert left == SCRAPE_MEBIBYTES


def test_half_of_little_may_wait() -> None:
    assert refused_at(limited_to(128)) == 64


@pytest.mark.parametrize("resources", ALL)
def test_garbage_is_collected_before_anything_is_refused(resources: Resources) -> None:
    assert int(go_memory_limit(resources).removesuffix("MiB")) < refused_at(resources)


def test_larger_clusters_are_given_more() -> None:
    sizes = list(CLUSTER_RESOURCES.values())
    limits = [each.memory_limit_mebibytes for each in sizes]
    assert limits == sorted(limits)
    assert list(CLUSTER_RESOURCES) == ["small", "medium", "large"]


@pytest.mark.parametrize("resources", ALL)
def test_what_is_sent_is_refused_before_scrapes_are(resources: Resources) -> None:
    limiter = otlp_memory_limiter(resources)
    assert limiter["limit_mib"] - limiter["spike_limit_mib"] < refused_at(resources)
    assert limiter["limit_mib"] <= refused_at(resources)


def test_nobody_is_refused_for_the_sake_of_garbage() -> None:
    limiter = otlp_memory_limiter(OTLP_NODE_RESOURCES)
    assert limiter["min_gc_interval_when_soft_limited"] == limiter["check_interval"]
