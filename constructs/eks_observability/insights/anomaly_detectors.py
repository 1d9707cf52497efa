"""Anomaly detectors in a workspace of Amazon Managed Service for Prometheus (AMP)."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_aps as aps
from constructs import Construct

from eks_observability.notes import note_cost
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.signals.anomaly_detectors.watched import MOST, Watched

SAMPLES: Final = 1024
"""Values that a detector compares with, the most that AMP takes: three and a half days of one value
every five minutes, so that a night and a morning are in it. AMP's default is 256."""

SHINGLE: Final = 8
"""Values in a row that a detector looks at together, AMP's default."""

_NEVER: Final = 1_000_000
"""So far below what is expected that nothing is: a detector cannot be told to look one way."""


class AnomalyDetectors(Construct):
    """Watches recorded series of clusters, one detector for each.

    A detector whose query has no answer yet learns once there is one. A change of anything but its
    name has it learn anew (AMP API Reference, "PutAnomalyDetector").

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        workspace: The workspace, in the same account and Region.
        watched: What is watched, each once.

    Raises:
        ValueError: There is more to watch than a stack can hold detectors.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workspace: WorkspaceReference,
        watched: Sequence[Watched],
    ) -> None:
        super().__init__(scope, construct_id)

        if len(watched) > MOST:
            clusters = {each.cluster for each in watched}
            msg = (
                f"{len(clusters)} clusters have {len(watched)} anomaly detectors, and a stack "
                f"holds {MOST}: set alarms.anomaly_detection: false for some of the clusters"
            )
            raise ValueError(msg)
        for each in watched:
            _detector(self, each, workspace)
        note_cost(
            self,
            f"{len(watched)} AMP anomaly detectors: the price of the samples that they read and "
            "write, a few every minute each (alarms.anomaly_detection)",
        )


def _detector(scope: Construct, watched: Watched, workspace: WorkspaceReference) -> None:
    detector = watched.detector
    expected = aps.CfnAnomalyDetector.IgnoreNearExpectedProperty
    aps.CfnAnomalyDetector(
        scope,
        watched.alias,
        workspace=workspace.arn,
        alias=watched.alias,
        configuration=aps.CfnAnomalyDetector.AnomalyDetectorConfigurationProperty(
            random_cut_forest=aps.CfnAnomalyDetector.RandomCutForestConfigurationProperty(
                query=watched.query,
                sample_size=SAMPLES,
                shingle_size=SHINGLE,
                ignore_near_expected_from_above=expected(amount=detector.more_than_usual),
                ignore_near_expected_from_below=expected(amount=_NEVER),
            )
        ),
        evaluation_interval_in_seconds=detector.interval_seconds,
        labels=[
            aps.CfnAnomalyDetector.LabelProperty(key="cluster", value=watched.cluster),
        ],
        # A cluster that sends nothing is told of by ClusterSilent.
        missing_data_action=aps.CfnAnomalyDetector.MissingDataActionProperty(skip=True),
    )
