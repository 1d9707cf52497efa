"""Grafana, as the stack of the hub has it."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.cloudwatch.container_insights_add_on import agent_log_groups
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.grafana.access import GrafanaAccess, Role
from eks_observability.grafana.content import GrafanaContent
from eks_observability.grafana.data_sources import PLUGINS, DataSource, data_sources
from eks_observability.grafana.reference import GrafanaReference
from eks_observability.grafana.rights import ReadableLogs, accept_reading, reading
from eks_observability.grafana.workspace import ManagedGrafana
from eks_observability.handler_network import HandlerNetwork
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import ClusterSettings, Settings
from eks_observability.stacks.hub_content import HOME, dashboard_files, folders, plugins


class HubGrafana(Construct):
    """The workspace, made here or not, who gets in, and what is in it.

    Args:
        scope: The Hub stack.
        construct_id: Id, unique within `scope`.
        settings: The whole settings file, with Grafana switched on.
        metrics: The hub's workspace for metrics.
    """

    reference: GrafanaReference
    """The workspace."""

    content: GrafanaContent
    """What is in it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        settings: Settings,
        metrics: WorkspaceReference,
    ) -> None:
        super().__init__(scope, construct_id)

        self._settings, self._metrics = settings, metrics
        self._logs = readable_logs(settings)
        given = settings.grafana.workspace.id
        self.reference = self._use_what_is_there(given) if given else self._make_workspace()
        access = self._let_in()
        self.content = self._fill()
        self._warn_of_logs_elsewhere()
        if access:
            # One after the other: Grafana takes one change of a workspace at a time.
            self.content.node.add_dependency(access)

    def _make_workspace(self) -> GrafanaReference:
        return ManagedGrafana(
            self,
            "Workspace",
            metrics=self._metrics,
            logs=self._logs,
            settings=self._settings.grafana.workspace,
        ).reference

    def _use_what_is_there(self, given: str) -> GrafanaReference:
        """A workspace that exists, and a policy for its role, which is somebody else's."""
        account, region = self._settings.hub_place
        policy = iam.ManagedPolicy(
            self,
            "Reading",
            description="What Grafana may read of EKS clusters' observability",
            statements=reading(self, self._metrics, self._logs),
        )
        accept_reading(policy, self._logs)
        cdk.CfnOutput(
            self,
            "Policy",
            description="Attach it to the role of the Grafana workspace",
            value=policy.managed_policy_arn,
        ).override_logical_id("GrafanaPolicyArn")
        cdk.Annotations.of(self).add_warning_v2(
            "eks-observability:roleOfGrafana",
            f"the Grafana workspace {given} exists, so its role stays as it is, and dashboards are "
            "empty until it may read what they show: attach the policy of the output "
            "GrafanaPolicyArn to it (aws iam attach-role-policy)",
        )
        return GrafanaReference(id=given, account=account, region=region)

    def _let_in(self) -> GrafanaAccess | None:
        """Roles by IAM Identity Center, where that is how people sign in."""
        grafana = self._settings.grafana
        users, groups = _roles(self._settings, "users"), _roles(self._settings, "groups")
        if grafana.workspace.authentication == "saml" and not grafana.workspace.id:
            return None
        if not users and not groups and not grafana.workspace.id:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:nobodySignsIn",
                "Grafana is on and nobody gets in: name users or groups of IAM Identity Center in "
                "grafana.access, or let them in by hand in the console",
            )
        # Also without anybody: whoever is taken out of the settings loses the role.
        return GrafanaAccess(self, "Access", workspace=self.reference, users=users, groups=groups)

    def _fill(self) -> GrafanaContent:
        grafana, wanted = self._settings.grafana, plugins(self._settings)
        if not wanted:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:noPlugins",
                f"grafana.workspace.plugin_admin is false, so {' and '.join(PLUGINS)} are not "
                "installed: unless the workspace has them, their data sources cannot be made, or "
                "answer nothing",
            )
        return GrafanaContent(
            self,
            "Content",
            workspace=self.reference,
            folders=folders(self._settings),
            dashboards=dashboard_files(self._settings),
            data_sources=self._sources(),
            plugins=wanted,
            home=HOME,
            community_dashboards={each.id: each.revision for each in grafana.community_dashboards},
            teams={each.name: each.permission for each in grafana.teams},
            edited_by_hand=grafana.edited_by_hand,
            network=_network(self._settings),
        )

    def _warn_of_logs_elsewhere(self) -> None:
        """The dashboard asks in the hub's account and Region, by the name that series have."""
        settings = self._settings
        elsewhere = [
            each.name
            for each in settings.clusters
            if (each.account, each.region) != settings.hub_place
            or settings.cluster_label(each) != each.name
        ]
        if elsewhere:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:logsElsewhere",
                f"Grafana's dashboard Logs stays empty for {', '.join(elsewhere)}: it finds log "
                "groups in the account and Region of the hub alone, by metrics.cluster_label",
            )

    def _sources(self) -> tuple[DataSource, ...]:
        settings = self._settings
        return data_sources(
            self._metrics,
            region=settings.hub_place[1],
            scrape_seconds=max(
                settings.capabilities_of(each).metrics.interval_seconds
                for each in settings.collecting
            ),
        )


def _network(settings: Settings) -> HandlerNetwork | None:
    workspace = settings.grafana.workspace
    if workspace.id or not workspace.network or not workspace.vpc:
        return None
    vpc = workspace.vpc
    return HandlerNetwork(subnets=vpc.subnets, security_groups=vpc.security_groups)


def readable_logs(settings: Settings) -> tuple[ReadableLogs, ...]:
    """The log groups of the clusters in the hub's account, by Region."""
    account, _ = settings.hub_place
    names: dict[str, list[str]] = {}
    for cluster in settings.clusters:
        if cluster.account == account:
            names.setdefault(cluster.region, []).extend(_groups(settings, cluster))
    return tuple(ReadableLogs(region=region, names=names[region]) for region in sorted(names))


def _groups(settings: Settings, cluster: ClusterSettings) -> list[str]:
    """A few names for many, as a role's policies have few characters."""
    insights = settings.capabilities_of(cluster).container_insights
    known = log_group_names(cluster.name)
    of_agents = f"{known['application'].rpartition('/')[0]}/"
    add_on = (
        agent_log_groups(cluster.name, metrics=insights.addon.metrics, logs=insights.addon.logs)
        if insights.mode == "addon"
        else ()
    )
    others = {group for group in add_on if not group.startswith(of_agents)}
    return [known["control_plane"], f"{of_agents}*", *sorted(others)]


def _roles(settings: Settings, kind: str) -> dict[str, Role]:
    access = settings.grafana.access
    named: dict[Role, tuple[str, ...]] = {
        "ADMIN": getattr(access.admins, kind),
        "EDITOR": getattr(access.editors, kind),
        "VIEWER": getattr(access.viewers, kind),
    }
    return {person: role for role, people in named.items() for person in people}
