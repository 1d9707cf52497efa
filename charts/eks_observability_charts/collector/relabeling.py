"""Relabeling rules of Prometheus, as values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from eks_observability_charts.collector.keep import Keep

Rule = Mapping[str, Any]
"""One entry of `relabel_configs` or `metric_relabel_configs` (Prometheus documentation,
"Configuration"), with references as Prometheus writes them: `$1`."""

_MARK: Final = "__drop"

NO_RESOURCES: Final[Rule] = {
    "action": "drop",
    "source_labels": ["__name__"],
    "regex": "target_info|otel_scope_info",
}
"""Drops what describes the program that exposes it. The receiver would take `target_info` for more
of the target's labels, and a program's own `service.name` for the job."""


def label(name: str, value: str) -> Rule:
    """Gives every series of a target a label."""
    return {"target_label": name, "replacement": value}


def copy(source: str, name: str) -> Rule:
    """Copies a label, where it is there."""
    return {"source_labels": [source], "regex": "(.+)", "target_label": name, "replacement": "$1"}


def drop(sources: Iterable[str], regex: str) -> Rule:
    """Drops what matches in the values of labels, which are joined by `;`."""
    return {"action": "drop", "source_labels": list(sources), "regex": regex}


def keep(sources: Iterable[str], regex: str) -> Rule:
    """Drops what does not match in the values of labels, which are joined by `;`."""
    return {"action": "keep", "source_labels": list(sources), "regex": regex}


def kept_series(wanted: Keep) -> list[Rule]:
    """Rules that leave of a scrape what is wanted."""
    rules: list[Rule] = [NO_RESOURCES]
    if wanted.metrics is not None:
        series = _series(wanted)
        rules.append(keep(["__name__", "le"], series) if series else drop(["__name__"], ".+"))
    if wanted.drop_labels:
        labels = "|".join(map(re.escape, sorted(wanted.drop_labels)))
        rules.append({"action": "labeldrop", "regex": labels})
    return rules


def kept_series_where(name: str, value: str, wanted: Keep) -> list[Rule]:
    """Rules that leave what is wanted of series with a certain label, and touch no others."""
    if wanted.metrics is None:
        return []
    series = _series(wanted)
    if not series:
        return [drop([name], value)]
    # RE2 has no negation: everything is marked, what is wanted unmarked, the rest dropped.
    return [
        {"source_labels": [name], "regex": value, "target_label": _MARK, "replacement": "yes"},
        {
            "source_labels": [name, "__name__", "le"],
            "regex": f"{value};(?:{series})",
            "target_label": _MARK,
            "replacement": "",
        },
        drop([_MARK], "yes"),
        *taken_apart(wanted, [name, "__name__"], f"{value};"),
    ]


def _series(wanted: Keep) -> str:
    """A regular expression for the name and the bound, if any, of all series that are wanted."""
    names = sorted(_with_counts(wanted.metrics or ()) - set(wanted.buckets))
    whole = [f"(?:{'|'.join(names)});.*"] if names else []
    limited = [
        f"{metric};(?:{'|'.join(_bounds(values))})"
        for metric, values in sorted(wanted.buckets.items())
    ]
    return "|".join([*whole, *limited])


def _with_counts(metrics: Iterable[str]) -> set[str]:
    """Names of metrics, with the sum and the count of each that is buckets."""
    names = set(metrics)
    for family in (name.removesuffix("_bucket") for name in metrics if name.endswith("_bucket")):
        names |= {f"{family}_sum", f"{family}_count"}
    return names


def _bounds(values: Iterable[str]) -> list[str]:
    """Regular expressions for bounds: Prometheus reads `1` as `1.0`, and compares texts."""
    texts = {"+Inf"}
    for value in values:
        texts |= {value, repr(float(value)), f"{float(value):g}"}
    return sorted(text.replace(".", r"\.").replace("+", r"\+") for text in texts)


def taken_apart(
    wanted: Keep, sources: Sequence[str] = ("__name__",), prefix: str = ""
) -> list[Rule]:
    """The rule that takes counts and sums out of histograms of which nothing else is kept.

    The collector's receiver would make a histogram of them, and its exporter write all parts that
    one has. `PUT_TOGETHER` gives them their names back in between: nobody's name has two colons in
    a row.

    Args:
        wanted: What is kept.
        sources: Labels of the series it holds for, the last of them the name.
        prefix: What their values begin with before the name, as a regular expression.
    """
    if wanted.metrics is None:
        return []
    names = _with_counts(wanted.metrics or ())
    patterns = [re.compile(name) for name in names if not name.isidentifier()]

    def kept(name: str) -> bool:
        return name in names or any(pattern.fullmatch(name) for pattern in patterns)

    parts = [name.rpartition("_") for name in names if name.isidentifier()]
    families = {family for family, _, part in parts if part in {"count", "sum"}}
    alone = sorted(each for each in families if not kept(f"{each}_bucket") and not kept(each))
    if not alone:
        return []
    return [
        {
            "source_labels": list(sources),
            "regex": f"{prefix}({'|'.join(alone)})_(count|sum)",
            "target_label": "__name__",
            "replacement": "$1::$2",
        }
    ]


PUT_TOGETHER: Final[Mapping[str, Any]] = {
    "transforms": [
        {
            "include": "^(.+)::(count|sum)$",
            "match_type": "regexp",
            "action": "update",
            "new_name": "${1}_${2}",
        }
    ]
}
"""The processor `metricstransform` that undoes what `taken_apart` does to names."""
