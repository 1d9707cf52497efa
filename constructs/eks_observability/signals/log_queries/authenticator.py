"""What the authenticator's log answers: which IAM principals sign in, and which are turned away.

Its lines are logfmt, as aws-iam-authenticator writes them (its pkg/server).
"""

from eks_observability.signals.log_queries.model import LogQuery, pipeline


def sign_ins() -> tuple[LogQuery, ...]:
    """Who got in, and who did not."""
    return (
        LogQuery(
            name="failed-sign-ins",
            title="Sign-ins that failed",
            question="Which IAM principals were turned away before they reached Kubernetes?",
            reading=(
                "The principal has no access entry and no line in aws-auth, or, where none is "
                "named, its token was no good; the error says which. A role that worked yesterday "
                "lost its entry: see who changed access."
            ),
            query=pipeline(
                'filter @logStream like "authenticator"',
                'filter @message like "access denied"',
                # Without the request id of STS, which would make every line an error of its own.
                'parse @message /error="(?<error>.*?)(?:,."RequestId|" method)/',
                'parse @message /arn="?(?<arn>arn:[^" ]+)/',
                "stats count(*) as failed, latest(@timestamp) as last by arn, error",
                "sort failed desc",
                "limit 50",
            ),
            sources=("authenticator",),
        ),
        LogQuery(
            name="sign-ins",
            title="Who signs in as whom",
            question="Which IAM principals use the cluster, and as which Kubernetes user?",
            reading=(
                "Nodes sign in as system:node. A role nobody knows that signs in often is an entry "
                "nobody cleaned up."
            ),
            query=pipeline(
                'filter @logStream like "authenticator"',
                'filter @message like "access granted"',
                'parse @message /arn="?(?<arn>arn:[^" ]+)/',
                'parse @message /username="?(?<username>[^" ]+)/',
                "stats count(*) as sign_ins by arn, username",
                "sort sign_ins desc",
                "limit 50",
            ),
            sources=("authenticator",),
        ),
    )
