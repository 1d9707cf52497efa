"""What an alert says, as far as it can be seen to be no template of Prometheus.

One text that Prometheus cannot read has it refuse the whole file of rules, the built-in ones
included (Prometheus documentation, "Alerting rules", "Templating").
"""

import difflib
import re
from typing import Final

VARIABLES: Final = ("$labels", "$value", "$externalLabels", "$externalURL")
"""What Prometheus defines for every alert's text."""

_ACTION: Final = re.compile(r"{{(.*?)}}", re.DOTALL)
_VARIABLE: Final = re.compile(r"\$[A-Za-z_]\w*")
_DEFINED: Final = re.compile(r"(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=")
_TEXT: Final = re.compile(r'"(?:\\.|[^"\\])*"|`[^`]*`')


def template_fault(text: str) -> str:
    """What is wrong with an alert's text; empty where nothing can be seen to be.

    It looks at braces and variables alone, not at functions and their arguments.
    """
    left = _ACTION.sub("", text)
    if "{{" in left or "}}" in left:
        return "found {{ without its }}, or the other way round: every {{ … }} has to be closed"
    actions = [_TEXT.sub("", action) for action in _ACTION.findall(text)]
    if any("{{" in action for action in actions):
        return "found {{ within {{ … }}: close the first before the second"
    known = {*VARIABLES, *_defined(actions)}
    for name in (name for action in actions for name in _VARIABLE.findall(action)):
        if name not in known:
            near = difflib.get_close_matches(name, VARIABLES, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            return f"found {name}, which nothing defines{hint} (defined: {', '.join(VARIABLES)})"
    return ""


def _defined(actions: list[str]) -> set[str]:
    """Variables that the text defines itself, wherever it does."""
    pairs = (found for action in actions for found in _DEFINED.findall(action))
    return {name for pair in pairs for name in pair if name}
