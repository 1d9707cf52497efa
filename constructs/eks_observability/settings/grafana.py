"""Grafana: the workspace, who may do what in it, and what is put into it."""

from typing import Annotated, Literal

from pydantic import Field

from eks_observability.settings.grafana_workspace import GrafanaWorkspace
from eks_observability.settings.section import Section, Text

IdentityCenterId = Annotated[
    str,
    Text(
        r"^([0-9a-f]{10}-)?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$",
        "the id of a user or group of IAM Identity Center (not a name, nor an e-mail address), "
        "such as 73847832-1031-70a6-d142-6fbb72a512f0; aws identitystore list-users and "
        "list-groups print them",
    ),
]
"""A user or group of IAM Identity Center (Identity Store API, ResourceId)."""

PluginId = Annotated[
    str,
    Text(
        r"^[a-z0-9]+(-[a-z0-9]+)+$",
        "the id of a plugin as its address in Grafana's catalog has it, such as "
        "grafana-athena-datasource",
    ),
]
TeamName = Annotated[
    str,
    Text(
        r"^[^\s]([^\n\r]{0,188}[^\s])?$",
        "1 to 190 characters without spaces at either end, such as shop",
    ),
]
"""What Grafana takes for a team's name."""


class People(Section):
    """Users and groups of IAM Identity Center, by their ids."""

    users: tuple[IdentityCenterId, ...] = ()
    """Users. Default: none."""

    groups: tuple[IdentityCenterId, ...] = ()
    """Groups: each of their members. Default: none."""


class GrafanaAccess(Section):
    """Who may do what in the workspace, with `authentication: aws_sso`.

    Whoever is taken out of the settings loses the role. Whom somebody let in by hand keeps it.
    """

    admins: People = People()
    """May do everything in Grafana."""

    editors: People = People()
    """May change dashboards."""

    viewers: People = People()
    """May look."""


class CommunityDashboard(Section):
    """A dashboard of grafana.com/dashboards, as it was in one revision."""

    id: Annotated[int, Field(ge=1, le=10_000_000)]
    """Its number there, such as 3119."""

    revision: Annotated[int, Field(ge=1, le=10_000)]
    """Which revision, so that nobody changes what you have by publishing another."""


class Team(Section):
    """What a team of Grafana may do in the folders made here."""

    name: TeamName
    """The team. It is made where there is none of that name; who is in it is Grafana's business."""

    permission: Literal["view", "edit", "admin"] = "view"
    """What its members may do there, besides what their own roles let them."""


class Grafana(Section):
    """Amazon Managed Grafana, with data sources and dashboards for what is measured here.

    Costs: a price per month for each person who signs in, higher for editors and admins than for
    viewers. Needs IAM Identity Center, or an identity provider that speaks SAML.
    """

    enabled: bool = False
    """Whether to have it. Off, because it needs to know who signs in."""

    workspace: GrafanaWorkspace = GrafanaWorkspace()
    """The workspace."""

    access: GrafanaAccess = GrafanaAccess()
    """Who may do what in it."""

    folders: Literal["shared", "per_cluster"] = "shared"
    """`shared`: one folder of dashboards, in which one chooses the cluster. `per_cluster`: a folder
    for each cluster."""

    edited_by_hand: Literal["keep", "refuse", "overwrite"] = "keep"
    """What a deploy does with a dashboard of ours that somebody changed in Grafana. `keep`: leaves
    it as they made it, and says so. `refuse`: fails, and names it. `overwrite`: puts ours back;
    theirs stays in the dashboard's history."""

    plugins: tuple[PluginId, ...] = ()
    """Plugins to install besides those of the data sources. Default: none."""

    community_dashboards: tuple[CommunityDashboard, ...] = ()
    """Dashboards of grafana.com to add. Many of them are older than the names that Kubernetes'
    metrics have today, and stay empty: 3119 is one, and the dashboard Cluster is there in its
    place. Default: none."""

    teams: tuple[Team, ...] = ()
    """Teams of Grafana, and what they may do in the folders made here. Default: none."""
