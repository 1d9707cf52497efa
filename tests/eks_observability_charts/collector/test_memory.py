"""A collector takes no more before its container is killed."""

import pytest

from eks_observability_charts.collector.memory import go_memory_limit, memory_limiter
from eks_observability_charts.collector.sizes import CLUSTER_RESOURCES, DEFAULT_NODE_RESOURCES
from eks_observability_charts.resources import Resources

ALL = [DEFAULT_NODE_RESOURCES, *CLUSTER_RESOURCES.values()]


@pytest.mark.parametrize("resources", ALL)
def test_three_tenths_are_left_for_what_is_no_heap(resources: Resources) -> None:
    limiter = memory_limiter(resources)
    refused_at = limiter["limit_mib"] - limiter["spike_limit_mib"]
    assert refused_at == resources.memory_limit_mebibytes * 7 // 10


@pytest.mark.parametrize("resources", ALL)
def test_garbage_is_collected_before_anything_is_refused(resources: Resources) -> None:
    limiter = memory_limiter(resources)
    limit = int(go_memory_limit(resources).removesuffix("MiB"))
    assert limit <= limiter["limit_mib"] - limiter["spike_limit_mib"]


def test_larger_clusters_are_given_more() -> None:
    sizes = list(CLUSTER_RESOURCES.values())
    limits = [each.memory_limit_mebibytes for each in sizes]
    assert limits == sorted(limits)
    assert list(CLUSTER_RESOURCES) == ["small", "medium", "large"]
