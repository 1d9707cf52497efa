"""What the audit log answers: who did what, who was refused, who puts load on the API server.

Fields are those of Kubernetes' audit.k8s.io/v1 Event (Kubernetes documentation, "Auditing"), which
Logs Insights discovers from its JSON. Names of log streams: EKS User Guide, "Send control plane
logs to CloudWatch Logs". Language: CloudWatch Logs User Guide, "CloudWatch Logs Insights language
query syntax"; a field name with any other character than letters, digits, dots and @ stands in
backticks.
"""

from typing import Final

from eks_observability.signals.log_queries.model import LogQuery, pipeline

_AUDIT: Final = 'filter @logStream like "kube-apiserver-audit"'
_FINISHED: Final = f'{_AUDIT} and stage = "ResponseComplete"'
# Names that Kubernetes and EKS give their own components start with these; people come with an ARN
# or the user name of their access entry.
_PEOPLE: Final = "user.username not like /^(system|eks):/"
# Out of the message, not out of the field: Logs Insights discovers 200 fields of an event, and
# these two stand behind the request and response objects.
_TIME: Final = r'parse @message /"{1}":"[^T"]+T(?<{0}H>\d+):(?<{0}M>\d+):(?<{0}S>[\d.]+)Z"/'
_SECONDS: Final = "{0}H * 3600 + {0}M * 60 + {0}S"


