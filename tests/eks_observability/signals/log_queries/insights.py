"""A parser of Logs Insights QL, as far as the documentation describes what our queries use.

Source: CloudWatch Logs User Guide, "CloudWatch Logs Insights language query syntax", and its pages
on each command and on functions.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import pyparsing as pp

_MANY: Final = 99
AGGREGATES: Final = {
    "avg": (1, 1),
    "count": (0, 1),
    "count_distinct": (1, 1),
    "earliest": (1, 1),
    "latest": (1, 1),
    "max": (1, 1),
    "min": (1, 1),
    "pct": (2, 2),
    "sortsfirst": (1, 1),
    "sortslast": (1, 1),
    "stddev": (1, 1),
    "sum": (1, 1),
}
FUNCTIONS: Final = {
    **dict.fromkeys(("abs", "ceil", "floor", "log", "sqrt"), (1, 1)),
    **dict.fromkeys(("greatest", "least", "coalesce", "concat"), (1, _MANY)),
    **dict.fromkeys(("bin", "frommillis", "tomillis"), (1, 1)),
    **dict.fromkeys(("datefloor", "dateceil"), (2, 2)),
    **dict.fromkeys(("ispresent", "isempty", "isblank", "strlen", "tolower", "toupper"), (1, 1)),
    **dict.fromkeys(("trim", "ltrim", "rtrim"), (1, 2)),
    **dict.fromkeys(("jsonparse", "jsonstringify"), (1, 1)),
    **dict.fromkeys(("isvalidip", "isvalidipv4", "isvalidipv6"), (1, 1)),
    **dict.fromkeys(("isipinsubnet", "isipv4insubnet", "isipv6insubnet"), (2, 2)),
    "now": (0, 0),
    "replace": (3, 3),
    "strcontains": (2, 2),
    "substr": (2, 3),
}
"""Names in lower case (Logs Insights takes any), with the fewest and the most arguments."""


class InsightsError(ValueError):
    """A query that Logs Insights would refuse."""


@dataclass(frozen=True)
class Field:
    name: str


@dataclass(frozen=True)
class Literal:
    value: str | float


@dataclass(frozen=True)
class Regex:
    pattern: str


@dataclass(frozen=True)
class Call:
    name: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Operation:
    operator: str
    operands: tuple["Expression", ...]


Expression = Field | Literal | Regex | Call | Operation


@dataclass(frozen=True)
class Item:
    """An expression and the name of its column, or the direction it is sorted in."""

    expression: Expression
    name: str


@dataclass(frozen=True)
class Command:
    name: str
    items: tuple[Item, ...] = ()
    by: tuple[Item, ...] = ()
    pattern: Literal | Regex | None = None
    count: int = 0


def parse(query: str) -> tuple[Command, ...]:
    """The commands of a query.

    Raises:
        InsightsError: It is not Logs Insights QL.
    """
    try:
        commands = tuple(_GRAMMAR.parse_string(query, parse_all=True))
    except pp.ParseBaseException as error:
        raise InsightsError(error.explain(depth=0)) from error
    names = [command.name for command in commands]
    after = names[names.index("dedup") + 1 :] if "dedup" in names else []
    if set(after) - {"limit"}:
        message = f"only limit may follow dedup, not {after[0]}"
        raise InsightsError(message)
    return commands


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern for Python, which spells named groups with a P."""
    return re.compile(re.sub(r"\(\?<(?![=!])", "(?P<", pattern))


def _refuse(text: str, at: int, message: str) -> None:
    raise pp.ParseFatalException(text, at, message)


def _call(known: dict[str, tuple[int, int]]) -> Any:
    def action(text: str, at: int, tokens: pp.ParseResults) -> Call:
        name, arguments = str(tokens[0]).lower(), tuple(tokens[1:])
        if name not in known:
            _refuse(text, at, f"unknown function {tokens[0]}")
        fewest, most = known[name]
        if not fewest <= len(arguments) <= most:
            _refuse(text, at, f"{tokens[0]} does not take {len(arguments)} arguments")
        return Call(name, arguments)

    return action


