"""From where on something is worth an alert."""

from typing import Annotated

from pydantic import Field

from eks_observability.settings.section import Section

Percent = Annotated[float, Field(ge=1, lt=100)]
"""A share in percent, from one on: 0.9 for 90 would ring for ever."""

SmallPercent = Annotated[float, Field(gt=0, lt=100)]
"""A share in percent of what should not be at all."""

Minutes = Annotated[int, Field(ge=1, le=1440)]
"""Minutes, up to a day."""

Hours = Annotated[int, Field(ge=1, le=720)]
"""Hours, up to thirty days."""


class AlertThresholds(Section):
    """From where on something is worth an alert, in every cluster that writes to the workspace."""

    node_cpu_percent: Percent = 90
    """CPU of a node that is in use, on average over 15 minutes."""

    node_memory_percent: Percent = 90
    """Memory of a node that is in use."""

    node_filesystem_percent: Percent = 85
    """A node's file system that is in use."""

    node_filesystem_full_within_hours: Hours = 24
    """A node's file system that will be full so soon, if it goes on filling as in the last six
    hours."""

    node_network_error_percent: SmallPercent = 1
    """Packets of a node's network interface that fail."""

    cluster_cpu_request_percent: Percent = 90
    """The cluster's CPU that pods have requested."""

    cluster_memory_request_percent: Percent = 90
    """The cluster's memory that pods have requested."""

    pod_restarts_per_hour: Annotated[int, Field(ge=1, le=1000)] = 5
    """Restarts of a container within an hour."""

    pod_pending_minutes: Minutes = 15
    """How long a pod waits for a node, or for its containers to start."""

    rollout_stuck_minutes: Minutes = 15
    """How long a Deployment, StatefulSet or DaemonSet makes no progress."""

    job_hours: Hours = 12
    """How long a Job runs."""

    horizontal_autoscaler_at_limit_minutes: Minutes = 15
    """How long a HorizontalPodAutoscaler stays at its maximum."""

    container_memory_limit_percent: Percent = 90
    """Memory of a container, of its limit."""

    container_cpu_throttled_percent: Percent = 25
    """Periods in which a container was kept from running by its CPU limit."""

    volume_percent: Percent = 85
    """A persistent volume that is in use, by bytes or by inodes."""

    volume_full_within_hours: Hours = 96
    """A persistent volume that will be full so soon, if it goes on filling as in the last six
    hours."""

    kubelet_pods_percent: Percent = 95
    """Pods of a node, of those it can take."""

    api_server_availability_percent: Annotated[float, Field(ge=90, lt=100)] = 99.9
    """Objective: requests to the API server that do not fail with a 5xx, over 30 days. What is left
    to 100 is the error budget; alerts look at how fast it is spent."""

    api_server_latency_percent: Annotated[float, Field(ge=90, lt=100)] = 99
    """Objective: requests to the API server that are answered in time, over 30 days: reads within
    a second, changes within a second, lists of a whole cluster within 30."""

    api_server_terminated_percent: Percent = 5
    """Requests that the API server ends early to protect itself."""

    api_server_client_certificate_hours: Hours = 168
    """How soon a client certificate that somebody uses will have expired."""

    coredns_error_percent: SmallPercent = 1
    """Answers of CoreDNS that are SERVFAIL."""

    coredns_latency_milliseconds: Annotated[int, Field(ge=1, le=8000)] = 500
    """Time in which CoreDNS gives 99 of 100 answers. It measures up to 8 seconds."""

    scheduler_latency_seconds: Annotated[int, Field(ge=1, le=16)] = 10
    """Time in which the scheduler finds a node for 99 of 100 pods, or finds that there is none. It
    measures up to 16 seconds."""

    scheduler_error_percent: Percent = 5
    """Attempts to schedule a pod that end in an error of the scheduler's own."""

    controller_manager_queue_depth: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    """Objects that wait for a controller."""

    vpc_cni_ip_percent: Percent = 90
    """IP addresses of a node that are in use, of those it can have."""

    vpc_cni_failing_nodes_percent: Percent = 10
    """Nodes whose VPC CNI keeps failing in the same way, of those it runs on."""

    collector_queue_percent: Percent = 70
    """A collector's queue that is full, while it cannot write to the workspace."""

    collector_memory_percent: Percent = 85
    """Memory of a collector, of its limit."""

    target_down_percent: Percent = 10
    """Targets of a scrape job that do not answer."""
