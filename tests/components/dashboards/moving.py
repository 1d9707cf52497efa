"""Recorded expositions that go on: what counts grows, what is measured goes up and down."""

import hashlib
import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from eks_observability_ops.components.exposition_text import (
    families,
    labels_of,
    series_name,
    value_of,
)
from tests.components.collectors.targets import exposition

_PERIODS: Final = (140.0, 260.0)
"""Seconds that going up and down takes, from shortest to longest."""

_SWING: Final = 0.6
"""How much faster than usual a counter grows at its fastest."""

_MEASURED: Final = re.compile(
    r"container_memory_(?:working_set_bytes|usage_bytes|rss|cache)|process_resident_memory_bytes"
    r"|node_memory_(?:MemAvailable|MemFree|Cached|Buffers|Active)_bytes|node_load\d+"
    r"|node_filesystem_avail_bytes|kubelet_volume_stats_(?:used|available)_bytes|go_goroutines"
    r"|coredns_cache_entries|awscni_assigned_ip_addresses"
)
"""Gauges that go up and down, unlike those that say what is wanted, allowed or so."""

_PART: Final = re.compile(r"_(?:bucket|sum|count)$")
_DATE: Final = re.compile(r"time_seconds|timestamp|created|_time$")
_DATES: Final = (1.6e9, 2.2e9)

Change = Callable[[float, float], float]
"""What has become of a recorded value after some seconds."""


@dataclass(frozen=True, kw_only=True)
class Moving:
    """An exposition that goes on from where it was recorded."""

    lines: tuple[tuple[str, float, Change | None], ...]
    """Series or comment, value, and how it changes."""

    started: float
    """When it began to go on, in Unix time."""

    def page(self) -> str:
        """What is exposed now."""
        passed = time.time() - self.started
        return "".join(_written(self.lines, passed))


def moving(
    text: str, *, took_seconds: float = 900, whose: str = "", together: bool = False
) -> Moving:
    """An exposition that goes on from now.

    Args:
        text: What was recorded; times of samples are left out.
        took_seconds: How long what counts took to become what was recorded: at that pace it grows.
            Default: as for the small cluster that was recorded.
        whose: Whose exposition it is: two of equal series go up and down at times of their own.
        together: Whether all that counts grows alike, so that parts stay parts of a whole. Default:
            each series for itself.
    """
    lines: list[tuple[str, float, Change | None]] = []
    for family in families(text):
        kind = next((one.split(" ")[3] for one in family.comments if one.startswith("# TYPE")), "")
        lines += ((f"{comment}\n", math.nan, None) for comment in family.comments)
        for sample in family.samples:
            series, value, _ = value_of(sample)
            lines.append(
                (
                    series,
                    float(value),
                    _change(kind, sample, took_seconds, whose, together=together),
                )
            )
    return Moving(lines=tuple(lines), started=time.time())


def recorded_at() -> float:
    """When the expositions were recorded, in Unix time: what the node's clock said."""
    found = re.search(r"^node_time_seconds (\S+)$", exposition("node-exporter"), re.MULTILINE)
    assert found
    return float(found[1])


def _written(lines: tuple[tuple[str, float, Change | None], ...], passed: float) -> Iterator[str]:
    for series, value, change in lines:
        if change is None:
            yield series
        else:
            yield f"{series} {change(value, passed)!r}\n"


def _change(kind: str, sample: str, took_seconds: float, whose: str, *, together: bool) -> Change:
    name, labels = series_name(sample), labels_of(sample)
    # The buckets, sum and count of a histogram are one thing.
    of_family = sorted(each for each in labels.items() if each[0] not in {"le", "quantile"})
    key = f"{whose} {_PART.sub('', name)} {of_family}"
    if kind in {"histogram", "counter"} or (kind == "summary" and "quantile" not in labels):
        whole = kind == "histogram" and not name.endswith("_sum")
        return _growing(whose if together else key, took_seconds, whole=whole)
    if _MEASURED.fullmatch(name):
        return _swinging(key)
    return _shifted if _DATE.search(name) else _the_same


def _growing(key: str, took_seconds: float, *, whole: bool) -> Change:
    period, phase = _course(key)

    def change(value: float, passed: float) -> float:
        more = passed + _SWING * period / math.tau * (
            math.sin(math.tau * passed / period + phase) - math.sin(phase)
        )
        grown = value * (1 + more / took_seconds)
        # Collectors take what a bucket counts for a whole number.
        return float(math.floor(grown)) if whole else grown

    return change


def _swinging(key: str) -> Change:
    period, phase = _course(key)

    def change(value: float, passed: float) -> float:
        swung = value * (1 + 0.08 * math.sin(math.tau * passed / period + phase))
        return float(round(swung)) if value > 1000 or value.is_integer() else swung

    return change


def _shifted(value: float, passed: float) -> float:
    """A date that is as long ago as it was when it was recorded."""
    low, high = _DATES
    return value + (time.time() - passed - recorded_at()) if low < value < high else value


def _the_same(value: float, _: float) -> float:
    return value


def _course(key: str) -> tuple[float, float]:
    """Period and phase of a series, its own and always the same."""
    one, other = hashlib.sha256(key.encode()).digest()[:2]
    shortest, longest = _PERIODS
    return shortest + (longest - shortest) * one / 255, math.tau * other / 255
