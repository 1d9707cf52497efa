"""A workspace of Amazon Managed Service for Prometheus (AMP), as those that use it know it."""

from dataclasses import dataclass

from eks_observability.regions import domain_suffix_of, partition_of


@dataclass(frozen=True, kw_only=True)
class WorkspaceReference:
    """Where a workspace is, and what it is called there.

    Addresses are those of the AMP User Guide, "Remote write API" and "Query metrics using
    Prometheus-compatible APIs". Each field may be a token.
    """

    id: str
    """Its id, `ws-` and a UUID."""

    account: str
    """The AWS account it is in."""

    region: str
    """The Region it is in."""

    partition: str | None = None
    """The partition it is in. Default: that of the Region, or of the stack where the Region is a
    token."""

    @property
    def arn(self) -> str:
        """Its ARN."""
        partition = self.partition or partition_of(self.region)
        return f"arn:{partition}:aps:{self.region}:{self.account}:workspace/{self.id}"

    @property
    def url(self) -> str:
        """The address of its Prometheus API, without a slash at its end."""
        host = f"aps-workspaces.{self.region}.{domain_suffix_of(self.region)}"
        return f"https://{host}/workspaces/{self.id}"

    @property
    def remote_write_url(self) -> str:
        """Where samples are written to, signed for the service `aps`."""
        return f"{self.url}/api/v1/remote_write"

    @property
    def query_url(self) -> str:
        """Where instant queries are asked, signed for the service `aps`."""
        return f"{self.url}/api/v1/query"
