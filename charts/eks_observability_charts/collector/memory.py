"""How a collector stays within its container's memory.

It takes no more at 70 % of the container's limit, or earlier, so that the scrape that is under way
then still fits. What applications send is refused earlier still: it shall not cost the node's own
metrics, and senders are told and try again. Go collects garbage more often from 5 % of the limit
before 70 % on. What is left is also for what is no heap: stacks, buffers, the program itself.
"""

from typing import Any, Final

from eks_observability_charts.resources import Resources

SCRAPE_MEBIBYTES: Final = 200
"""What is left for the scrape that is under way, in MiB. Measured: 135 for the fullest node that
EKS has, of 250 pods, all of whose 46,000 series of cAdvisor are kept."""

_REFUSE_PERCENT: Final = 70
_LEAST_PERCENT: Final = 50
"""Of a limit that has no room for such a scrape: then its node has fewer pods, or keeps less."""
_LIMIT_PERCENT: Final = 80
_COLLECT_BEFORE_PERCENT: Final = 5
_SENT_PERCENT: Final = 75
"""Of where scrapes are refused. They need the rest while their workspace cannot be written to."""


def go_memory_limit(resources: Resources) -> str:
    """The value of GOMEMLIMIT (Go documentation, package runtime)."""
    total = resources.memory_limit_mebibytes
    return f"{_refuse_at(total) - total * _COLLECT_BEFORE_PERCENT // 100}MiB"


def memory_limiter(resources: Resources) -> dict[str, Any]:
    """The processor `memory_limiter`, which refuses data at its limit less its spike."""
    total = resources.memory_limit_mebibytes
    limit = total * _LIMIT_PERCENT // 100
    return {
        "check_interval": "1s",
        "limit_mib": limit,
        "spike_limit_mib": limit - _refuse_at(total),
    }


def otlp_memory_limiter(resources: Resources) -> dict[str, Any]:
    """The processor `memory_limiter` of what is sent to a collector that scrapes as well."""
    limit = _refuse_at(resources.memory_limit_mebibytes)
    return {
        "check_interval": "1s",
        "limit_mib": limit,
        "spike_limit_mib": limit - limit * _SENT_PERCENT // 100,
        # Else it would refuse for ten seconds for the sake of garbage.
        "min_gc_interval_when_soft_limited": "1s",
    }


def _refuse_at(total: int) -> int:
    """MiB from which on nothing more is taken."""
    beside_a_scrape = max(total - SCRAPE_MEBIBYTES, total * _LEAST_PERCENT // 100)
    return min(total * _REFUSE_PERCENT // 100, beside_a_scrape)
