"""What a PromQL expression asks for: which series, and which of their labels.

`promql-parser` says what an expression is made of. It has the grammar of Prometheus, and says no
place when something is wrong; the place is found here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import promql_parser as parser

_TOKENS: Final = re.compile(
    r"\s*(\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`|[\w:.]+|[=!<>]=|=~|!~|\S)"
)
_PAIRS: Final = {"(": ")", "{": "}", "[": "]"}
_ENDINGS: Final = (
    *("", "x", "(x)", "=''", "''", ":x", "5m", "5m:", "[5m]", "1", "1,x", ",x", ",x[5m]"),
    *(",1,1", ",''", ",'','',''", ",'',''", "x,1,1", "x[5m]", "x[5m],1,1"),
)
"""What may follow the beginning of an expression, so that only brackets are open then."""

_FIRST_LABEL_ARGUMENT: Final = {"label_replace": 1, "label_join": 1, "sort_by_label": 1}
"""Where the arguments of a function begin that are names of labels, or patterns."""


class PromQlError(ValueError):
    """Text that is no PromQL, or asks for series of no known name.

    Attributes:
        position: Character that is wrong, from 1.
    """

    def __init__(self, message: str, position: int) -> None:
        self.position = position
        super().__init__(message)


@dataclass(frozen=True, kw_only=True)
class LabelMatcher:
    """What a selector wants of a label."""

    name: str
    """The label."""

    operator: Literal["=", "!=", "=~", "!~"]
    """How it is compared."""

    value: str
    """With what: text, or a regular expression for all of it."""

    def matches(self, value: str) -> bool:
        """Whether a label of `value` is what is wanted.

        A pattern that RE2 knows and Python does not counts as matching.
        """
        if self.operator in ("=", "!="):
            return (value == self.value) == (self.operator == "=")
        try:
            return bool(re.fullmatch(self.value, value)) == (self.operator == "=~")
        except re.error:
            return True


@dataclass(frozen=True, kw_only=True)
class Selector:
    """The series that one place of an expression asks for."""

    metric: str
    """The metric's name."""

    matchers: tuple[LabelMatcher, ...]
    """What it wants of labels, besides the name."""

    labels: frozenset[str]
    """Labels that the whole expression mentions, anywhere."""

    all_labels: bool
    """Whether the whole expression depends on labels that it does not mention: `without` and
    `ignoring` do."""

    def of_label(self, name: str) -> tuple[LabelMatcher, ...]:
        """What it wants of one label."""
        return tuple(matcher for matcher in self.matchers if matcher.name == name)


def selectors(expr: str) -> tuple[Selector, ...]:
    """Every vector selector of an expression, in no particular order.

    Raises:
        PromQlError: It is no PromQL, or a selector names no metric, or names it by a pattern.
    """
    nodes = tuple(_nodes(_parsed(expr)))
    labels = frozenset(label for node in nodes for label in _labels(node))
    all_labels = any(map(_excludes, nodes))
    return tuple(
        _selector(node, expr, labels, all_labels=all_labels)
        for node in nodes
        if isinstance(node, parser.VectorSelector)
    )


def _parsed(expr: str) -> parser.Expr:
    try:
        result: parser.Expr = parser.parse(expr)
    except ValueError as error:
        position = _position(expr)
        found = expr[position - 1 :].split("\n")[0][:30]
        where = f"character {position}, at {found}" if found.strip() else "its end"
        msg = f"this is not PromQL: {error} ({where})"
        raise PromQlError(msg, position) from None
    return result


def _position(expr: str) -> int:
    """The first character after which no ending makes PromQL of an expression, from 1."""
    tokens = list(_TOKENS.finditer(expr))
    wrong = bisect_left(tokens, 1, key=lambda token: int(not _begins(expr[: token.end()])))
    return tokens[wrong].start(1) + 1 if wrong < len(tokens) else len(expr) + 1


