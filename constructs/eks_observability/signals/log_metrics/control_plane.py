"""What is counted from the audit log."""

from eks_observability.signals.log_metrics.model import LogMetric

_COMPLETE = '($.stage = "ResponseComplete")'
_HEALTH = ("/healthz*", "/livez*", "/readyz*")
"""What load balancers and kubelets ask without a name, all the time."""


def metrics() -> tuple[LogMetric, ...]:
    """The counts that are made where the audit log is on."""
    # A 401 ends before its request is handled, and is never ResponseComplete.
    unknown = "$.responseStatus.code = 401"
    forbidden = f"{_COMPLETE} && ($.responseStatus.code = 403)"
    return (
        _count("RefusedRequests", f"({unknown}) || ({forbidden})"),
        _count("AnonymousRequests", _anonymous()),
        _count("AwsAuthChanges", _aws_auth()),
    )


def _anonymous() -> str:
    """Requests that anybody could have made, but for those that ask whether the server lives."""
    asks = " && ".join(f'($.requestURI != "{path}")' for path in _HEALTH)
    return f'($.user.username = "system:anonymous") && {_COMPLETE} && {asks}'


def _aws_auth() -> str:
    """Requests that changed the ConfigMap by which IAM roles become users of the cluster."""
    verbs = " || ".join(f'($.verb = "{verb}")' for verb in ("create", "update", "patch", "delete"))
    return (
        '($.objectRef.resource = "configmaps") && ($.objectRef.namespace = "kube-system") && '
        f'($.objectRef.name = "aws-auth") && ({verbs}) && {_COMPLETE} && '
        "($.responseStatus.code < 300)"
    )


def _count(name: str, condition: str) -> LogMetric:
    return LogMetric(name=name, log_group="control_plane", pattern=f"{{ {condition} }}")
