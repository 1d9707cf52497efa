"""What logs are asked: our questions, of the cluster and the pods that are chosen.

Names of log groups: `log_group_names` of the CloudWatch constructs, which a test holds these to.
"""

from typing import Final

from eks_observability.signals.dashboards.model import PluginQuery
from eks_observability.signals.dashboards.queries import cloudwatch
from eks_observability.signals.log_queries import application
from eks_observability.signals.log_queries.model import LogQuery, pipeline

_GROUPS: Final = {
    "control_plane": "/aws/eks/$cluster/cluster",
    "application": "/aws/containerinsights/$cluster/application",
    "events": "/aws/containerinsights/$cluster/events",
}

# `pipe` writes what is chosen as a|b, and `.*` where all are.
_OF_PODS: Final = pipeline(
    "filter kubernetes.namespace_name like /^(${namespace:pipe})$/",
    "filter kubernetes.pod_name like /^(${pod:pipe})$/",
    "filter kubernetes.host like /^(${node:pipe})$/",
)
_OF_NAMESPACES: Final = (
    "filter involvedObject.namespace like /^(${namespace:pipe})$/ "
    "or not ispresent(involvedObject.namespace)"
)
_NAMESPACE: Final = "kubernetes.namespace_name"


def log_group(word: str) -> str:
    """The log group of the cluster that is chosen.

    Args:
        word: What the settings call it, such as `application`.
    """
    return _GROUPS[word]


def of_question(question: LogQuery) -> PluginQuery:
    """A question that logs answer, of what is chosen where it can be told apart.

    Args:
        question: The question.
    """
    chosen = {"application": (_OF_PODS,), "events": (_OF_NAMESPACES,)}
    text = pipeline(*chosen.get(question.log_group, ()), question.query)
    return cloudwatch.logs(text, log_group=log_group(question.log_group))


def lines_over_time() -> PluginQuery:
    """Lines of containers a minute, by namespace."""
    return _over_time(_OF_PODS, counted="lines", by=_NAMESPACE, word="application")


def errors_over_time() -> PluginQuery:
    """Lines of containers a minute that speak of an error, by namespace."""
    errors = pipeline(_OF_PODS, application.ERROR)
    return _over_time(errors, counted="errors", by=_NAMESPACE, word="application")


def latest_lines() -> PluginQuery:
    """The latest lines of the containers that are chosen, with a trace's id where they have one."""
    text = pipeline(
        _OF_PODS,
        "fields @timestamp, log, @message, kubernetes.namespace_name, kubernetes.pod_name, "
        "kubernetes.container_name, @xrayTraceId, @logStream, @log",
        "sort @timestamp desc",
        "limit 200",
    )
    return cloudwatch.logs(text, log_group=log_group("application"))


def warnings_over_time() -> PluginQuery:
    """Warnings of Kubernetes a minute, by reason."""
    warnings = pipeline(_OF_NAMESPACES, 'filter type = "Warning"')
    return _over_time(warnings, counted="events", by="reason", word="events")


def _over_time(records: str, *, counted: str, by: str, word: str) -> PluginQuery:
    """How many records there are a minute."""
    text = pipeline(records, f"stats count(*) as {counted} by bin(1m), {by}")
    return cloudwatch.logs(text, log_group=log_group(word), groups=("bin(1m)", by))
