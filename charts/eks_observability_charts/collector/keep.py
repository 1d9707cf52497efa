"""Which series of a scrape are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Keep:
    """What is kept of what a job's targets expose.

    A kept `_bucket` brings its `_sum` and `_count` along, without which there is no histogram.

    Raises:
        ValueError: Buckets are named of a metric that is not kept by its name.
    """

    metrics: tuple[str, ...] | None = None
    """Names of metrics, or regular expressions for whole names. Default: all metrics."""

    buckets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Buckets by the name of their metric, which ends in `_bucket`: values of `le`, to which
    `+Inf` is added. Default: all buckets of what is kept."""

    drop_labels: tuple[str, ...] = ()
    """Labels that are dropped. What is left has to tell a target's series apart. Default: none."""

    def __post_init__(self) -> None:
        """Refuse buckets of what is not kept."""
        strangers = sorted(set(self.buckets) - set(self.metrics or ()))
        if strangers:
            msg = f"'buckets' names {', '.join(strangers)}, which 'metrics' does not keep by name"
            raise ValueError(msg)


EVERYTHING = Keep()
"""Keeps every series."""

NOTHING = Keep(metrics=())
"""Keeps no series but `up`."""
