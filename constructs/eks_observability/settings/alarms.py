"""CloudWatch alarms on a cluster: which there are, from where on, and whom they reach."""

from typing import Annotated

from pydantic import Field

from eks_observability.settings.alert_thresholds import Percent, SmallPercent
from eks_observability.settings.alerts import AlertName
from eks_observability.settings.section import Section, Text

TopicArn = Annotated[
    str,
    Text(
        r"^arn:[a-z-]+:sns:[a-z0-9-]+:\d{12}:[0-9A-Za-z_-]{1,256}$",
        "the ARN of a standard topic, such as arn:aws:sns:eu-central-1:111122223333:oncall",
    ),
]
Requests = Annotated[int, Field(ge=1, le=1_000_000)]


class AlarmThresholds(Section):
    """From where on something is worth an alarm."""

    node_cpu_percent: Percent = 90
    """CPU of the node that uses most of its own, in percent."""

    node_memory_percent: Percent = 90
    """Memory of the node that uses most of its own, in percent."""

    node_filesystem_percent: Percent = 85
    """File system of the node that uses most of its own, in percent."""

    pod_restarts: Annotated[int, Field(ge=1, le=100_000)] = 5
    """Restarts of containers in five minutes."""

    pending_pods: Annotated[int, Field(ge=1, le=100_000)] = 5
    """Pods that wait for a node and find none."""

    api_server_error_percent: SmallPercent = 5
    """Requests to the API server that fail with a 5xx, in percent."""

    api_server_latency_milliseconds: Annotated[int, Field(ge=10, le=60_000)] = 1000
    """Time in which the API server answers 99 of a hundred requests that write, in milliseconds."""

    refused_requests: Requests = 100
    """Requests to the API server in five minutes that are refused with 401 or 403."""

    anonymous_requests: Requests = 20
    """Requests to the API server in five minutes that nobody's name is on, but for those that ask
    whether it is alive."""


class Alarms(Section):
    """CloudWatch alarms on Container Insights and on the control plane's logs.

    Costs: a monthly price each, and three times that for those with a band.
    """

    enabled: bool = True
    """Whether to make them. Which there are follows from what is measured: Container Insights with
    `mode: manifests` or the add-on's `metrics: classic`, and the audit log (docs/alarms.md)."""

    topic_arn: TopicArn | None = None
    """A topic that they reach, in the cluster's account and Region, whose policy lets CloudWatch
    publish. Default: the hub's, where the cluster is in its account and Region."""

    off: tuple[AlertName, ...] = ()
    """Alarms to leave out, by name. Default: none."""

    thresholds: AlarmThresholds = AlarmThresholds()
    """From where on something is worth an alarm."""

    anomaly_detection: bool = True
    """Whether to warn of what is unusual too, whatever its height: in CloudWatch by bands, and in
    the hub's workspace by anomaly detectors. Costs: three metrics a band, and samples that a
    detector asks for."""

    anomaly_band: Annotated[float, Field(ge=1, le=10)] = 3
    """Standard deviations up to which something is usual. More of them, fewer alarms."""
