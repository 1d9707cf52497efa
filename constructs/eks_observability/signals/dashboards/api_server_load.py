"""What loads the API server, and what limits it."""

from typing import Final

from eks_observability.signals.dashboards.looks import Column, Lines, Table, Texts
from eks_observability.signals.dashboards.model import Panel, PromQl
from eks_observability.signals.dashboards.parts import lines
from eks_observability.signals.dashboards.queries import api_server as queries
from eks_observability.signals.dashboards.queries.cloudwatch import metric
from eks_observability.signals.dashboards.thresholds import above_percent

_VERBS: Final = ("GET", "LIST", "POST", "PUT", "PATCH", "DELETE")
_REACHED: Final[Texts] = {"0": ("Reached", "green"), "1": ("Not reached", "red")}


def requests() -> tuple[Panel, ...]:
    """What is asked for, and how long it takes."""
    return (
        lines(
            "Requests by verb",
            "Requests a second. Many LIST are the dearest: a client reads everything again and "
            "again instead of watching.",
            {"{{verb}}": queries.requests_by("verb")},
            unit="reqps",
            look=Lines(stacked=True),
        ),
        lines(
            "Answers by code",
            "Answers a second. 429: flow control turns requests away. 409: writers in each "
            "other's way. 403: rights are missing; the logs say whose.",
            {"{{code}}": queries.requests_by("code")},
            unit="reqps",
            look=Lines(stacked=True),
        ),
        lines(
            "Average time by verb",
            "How long the API server itself takes for a request on average, without webhooks and "
            "without waiting for its turn.",
            {"{{verb}}": queries.seconds_by_verb()},
            unit="s",
        ),
        Panel(
            title="Time of 99 of 100 by verb",
            description="In how long 99 of 100 requests are answered, webhooks and waiting "
            "included. From what EKS publishes in CloudWatch, so it costs no series.",
            queries=tuple(
                metric(
                    "AWS/EKS",
                    f"apiserver_request_duration_seconds_{verb}_P99",
                    statistic="Average",
                    dimensions={"ClusterName": "$cluster"},
                    label=verb,
                )
                for verb in _VERBS
            ),
            unit="s",
            minimum=0,
        ),
    )


def limits() -> tuple[Panel, ...]:
    """What flow control gives, and to whom it gives nothing."""
    return (
        lines(
            "In flight by kind",
            "Requests that are being answered, of all API servers. Mutating ones write.",
            {"{{request_kind}}": queries.in_flight()},
            width=8,
        ),
        lines(
            "Seats taken",
            "Seats taken of those that each priority level has now. A level that is full queues "
            "requests, then turns them away.",
            {"{{priority_level}}": queries.seats_share()},
            unit="percentunit",
            thresholds=above_percent(100),
            width=8,
        ),
        lines(
            "Turned away or cut off",
            "Requests a second that flow control turns away, by priority level and reason, and "
            "those that are ended early, by code.",
            {
                "{{priority_level}} {{reason}}": queries.refused(),
                "ended with {{code}}": queries.terminated(),
            },
            unit="reqps",
            no_value="None",
            width=8,
        ),
        lines(
            "Open watches",
            "Watches and other requests that stay open: the ten resources with the most. Each "
            "change of an object is sent to all that watch it.",
            {"{{resource}}": queries.long_running()},
            width=8,
        ),
        lines(
            "CPU of API servers",
            "Cores in use, by API server. EKS makes them larger as the cluster grows.",
            {"{{instance}}": queries.processors()},
            width=8,
        ),
        lines(
            "Memory of API servers",
            "Memory in use, by API server. It grows with objects, and with clients that list many.",
            {"{{instance}}": queries.memory()},
            unit="bytes",
            width=8,
        ),
    )


def database() -> tuple[Panel, ...]:
    """What etcd holds, and how fast it is."""
    return (
        lines(
            "Size of the database",
            "Bytes of etcd's database. EKS allows 8 GB, on larger control planes 16; beyond that "
            "nothing can be written any more.",
            {"Database": queries.storage()},
            unit="bytes",
            width=8,
        ),
        lines(
            "Objects by resource",
            "The ten resources with the most objects. One that only grows is never cleaned up: "
            "finished Jobs, old ReplicaSets, reports of tools.",
            {"{{resource}}": queries.objects()},
            width=8,
        ),
        lines(
            "Time of the database",
            "How long etcd takes to answer on average, by operation.",
            {"{{operation}}": queries.etcd_seconds()},
            unit="s",
            width=8,
        ),
    )


def others() -> tuple[Panel, ...]:
    """Webhooks, APIs that others serve, and APIs that go."""
    return (
        lines(
            "Time of webhooks",
            "How long each admission webhook takes on average. Every write that it is asked about "
            "waits for it.",
            {"{{name}}": queries.webhook_seconds()},
            unit="s",
            no_value="No webhook is asked",
        ),
        lines(
            "Webhooks that refuse or fail",
            "Writes a second that a webhook refuses, and those that go through because the webhook "
            "could not be asked.",
            {
                "{{name}} refuses": queries.webhook_failures("rejection_count"),
                "{{name}} cannot be asked": queries.webhook_failures("fail_open_count"),
            },
            unit="reqps",
            no_value="None",
        ),
        Panel(
            title="APIs that others serve",
            description="APIs that a pod or AWS serves through the API server, such as "
            "metrics-server's. While one is not reached, deleting namespaces waits.",
            queries=(PromQl(expr=queries.unavailable()),),
            look=Table(
                columns=(
                    Column(name="name", title="API"),
                    Column(name="Value #A", title="State", texts=_REACHED, width=140),
                ),
                sort="State",
            ),
        ),
        Panel(
            title="Deprecated APIs that are used",
            description="APIs that somebody asked for and that a later Kubernetes serves no more. "
            "Without a release it is not said yet when.",
            queries=(PromQl(expr=queries.deprecated()),),
            look=Table(
                columns=(
                    Column(name="group", title="Group"),
                    Column(name="version", title="Version", width=90),
                    Column(name="resource", title="Resource"),
                    Column(name="removed_release", title="Gone from", width=100),
                ),
                sort="Gone from",
            ),
            no_value="None is used",
        ),
    )
