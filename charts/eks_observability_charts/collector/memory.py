"""How a collector stays within its container's memory.

Go collects garbage more often before the collector takes no more, which is the case where what is
left of the limit has to do for the scrape that is under way, and for what is no heap: stacks,
buffers, the program itself.
"""

from typing import Any, Final

from eks_observability_charts.resources import Resources

SCRAPE_MEBIBYTES: Final = 200
"""What is left for the scrape that is under way. Measured: 130 MiB for the fullest node that EKS
knows, of 250 pods, all of whose 46,000 series of cAdvisor are kept."""

_REFUSE_PERCENT: Final = 70
_REFUSE_PERCENT_OF_LITTLE: Final = 50
_LIMIT_PERCENT: Final = 80
_COLLECT_BEFORE_PERCENT: Final = 5


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


def _refuse_at(total: int) -> int:
    """MiB from which on nothing more is taken."""
    most, least = (
        total * percent // 100 for percent in (_REFUSE_PERCENT, _REFUSE_PERCENT_OF_LITTLE)
    )
    return max(least, min(most, total - SCRAPE_MEBIBYTES))
