"""What collectors ask of the cluster."""

from collections.abc import Mapping
from typing import Final, Literal

from eks_observability_charts.resources import Resources

ClusterSize = Literal["small", "medium", "large"]
"""How many nodes a cluster has: up to 100, up to 500, up to 1,000."""

DEFAULT_NODE_RESOURCES: Final = Resources(
    cpu_request_millicores=50, memory_request_mebibytes=160, memory_limit_mebibytes=320
)
"""The collector on each node."""

CLUSTER_RESOURCES: Final[Mapping[ClusterSize, Resources]] = {
    "small": Resources(
        cpu_request_millicores=100, memory_request_mebibytes=512, memory_limit_mebibytes=1024
    ),
    "medium": Resources(
        cpu_request_millicores=500, memory_request_mebibytes=1536, memory_limit_mebibytes=4096
    ),
    "large": Resources(
        cpu_request_millicores=1000, memory_request_mebibytes=3072, memory_limit_mebibytes=8192
    ),
}
"""The collector that measures the cluster as a whole."""
