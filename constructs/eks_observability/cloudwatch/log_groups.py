"""The names of a cluster's log groups, as EKS and Container Insights give them."""

from typing import Final

CONTROL_PLANE: Final = "control_plane"
CONTAINER_INSIGHTS: Final = (
    "application",
    "dataplane",
    "host",
    "performance",
    "events",
    "otlp",
)


def log_group_names(cluster_name: str) -> dict[str, str]:
    """Every log group of a cluster, by the word the settings use for it.

    The control plane's name is EKS's own (EKS User Guide, "Send control plane logs to CloudWatch
    Logs"), the others are what the CloudWatch agent and Fluent Bit write to (CloudWatch User Guide,
    "Container Insights"), and `events` and `otlp` are named like them.
    """
    insights = {
        name: f"/aws/containerinsights/{cluster_name}/{name}" for name in CONTAINER_INSIGHTS
    }
    return {CONTROL_PLANE: f"/aws/eks/{cluster_name}/cluster", **insights}