def _fold(tokens: pp.ParseResults) -> Expression:
    first, *rest = list(tokens)
    for operator, operand in zip(rest[::2], rest[1::2], strict=True):
        first = Operation(str(operator).lower(), (first, operand))
    result: Expression = first
    return result


def _compare(tokens: pp.ParseResults) -> Expression:
    if len(tokens) == 1:
        alone: Expression = tokens[0]
        return alone
    left, operator, *right = list(tokens)
    return Operation(" ".join(operator.lower().split()), (left, *right))


def _regex(text: str, at: int, tokens: pp.ParseResults) -> Regex:
    pattern = str(tokens[0])[1:-1]
    try:
        compiled(pattern)
    except re.error as error:
        _refuse(text, at, f"bad regular expression: {error}")
    return Regex(pattern)


def _parse_command(text: str, at: int, tokens: pp.ParseResults) -> Command:
    fields = [token for token in tokens if isinstance(token, Field)]
    (pattern,) = (token for token in tokens if isinstance(token, Literal | Regex))
    aliases = [token for token in tokens if isinstance(token, str)]
    if isinstance(pattern, Regex):
        aliases = aliases or list(compiled(pattern.pattern).groupindex)
        expected = compiled(pattern.pattern).groups
    else:
        expected = str(pattern.value).count("*")
    if not aliases or len(aliases) != expected:
        _refuse(text, at, f"{expected} values for {len(aliases)} names")
    source = fields[0] if fields else Field("@message")
    return Command("parse", tuple(Item(source, alias) for alias in aliases), pattern=pattern)


def _named(expression: pp.ParserElement) -> pp.ParserElement:
    def action(text: str, _at: int, tokens: pp.ParseResults) -> Item:
        start, found, _end = tokens[0], tokens[1], tokens[-1]
        end = tokens[-1]
        alias = str(tokens[2]) if len(tokens) == 4 else ""
        written = found.name if isinstance(found, Field) else text[start:end].strip()
        return Item(found, alias or written)

    here = pp.Empty().add_parse_action(lambda _text, at, _tokens: at)
    body = here + expression + pp.Optional(_word("as") + _NAME) + here.copy().leave_whitespace()
    return body.add_parse_action(action)


def _word(word: str) -> pp.ParserElement:
    return pp.CaselessKeyword(word, ident_chars=pp.alphanums + "_.@").suppress()


def _operators(*symbols: str) -> pp.ParserElement:
    return pp.one_of(" ".join(symbols))


def _expression(call: pp.ParserElement) -> pp.ParserElement:
    """Expressions from the loosest operator to the tightest, built from the inside out."""
    expression = pp.Forward()
    arguments = pp.Optional(pp.DelimitedList(pp.Literal("*").add_parse_action(_star) | expression))
    function = (call + arguments + _CLOSE).add_parse_action(_call(FUNCTIONS))
    atom = function | _PERIOD | _NUMBER | _STRING | _FIELD | (_OPEN + expression + _CLOSE)
    power = pp.Forward()
    power <<= (atom + pp.Optional("^" + power)).add_parse_action(_fold)
    negative = pp.Literal("-") + power
    negative.add_parse_action(lambda tokens: Operation("negative", (tokens[1],)))
    unary = negative | power
    product = (unary + (_operators("*", "/", "%") + unary)[...]).add_parse_action(_fold)
    total = (product + (_operators("+", "-") + product)[...]).add_parse_action(_fold)
    listed = pp.Suppress("[") + pp.DelimitedList(_STRING | _NUMBER) + pp.Suppress("]")
    rest = (
        (pp.Regex(r"(not\s+)?in\b", re.IGNORECASE) + listed)
        | (pp.Regex(r"(not\s+)?like\b|=~", re.IGNORECASE) + (_STRING | _REGEX))
        | (_operators("!=", "<=", ">=", "=", "<", ">") + total)
    )
    comparison = (total + pp.Optional(rest)).add_parse_action(_compare)
    negation = pp.Forward()
    denied = _word("not") + negation
    denied.add_parse_action(lambda tokens: Operation("not", (tokens[0],)))
    negation <<= denied | comparison
    both = (negation + (pp.CaselessKeyword("and") + negation)[...]).add_parse_action(_fold)
    expression <<= (both + (pp.CaselessKeyword("or") + both)[...]).add_parse_action(_fold)
    return expression


