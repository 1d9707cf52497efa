"""A symptom that an anomaly detector of Amazon Managed Service for Prometheus (AMP) watches.

What is known of detectors, and from where:

- They publish `anomaly_detector:score`, `:value`, `:upper_band` and `:lower_band` into the
  workspace (AMP User Guide, "Anomaly detection", names the four; a public demo asks for them by
  these names and by the label `alias`: docs/anomaly-detection.md).
- A query is one aggregation without `by`, so a detector watches one series (AMP API Reference,
  "RandomCutForestConfiguration"; "expression root's aggregation operator cannot include a by or
  without clause" is what the service answers).
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from eks_observability.signals.rules import Severity

SCORE: Final = "anomaly_detector:score"
"""From 0 to 1, which is an anomaly for sure. It falls again while the detector learns."""

VALUE: Final = "anomaly_detector:value"
"""What the query answered."""

SERIES: Final = frozenset(
    {SCORE, VALUE, "anomaly_detector:upper_band", "anomaly_detector:lower_band"}
)
"""Names of the series that detectors publish."""

_ALIAS: Final = re.compile(r"[0-9A-Za-z][-.0-9A-Z_a-z]{0,63}")


@dataclass(frozen=True, kw_only=True)
class AnomalyDetector:
    """A symptom, watched in every cluster by a detector of its own, and its alert."""

    name: str
    """What it is called: `eks-` and words with hyphens between."""

    series: str
    """The recorded series that it watches, of which a cluster has one."""

    jobs: tuple[str, ...]
    """Scrape jobs that the series is recorded from."""

    more_than_usual: float
    """How far above what is expected a value has to be, in the unit of the series."""

    interval_seconds: int = 300
    """Seconds between two values that it looks at, 30 to 86400."""

    alert: str
    """What its alert is called."""

    severity: Severity
    """Who hears of it."""

    summary: str
    """One sentence, of the alert."""

    description: str
    """What there is unusually much of, with the value, as Prometheus' templates write it; what
    follows is "in cluster …, more than usual"."""

    def query(self, cluster: str) -> str:
        """What a cluster's detector asks, with an answer of one series.

        Args:
            cluster: The cluster, by the label of its series.
        """
        return f'avg({self.series}{{cluster="{cluster}"}})'

    def alias(self, cluster: str) -> str:
        """What a cluster's detector is called, within what AMP takes.

        The rest of the alias is the cluster. Where that is too long or has other characters than an
        alias may, it is a hash of it.

        Args:
            cluster: The cluster, by the label of its series.
        """
        plain = f"{self.name}.{cluster}"
        if _ALIAS.fullmatch(plain):
            return plain
        return f"{self.name}.{hashlib.sha256(cluster.encode()).hexdigest()[:16]}"
