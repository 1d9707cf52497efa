"""docs/log-queries.md: the questions that logs answer, for the person on call."""

from collections.abc import Iterator

from eks_observability.cloudwatch.log_groups import CONTROL_PLANE, log_group_names
from eks_observability.signals.log_queries import control_plane
from eks_observability.signals.log_queries.model import LogQuery


def render() -> str:
    """The whole page."""
    group = log_group_names("<cluster>")[CONTROL_PLANE]
    queries = control_plane.queries()
    lines = [
        "# Questions the logs answer",
        "",
        "Each is a widget of the dashboard, as far as the log types it needs are on. To ask one by",
        f"hand: CloudWatch, Logs Insights, log group `{group}`, and the query below.",
        "",
        "| question | needs |",
        "|---|---|",
        *(f"| [{q.question}](#{q.name}) | {', '.join(q.sources)} |" for q in queries),
        "",
    ]
    for query in queries:
        lines += _section(query)
    return "\n".join(lines).rstrip() + "\n"


def _section(query: LogQuery) -> Iterator[str]:
    yield f"## {query.name}"
    yield ""
    yield f"**{query.question}** On the dashboard: “{query.title}”."
    yield ""
    yield query.reading
    yield ""
    yield "```"
    yield query.query
    yield "```"
    yield ""