def _star() -> Field:
    return Field("*")


def _grammar() -> pp.ParserElement:
    plain = _expression(_NAME + _OPEN)
    aggregate = _NAME + _OPEN + pp.Optional(pp.DelimitedList(_ANY | plain)) + _CLOSE
    aggregate.add_parse_action(_call(AGGREGATES))
    items = pp.DelimitedList(_named(plain))
    direction = pp.CaselessKeyword("asc") | pp.CaselessKeyword("desc")
    sorting = plain + pp.Optional(direction, default="asc")
    sorting.add_parse_action(lambda tokens: Item(tokens[0], tokens[1]))
    only = pp.DelimitedList(_FIELD.copy().add_parse_action(lambda t: Item(t[0], t[0].name)))
    grouping = _word("by") + pp.DelimitedList(
        _named((_NAME + _OPEN + plain + _CLOSE).add_parse_action(_call(FUNCTIONS)) | _FIELD)
    )
    stats = pp.Group(pp.DelimitedList(_named(aggregate))) + pp.Group(pp.Optional(grouping))
    extract = pp.Optional(_FIELD) + (
        (_STRING + _word("as") + pp.DelimitedList(_NAME))
        | (_REGEX + pp.Optional(_word("as") + pp.DelimitedList(_NAME)))
    )
    command = pp.MatchFirst(
        [
            (_word("fields") + items).add_parse_action(lambda t: Command("fields", tuple(t))),
            (_word("display") + items.copy()).add_parse_action(
                lambda t: Command("display", tuple(t))
            ),
            (_word("filter") + plain).add_parse_action(
                lambda t: Command("filter", (Item(t[0], ""),))
            ),
            (_word("stats") + stats).add_parse_action(
                lambda t: Command("stats", tuple(t[0]), by=tuple(t[1]))
            ),
            (_word("sort") + pp.DelimitedList(sorting)).add_parse_action(
                lambda t: Command("sort", tuple(t))
            ),
            (_word("limit") + pp.Regex(r"\d+")).add_parse_action(
                lambda t: Command("limit", count=int(t[0]))
            ),
            (_word("dedup") + only).add_parse_action(lambda t: Command("dedup", tuple(t))),
            (_word("parse") + extract).add_parse_action(_parse_command),
        ]
    )
    return pp.DelimitedList(command, delim="|").ignore(pp.python_style_comment)


_RESERVED: Final = r"(?!(?:as|by|asc|desc|and|or|not|like|in)\b(?![.@]))"
_OPEN, _CLOSE = pp.Suppress("("), pp.Suppress(")")
_NAME: Final = pp.Regex(_RESERVED + r"[A-Za-z_@][\w@]*", re.IGNORECASE)
_FIELD: Final = (
    pp.Regex(_RESERVED + r"[A-Za-z_@][\w@]*(?:\.[\w@]+)*", re.IGNORECASE) | pp.QuotedString("`")
).add_parse_action(lambda tokens: Field(tokens[0]))
_ANY: Final = pp.Literal("*").add_parse_action(_star)
_PERIOD: Final = pp.Regex(r"\d+(?:ms|mo|s|m|h|d|w|q|y)\b").add_parse_action(
    lambda tokens: Literal(tokens[0])
)
_NUMBER: Final = pp.Regex(r"\d+(?:\.\d+)?").add_parse_action(lambda t: Literal(float(t[0])))
_STRING: Final = (
    pp.QuotedString('"', esc_char="\\") | pp.QuotedString("'", esc_char="\\")
).add_parse_action(lambda tokens: Literal(tokens[0]))
_REGEX: Final = pp.Regex(r"/(?:[^/\\\n]|\\.)+/").add_parse_action(_regex)
_GRAMMAR: Final = _grammar()