def access() -> tuple[LogQuery, ...]:
    """Who changed, entered, read or deleted what they rarely should."""
    return (
        LogQuery(
            name="access-changes",
            title="Who changed access to the cluster",
            question="Who changed aws-auth, a role, or who has a role?",
            reading=(
                "Every write to the aws-auth ConfigMap and to RBAC objects, refused ones included. "
                "A line by somebody unexpected, or outside a change window, is worth a call. "
                "Access entries are changed through the AWS API, so they are not in here: look for "
                "CreateAccessEntry and AssociateAccessPolicy in CloudTrail."
            ),
            query=pipeline(
                "fields @timestamp, user.username, verb, objectRef.resource, objectRef.namespace, "
                "objectRef.name, responseStatus.code",
                _FINISHED,
                'filter verb in ["create", "update", "patch", "delete", "deletecollection"]',
                """filter (objectRef.resource = "configmaps" and objectRef.name = "aws-auth") """
                '''or objectRef.apiGroup = "rbac.authorization.k8s.io"''',
                # These reconcile their own roles all the time; any other service account counts.
                'filter user.username != "system:apiserver" and user.username not like '
                "/^(eks:|system:serviceaccount:kube-system:|system:kube-controller-manager)/",
                "sort @timestamp desc",
                "limit 100",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="shells-into-pods",
            title="Who opened a shell or a port into a pod",
            question="Who used kubectl exec, attach, port-forward or debug, and where?",
            reading=(
                "In production, each line should belong to an incident. The command itself is in "
                "the request URI. A code of 403 is an attempt that was refused."
            ),
            query=pipeline(
                "fields @timestamp, user.username, objectRef.subresource, objectRef.namespace, "
                "objectRef.name, responseStatus.code, requestURI",
                _AUDIT,
                'filter objectRef.resource = "pods" and objectRef.subresource in '
                '["exec", "attach", "portforward", "ephemeralcontainers"]',
                "sort @timestamp desc",
                # A session is logged when it opens and again when it ends, under one id.
                "dedup auditID",
                "limit 100",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="secrets-read-by-people",
            title="Who read secrets",
            question="Which people, as opposed to components, read secrets, and how many?",
            reading=(
                "A list counts once but shows every secret of the namespace. Bulk reads by "
                "a person are rarely work: ask, and rotate what was read."
            ),
            query=pipeline(
                _FINISHED,
                f'filter objectRef.resource = "secrets" and {_PEOPLE}',
                'filter verb in ["get", "list", "watch"] and responseStatus.code < 300',
                "stats count(*) as requests, count_distinct(objectRef.name) as secrets "
                "by user.username, objectRef.namespace, verb",
                "sort requests desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="deleted-nodes-and-namespaces",
            title="Deleted nodes and namespaces",
            question="Who deleted a node or a namespace?",
            reading=(
                "Nodes deleted by the cloud controller, an autoscaler or Karpenter are scaling; by "
                "a person they are an explanation for pods that moved. A deleted namespace takes "
                "everything in it along."
            ),
            query=pipeline(
                "fields @timestamp, user.username, objectRef.resource, objectRef.name, "
                "responseStatus.code, userAgent",
                _FINISHED,
                'filter verb in ["delete", "deletecollection"]',
                'filter objectRef.resource in ["nodes", "namespaces"]',
                "sort @timestamp desc",
                "limit 100",
            ),
            sources=("audit",),
        ),
    )


def refusals() -> tuple[LogQuery, ...]:
    """Who was refused, and who did not sign in at all."""
    return (
        LogQuery(
            name="refused-requests",
            title="Who was refused, and why",
            question="Whose requests did the API server refuse (401, 403), and for what reason?",
            reading=(
                "A service account at the top misses a role: the reason says what it tried last. "
                "A person at the top is lost or curious. Many different resources by one name is "
                "a probe. A line without a name is a 401: see the sign-ins that failed."
            ),
            query=pipeline(
                # A 401 ends before its request is handled, and is never ResponseComplete.
                f'{_AUDIT} and (stage = "ResponseComplete" or responseStatus.code = 401)',
                "filter responseStatus.code in [401, 403]",
                "stats count(*) as refused, latest(@timestamp) as last, "
                "latest(responseStatus.message) as reason by user.username, verb, "
                "objectRef.resource, objectRef.namespace, responseStatus.code",
                "sort refused desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="anonymous-requests",
            title="Anonymous requests",
            question="What was asked of the API server without signing in, and from where?",
            reading=(
                "Health checks are left out. Anything that was answered with a code below 300 is "
                "open to everyone who reaches the endpoint: find the role bound to "
                "system:anonymous or system:unauthenticated. The rest is scanning, and a reason to "
                "restrict the public endpoint."
            ),
            query=pipeline(
                _FINISHED,
                'filter user.username = "system:anonymous"',
                "filter requestURI not like /^.(livez|readyz|healthz|version)/",
                "stats count(*) as requests by requestURI, verb, sourceIPs.0, responseStatus.code",
                "sort requests desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
    )


def load() -> tuple[LogQuery, ...]:
    """Who calls most, who waits, what fails."""
    return (
        LogQuery(
            name="busiest-callers",
            title="Who calls the API server most",
            question="Which users and programs send the most requests?",
            reading=(
                "kubelets and controllers lead in a healthy cluster. A program that leads by far, "
                "and lists rather than watches, is the first to look at when the API server lags."
            ),
            query=pipeline(
                _FINISHED,
                "stats count(*) as requests by user.username, userAgent, verb",
                "sort requests desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="slowest-callers",
            title="Whose requests are slowest",
            question="Which requests take the API server longest, by caller and resource?",
            reading=(
                "Seconds from arrival to answer; watches and open connections are left out. Lists "
                "of everything are slow for the one who asks and for everyone else: have the "
                "caller page, or watch. Slow writes point at a webhook."
            ),
            query=pipeline(
                _FINISHED,
                'filter verb != "watch" and (not ispresent(objectRef.subresource) or '
                'objectRef.subresource not in ["exec", "attach", "portforward", "log", "proxy"])',
                _TIME.format("from", "requestReceivedTimestamp"),
                _TIME.format("to", "stageTimestamp"),
                f"fields {_SECONDS.format('to')} - ({_SECONDS.format('from')}) as seconds",
                # A request over midnight would be shorter than nothing.
                "filter seconds >= 0",
                "stats max(seconds) as slowest, avg(seconds) as average, count(*) as requests "
                "by user.username, verb, objectRef.resource, userAgent",
                "sort slowest desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="throttled-callers",
            title="Who is throttled",
            question="Whose requests did the API server put off (429)?",
            reading=(
                "Those who wait are not always those who cause it: compare with the busiest "
                "callers. Priority and Fairness decides; the answer's headers name the flow schema."
            ),
            query=pipeline(
                _FINISHED,
                "filter responseStatus.code = 429",
                "stats count(*) as throttled by user.username, userAgent, verb, objectRef.resource",
                "sort throttled desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
        LogQuery(
            name="server-errors",
            title="Errors of the API server",
            question="Which requests did the API server fail (5xx)?",
            reading=(
                "Errors on one resource point at its webhook or at an aggregated API that is down; "
                "errors on all of them at the control plane."
            ),
            query=pipeline(
                _FINISHED,
                "filter responseStatus.code >= 500",
                "stats count(*) as errors by objectRef.apiGroup, objectRef.resource, verb, "
                "responseStatus.code",
                "sort errors desc",
                "limit 50",
            ),
            sources=("audit",),
        ),
    )
