"""A question that logs answer."""

from dataclasses import dataclass
from typing import Literal

from eks_observability.settings.aws import LogType


@dataclass(frozen=True, kw_only=True)
class LogQuery:
    """A CloudWatch Logs Insights query, with what the person on call needs to use it."""

    name: str
    """Its name in links: words with hyphens."""

    title: str
    """Its heading on a dashboard."""

    question: str
    """What it answers."""

    reading: str
    """How to read the answer, and what to do next."""

    query: str
    """The query, a command a line."""

    log_group: Literal["control_plane", "application", "events"] = "control_plane"
    """The log group it is asked of, by its word in `log_retention.groups`."""

    sources: tuple[LogType, ...] = ()
    """The control-plane log types that must be on for it to find anything. Default: none, it asks
    other logs."""


def pipeline(*commands: str) -> str:
    """The text of a query: its commands, each on a line of its own and fed by the one before."""
    return "\n| ".join(commands)
