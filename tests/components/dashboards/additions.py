"""Series that the recorded programs had no cause for, written as their sources have them.

CoreDNS passed nothing on (coredns 1.12, plugin/pkg/proxy/metrics.go), and the API server asked no
webhook (kubernetes 1.34, apiserver, pkg/admission/metrics/metrics.go).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

_DNS_BOUNDS: Final = ("0.00025", "0.0005", "0.001", "0.002", "0.004", "0.008", "0.016", "0.032")
_DNS_BOUNDS_SLOW: Final = ("0.064", "0.128", "0.256", "0.512", "1.024", "2.048", "4.096", "8.192")
_WEBHOOK_BOUNDS: Final = ("0.005", "0.025", "0.1", "0.5", "1", "2.5", "10", "25")


def coredns() -> str:
    """What CoreDNS counts of questions that the resolver behind answered."""
    bounds = (*_DNS_BOUNDS, *_DNS_BOUNDS_SLOW)
    labels = {"proxy_name": "forward", "to": "10.0.0.2:53"}
    return "".join(
        _histogram(
            "coredns_proxy_request_duration_seconds",
            bounds,
            (
                ({**labels, "rcode": "NOERROR"}, 0.0012, 40),
                ({**labels, "rcode": "NXDOMAIN"}, 0.0009, 15),
            ),
        )
    )


def api_server() -> str:
    """What the API server counts of webhooks that it asked."""
    return "".join(
        _histogram(
            "apiserver_admission_webhook_admission_duration_seconds",
            _WEBHOOK_BOUNDS,
            (
                (
                    {"name": name, "operation": "CREATE", "rejected": "false", "type": kind},
                    seconds,
                    count,
                )
                for name, kind, seconds, count in (
                    ("mpod.elbv2.k8s.aws", "admit", 0.012, 400),
                    ("vpod.cert-manager.example.com", "validating", 0.031, 150),
                )
            ),
        )
    )


def _histogram(
    name: str,
    bounds: tuple[str, ...],
    series: Iterable[tuple[Mapping[str, str], float, int]],
) -> Iterator[str]:
    """A histogram in which every observation of a series is the same."""
    yield f"# TYPE {name} histogram\n"
    for labels, seconds, count in series:
        text = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
        for bound in (*bounds, "+Inf"):
            reached = count if seconds <= float(bound) else 0
            yield f'{name}_bucket{{{text},le="{bound}"}} {reached}\n'
        yield f"{name}_sum{{{text}}} {seconds * count}\n{name}_count{{{text}}} {count}\n"
