"""What logs are asked: our questions, of the cluster and the pods that are chosen.

Names of log groups: `log_group_names` of the CloudWatch constructs, which a test holds these to.
"""

from typing import Final

from eks_observability.signals.dashboards.model import PluginQuery
from eks_observability.signals.dashboards.queries import cloudwatch
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
_BAD: Final = (
    r"@message like /(^|[^A-Za-z])(ERROR|Error|error|FATAL|Fatal|fatal|CRITICAL|panic)"
    r"([^A-Za-z]|$)|Exception|Traceback/"
)


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
    return _of_pods("stats count(*) as lines by bin(1m), kubernetes.namespace_name")


def errors_over_time() -> PluginQuery:
    """Lines of containers a minute that speak of an error, by namespace."""
    return _of_pods(
        f"filter {_BAD}", "stats count(*) as errors by bin(1m), kubernetes.namespace_name"
    )


def latest_lines() -> PluginQuery:
    """The latest lines of the containers that are chosen, with a trace's id where they have one."""
    return _of_pods(
        "fields @timestamp, log, @message, kubernetes.namespace_name, kubernetes.pod_name, "
        "kubernetes.container_name, @xrayTraceId, @logStream, @log",
        "sort @timestamp desc",
        "limit 200",
    )


def warnings_over_time() -> PluginQuery:
    """Warnings of Kubernetes a minute, by reason."""
    text = pipeline(
        _OF_NAMESPACES, 'filter type = "Warning"', "stats count(*) as events by bin(1m), reason"
    )
    return cloudwatch.logs(text, log_group=log_group("events"))


def _of_pods(*commands: str) -> PluginQuery:
    return cloudwatch.logs(pipeline(_OF_PODS, *commands), log_group=log_group("application"))
