"""The stack of the hub: what all clusters write to, once for an account and a Region."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from eks_observability.insights.anomaly_detectors import AnomalyDetectors
from eks_observability.insights.devops_guru import let_devops_guru_publish
from eks_observability.notes import note_change
from eks_observability.prometheus.alert_delivery import AlertDelivery
from eks_observability.prometheus.alert_manager import alert_manager_definition
from eks_observability.prometheus.dashboard_links import dashboard_url
from eks_observability.prometheus.rule_file import (
    ALERTS_NAMESPACE,
    RECORDING_NAMESPACE,
    links,
    rule_file,
)
from eks_observability.prometheus.rules import RuleGroups
from eks_observability.prometheus.workspace import MetricsWorkspace
from eks_observability.prometheus.workspace_alarms import WorkspaceAlarms
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import Settings
from eks_observability.signals.alerts.watchdog import WATCHDOG
from eks_observability.signals.anomaly_detectors.watched import watched
from eks_observability.signals.rule_groups import alert_groups, recording_groups
from eks_observability.signals.scope import rule_scope
from eks_observability.stacks.hub_grafana import HubGrafana
from eks_observability.stacks.hub_need import tells_people
from eks_observability.stacks.hub_workspace import PARAMETER
from eks_observability.tracing.transaction_search import TransactionSearch


class HubStack(cdk.Stack):
    """The workspace for metrics, its rules and Grafana; and whom alerts and alarms reach.

    Without metrics in any cluster there is no workspace, and nothing of what belongs to it.

    Args:
        scope: The app, or a stage of it.
        settings: The whole settings file.
    """

    workspace: WorkspaceReference | None = None
    """The workspace, made here or not; None where no cluster's metrics are collected."""

    delivery: AlertDelivery | None
    """Whom alerts and alarms reach; None where there are neither."""

    def __init__(self, scope: Construct, *, settings: Settings) -> None:
        account, region = settings.hub_place
        super().__init__(
            scope,
            "Hub",
            stack_name="EksObservability-Hub",
            description="Observability of EKS clusters: what they share",
            env=cdk.Environment(account=account, region=region),
            tags=dict(settings.tags),
        )
        self._settings = settings
        self.delivery = self._deliver() if tells_people(settings) else None
        if self.delivery and settings.devops_guru.enabled:
            let_devops_guru_publish(self.delivery.listened_to[0])
        if settings.collecting:
            self.workspace = self._keep_metrics(self.delivery)
        search = settings.hub.transaction_search
        if search.mode == "on":
            TransactionSearch(self, "TransactionSearch", indexing_percent=search.indexing_percent)

    def _keep_metrics(self, delivery: AlertDelivery | None) -> WorkspaceReference:
        """The workspace with its rules, and what shows it and watches over it."""
        given = self._settings.hub.workspace.id
        if given:
            account, region = self._settings.hub_place
            workspace = WorkspaceReference(id=given, account=account, region=region)
            self._use_what_is_there(workspace, delivery)
        else:
            workspace = self._make_workspace(delivery)
        grafana = self._show(workspace) if self._settings.grafana.enabled else None
        rules = self._add_rules(workspace, grafana)
        self._detect_anomalies(workspace)
        if delivery:
            delivery.let_publish(workspace)
            alarms = WorkspaceAlarms(
                self,
                "Alarms",
                workspace=workspace,
                listened_to=delivery.listened_to,
                watchdog=None if WATCHDOG in self._settings.alerts.off else delivery.watchdog,
            )
            # Nothing is sent before it may be, and nothing is missed before it can be sent.
            if rules:
                rules[-1].node.add_dependency(delivery)
                alarms.node.add_dependency(rules[-1])
        self._say_where(workspace, grafana)
        return workspace

    def _deliver(self) -> AlertDelivery:
        alerts = self._settings.alerts
        return AlertDelivery(
            self,
            "Delivery",
            emails=alerts.emails,
            webhooks=alerts.webhooks,
            slack=alerts.slack,
            teams=alerts.teams,
        )

    def _make_workspace(self, delivery: AlertDelivery | None) -> WorkspaceReference:
        wanted = self._settings.hub.workspace
        arn = wanted.kms_key_arn
        queries = wanted.query_logging
        made = MetricsWorkspace(
            self,
            "Workspace",
            alias=wanted.alias,
            retention_days=wanted.retention_days,
            encryption_key=kms.Key.from_key_arn(self, "WorkspaceKey", arn) if arn else None,
            alert_manager_definition=self._definition(delivery) if delivery else None,
            logging=wanted.logging,
            query_log_samples=queries.samples if queries.enabled else None,
            log_retention_days=wanted.log_retention_days,
            out_of_order_seconds=wanted.out_of_order_seconds,
            series_limits=wanted.series_limits,
            writers=self._other_accounts(),
            on_destroy=wanted.on_destroy,
        )
        for topic in delivery.resources if delivery else ():
            made.workspace.add_resource_dependency(topic)
        return made.reference

    def _use_what_is_there(
        self, workspace: WorkspaceReference, delivery: AlertDelivery | None
    ) -> None:
        """Say what is added to a workspace that exists, and what CloudFormation cannot add."""
        there = workspace.id
        note_change(
            self,
            f"adds rules to the AMP workspace {there}, in rule groups namespaces of their own, and "
            "anomaly detectors; destroy takes them out",
        )
        if delivery:
            # In the template, where make artifacts finds it and nothing else reads it.
            delivery.resources[0].add_metadata("AlertManagerDefinition", self._definition(delivery))
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:alertManagerOfYourOwn",
                f"the AMP workspace {there} exists, so its alert manager stays as it is, and no "
                "alert reaches the topics made here until it is told to: merge "
                "dist/hub/alert-manager-definition.yaml (make artifacts) into its own, and run aws "
                f"amp put-alert-manager-definition --region {workspace.region} "
                f"--workspace-id {there} --data fileb://dist/hub/alert-manager-definition.yaml "
                "(create-alert-manager-definition where it has none)",
            )

    def _definition(self, delivery: AlertDelivery) -> str:
        return alert_manager_definition(delivery.topics, self._settings.alerts.repeat)

    def _other_accounts(self) -> tuple[str, ...]:
        """Accounts of clusters that write here from elsewhere."""
        accounts = {cluster.account for cluster in self._settings.collecting}
        return tuple(sorted(accounts - {self.account}))

    def _show(self, workspace: WorkspaceReference) -> HubGrafana:
        return HubGrafana(self, "Grafana", settings=self._settings, metrics=workspace)

    def _add_rules(
        self, workspace: WorkspaceReference, grafana: HubGrafana | None
    ) -> list[RuleGroups]:
        """Recording rules, and after them alerts, those there are."""
        alerts = self._settings.alerts
        scope = rule_scope(self._settings)
        recording = recording_groups(scope, alerts.recording_rules)
        groups = [("RecordingRules", RECORDING_NAMESPACE, recording)]
        if alerts.enabled:
            firing = alert_groups(scope, off=alerts.off, custom=alerts.alerts)
            groups.append(("Alerts", ALERTS_NAMESPACE, firing))
        url = grafana.reference.url if grafana else None
        leads = links(alerts, dashboard_url=dashboard_url(self._settings, grafana_url=url))
        return [
            RuleGroups(
                self,
                construct_id,
                workspace=workspace,
                name=name,
                rule_file=rule_file(rules, leads),
            )
            for construct_id, name, rules in groups
            if rules
        ]

    def _detect_anomalies(self, workspace: WorkspaceReference) -> None:
        wanted = watched(rule_scope(self._settings), off=self._settings.alerts.off)
        if wanted:
            AnomalyDetectors(self, "AnomalyDetectors", workspace=workspace, watched=wanted)

    def _say_where(self, workspace: WorkspaceReference, grafana: HubGrafana | None) -> None:
        """Publish the workspace's id for Cluster stacks, and say how to ask it."""
        ssm.StringParameter(
            self,
            "WorkspaceParameter",
            parameter_name=PARAMETER,
            string_value=workspace.id,
            description="The AMP workspace that EKS clusters here write to",
        )
        query = f"{workspace.query_url}?query=up"
        outputs = {
            "WorkspaceId": ("The workspace for metrics", workspace.id),
            "RemoteWriteUrl": ("Where samples are written to", workspace.remote_write_url),
            "QueryCommand": (
                "Asks the workspace what it scrapes (pip install awscurl)",
                f"awscurl -X POST --region {workspace.region} --service aps '{query}' | jq .",
            ),
        }
        if grafana:
            outputs["GrafanaUrl"] = ("Where dashboards are", grafana.reference.url)
            outputs["GrafanaLeftAsEdited"] = (
                "What a person edited in Grafana, and the last write of it left",
                grafana.content.resource.get_att_string("LeftAsEdited"),
            )
        for name, (description, value) in outputs.items():
            cdk.CfnOutput(self, name, description=description, value=value)
