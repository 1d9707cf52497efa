"""A workspace of Amazon Managed Grafana, as those that use it know it."""

from dataclasses import dataclass

from eks_observability.regions import partition_of


@dataclass(frozen=True, kw_only=True)
class GrafanaReference:
    """Which workspace it is, and where. Each field may be a token."""

    id: str
    """Its id, `g-` and ten digits."""

    account: str
    """The AWS account it is in."""

    region: str
    """The Region it is in."""

    @property
    def arn(self) -> str:
        """Its ARN (Service Authorization Reference, "Amazon Managed Grafana")."""
        place = f"{self.region}:{self.account}"
        return f"arn:{partition_of(self.region)}:grafana:{place}:/workspaces/{self.id}"

    @property
    def endpoint(self) -> str:
        """Its host name, as the API's `endpoint` has it."""
        return f"{self.id}.grafana-workspace.{self.region}.amazonaws.com"

    @property
    def url(self) -> str:
        """Where people open it, without a slash at its end."""
        return f"https://{self.endpoint}"
