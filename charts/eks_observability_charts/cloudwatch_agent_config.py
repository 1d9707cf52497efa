"""What the CloudWatch agent is told: cwagentconfig.json."""

import json


def cwagentconfig(
    *, cluster_name: str, region: str, enhanced_observability: bool, interval_seconds: int
) -> str:
    """The agent's configuration for Container Insights, and for nothing else.

    Keys: CloudWatch User Guide, "Manually create or edit the CloudWatch agent configuration file"
    (`region`, `force_flush_interval`), and "Setting up the CloudWatch agent to collect cluster
    metrics" (`kubernetes`).

    Args:
        cluster_name: The cluster's name, which metrics carry and the log group has in its own.
        region: Where to send to. By itself the agent asks the instance metadata service.
        enhanced_observability: Whether to measure containers and the control plane too.
        interval_seconds: Seconds between two measurements.
    """
    kubernetes = {
        "cluster_name": cluster_name,
        "metrics_collection_interval": interval_seconds,
        "enhanced_container_insights": enhanced_observability,
    }
    config = {
        "agent": {"region": region},
        "logs": {
            "metrics_collected": {"kubernetes": kubernetes},
            # Seconds that events wait at most to be sent together, as in AWS's quick start.
            "force_flush_interval": 5,
        },
    }
    return json.dumps(config, indent=2)
