"""Where a collector writes to."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RemoteWrite:
    """A workspace of Amazon Managed Service for Prometheus."""

    url: str
    """Its remote write URL."""

    region: str
    """Its Region, which requests are signed for."""

    cluster: str
    """The cluster's name, which every series carries in the label `cluster`."""
