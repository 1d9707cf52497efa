"""Which metrics a scrape configuration keeps, read from the configuration itself."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

ALWAYS: Final = "up"
"""What every scrape tells of its target, and no relabeling drops."""

_BY_NAME: Final = ["__name__", "le"]
_OPEN: Final = "("
_CLOSE: Final = ")"


def kept_metrics(scrape_configs: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Names of the metrics that are kept, and regular expressions for names, in order.

    Jobs that keep all they find add nothing.

    Args:
        scrape_configs: Entries of `scrape_configs` as Prometheus reads them.
    """
    found = {ALWAYS}
    for job in scrape_configs:
        found.update(kept_of_job(job))
    return tuple(sorted(found))


def kept_of_job(job: Mapping[str, Any]) -> frozenset[str]:
    """What one job keeps by name: what its `keep` rules name, and those that spare from a drop."""
    return frozenset(
        name
        for rule in job.get("metric_relabel_configs", ())
        if rule.get("source_labels", [])[-2:] == _BY_NAME
        for name in names_in(_series(rule))
    )


def names_in(regex: str) -> Iterator[str]:
    """Names that a regular expression for `NAME;BOUND` takes, in its alternatives."""
    for alternative in _split(regex, "|"):
        name = next(_split(alternative, ";"))
        inner = re.fullmatch(r"\(\?:(.*)\)", name)
        if inner:
            yield from names_in(inner[1])
        else:
            yield name


def _series(rule: Mapping[str, Any]) -> str:
    """The part of a rule's regular expression that is about the name and the bound."""
    regex = str(rule["regex"])
    for _ in rule["source_labels"][:-2]:
        regex = regex.partition(";")[2]
    inner = re.fullmatch(r"\(\?:(.*)\)", regex)
    return inner[1] if inner and rule["source_labels"] != _BY_NAME else regex


def _split(regex: str, separator: str) -> Iterator[str]:
    """The parts of a regular expression between separators that stand in no parentheses."""
    depth, part, escaped = 0, "", False
    for character in regex:
        if character == separator and not depth and not escaped:
            yield part
            part = ""
            continue
        if not escaped:
            depth += (character == _OPEN) - (character == _CLOSE)
        escaped = character == "\\" and not escaped
        part += character
    yield part
