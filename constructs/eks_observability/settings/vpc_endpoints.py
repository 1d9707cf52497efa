"""Private ways from a cluster's VPC to what it is observed with."""

from typing import Annotated, Literal

from pydantic import Field

from eks_observability.settings.cluster import SecurityGroupId
from eks_observability.settings.section import Section

EndpointService = Literal["aps-workspaces", "sts", "logs", "monitoring", "xray"]
"""An AWS service that agents and collectors call."""


class VpcEndpoints(Section):
    """Private ways from the cluster's VPC to AWS services, for one without a way to the Internet.

    Needs the cluster's `vpc`. Costs: a price per hour, endpoint and subnet, and per GB.
    """

    enabled: bool = False
    """Whether to make them."""

    services: Annotated[tuple[EndpointService, ...], Field(min_length=1)] = (
        "aps-workspaces",
        "sts",
        "logs",
        "monitoring",
        "xray",
    )
    """Which. Leave out those that the VPC has already: a second one with private DNS is refused."""

    security_groups: tuple[SecurityGroupId, ...] = ()
    """Their security groups, which let nodes and pods in on port 443, as the cluster's own does.
    Default: those of the cluster's `vpc`."""
