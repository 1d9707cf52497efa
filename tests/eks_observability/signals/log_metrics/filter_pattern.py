"""What CloudWatch Logs' filter patterns match, for the two forms that are used here.

The forms are CloudWatch Logs' own (User Guide, "Filter pattern syntax"): `?term ?term` matches a
line with any of the terms in it, letter for letter; `{ … }` compares fields of a JSON line, numbers
with `=` and `<`, text with `=` and `!=`, an asterisk at its end standing for anything. What
compares a field that is not there never matches.
"""

import json
import re
from typing import Any

COMPARISON = re.compile(r'\$\.([A-Za-z.]+) (=|!=|<) ("[A-Za-z:/-]+\*?"|\d+)')


def counts(pattern: str, line: str) -> bool:
    """Whether a pattern matches a line."""
    if not pattern.startswith("{"):
        terms = pattern.split()
        assert all(re.fullmatch(r"\?[A-Za-z]+", term) for term in terms), pattern
        return any(term[1:] in line for term in terms)
    inside = pattern.removeprefix("{ ").removesuffix(" }")
    assert inside.count("(") == inside.count(")"), pattern
    record = json.loads(line)
    logic = COMPARISON.sub(lambda found: str(compare(found, record)), inside)
    assert set(re.sub("True|False", "", logic)) <= set(" ()|&"), pattern
    return bool(eval(logic.replace("||", "or").replace("&&", "and")))


def compare(found: re.Match[str], record: dict[str, Any]) -> bool:
    value: Any = record
    for key in found[1].split("."):
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return False
    operator, wanted = found[2], json.loads(found[3])
    if operator == "<":
        return bool(value < wanted)
    same = value.startswith(wanted[:-1]) if str(wanted).endswith("*") else value == wanted
    return bool(same == (operator == "="))
