"""Container Insights by AWS's own add-on, and what its pods may do in AWS."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct, IDependable

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.cloudwatch.container_insights_values import (
    ContainerInsightsValues,
    Logs,
    Metrics,
    check_version,
)
from eks_observability.cloudwatch.log_access import accept_streams, write_logs
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.kubernetes.add_on import AddOn, AddOnError
from eks_observability.notes import note_cost
from eks_observability.settings.workloads import IdentityKind
from eks_observability_charts.agent import NAMESPACE
from eks_observability_charts.placement import EVERY_TAINT, Toleration

AGENT: Final = "cloudwatch-agent"
"""Service account of the CloudWatch agent, and of Fluent Bit beside it (templates/linux/
fluent-bit-daemonset.yaml of the chart)."""

CLUSTER_SCRAPER: Final = "cloudwatch-agent-cluster-scraper"
"""Service account of the one agent that measures the API server and reads kube-state-metrics for
OTel metrics (templates/linux/otel-container-insights-cluster-scraper-clusterrole.yaml)."""

_APPLICATION_SIGNALS: Final = "/aws/application-signals/data"

# Those of AWSXrayWriteOnlyAccess: what it writes is sampled by rules that it reads.
_XRAY: Final = (
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)


class ContainerInsightsAddOn(Construct):
    """Installs the add-on amazon-cloudwatch-observability, in place of our own agents.

    Never beside them: both have the same names in the namespace `amazon-cloudwatch`. The add-on
    brings an operator, the CloudWatch agent, Fluent Bit, and with OTel metrics node-exporter and
    kube-state-metrics. It needs Kubernetes 1.28, and its log groups have to exist: its pods may
    make none, so that none is kept for ever.

    With IRSA one role goes to the service account `cloudwatch-agent`, and there is no way to give
    one to `cloudwatch-agent-cluster-scraper`, which then has what the nodes' role has; a warning
    says so.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        role: Role of `cloudwatch-agent`, with `statements`, trusting what `identity` says.
        identity: How the pods get its credentials. With Pod Identity the association belongs to the
            add-on: nothing else may make one for this service account.
        cluster_scraper_role: Role of `cloudwatch-agent-cluster-scraper`, with
            `cluster_scraper_statements`, for EKS Pod Identity and OTel metrics. Default: none.
        metrics: Which metrics.
        logs: Who sends container logs.
        application_signals: Whether applications are instrumented.
        metric_resolution_seconds: Seconds between two measurements of OTel metrics.
        tolerations: Taints its pods put up with. Default: all of them.
        version: Version of the add-on, v6.2.0 or newer. Default: EKS's own.

    Raises:
        AddOnError: As `ContainerInsightsValues` says; or the version is too old, or no version of
            an EKS add-on; or there is a `cluster_scraper_role` with IRSA.
    """

    ready: IDependable
    """The add-on, for what needs it to depend on."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        role: iam.IRole,
        identity: IdentityKind = "irsa",
        cluster_scraper_role: iam.IRole | None = None,
        metrics: Metrics = "otel",
        logs: Logs = "fluent_bit",
        application_signals: bool = False,
        metric_resolution_seconds: int = 30,
        tolerations: tuple[Toleration, ...] = EVERY_TAINT,
        version: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        check_version(version)
        values = ContainerInsightsValues(
            metrics=metrics,
            logs=logs,
            application_signals=application_signals,
            metric_resolution_seconds=metric_resolution_seconds,
            tolerations=tolerations,
        )
        add_on = AddOn(
            self,
            "AddOn",
            cluster=cluster,
            name="amazon-cloudwatch-observability",
            version=version,
            configuration=values.to_json(),
            service_account_role=role if identity == "irsa" else None,
            pod_identities={AGENT: role} if identity == "pod_identity" else None,
        )
        if cluster_scraper_role and identity == "irsa":
            msg = "with identity irsa there is no way to give the cluster scraper a role"
            raise AddOnError(msg)
        if metrics == "otel" and cluster_scraper_role:
            add_on.node.add_dependency(self._associate(cluster, cluster_scraper_role))
        elif metrics == "otel":
            _warn_of_cluster_scraper(self)
        self.ready = add_on.ready
        _note_costs(self, values)

    def _associate(self, cluster: eks.ICluster, role: iam.IRole) -> eks.CfnPodIdentityAssociation:
        """Give the cluster scraper a role before it starts.

        Not by the add-on, whose version decides which service accounts EKS takes there
        (DescribeAddonConfiguration, podIdentityConfiguration).
        """
        association = eks.CfnPodIdentityAssociation(
            self,
            "ClusterScraper",
            cluster_name=cluster.cluster_name,
            namespace=NAMESPACE,
            service_account=CLUSTER_SCRAPER,
            role_arn=role.role_arn,
        )
        association.node.add_dependency(role)
        return association


