"""Which traces are kept, decided when all of their spans are there."""

from typing import Any, Final

from eks_observability_charts.collector.otlp import Tail

DECIDE_SECONDS: Final = 10
"""How long after its first span a trace is decided on, in seconds."""

TRACES_HELD: Final = 50_000
"""Traces that are held at once. The oldest is decided on earlier when there are more."""

DECISIONS_HELD: Final = 200_000
"""Decisions that are remembered for spans that come late."""


def tail_sampling(tail: Tail) -> dict[str, Any]:
    """The processor `tail_sampling` (opentelemetry-collector-contrib, its README).

    Args:
        tail: What is kept.
    """
    return {
        "decision_wait": f"{DECIDE_SECONDS}s",
        "num_traces": TRACES_HELD,
        "decision_cache": {
            "sampled_cache_size": DECISIONS_HELD,
            "non_sampled_cache_size": DECISIONS_HELD,
        },
        # A trace is kept where any says so.
        "policies": [
            {
                "name": "errors",
                "type": "status_code",
                "status_code": {"status_codes": ["ERROR"]},
            },
            {
                "name": "slow",
                "type": "latency",
                "latency": {"threshold_ms": tail.slow_milliseconds},
            },
            {
                "name": "rest",
                "type": "probabilistic",
                "probabilistic": {"sampling_percentage": round(tail.ratio * 100, 6)},
            },
        ],
    }
