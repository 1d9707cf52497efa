"""Whether rules find in what is kept all that they would find in everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from benchmarks.remote_write import number
from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.exposed_metrics.catalogue import is_scraped
from eks_observability.signals.promql import Selector, selectors
from eks_observability.signals.rule_groups import alert_groups, recording_groups
from eks_observability.signals.rules import Scope
from eks_observability.signals.scope import jobs_of
from eks_observability_ops.components.prometheus import Prometheus

SETTINGS: Final = Metrics()
"""Everything is scraped, and all rules are on."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What became of the selectors of all rules, of metrics that are scraped."""

    alike: frozenset[str]
    """Those that find as many series in what is kept as in everything, and some."""
    fewer: frozenset[str]
    """Those that find fewer."""
    nothing: frozenset[str]
    """Those that find nothing in either: of a state that the simulated cluster is not in."""


def compare(*, everything: Prometheus, kept: Prometheus) -> Answers:
    """Asks both for the series of each selector."""
    found: dict[str, set[str]] = {"alike": set(), "fewer": set(), "nothing": set()}
    for text in sorted(set(map(_text, _selectors()))):
        whole, part = (_count(prometheus, text) for prometheus in (everything, kept))
        found["nothing" if not whole else "alike" if part >= whole else "fewer"].add(text)
    return Answers(**{name: frozenset(texts) for name, texts in found.items()})


def _selectors() -> Iterator[Selector]:
    scope = Scope(clusters=("shop",), jobs=jobs_of(SETTINGS), thresholds=Alerts().thresholds)
    for group in (*recording_groups(scope), *alert_groups(scope)):
        for rule in group.rules:
            yield from (one for one in selectors(rule.expr) if is_scraped(one.metric))


def _text(selector: Selector) -> str:
    written = (f"{one.name}{one.operator}{_quoted(one.value)}" for one in selector.matchers)
    return f"{selector.metric}{{{','.join(sorted(written))}}}"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _count(prometheus: Prometheus, selector: str) -> float:
    return number(prometheus, f"count(last_over_time({selector}[5m]))")