def agent_log_groups(
    cluster_name: str, *, metrics: Metrics = "otel", logs: Logs = "fluent_bit"
) -> tuple[str, ...]:
    """The log groups of the cluster that the add-on writes to, and does not make.

    For OTel logs the documentation and the chart differ (CloudWatch User Guide, "OTel Container
    Insights"; templates/linux/_otel-container-insights-logs-config.tpl), so these are both.
    """
    names = log_group_names(cluster_name)
    otel = f"/aws/otel/containerinsights/{cluster_name}"
    written = {
        "fluent_bit": (names["application"], names["dataplane"], names["host"]),
        "otel": (names["application"], f"{otel}/application", f"{otel}/host"),
        "off": (),
    }
    return (*written[logs], *((names["performance"],) if metrics == "classic" else ()))


def statements(
    cluster: eks.ICluster,
    *,
    metrics: Metrics = "otel",
    logs: Logs = "fluent_bit",
    application_signals: bool = False,
    create_log_groups: bool = False,
) -> list[iam.PolicyStatement]:
    """What the pods of `cloudwatch-agent` may do, and no more.

    CloudWatchAgentServerPolicy, which the documentation gives them, writes every log group of the
    account, makes new ones, and reads parameters.
    """
    groups = agent_log_groups(cluster.cluster_name, metrics=metrics, logs=logs)
    found = []
    if groups:
        found.append(write_logs(cluster.stack, groups, create_groups=create_log_groups))
    if metrics == "otel":
        found += cluster_scraper_statements()
    else:
        describe = ["ec2:DescribeTags", "ec2:DescribeVolumes"]
        found.append(iam.PolicyStatement(actions=describe, resources=["*"]))
    if application_signals:
        # One group for all clusters of the account and Region: whoever comes first makes it.
        found.append(write_logs(cluster.stack, [_APPLICATION_SIGNALS], create_groups=True))
        found.append(iam.PolicyStatement(actions=list(_XRAY), resources=["*"]))
    return found


def cluster_scraper_statements() -> list[iam.PolicyStatement]:
    """What the pod of `cloudwatch-agent-cluster-scraper` may do: send metrics.

    There is no condition on `cloudwatch:namespace`: what comes over OTLP belongs to no namespace
    (CloudWatch User Guide, "Send metrics using OpenTelemetry", names none), and an add-on v6.3.0
    whose role had the condition was denied.
    """
    return [iam.PolicyStatement(actions=["cloudwatch:PutMetricData"], resources=["*"])]


def accept_wildcards(
    scope: Construct,
    cluster: eks.ICluster,
    *,
    metrics: Metrics = "otel",
    logs: Logs = "fluent_bit",
    application_signals: bool = False,
) -> None:
    """Accept the wildcards of `statements` and `cluster_scraper_statements` below `scope`."""
    groups = agent_log_groups(cluster.cluster_name, metrics=metrics, logs=logs)
    accept_streams(scope, [*groups, *([_APPLICATION_SIGNALS] if application_signals else [])])
    reason = "CloudWatch, EC2 and X-Ray grant these actions on everything or nothing."
    cdk.Validations.of(scope).acknowledge(wildcard_resource(scope, "*", reason))


def _warn_of_cluster_scraper(scope: Construct) -> None:
    cdk.Annotations.of(scope).add_warning_v2(
        "eks-observability:clusterScraper",
        f"The pod of {NAMESPACE}/{CLUSTER_SCRAPER} gets no role of its own. Where the nodes' role "
        "may not do cloudwatch:PutMetricData, metrics of the API server and of Kubernetes objects "
        "do not arrive. With workload_identity: pod_identity it has one.",
    )


def _note_costs(scope: Construct, values: ContainerInsightsValues) -> None:
    """Say what is paid for."""
    if values.metrics == "otel":
        seconds = values.metric_resolution_seconds
        note_cost(
            scope,
            "OpenTelemetry Container Insights: metrics per GB ingested, growing with nodes and "
            f"pods; one measurement in {seconds} s, so half the seconds are twice the GB",
        )
    else:
        note_cost(
            scope,
            "Container Insights with enhanced observability: a price per observation, growing "
            "with nodes, pods and containers (docs/cost.md)",
        )
    if values.logs != "off":
        note_cost(
            scope, "container logs: CloudWatch Logs ingestion per GB, storage per GB and month"
        )
    if values.application_signals:
        note_cost(
            scope,
            f"Application Signals: a price per request and span, and {_APPLICATION_SIGNALS}, which "
            "is kept for ever until somebody sets its retention",
        )