def _begins(text: str) -> bool:
    """Whether an expression can begin so."""
    closing = ""
    for token in _TOKENS.findall(text):
        if token in _PAIRS:
            closing = _PAIRS[token] + closing
        elif closing.startswith(token):
            closing = closing[1:]
    return any(_parses(f"{text}{ending}{closing}") for ending in _ENDINGS) or any(
        _parses(f"{text}{ending}{closing[:1]}{more}{closing[1:]}")
        for ending in _ENDINGS
        for more in (" x", "(x)")
    )


def _parses(text: str) -> bool:
    try:
        parser.parse(text)
    except ValueError:
        return False
    return True


def _nodes(root: parser.Expr) -> Iterator[parser.Expr]:
    """An expression and all its parts, without recursion: they nest as deep as people write."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case parser.BinaryExpr():
                waiting += [node.lhs, node.rhs]
            case parser.Call():
                waiting += node.args
            case parser.AggregateExpr():
                waiting += [node.expr, *([node.param] if node.param is not None else [])]
            case parser.MatrixSelector():
                waiting.append(node.vector_selector)
            case parser.UnaryExpr() | parser.ParenExpr() | parser.SubqueryExpr():
                waiting.append(node.expr)
            case _:
                continue


def _labels(node: parser.Expr) -> Iterator[str]:
    """Labels that one part of an expression mentions."""
    match node:
        case parser.VectorSelector():
            yield from (matcher.name for matcher in _matchers(node))
        case parser.AggregateExpr():
            yield from node.modifier.labels if node.modifier else ()
        case parser.BinaryExpr() if node.modifier:
            yield from node.modifier.matching.labels if node.modifier.matching else ()
            yield from node.modifier.group_labels or ()
        case parser.Call():
            first = _FIRST_LABEL_ARGUMENT.get(node.func.name.removesuffix("_desc"), len(node.args))
            texts = (arg for arg in node.args[first:] if isinstance(arg, parser.StringLiteral))
            yield from (text.val for text in texts)
        case _:
            return


def _excludes(node: parser.Expr) -> bool:
    """Whether a part of an expression groups or joins by all labels but some."""
    if isinstance(node, parser.AggregateExpr):
        modifier = node.modifier
        return bool(modifier and modifier.type == parser.AggModifierType.Without)
    if isinstance(node, parser.BinaryExpr) and node.modifier:
        matching = node.modifier.matching
        return bool(matching and matching.type == parser.LabelModifierType.Exclude)
    return False


def _matchers(node: parser.VectorSelector) -> list[parser.Matcher]:
    alternatives = (each for group in node.matchers.or_matchers for each in group)
    return [*node.matchers.matchers, *alternatives]


_OPERATORS: Final[tuple[tuple[parser.MatchOp, Literal["=", "!=", "=~", "!~"]], ...]] = (
    (parser.MatchOp.Equal, "="),
    (parser.MatchOp.NotEqual, "!="),
    (parser.MatchOp.Re, "=~"),
    (parser.MatchOp.NotRe, "!~"),
)


def _selector(
    node: parser.VectorSelector, expr: str, labels: frozenset[str], *, all_labels: bool
) -> Selector:
    if node.matchers.or_matchers:
        _refuse(expr, "or", "matchers with `or` between them are not PromQL of Prometheus")
    matchers = [
        LabelMatcher(
            name=matcher.name,
            operator=next(sign for kind, sign in _OPERATORS if kind == matcher.op),
            value=matcher.value,
        )
        for matcher in node.matchers.matchers
    ]
    names = [matcher for matcher in matchers if matcher.name == "__name__"]
    exact = [each.value for each in names if each.operator == "="]
    metric = node.name or "".join(exact)
    if not metric or len(exact) < len(names) or len(exact) > 1:
        what = "names its metric by a pattern" if names else "names no metric"
        msg = f"the selector {node.prettify()} {what}, so nobody can tell what to scrape for it"
        _refuse(expr, "__name__" if names else "{", f"{msg}: write each metric's name")
    return Selector(
        metric=metric,
        matchers=tuple(matcher for matcher in matchers if matcher.name != "__name__"),
        labels=labels - {"__name__"},
        all_labels=all_labels,
    )


def _refuse(expr: str, near: str, message: str) -> None:
    raise PromQlError(message, max(expr.find(near), 0) + 1)
