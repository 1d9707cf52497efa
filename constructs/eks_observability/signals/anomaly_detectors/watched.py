"""Which detectors there are for what is switched on: one a symptom and cluster."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from eks_observability.signals.anomaly_detectors import containers, nodes
from eks_observability.signals.anomaly_detectors.model import AnomalyDetector
from eks_observability.signals.rules import Scope

DETECTORS: Final = (*nodes.detectors(), *containers.detectors())
"""All symptoms there are."""


MOST: Final = 400
"""The most detectors of a stack: CloudFormation takes 500 resources (CloudFormation User Guide,
"Understand CloudFormation quotas"), and there are others in it."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A symptom in one cluster."""

    detector: AnomalyDetector
    """The symptom."""

    cluster: str
    """The cluster, by the label of its series."""

    @property
    def alias(self) -> str:
        """What its detector is called in the workspace, where no other has that name."""
        return self.detector.alias(self.cluster)

    @property
    def query(self) -> str:
        """What its detector asks."""
        return self.detector.query(self.cluster)


def symptoms(scope: Scope) -> tuple[AnomalyDetector, ...]:
    """The symptoms whose scrape jobs are all on in some cluster that is watched."""
    wanted = {each.detector.name for each in watched(scope)}
    return tuple(detector for detector in DETECTORS if detector.name in wanted)


def watched(scope: Scope, *, off: Collection[str] = ()) -> tuple[Watched, ...]:
    """What is watched: each symptom, in each cluster that is to be and has the jobs it needs.

    Args:
        scope: What is switched on.
        off: Names of alerts that are left out, whose symptoms nobody would hear of. Default: none.
    """
    return tuple(
        Watched(detector=detector, cluster=cluster)
        for cluster in dict.fromkeys(scope.watched)
        for detector in DETECTORS
        if detector.alert not in off
        and scope.jobs.issuperset(detector.jobs)
        and not any((cluster, job) in scope.without for job in detector.jobs)
    )
