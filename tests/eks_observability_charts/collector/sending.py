"""A cluster whose applications send everything, as charts are told."""

from dataclasses import replace
from typing import Any

from eks_observability_charts.collector.otlp import LogGroup, Otlp, XRay, XRayOtlp
from eks_observability_charts.collector.remote_write import RemoteWrite

WORKSPACE = RemoteWrite(url="https://aps/w", region="eu-central-1", cluster="shop")
ENDPOINT = XRayOtlp(endpoint="https://xray.eu-central-1.amazonaws.com/v1/traces")
OTLP = Otlp(
    cluster="shop",
    region="eu-central-1",
    account="111122223333",
    traces=XRay(),
    metrics=WORKSPACE,
    logs=LogGroup(group="/aws/containerinsights/shop/otlp", stream="otlp"),
)


def otlp(**more: Any) -> Otlp:
    """The same, with other values."""
    return replace(OTLP, **more)
