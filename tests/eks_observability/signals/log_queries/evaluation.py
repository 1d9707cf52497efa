"""What a parsed query of Logs Insights returns, over events held in memory."""

import operator
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from tests.eks_observability.signals.log_queries.insights import (
    Call,
    Command,
    Expression,
    Field,
    Item,
    Literal,
    Operation,
    Regex,
    compiled,
    parse,
)

Row = dict[str, Any]

_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
    "^": operator.pow,
}
_DENIALS: Final = ("!=", "not in", "not like")


def evaluate(query: str, events: Iterable[Row], *, absent_differs: bool = False) -> list[Row]:
    """The rows a query returns.

    Args:
        query: The query.
        events: Its events, each flat: names of fields joined with dots.
        absent_differs: Whether a field that an event lacks is unlike every value, and passes `!=`,
            `not in` and `not like`. The documentation does not say; a query must not depend on it.
    """
    return _Evaluation(absent_differs).rows(parse(query), [dict(event) for event in events])


def flat(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of a JSON value: names joined with dots, members of arrays numbered."""
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, member in members:
            yield from flat(member, f"{name}.{key}" if name else str(key))
    else:
        yield name, value


def number(value: Any) -> float | None:
    """A value as a number, as Logs Insights takes the text of a number for one."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


class _Evaluation:
    def __init__(self, absent_differs: bool) -> None:
        self._absent_differs = absent_differs

    def rows(self, commands: Sequence[Command], rows: list[Row]) -> list[Row]:
        shown: list[str] = []
        for command in commands:
            rows = getattr(self, f"_{command.name}")(command, rows)
            if command.name in ("fields", "display"):
                shown = [*(shown if command.name == "fields" else ()), *_names(command.items)]
            elif command.name == "stats":
                shown = _names((*command.by, *command.items))
        return [{name: row.get(name) for name in shown or row} for row in rows]

    def value(self, expression: Expression, row: Row) -> Any:
        match expression:
            case Field(name):
                return row.get(name)
            case Literal(value):
                return value
            case Call("ispresent", (argument,)):
                return self.value(argument, row) is not None
            case Call("strlen", (argument,)):
                return len(str(self.value(argument, row)))
            case Operation(operator_name, operands):
                return self._operation(operator_name, operands, row)
            case _:
                message = f"not evaluated: {expression}"
                raise NotImplementedError(message)

    def _operation(self, name: str, operands: tuple[Expression, ...], row: Row) -> Any:
        if name in ("in", "not in"):
            return self._membership(name, operands, row)
        if name in ("like", "not like", "=~"):
            return self._likeness(name, operands, row)
        values = [self.value(operand, row) for operand in operands]
        if name in ("and", "or", "not"):
            return _logic(name, values)
        if name in _COMPARISONS:
            return self._comparison(name, values)
        numbers = [each for each in map(number, values) if each is not None]
        if len(numbers) < len(values):
            return None
        return -numbers[0] if name == "negative" else _ARITHMETIC[name](*numbers)

    def _absent(self, name: str) -> bool | None:
        return name in _DENIALS if self._absent_differs else None

    def _comparison(self, name: str, values: list[Any]) -> bool | None:
        if None in values:
            return self._absent(name)
        numbers = [number(value) for value in values]
        left, right = [str(value) for value in values] if None in numbers else numbers
        return _COMPARISONS[name](left, right)

    def _membership(self, name: str, operands: tuple[Expression, ...], row: Row) -> bool | None:
        value, *choices = [self.value(operand, row) for operand in operands]
        if value is None:
            return self._absent(name)
        return (name == "in") is any(self._comparison("=", [value, one]) for one in choices)

    def _likeness(self, name: str, operands: tuple[Expression, ...], row: Row) -> bool | None:
        value, pattern = self.value(operands[0], row), operands[1]
        if value is None:
            return self._absent(name)
        if isinstance(pattern, Regex):
            found = bool(compiled(pattern.pattern).search(str(value)))
        else:
            found = str(self.value(pattern, row)) in str(value)
        return (name != "not like") is found

    def _fields(self, command: Command, rows: list[Row]) -> list[Row]:
        return [
            row | {item.name: self.value(item.expression, row) for item in command.items}
            for row in rows
        ]

    _display = _fields

    def _filter(self, command: Command, rows: list[Row]) -> list[Row]:
        return [row for row in rows if self.value(command.items[0].expression, row) is True]

    def _parse(self, command: Command, rows: list[Row]) -> list[Row]:
        if not isinstance(command.pattern, Regex):
            message = "a glob is not evaluated"
            raise NotImplementedError(message)
        pattern = compiled(command.pattern.pattern)
        for row in rows:
            found = pattern.search(str(self.value(command.items[0].expression, row)))
            if found:
                row.update(zip(_names(command.items), found.groups(), strict=True))
        return rows

    def _stats(self, command: Command, rows: list[Row]) -> list[Row]:
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            key = tuple(self.value(item.expression, row) for item in command.by)
            groups.setdefault(key, []).append(row)
        return [
            dict(zip(_names(command.by), key, strict=True))
            | {item.name: self._aggregate(item.expression, group) for item in command.items}
            for key, group in groups.items()
        ]

    def _aggregate(self, call: Expression, rows: list[Row]) -> Any:
        if not isinstance(call, Call):
            message = f"not an aggregate: {call}"
            raise NotImplementedError(message)
        if call.name == "count" and call.arguments in ((), (Field("*"),)):
            return len(rows)
        in_time = sorted(rows, key=lambda row: str(row.get("@timestamp")))
        every = (self.value(call.arguments[0], row) for row in in_time)
        return _AGGREGATES[call.name]([value for value in every if value is not None])

    def _sort(self, command: Command, rows: list[Row]) -> list[Row]:
        for item in reversed(command.items):
            key = partial(self._place, item.expression)
            rows = sorted(rows, key=key, reverse=item.name == "desc")
        return rows

    def _place(self, expression: Expression, row: Row) -> tuple[bool, float, str]:
        value = self.value(expression, row)
        as_number = number(value)
        text = str(value) if as_number is None else ""
        return (value is not None, as_number or 0.0, text)

    def _limit(self, command: Command, rows: list[Row]) -> list[Row]:
        return rows[: command.count]

    def _dedup(self, command: Command, rows: list[Row]) -> list[Row]:
        seen: set[tuple[Any, ...]] = set()
        kept = []
        for row in rows:
            key = tuple(self.value(item.expression, row) for item in command.items)
            if None in key or key not in seen:
                kept.append(row)
            seen.add(key)
        return kept


def _names(items: Iterable[Item]) -> list[str]:
    return [item.name for item in items]


def _logic(name: str, values: list[bool | None]) -> bool | None:
    if name == "not":
        return None if values[0] is None else not values[0]
    decisive = name == "or"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _numbers(reduce: Callable[[list[float]], float]) -> Callable[[list[Any]], float | None]:
    def reduced(values: list[Any]) -> float | None:
        numbers = [each for each in map(number, values) if each is not None]
        return reduce(numbers) if numbers else None

    return reduced


_AGGREGATES: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "avg": _numbers(statistics.fmean),
    "count": len,
    "count_distinct": lambda values: len(set(values)),
    "earliest": lambda values: values[0] if values else None,
    "latest": lambda values: values[-1] if values else None,
    "max": _numbers(max),
    "min": _numbers(min),
    "sum": _numbers(sum),
}
