"""How a collector stays within its container's memory.

Go collects garbage more often from 65 % of the container's limit on. Where that does not help, the
collector takes no more from 70 % on. The rest is for the scrape that is under way, and for what is
no heap: stacks, buffers, the program itself.
"""

from typing import Any, Final

from eks_observability_charts.resources import Resources

_COLLECT_PERCENT: Final = 65
_REFUSE_PERCENT: Final = 70
_LIMIT_PERCENT: Final = 80


def go_memory_limit(resources: Resources) -> str:
    """The value of GOMEMLIMIT (Go documentation, package runtime)."""
    return f"{resources.memory_limit_mebibytes * _COLLECT_PERCENT // 100}MiB"


def memory_limiter(resources: Resources) -> dict[str, Any]:
    """The processor `memory_limiter`, which refuses data at its limit less its spike."""
    total = resources.memory_limit_mebibytes
    limit = total * _LIMIT_PERCENT // 100
    return {
        "check_interval": "1s",
        "limit_mib": limit,
        "spike_limit_mib": limit - total * _REFUSE_PERCENT // 100,
    }
