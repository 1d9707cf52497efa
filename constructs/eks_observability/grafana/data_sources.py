"""Where dashboards get their data from: AMP, CloudWatch and X-Ray, under uids that stay."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eks_observability.prometheus.workspace_reference import WorkspaceReference

METRICS: Final = "amp"
"""The uid of the data source for the hub's metrics."""

CLOUDWATCH: Final = "cloudwatch"
"""The uid of the data source for logs and CloudWatch's metrics."""

TRACES: Final = "xray"
"""The uid of the data source for traces."""

METRICS_PLUGIN: Final = "grafana-amazonprometheus-datasource"
"""Amazon Managed Service for Prometheus, from version 12 on (Amazon Managed Grafana User Guide).
The plugin `prometheus` signs for AWS no more from Grafana 13 on."""

CLOUDWATCH_PLUGIN: Final = "cloudwatch"
"""Part of Grafana."""

TRACES_PLUGIN: Final = "grafana-x-ray-datasource"
"""AWS X-Ray; from version 9 on it may have to be installed."""

PLUGINS: Final = (METRICS_PLUGIN, TRACES_PLUGIN)
"""What has to be installed where it is not there."""

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
            uid=METRICS,
            name="Amazon Managed Service for Prometheus",
            type=METRICS_PLUGIN,
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
            uid=CLOUDWATCH,
            name="Amazon CloudWatch",
            type=CLOUDWATCH_PLUGIN,
            options={**by_role, "tracingDatasourceUid": TRACES},
        ),
        DataSource(uid=TRACES, name="AWS X-Ray", type=TRACES_PLUGIN, options=by_role),
    )
