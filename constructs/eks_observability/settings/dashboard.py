"""The CloudWatch dashboard of a cluster."""

from typing import Annotated

from eks_observability.settings.section import Section, Text

DashboardName = Annotated[
    str,
    Text(
        r"^[0-9A-Za-z_-]{1,255}$",
        "1 to 255 letters, digits, hyphens and underscores, such as EKS-Dashboard",
    ),
]
"""What CloudWatch takes for a dashboard's name (CloudWatch API, PutDashboard)."""


class Dashboard(Section):
    """The CloudWatch dashboard of the cluster.

    Costs: a monthly price per dashboard beyond the account's first three.
    """

    enabled: bool = True
    """Whether to make it."""

    name: DashboardName = "EKS-Dashboard"
    """Its name. Where several clusters share an account and a Region, the cluster's name is put in
    front, unless the name is given for that one cluster."""

    log_queries: bool = True
    """Whether it shows what the control-plane logs answer. Costs: each opening and each refresh
    scans the logs of the time range shown, at CloudWatch Logs Insights' price per GB."""
