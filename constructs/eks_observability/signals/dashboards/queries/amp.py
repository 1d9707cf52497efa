"""What Amazon Managed Service for Prometheus says of itself, in CloudWatch.

Names and dimensions: AMP User Guide, "CloudWatch metrics for Amazon Managed Service for Prometheus
resources" and "Service quotas". Every workspace of the Region is a series of its own.
"""

from typing import Final

from eks_observability.signals.dashboards.model import PluginQuery
from eks_observability.signals.dashboards.queries.cloudwatch import metric

_WORKSPACE: Final = "${PROP('Dim.Workspace')}"
_USAGE: Final = {"Service": "Prometheus", "Type": "Resource", "Class": "None"}


def usage(resource: str) -> PluginQuery:
    """What a workspace uses of a quota.

    Args:
        resource: What of, such as `ActiveSeries` or `IngestionRate`.
    """
    return metric(
        "AWS/Usage",
        "ResourceCount",
        statistic="Maximum",
        dimensions={**_USAGE, "Resource": resource, "ResourceId": "*"},
        label="${PROP('Dim.ResourceId')}",
    )


def of_workspace(name: str, label: str, *, statistic: str = "Sum") -> PluginQuery:
    """Something that is counted of each workspace, whatever else tells its series apart.

    Args:
        name: The metric.
        label: What it is.
        statistic: What becomes of a period's values.
    """
    return metric(
        "AWS/Prometheus",
        name,
        statistic=statistic,
        dimensions={"Workspace": "*"},
        label=f"{label} {_WORKSPACE}",
        exact=False,
    )
