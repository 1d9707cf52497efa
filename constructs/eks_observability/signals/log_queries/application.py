"""What the containers' own logs answer: errors, and who fills the logs.

Records are as Fluent Bit's kubernetes filter makes them (Fluent Bit manual, "Kubernetes"): `log`,
or `log_processed` where a line is JSON, and `kubernetes` with the pod it comes from. Queries look
for words in the whole record, so they find them in either.
"""

from typing import Final

from eks_observability.signals.log_queries.model import LogQuery, pipeline

_POD: Final = "kubernetes.namespace_name, kubernetes.pod_name, kubernetes.container_name"

# A word of its own, in the cases that loggers write it in: "errors=0" and "terror" are none.
ERROR: Final = (
    r"filter @message like /(^|[^A-Za-z])(ERROR|Error|error|FATAL|Fatal|fatal|CRITICAL|panic)"
    r"([^A-Za-z]|$)|Exception|Traceback/"
)
"""Leaves records that speak of an error."""


def queries() -> tuple[LogQuery, ...]:
    """Every query over `/aws/containerinsights/<cluster>/application`, in a dashboard's order."""
    return (
        LogQuery(
            name="errors-by-container",
            log_group="application",
            title="Errors by container",
            question="Which containers log errors, and how many?",
            reading=(
                "A container that is new in this list since a deploy is where to look first. The "
                "number is of lines, so one failure with a stack trace that is not joined counts "
                "often."
            ),
            query=pipeline(
                f"fields {_POD}",
                ERROR,
                "stats count(*) as errors, latest(@timestamp) as last by "
                "kubernetes.namespace_name, kubernetes.container_name",
                "sort errors desc",
                "limit 20",
            ),
        ),
        LogQuery(
            name="latest-errors",
            log_group="application",
            title="Latest errors",
            question="What do the latest errors say, and which pod says it?",
            reading=(
                "The record as it was sent. Open one for the lines before it: its log stream is "
                "that of the one container."
            ),
            query=pipeline(
                f"fields @timestamp, {_POD}, @message",
                ERROR,
                "sort @timestamp desc",
                "limit 50",
            ),
        ),
        LogQuery(
            name="noisiest-containers",
            log_group="application",
            title="Who fills the logs",
            question="Which containers' logs are paid for most?",
            reading=(
                "Bytes as they are ingested, the record's own fields included. What nobody reads "
                "can be left out: container_logs.exclude_namespaces or exclude_containers in the "
                'settings, or the annotation fluentbit.io/exclude: "true" on the pod.'
            ),
            query=pipeline(
                "fields strlen(@message) as size",
                "stats sum(size) as bytes, count(*) as records by "
                "kubernetes.namespace_name, kubernetes.container_name",
                "sort bytes desc",
                "limit 20",
            ),
        ),
    )


def demo() -> LogQuery:
    """The query that finds what the demo's `logger` pod prints."""
    return LogQuery(
        name="logger-messages",
        log_group="application",
        title="The demo's logger",
        question="Did the four lines of the demo's logger arrive?",
        reading=(
            "Four records of the pod logger in namespace logger-app, within a minute or two of "
            "the Demo stack's deployment: container logs arrive. None: see "
            "docs/agents/fluent-bit.md."
        ),
        query=pipeline(
            "fields @timestamp, log, kubernetes.host",
            'filter kubernetes.namespace_name = "logger-app" and kubernetes.pod_name = "logger"',
            'filter @message like "Logging Message"',
            "sort @timestamp asc",
            "limit 20",
        ),
    )
