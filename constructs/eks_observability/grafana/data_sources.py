"""Where dashboards get their data from: AMP, CloudWatch and X-Ray, under uids that stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.signals.dashboards.model import AMP, CLOUDWATCH, XRAY

PLUGINS: Final = (AMP.type, XRAY.type)
"""What has to be installed where it is not there; CloudWatch's is part of Grafana.

`prometheus`, which AMP had before Grafana 12, signs for AWS no more from Grafana 13 on (Amazon
Managed Grafana User Guide, "Connect to an Amazon Managed Service for Prometheus data source").
"""

WORKSPACE_ROLE: Final = "ec2_iam_role"
"""How a data source says that it signs with the workspace's role: "Workspace IAM role"."""


@dataclass(frozen=True, kw_only=True)
class DataSource:
    """A data source, as Grafana's API takes it."""

    uid: str
    """What dashboards call it."""

    name: str
    """What people see."""

    type: str
    """The plugin that asks it."""

    url: str = ""
    """Where it is. Default: the plugin knows."""

    is_default: bool = False
    """Whether a panel that names none asks this one."""

    options: Mapping[str, object]
    """What the plugin wants to know; `jsonData` of the API."""

    def body(self) -> dict[str, object]:
        """What `POST /api/datasources` takes."""
        return {
            "uid": self.uid,
            "name": self.name,
            "type": self.type,
            "access": "proxy",
            "url": self.url,
            "isDefault": self.is_default,
            "jsonData": dict(self.options),
        }


def data_sources(
    metrics: WorkspaceReference, *, region: str, scrape_seconds: int = 60
) -> tuple[DataSource, ...]:
    """All data sources, each of which signs with the workspace's role.

    Args:
        metrics: The workspace of AMP.
        region: Where logs, CloudWatch's metrics and traces are looked for first.
        scrape_seconds: The longest interval at which a cluster is scraped: no panel asks for a rate
            over less than four of it.
    """
    by_role = {"authType": WORKSPACE_ROLE, "defaultRegion": region}
    return (
        DataSource(
            uid=AMP.uid,
            name="Amazon Managed Service for Prometheus",
            type=AMP.type,
            url=f"{metrics.url}/",
            is_default=True,
            options={
                "httpMethod": "POST",
                "sigV4Auth": True,
                "sigV4AuthType": WORKSPACE_ROLE,
                "sigV4Region": metrics.region,
                "timeInterval": f"{scrape_seconds}s",
            },
        ),
        # From a line of a log to its trace.
        DataSource(
            uid=CLOUDWATCH.uid,
            name="Amazon CloudWatch",
            type=CLOUDWATCH.type,
            options={**by_role, "tracingDatasourceUid": XRAY.uid},
        ),
        DataSource(uid=XRAY.uid, name="AWS X-Ray", type=XRAY.type, options=by_role),
    )
