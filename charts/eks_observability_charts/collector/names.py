"""What things in the cluster are called."""

from typing import Final

NAMESPACE: Final = "prometheus"
"""Where collectors run."""

NODE_COLLECTOR: Final = "observability"
"""The collector on each node, an OpenTelemetryCollector. Its pods are `observability-collector`."""

CLUSTER_COLLECTOR: Final = "observability-cluster"
"""The collector that measures the cluster as a whole."""

MONITOR_COLLECTOR: Final = "observability-monitors"
"""The collector of what ServiceMonitor and PodMonitor objects name."""

MONITOR_ALLOCATOR: Final = "observability-monitors-targetallocator"
"""Service account of its target allocator."""

SAMPLER_COLLECTOR: Final = "observability-sampler"
"""The collector that decides which traces are kept, where it is done by the whole of a trace."""

NODE_ACCOUNT: Final = "amp-iamproxy-ingest-role"
"""Service account of the collectors on nodes."""

CLUSTER_ACCOUNT: Final = "observability-cluster"
"""Service account of the other collectors."""

SAMPLER_ACCOUNT: Final = "observability-sampler"
"""Service account of the collector that decides which traces are kept."""
