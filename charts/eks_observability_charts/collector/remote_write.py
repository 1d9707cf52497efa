"""Where a collector writes to, and how it waits while it cannot."""

from dataclasses import dataclass
from typing import Any, Final

PATIENCE_SECONDS: Final = 900
"""How long a batch is tried, in seconds: an outage of ten minutes and then some. What is behind it
in the queue waits, so that the order of samples stays."""

RETRY_SECONDS: Final = 10
"""How long to wait between two tries, in seconds."""

REQUEST_BYTES: Final = 1_000_000
"""Most bytes of a request, before they are compressed: AMP takes one megabyte (AMP User Guide,
"Service quotas"), and what is refused with 413 is lost. The exporter's own limit is three
(opentelemetry-collector-contrib#20289)."""

SIGNER: Final = "sigv4auth"
"""The extension that signs requests."""

RETRY_WHEN_THROTTLED: Final = "exporter.prometheusremotewritexporter.RetryOn429"
"""The feature gate without which a batch is dropped that AMP has asked to send later."""

_DEAD_AFTER_SECONDS: Final = 30


@dataclass(frozen=True, kw_only=True)
class RemoteWrite:
    """A workspace of Amazon Managed Service for Prometheus."""

    url: str
    """Its remote write URL."""

    region: str
    """Its Region, which requests are signed for."""

    cluster: str
    """The cluster's name, which every series carries in the label `cluster`."""


def exporter(remote_write: RemoteWrite, *, queue_size: int) -> dict[str, Any]:
    """The exporter `prometheusremotewrite` (opentelemetry-collector-contrib, its README and code).

    Args:
        remote_write: Where it writes to.
        queue_size: How many batches wait; those that come later are lost.
    """
    return {
        "endpoint": remote_write.url,
        "auth": {"authenticator": SIGNER},
        "external_labels": {"cluster": remote_write.cluster},
        # Names and labels are those that were scraped: no suffixes, no labels about the receiver.
        "translation_strategy": "UnderscoreEscapingWithoutSuffixes",
        "target_info": {"enabled": False},
        "disable_scope_info": True,
        # For all tries together: they are made within it.
        "timeout": f"{PATIENCE_SECONDS}s",
        "retry_on_failure": {
            "enabled": True,
            "initial_interval": f"{RETRY_SECONDS}s",
            "max_interval": f"{3 * RETRY_SECONDS}s",
            "max_elapsed_time": f"{PATIENCE_SECONDS}s",
        },
        # A try that nobody answers would use up all of the time.
        "http2_read_idle_timeout": f"{_DEAD_AFTER_SECONDS}s",
        "http2_ping_timeout": f"{_DEAD_AFTER_SECONDS}s",
        "remote_write_queue": {"enabled": True, "queue_size": queue_size},
        "max_batch_size_bytes": REQUEST_BYTES,
        # One after the other, because AMP refuses samples that are older than their series' last.
        "max_batch_request_parallelism": 1,
    }


def signer(remote_write: RemoteWrite) -> dict[str, Any]:
    """The extension `sigv4auth`, with the credentials that the pod is given."""
    return {"region": remote_write.region, "service": "aps"}
