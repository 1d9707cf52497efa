"""The configuration of a collector, as the collector reads it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from eks_observability_charts.collector.jobs import COLLECTOR_JOB
from eks_observability_charts.collector.keep import Keep
from eks_observability_charts.collector.memory import memory_limiter
from eks_observability_charts.collector.parts import Part
from eks_observability_charts.collector.relabeling import PUT_TOGETHER
from eks_observability_charts.collector.remote_write import SIGNER, RemoteWrite, exporter, signer
from eks_observability_charts.collector.scrape import ScrapeConfig, scrape, static
from eks_observability_charts.resources import Resources

HEALTH_PORT: Final = 13133
"""Port at which the kubelet asks whether the collector is alive."""

METRICS_PORT: Final = 8888
"""Port of the collector's own metrics, on loopback."""

BATCH_SAMPLES: Final = 8_192
"""Most samples of a batch, which is one request and one place in the queue."""

BATCH_SECONDS: Final = 10
"""How long a batch is filled at most, in seconds."""

ABOUT_SCRAPES: Final = (
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added",
)
"""Series about each target that Prometheus makes itself besides `up`, past all relabeling."""

_REFERENCE: Final = re.compile(r"\$(?=\d|\{\d)")


def configuration(*parts: Part) -> dict[str, Any]:
    """The whole configuration: what all collectors have, and what parts add.

    Args:
        parts: Each with names of its own.
    """
    whole = Part(
        # At every address of the pod, of IPv4 or IPv6.
        extensions={"health_check": {"endpoint": f":{HEALTH_PORT}"}}
    )
    for part in parts:
        whole |= part
    built: dict[str, Any] = _escaped(
        {
            "extensions": whole.extensions,
            "receivers": whole.receivers,
            "processors": whole.processors,
            "exporters": whole.exporters,
            "service": {
                "extensions": list(whole.extensions),
                "pipelines": whole.pipelines,
                "telemetry": _telemetry(),
            },
        }
    )
    return built


def scraped(
    scrapes: Sequence[ScrapeConfig],
    *,
    remote_write: RemoteWrite,
    resources: Resources,
    interval_seconds: int,
    timeout_seconds: int,
    queue_size: int,
    scrape_series: Sequence[str],
) -> Part:
    """The part that scrapes.

    Args:
        scrapes: What is scraped.
        remote_write: Where it is written to.
        resources: What the container is given.
        interval_seconds: Seconds between two scrapes.
        timeout_seconds: Seconds until a scrape is given up.
        queue_size: How many batches wait while nothing can be written.
        scrape_series: Which of `ABOUT_SCRAPES` are kept.
    """
    prometheus = {
        "global": {
            "scrape_interval": f"{interval_seconds}s",
            "scrape_timeout": f"{timeout_seconds}s",
        },
        "scrape_configs": list(scrapes),
    }
    processors = {
        "memory_limiter": memory_limiter(resources),
        **_dropped(scrape_series),
        "metricstransform": PUT_TOGETHER,
        "batch": {
            "send_batch_size": BATCH_SAMPLES,
            "send_batch_max_size": BATCH_SAMPLES,
            "timeout": f"{BATCH_SECONDS}s",
        },
    }
    return Part(
        extensions={SIGNER: signer(remote_write)},
        receivers={"prometheus": {"config": prometheus}},
        processors=processors,
        exporters={"prometheusremotewrite": exporter(remote_write, queue_size=queue_size)},
        pipelines={
            "metrics": {
                "receivers": ["prometheus"],
                "processors": list(processors),
                "exporters": ["prometheusremotewrite"],
            }
        },
    )


def itself(*, cluster: str, collector: str, instance: str, keep: Keep) -> ScrapeConfig:
    """The scrape of the collector's own metrics.

    Args:
        cluster: The cluster's name.
        collector: Which collector it is.
        instance: Which of them.
        keep: Which series are kept.
    """
    return scrape(
        COLLECTOR_JOB,
        cluster=cluster,
        keep=keep,
        found=static([f"127.0.0.1:{METRICS_PORT}"], {"instance": instance, "collector": collector}),
    )


def _dropped(scrape_series: Sequence[str]) -> dict[str, Any]:
    names = [name for name in ABOUT_SCRAPES if name not in scrape_series]
    if not names:
        return {}
    return {"filter": {"metrics": {"exclude": {"match_type": "strict", "metric_names": names}}}}


def _telemetry() -> dict[str, Any]:
    """The collector's own metrics, under the names that its documentation has.

    The three switches differ by default between versions, and change names.
    """
    reader = {
        "host": "127.0.0.1",
        "port": METRICS_PORT,
        "without_scope_info": True,
        "without_type_suffix": True,
        "without_units": True,
    }
    readers = [{"pull": {"exporter": {"prometheus": reader}}}]
    return {
        # Every try that fails is logged as an error, and says no more by 20 lines of Go.
        "logs": {"level": "info", "encoding": "json", "disable_stacktrace": True},
        "metrics": {"level": "normal", "readers": readers},
    }


def _escaped(value: Any) -> Any:  # noqa: ANN401 - any part of a configuration
    """References of relabeling as the collector wants them, which takes `$1` for a variable."""
    match value:
        case str():
            return _REFERENCE.sub("$$", value)
        case Mapping():
            return {name: _escaped(part) for name, part in value.items()}
        case list() | tuple():
            return [_escaped(part) for part in value]
        case _:
            return value
