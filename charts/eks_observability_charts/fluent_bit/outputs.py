"""Where logs are sent besides CloudWatch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from eks_observability_charts.fluent_bit.config import ON

Entries = tuple[tuple[str, str], ...]

_TLS: Entries = (("tls", ON), ("tls.verify", ON), ("tls.verify_hostname", ON))


class Output(Protocol):
    """A destination. What is known at deploy time alone, or is secret, stays out of the file."""

    @property
    def host(self) -> str:
        """Name of the server, which may be known at deploy time alone."""

    @property
    def secret_arn(self) -> str | None:
        """ARN of the secret in AWS Secrets Manager whose string is the bare credential."""

    def variables(self) -> Mapping[str, str]:
        """Values that the file names as variables, by what stands for each."""

    def entries(self, variable: Mapping[str, str]) -> Entries:
        """The keys of the OUTPUT section, without Match and buffering.

        Args:
            variable: References to the values of `variables` and to SECRET.
        """


@dataclass(frozen=True, kw_only=True)
class OpenSearchOutput:
    """An OpenSearch domain or Serverless collection (Fluent Bit manual, "OpenSearch").

    Requests are signed with Fluent Bit's own role, unless there is a user.

    Raises:
        ValueError: There is a user without a secret, or a secret without a user.
    """

    host: str
    """Endpoint, without scheme. It is asked at port 443 by TLS."""

    region: str
    """Region by which requests are signed."""

    prefix: str = "fluent-bit"
    """Indices are named after it and the day: `fluent-bit-2026.11.30`."""

    service: Literal["es", "aoss"] = "es"
    """`es` for a domain, `aoss` for a Serverless collection."""

    user: str | None = None
    """User of the domain's own directory. Default: requests are signed instead."""

    secret_arn: str | None = None
    """ARN of the secret that is the user's password. Default: requests are signed instead."""

    def __post_init__(self) -> None:
        """Refuse half of a credential."""
        if (self.user is None) != (self.secret_arn is None):
            msg = "'user' and 'secret_arn' of an OpenSearch output need each other"
            raise ValueError(msg)

    def variables(self) -> Mapping[str, str]:
        """See Output."""
        user = {"USER": self.user} if self.user else {}
        return {"HOST": self.host, "REGION": self.region, **user}

    def entries(self, variable: Mapping[str, str]) -> Entries:
        """See Output."""
        signed = (
            ("AWS_Auth", ON),
            ("AWS_Region", variable["REGION"]),
            ("AWS_Service_Name", self.service),
        )
        return (
            ("Name", "opensearch"),
            ("Host", variable["HOST"]),
            ("Port", "443"),
            *_TLS,
            *(_basic(variable) if self.user else signed),
            ("Logstash_Format", ON),
            ("Logstash_Prefix", self.prefix),
            # OpenSearch 2.0 and above refuse types.
            ("Suppress_Type_Name", ON),
            # `app` and `app.kubernetes.io/name` cannot both be fields of a label.
            ("Replace_Dots", ON),
            # A chunk that is sent again replaces itself.
            ("Generate_ID", ON),
        )


@dataclass(frozen=True, kw_only=True)
class LokiOutput:
    """A Loki, also Grafana Cloud's (Fluent Bit manual, "Loki").

    Raises:
        ValueError: There is a user without a secret, or a secret without a user; or a password
            would travel unencrypted.
    """

    host: str
    """Name of the server."""

    user: str | None = None
    """User of basic authentication. Default: none, for a Loki that asks for none."""

    secret_arn: str | None = None
    """ARN of the secret that is the user's password. Default: none."""

    port: int = 443
    """Port of the server."""

    tls: bool = True
    """Whether it is asked by TLS."""

    tenant: str | None = None
    """Tenant, for a Loki that has more than one. Default: none is named."""

    def __post_init__(self) -> None:
        """Refuse half of a credential, and one that everybody on the way could read."""
        if (self.user is None) != (self.secret_arn is None):
            msg = "'user' and 'secret_arn' of a Loki output need each other"
            raise ValueError(msg)
        if self.user and not self.tls:
            msg = "'tls' of a Loki output with a password must stay on"
            raise ValueError(msg)

    def variables(self) -> Mapping[str, str]:
        """See Output."""
        return {"HOST": self.host, **({"USER": self.user} if self.user else {})}

    def entries(self, variable: Mapping[str, str]) -> Entries:
        """See Output."""
        namespace, container = (f"$kubernetes['{key}_name']" for key in ("namespace", "container"))
        return (
            ("Name", "loki"),
            ("Host", variable["HOST"]),
            ("Port", str(self.port)),
            *(_TLS if self.tls else ()),
            *(_basic(variable) if self.user else ()),
            *((("Tenant_ID", self.tenant),) if self.tenant else ()),
            (
                "Labels",
                f"job=fluent-bit, cluster=${{CLUSTER_NAME}}, namespace={namespace}, "
                f"container={container}",
            ),
        )


@dataclass(frozen=True, kw_only=True)
class SplunkOutput:
    """A Splunk's HTTP Event Collector (Fluent Bit manual, "Splunk")."""

    host: str
    """Name of the server. It is asked by TLS."""

    secret_arn: str
    """ARN of the secret that is the collector's token."""

    port: int = 8088
    """Port of the collector."""

    index: str | None = None
    """Index. Default: the token's own."""

    def variables(self) -> Mapping[str, str]:
        """See Output."""
        return {"HOST": self.host}

    def entries(self, variable: Mapping[str, str]) -> Entries:
        """See Output."""
        return (
            ("Name", "splunk"),
            ("Host", variable["HOST"]),
            ("Port", str(self.port)),
            *_TLS,
            ("Splunk_Token", variable["SECRET"]),
            ("Event_Source", "${CLUSTER_NAME}"),
            *((("Event_Index", self.index),) if self.index else ()),
        )


def _basic(variable: Mapping[str, str]) -> Entries:
    return (("HTTP_User", variable["USER"]), ("HTTP_Passwd", variable["SECRET"]))
