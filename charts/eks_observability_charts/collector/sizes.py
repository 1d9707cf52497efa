"""What collectors ask of the cluster."""

from collections.abc import Mapping
from typing import Final, Literal

from eks_observability_charts.resources import Resources

ClusterSize = Literal["small", "medium", "large"]
"""How many nodes a cluster has: up to 100, up to 500, up to 1,000."""

DEFAULT_NODE_RESOURCES: Final = Resources(
    cpu_request_millicores=50, memory_request_mebibytes=128, memory_limit_mebibytes=512
)
"""The collector on each node. Measured: 100 MiB at rest, 315 MiB where all of cAdvisor's 20,000
series of a node with 110 pods have waited ten minutes for the workspace; with the 46,000 of 250
pods, the most that EKS has, it refuses what does not fit and stays below its limit."""

OTLP_NODE_RESOURCES: Final = Resources(
    cpu_request_millicores=100, memory_request_mebibytes=192, memory_limit_mebibytes=768
)
"""The collector on each node where applications send to it, too."""

SAMPLER_RESOURCES: Final = Resources(
    cpu_request_millicores=200, memory_request_mebibytes=512, memory_limit_mebibytes=1536
)
"""Each of the collectors that hold traces until it is decided whether they are kept."""

CLUSTER_RESOURCES: Final[Mapping[ClusterSize, Resources]] = {
    "small": Resources(
        cpu_request_millicores=100, memory_request_mebibytes=256, memory_limit_mebibytes=1024
    ),
    "medium": Resources(
        cpu_request_millicores=200, memory_request_mebibytes=640, memory_limit_mebibytes=2560
    ),
    "large": Resources(
        cpu_request_millicores=400, memory_request_mebibytes=1280, memory_limit_mebibytes=4096
    ),
}
"""The collector that measures the cluster as a whole, with ten pods a node. Measured where series
have waited ten minutes: 760 MiB with all 60,000 of kube-state-metrics of 100 nodes, 2,600 MiB with
the 180,000 of 600,000 that are kept by default of 1,000 nodes."""
