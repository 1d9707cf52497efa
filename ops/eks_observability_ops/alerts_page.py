"""docs/alerts.md: which alerts and recorded series there are."""

from collections.abc import Iterator
from inspect import getdoc

from eks_observability.signals.alerts.subjects import ALERTS
from eks_observability.signals.recording_rules.subjects import RECORDING_RULES
from eks_observability.signals.rule_groups import EVERYTHING


def render() -> str:
    """The whole page."""
    lines = [
        "# Alerts",
        "",
        "What there is when everything is scraped, with default thresholds. `critical` is for",
        "somebody now, `warning` for somebody today, `info` for whoever looks, and `none` for",
        "machines. Each name leads to what to do.",
        "",
        "- To leave one out: `alerts.off: [NodeCpuHigh]`.",
        "- To be told earlier or later: [`alerts.thresholds`](settings.md#alertsthresholds).",
        "- To add your own: `alerts.alerts` and `alerts.recording_rules`.",
        "",
        *_alerts(),
        "## Recorded series",
        "",
        "Answers of queries that are kept as series of their own, every minute, for dashboards,",
        "alerts and your own rules: level, metric and operation.",
        "",
        *_recorded(),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _alerts() -> Iterator[str]:
    """A table for each subject."""
    for name, subject in ALERTS.items():
        yield f"## {name.replace('-', ' ').capitalize()}"
        yield ""
        yield f"{_first_sentence(subject)} Needs {_needs(subject.JOBS)}."
        yield ""
        yield "| alert | severity | after | what |"
        yield "|---|---|---|---|"
        for alert in subject.alerts(EVERYTHING):
            link = f"[{alert.name}](runbooks/{alert.name}.md)"
            yield f"| {link} | {alert.severity} | {alert.hold} | {alert.summary} |"
        yield ""


def _recorded() -> Iterator[str]:
    """A list for each subject."""
    for subject in RECORDING_RULES.values():
        yield _first_sentence(subject)
        yield ""
        for rule in subject.rules(EVERYTHING):
            yield f"- `{rule.name}`"
        yield ""


def _first_sentence(module: object) -> str:
    return (getdoc(module) or "").partition("\n")[0]


def _needs(names: tuple[str, ...]) -> str:
    return " and ".join(f"job `{name}`" for name in names) or "no job of its own"
