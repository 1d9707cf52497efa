"""CoreDNS: what it is asked, how it answers, and whether the resolver behind it does."""

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Dashboard, Panel, Row
from eks_observability.signals.dashboards.parts import lines, number, share
from eks_observability.signals.dashboards.queries import coredns as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above, any_is_bad
from eks_observability.signals.dashboards.variables import CLUSTER

_LINKS = (
    Link(
        title="This pod",
        to="pods",
        labels=(("pod", "pod"),),
        values=(("namespace", "kube-system"),),
    ),
    Link(
        title="Logs of this pod",
        to="logs",
        labels=(("pod", "pod"),),
        values=(("namespace", "kube-system"),),
    ),
)


def dashboard(scope: DashboardScope) -> Dashboard:
    """How well names are found.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="coredns",
        title="CoreDNS",
        description="What the cluster's name servers are asked, how fast and how well they answer, "
        "and whether the resolver of the VPC behind them does.",
        variables=(CLUSTER,),
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Questions", panels=_questions()),
            Row(title="Answers", panels=_answers(limits)),
            Row(title="Resolver behind, and cache", panels=_behind()),
            Row(title="Servers", panels=_servers()),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    seconds = limits.coredns_latency_milliseconds / 1000
    return (
        number("Answers", "Answers a second.", queries.answers(), unit="reqps"),
        share(
            "Failed",
            "Answers that are SERVFAIL: CoreDNS, or the resolver behind it, could not answer.",
            queries.failed_share(),
            percent=limits.coredns_error_percent,
            width=8,
        ),
        number(
            "Time of 99 of 100",
            "In how long 99 of 100 answers are given. Red from where an alert begins.",
            queries.slowest_seconds(),
            unit="s",
            thresholds=above(seconds),
        ),
        number(
            "From the cache",
            "Questions that the cache answers. Names outside the cluster are asked for with each "
            "search domain first, unless they end with a dot.",
            queries.cached_share(),
            unit="percentunit",
            decimals=1,
        ),
        number(
            "Panics",
            "How often CoreDNS panicked in the time that is shown.",
            queries.panics(),
            thresholds=any_is_bad(),
            decimals=0,
        ),
    )


def _questions() -> tuple[Panel, ...]:
    return (
        lines(
            "Questions by type",
            "Questions a second. As many AAAA as A are usual: programs ask for both.",
            {"{{type}}": queries.questions_by("type")},
            unit="reqps",
            look=Lines(stacked=True),
            width=8,
        ),
        lines(
            "Questions by protocol",
            "Questions a second. TCP is asked again with, when an answer was cut.",
            {"{{proto}}": queries.questions_by("proto")},
            unit="reqps",
            look=Lines(stacked=True),
            width=8,
        ),
        lines(
            "Questions by server",
            "Questions a second, by pod. One that gets far more than the others has clients that "
            "keep a connection.",
            {"{{pod}}": queries.questions_by_server()},
            unit="reqps",
            links=_LINKS,
            width=8,
        ),
    )


def _answers(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        lines(
            "Answers by code",
            "Answers a second. NXDOMAIN is what search domains cost; SERVFAIL is a failure.",
            {"{{rcode}}": queries.answers_by_code()},
            unit="reqps",
            look=Lines(stacked=True),
            width=8,
        ),
        lines(
            "Time of an answer",
            "In how long 99 of 100 answers are given, and the average of each server.",
            {"99 of 100": queries.slowest_seconds(), "Average of {{pod}}": queries.mean_seconds()},
            unit="s",
            thresholds=above(limits.coredns_latency_milliseconds / 1000),
            width=8,
        ),
        lines(
            "Size of questions and answers",
            "Bytes on average. Answers above 512 are cut for clients that do not know better.",
            {
                "Questions": queries.mean_bytes("request"),
                "Answers": queries.mean_bytes("response"),
            },
            unit="bytes",
            width=8,
        ),
    )


def _behind() -> tuple[Panel, ...]:
    return (
        lines(
            "Passed on",
            "Questions a second that the resolver behind answers, by code. The VPC's takes 1,024 "
            "packets a second of each network interface.",
            {"{{to}} {{rcode}}": queries.forwarded()},
            unit="reqps",
            no_value="Nothing is passed on",
            width=8,
        ),
        lines(
            "Time of the resolver behind",
            "How long it takes on average.",
            {"{{to}}": queries.forwarded_seconds()},
            unit="s",
            no_value="Nothing is passed on",
            width=8,
        ),
        lines(
            "Resolvers that do not answer",
            "Health checks a second that a resolver behind fails, and how often none is healthy.",
            {
                "{{to}}": queries.failed_checks(),
                "None is healthy": queries.all_checks_failed(),
            },
            unit="ops",
            no_value="All answer",
            width=8,
        ),
    )


def _servers() -> tuple[Panel, ...]:
    return (
        lines(
            "Cache",
            "Answers that the cache holds: that there is something, and that there is not.",
            {"{{type}}": queries.cache_entries()},
            width=8,
        ),
        lines(
            "CPU of servers",
            "Cores in use, by pod.",
            {"{{pod}}": queries.processors()},
            links=_LINKS,
            width=8,
        ),
        lines(
            "Memory of servers",
            "Memory in use, by pod. It grows with Services and pods.",
            {"{{pod}}": queries.memory()},
            unit="bytes",
            links=_LINKS,
            width=8,
        ),
        lines(
            "Requests to the API server",
            "Requests a second by which CoreDNS learns of Services, by code.",
            {"{{code}}": queries.kubernetes_requests()},
            unit="reqps",
            width=24,
        ),
    )
