"""What is counted from the audit log."""

from typing import Final

from eks_observability.signals.log_metrics.model import LogMetric

REFUSED: Final = "RefusedRequests"
"""Requests that were answered with 401 or 403."""

ANONYMOUS: Final = "AnonymousRequests"
"""Requests without a name, but for those that ask for health or version: load balancers do."""

AWS_AUTH: Final = "AwsAuthChanges"
"""Changes of the ConfigMap aws-auth that were made."""

_PUBLIC: Final = ("/healthz*", "/livez*", "/readyz*", "/version*")
"""What everybody may ask (Kubernetes documentation, "Using RBAC Authorization":
system:public-info-viewer)."""

_DONE: Final = '($.stage = "ResponseComplete")'


def metrics() -> tuple[LogMetric, ...]:
    """The counts that are made where the audit log is on."""
    # A 401 ends before its request is handled, and is never ResponseComplete.
    unknown = "$.responseStatus.code = 401"
    forbidden = f"{_DONE} && ($.responseStatus.code = 403)"
    return (
        _count(REFUSED, f"({unknown}) || ({forbidden})"),
        _count(ANONYMOUS, _all('($.user.username = "system:anonymous")', _DONE, *_not_public())),
        _count(
            AWS_AUTH,
            _all(
                '($.objectRef.resource = "configmaps")',
                '($.objectRef.namespace = "kube-system")',
                '($.objectRef.name = "aws-auth")',
                _DONE,
                '($.verb != "get")',
                '($.verb != "list")',
                '($.verb != "watch")',
                "($.responseStatus.code < 300)",
            ),
        ),
    )


def _not_public() -> list[str]:
    return [f'($.requestURI != "{path}")' for path in _PUBLIC]


def _all(*conditions: str) -> str:
    return " && ".join(conditions)


def _count(name: str, condition: str) -> LogMetric:
    return LogMetric(name=name, log_group="control_plane", pattern=f"{{ {condition} }}")
