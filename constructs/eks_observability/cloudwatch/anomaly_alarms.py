"""CloudWatch alarms on what is unusual, without a threshold."""

from collections.abc import Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.cloudwatch.alarm_names import alarm_name, runbook
from eks_observability.cloudwatch.log_metrics import log_metric_namespace
from eks_observability.notes import note_cost
from eks_observability.settings.alarms import Alarms
from eks_observability.signals.alarms.bands import Band
from eks_observability.signals.vended_metrics.container_insights import DIMENSION, NAMESPACE

PERIOD_MINUTES: Final = 5
PERIODS: Final = 3
"""Periods in a row that are above the band before an alarm says so: a peak is none."""

_MISSING: Final = {
    "missing": cloudwatch.TreatMissingData.MISSING,
    "notBreaching": cloudwatch.TreatMissingData.NOT_BREACHING,
}


class AnomalyAlarms(Construct):
    """Warns of metrics of a cluster that are above the band of what is usual.

    Each has a model of its own, which goes with the alarm. An alarm without one would have
    CloudWatch make it, and leave it behind, and be paid for it (CloudWatch User Guide, "Deleting an
    anomaly detection model": the alarm first and the model second, which is how CloudFormation
    deletes them here). A model that somebody made of the same metric and statistic is the same one,
    and goes too.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        settings: Which are left out, and how far from the usual is unusual.
        bands: What is watched, each metric of which is published.
        topics: Who is told of each alarm by itself. Default: nobody, for a composite alarm that
            says it.
        runbooks_url: Where the pages of docs/runbooks can be read. Default: nowhere, and alarms
            name the file.
    """

    alarms: Mapping[str, cloudwatch.Alarm]
    """The alarms made, by their names in `bands`; none where anomaly detection is off."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        settings: Alarms,
        bands: Sequence[Band],
        topics: Sequence[sns.ITopic] = (),
        runbooks_url: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster_name = cluster.cluster_name
        self._runbooks_url = runbooks_url
        wanted = settings.enabled and settings.anomaly_detection
        self.alarms = {
            band.name: self._alarm(band, settings.anomaly_band)
            for band in bands
            if wanted and band.name not in settings.off
        }
        told = [actions.SnsAction(topic) for topic in topics]
        for alarm in self.alarms.values():
            alarm.add_alarm_action(*told)
            alarm.add_ok_action(*told)
        if self.alarms:
            note_cost(
                self,
                f"{len(self.alarms)} CloudWatch anomaly detection alarms: the price of an alarm on "
                "three metrics each (alarms.anomaly_detection)",
            )

    def _alarm(self, band: Band, deviations: float) -> cloudwatch.Alarm:
        metric = self._metric(band)
        model = cloudwatch.CfnAnomalyDetector(
            self,
            f"{band.name}Model",
            single_metric_anomaly_detector=cloudwatch.CfnAnomalyDetector.SingleMetricAnomalyDetectorProperty(
                namespace=metric.namespace,
                metric_name=metric.metric_name,
                stat=band.statistic,
                dimensions=[
                    cloudwatch.CfnAnomalyDetector.DimensionProperty(name=name, value=value)
                    for name, value in (metric.dimensions or {}).items()
                ],
            ),
        )
        alarm = cloudwatch.AnomalyDetectionAlarm(
            self,
            band.name,
            alarm_name=alarm_name(self._cluster_name, band.name),
            alarm_description=(
                f"{band.summary} Cluster {self._cluster_name}. {band.because} Runbook: "
                f"{runbook(band.name, self._runbooks_url)}"
            ),
            metric=metric,
            std_devs=deviations,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
            evaluation_periods=PERIODS,
            treat_missing_data=_MISSING[band.missing],
        )
        alarm.node.add_dependency(model)
        return alarm

    def _metric(self, band: Band) -> cloudwatch.Metric:
        of_logs = band.source == "logs"
        return cloudwatch.Metric(
            namespace=log_metric_namespace(self._cluster_name) if of_logs else NAMESPACE,
            metric_name=band.metric,
            dimensions_map=None if of_logs else {DIMENSION: self._cluster_name},
            statistic=band.statistic,
            period=cdk.Duration.minutes(PERIOD_MINUTES),
        )
