"""Where logs go besides CloudWatch."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from eks_observability.settings.section import Section, Text

Host = Annotated[
    str,
    Text(
        r"^[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?$",
        "a host name without scheme, port and path, such as logs.example.com",
    ),
]
Port = Annotated[int, Field(ge=1, le=65535)]
SecretArn = Annotated[
    str,
    Text(
        r"^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[0-9A-Za-z/_+=.@!-]+$",
        "the ARN of a secret, such as "
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:logs-AbCdEf",
        may_be_secret=True,
    ),
]
"""A secret of AWS Secrets Manager whose whole value is the password or token."""

DomainArn = Annotated[
    str,
    Text(
        r"^arn:[a-z-]+:es:[a-z0-9-]+:\d{12}:domain/[a-z][0-9a-z-]{2,27}$",
        "the ARN of a domain, such as arn:aws:es:eu-central-1:111122223333:domain/logs",
    ),
]
IndexPrefix = Annotated[
    str,
    Text(
        r"^[a-z0-9][a-z0-9_.-]{0,200}$",
        "1 to 201 lower-case letters, digits, and _ . -, the first of them a letter or digit, such "
        "as eks-logs",
    ),
]
User = Annotated[
    str,
    Text(r"^[!-9;-~]{1,255}$", "a user's name without spaces and colons, such as fluent-bit"),
]
"""A user of basic authentication, which ends the name with a colon."""

TenantId = Annotated[
    str,
    Text(
        r"^[0-9A-Za-z!_.*'()-]{1,150}$",
        "1 to 150 letters, digits, and ! - _ . * ' ( ), as Loki allows them, such as shop",
    ),
]
SplunkIndex = Annotated[
    str,
    Text(
        r"^[0-9a-z][0-9a-z_-]{0,79}$",
        "1 to 80 lower-case letters, digits, _ and -, the first of them a letter or digit, such as "
        "eks-logs",
    ),
]


class OpenSearch(Section):
    """Forwards logs to OpenSearch.

    Costs: the domain, and data transfer to it.
    """

    host: Host
    """Host name of the domain's endpoint, without scheme."""

    index: IndexPrefix = "eks"
    """Prefix of the indices: each day gets its own, `<index>-YYYY.MM.DD`."""

    user: User | None = None
    """User of a domain with fine-grained access control. Default: signed with Fluent Bit's IAM
    role."""

    password_secret_arn: SecretArn | None = None
    """Its password: a secret of AWS Secrets Manager whose whole value it is. Default: signed with
    Fluent Bit's IAM role."""

    domain_arn: DomainArn | None = Field(default=None, validate_default=True)
    """The Amazon OpenSearch Service domain that Fluent Bit's IAM role may write to, for requests
    that the role signs. Needed without `user` and `password_secret_arn`."""

    @field_validator("domain_arn")
    @classmethod
    def _credentials(cls, value: str | None, info: ValidationInfo) -> str | None:
        if not {"user", "password_secret_arn"} <= info.data.keys():
            return value  # one of them is a mistake, which is reported already
        given = [info.data[key] is not None for key in ("user", "password_secret_arn")]
        if any(given) and not all(given):
            msg = "user and password_secret_arn belong together: give both, or domain_arn alone"
            raise ValueError(msg)
        if (value is not None) == all(given):
            msg = (
                "this output has no credentials, or two kinds: give domain_arn, so that Fluent "
                "Bit's IAM role signs, or user and password_secret_arn"
            )
            raise ValueError(msg)
        return value


class Loki(Section):
    """Forwards logs to Grafana Loki.

    Costs: what Loki costs, and data transfer to it.
    """

    host: Host
    """Host name, without scheme."""

    port: Port = 443
    """Port of its HTTP API."""

    tls: bool = True
    """Whether it speaks TLS. Without it, no password is sent."""

    tenant_id: TenantId | None = None
    """The tenant (`X-Scope-OrgID`). Default: none is named."""

    user: User | None = None
    """User for basic authentication. Default: none."""

    password_secret_arn: SecretArn | None = None
    """Its password: a secret of AWS Secrets Manager whose whole value it is. Default: none."""

    anonymous: bool = Field(default=False, validate_default=True)
    """Say `true` for a Loki that asks for no credentials, such as one inside the cluster."""

    @field_validator("anonymous")
    @classmethod
    def _credentials(cls, value: bool, info: ValidationInfo) -> bool:
        if not {"user", "password_secret_arn"} <= info.data.keys():
            return value  # one of them is a mistake, which is reported already
        given = [info.data[key] is not None for key in ("user", "password_secret_arn")]
        if any(given) and not all(given):
            msg = "user and password_secret_arn belong together: give both, or anonymous: true"
            raise ValueError(msg)
        if value == all(given):
            msg = (
                "this output has no credentials, or two kinds: give user and password_secret_arn, "
                "or anonymous: true for a Loki that asks for none"
            )
            raise ValueError(msg)
        if all(given) and info.data.get("tls") is False:
            msg = "a password would travel unencrypted: leave tls on, or give no password"
            raise ValueError(msg)
        return value


class Splunk(Section):
    """Forwards logs to Splunk's HTTP Event Collector.

    Costs: what Splunk costs, and data transfer to it.
    """

    host: Host
    """Host name, without scheme."""

    port: Port = 8088
    """Port of the HTTP Event Collector."""

    token_secret_arn: SecretArn
    """Its token, the output's credentials: a secret of AWS Secrets Manager whose whole value it
    is."""

    index: SplunkIndex | None = None
    """The index to write to. Default: the token's own."""


class LogOutputs(Section):
    """Where logs of containers, the data plane and nodes go besides CloudWatch.

    Credentials stay in AWS: they are in no template and no manifest.
    """

    opensearch: OpenSearch | None = None
    """OpenSearch. Default: none."""

    loki: Loki | None = None
    """Grafana Loki. Default: none."""

    splunk: Splunk | None = None
    """Splunk. Default: none."""
