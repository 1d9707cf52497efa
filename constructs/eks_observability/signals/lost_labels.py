"""Whether the answers of a PromQL expression lack a label, as far as the expression alone tells."""

from typing import Final

import promql_parser as parser

_KEEPING: Final = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
"""Aggregations that answer with series as they are."""

_SETS: Final = frozenset({"and", "or", "unless"})
"""Operators that answer with series of their sides as they are."""


def surely_loses(expr: str, label: str) -> bool:
    """Whether no answer of an expression can have a label; False where that cannot be told.

    Args:
        expr: PromQL.
        label: The label.

    Raises:
        ValueError: `expr` is no PromQL.
    """
    node: parser.Expr | None = parser.parse(expr)
    while node is not None:
        if _drops(node, label):
            return True
        node = _shown_as(node, label)
    return False


def _drops(node: parser.Expr, label: str) -> bool:
    """Whether this part of an expression takes a label away."""
    if isinstance(node, parser.AggregateExpr) and str(node.op) not in _KEEPING:
        if node.modifier is None:
            return True
        excluded = bool(node.modifier.type == parser.AggModifierType.Without)
        return (label in node.modifier.labels) == excluded
    if isinstance(node, parser.BinaryExpr) and node.modifier and str(node.op) not in _SETS:
        matching = node.modifier.matching
        alone = node.modifier.card == parser.VectorMatchCardinality.OneToOne
        if matching and alone:
            excluded = bool(matching.type == parser.LabelModifierType.Exclude)
            return (label in matching.labels) == excluded
    return False


def _shown_as(node: parser.Expr, label: str) -> parser.Expr | None:
    """The part of an expression whose labels its answers have, if it is one alone."""
    match node:
        case parser.ParenExpr() | parser.UnaryExpr():
            inner: parser.Expr = node.expr
            return inner
        case parser.BinaryExpr() if str(node.op) != "or":
            return _shown_side(node, label)
        case _:
            return None


def _shown_side(node: parser.BinaryExpr, label: str) -> parser.Expr | None:
    """The side of an operator whose labels its answers have."""
    modifier = node.modifier
    if _is_number(node.lhs):
        return node.rhs
    if modifier and label in (modifier.group_labels or ()):
        return None
    if modifier and modifier.card == parser.VectorMatchCardinality.OneToMany:
        return node.rhs
    return node.lhs


def _is_number(node: parser.Expr) -> bool:
    while isinstance(node, parser.ParenExpr | parser.UnaryExpr):
        node = node.expr
    return isinstance(node, parser.NumberLiteral)
