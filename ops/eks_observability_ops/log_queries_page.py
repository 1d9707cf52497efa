"""docs/log-queries.md: the questions that logs answer, for the person on call."""

from collections.abc import Iterator, Sequence

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.signals.log_queries import application, control_plane, events
from eks_observability.signals.log_queries.model import LogQuery


def render() -> str:
    """The whole page."""
    lines = [
        "# Questions the logs answer",
        "",
        "Each but the last is a widget of the dashboard, as far as the logs it needs are on. To",
        "ask one by hand: CloudWatch, Logs Insights, the log group named below, and the query.",
        "",
        *_part("The control plane", control_plane.queries()),
        *_part("Containers", application.queries()),
        *_part("Kubernetes events", events.queries()),
        *_part("The demo", (application.demo(),)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _part(title: str, queries: Sequence[LogQuery]) -> Iterator[str]:
    """The questions of one log group: first all of them, then each with its query."""
    group = log_group_names("<cluster>")[queries[0].log_group]
    typed = any(query.sources for query in queries)
    yield f"## {title}: `{group}`"
    yield ""
    yield "| question | needs |" if typed else "| question |"
    yield "|---|---|" if typed else "|---|"
    for query in queries:
        needs = f" {', '.join(query.sources)} |" if typed else ""
        yield f"| [{query.question}](#{query.name}) |{needs}"
    yield ""
    for query in queries:
        yield from _section(query)


def _section(query: LogQuery) -> Iterator[str]:
    yield f"### {query.name}"
    yield ""
    yield f"**{query.question}** “{query.title}”."
    yield ""
    yield query.reading
    yield ""
    yield "```"
    yield query.query
    yield "```"
    yield ""
