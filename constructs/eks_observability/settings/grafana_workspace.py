"""The workspace of Amazon Managed Grafana: which it is, who gets in, and from where."""

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema, model_validator

from eks_observability.settings.section import Section, Text

GRAFANA_VERSIONS: Final = ("12.4",)
"""Versions of Grafana that data sources and dashboards are made for. Of those that Amazon Managed
Grafana has, the ones before 12 have no data source for AMP (Amazon Managed Grafana User Guide,
"Connect to an Amazon Managed Service for Prometheus data source")."""


def _version(value: str) -> str:
    if value not in GRAFANA_VERSIONS:
        msg = (
            f"found {value}, allowed: {', '.join(GRAFANA_VERSIONS)}: dashboards are "
            "made for it, and versions before 12 have no data source for AMP"
        )
        raise ValueError(msg)
    return value


GrafanaVersion = Annotated[
    str, AfterValidator(_version), WithJsonSchema({"enum": list(GRAFANA_VERSIONS)})
]

GrafanaWorkspaceId = Annotated[
    str, Text(r"^g-[0-9a-f]{10}$", "the id of a workspace of Grafana, such as g-0123456789")
]
GrafanaWorkspaceName = Annotated[
    str,
    Text(
        r"^[a-zA-Z0-9._~-]{1,255}$",
        "1 to 255 letters, digits, hyphens, dots, underscores and tildes, such as myamg",
    ),
]
"""What Amazon Managed Grafana takes for a name (its API, CreateWorkspace)."""

MetadataUrl = Annotated[
    str,
    Text(
        r"^https://[^\s]{1,2040}$",
        "an https URL, such as https://idp.example.com/saml/metadata",
    ),
]
Attribute = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""The name of an attribute of a SAML assertion, or a value of it."""

PrefixListId = Annotated[
    str, Text(r"^pl-[0-9a-f]{8,17}$", "the id of a prefix list, such as pl-0123456789abcdef0")
]
VpcEndpointId = Annotated[
    str, Text(r"^vpce-[0-9a-f]{8,17}$", "the id of a VPC endpoint, such as vpce-0123456789abcdef0")
]
SubnetId = Annotated[
    str, Text(r"^subnet-[0-9a-f]{8,17}$", "the id of a subnet, such as subnet-0123456789abcdef0")
]
SecurityGroupId = Annotated[
    str, Text(r"^sg-[0-9a-f]{8,17}$", "the id of a security group, such as sg-0123456789abcdef0")
]


class Saml(Section):
    """An identity provider that speaks SAML 2.0, and what its assertions say of people.

    Its metadata is given as `metadata_url` or as `metadata_xml`.
    """

    metadata_url: MetadataUrl | None = None
    """Where its metadata can be read by AWS. Default: given as `metadata_xml`."""

    metadata_xml: Annotated[str, StringConstraints(min_length=1, max_length=100_000)] | None = None
    """Its metadata itself. Default: read from `metadata_url`."""

    role_attribute: Attribute = "role"
    """The attribute that says a person's role."""

    admin_roles: Annotated[tuple[Attribute, ...], Field(min_length=1)]
    """Values of that attribute for which people are admins in Grafana."""

    editor_roles: tuple[Attribute, ...] = ()
    """Values of it for which people are editors. All others are viewers. Default: none."""

    name_attribute: Attribute = "displayName"
    """The attribute that has a person's name."""

    login_attribute: Attribute = "mail"
    """The attribute that has the name that a person signs in with."""

    email_attribute: Attribute = "mail"
    """The attribute that has a person's e-mail address."""

    groups_attribute: Attribute | None = None
    """The attribute that has a person's groups. Default: groups are not looked at."""

    organization_attribute: Attribute | None = None
    """The attribute that has a person's organizations. Default: they are not looked at."""

    allowed_organizations: tuple[Attribute, ...] = ()
    """Organizations whose members get in, by `organization_attribute`. Default: everybody whom the
    identity provider lets in."""

    login_minutes: Annotated[int, Field(ge=1, le=43_200)] = 1440
    """Minutes until a person has to sign in again, up to 30 days."""

    @model_validator(mode="after")
    def _one_source_of_metadata(self) -> "Saml":
        if (self.metadata_url is None) == (self.metadata_xml is None):
            given = "both" if self.metadata_url else "neither"
            msg = (
                "SAML needs the identity provider's metadata, as metadata_url or as metadata_xml: "
                f"found {given}"
            )
            raise ValueError(msg)
        if self.allowed_organizations and not self.organization_attribute:
            msg = "allowed_organizations needs organization_attribute, which says a person's"
            raise ValueError(msg)
        return self


class NetworkAccess(Section):
    """From where the workspace can be reached: from any of these, and from nowhere else."""

    prefix_lists: Annotated[tuple[PrefixListId, ...], Field(max_length=5)] = ()
    """Prefix lists with the addresses that get in. Default: none."""

    vpc_endpoints: Annotated[tuple[VpcEndpointId, ...], Field(max_length=5)] = ()
    """VPC endpoints that people get in by. Default: none."""

    @model_validator(mode="after")
    def _somebody_gets_in(self) -> "NetworkAccess":
        if not self.prefix_lists and not self.vpc_endpoints:
            msg = (
                "with neither prefix_lists nor vpc_endpoints nobody could reach the workspace: "
                "give one of them, or leave network out"
            )
            raise ValueError(msg)
        return self


class GrafanaVpc(Section):
    """The network by which Grafana asks its data sources.

    With `network`, the function that puts content into the workspace runs there, too.
    """

    subnets: Annotated[tuple[SubnetId, ...], Field(min_length=2, max_length=6)]
    """Subnets, in two Availability Zones at least, with a way to AWS's services."""

    security_groups: Annotated[tuple[SecurityGroupId, ...], Field(min_length=1, max_length=5)]
    """Security groups of Grafana's network interfaces, of the same VPC."""


class GrafanaWorkspace(Section):
    """The workspace of Amazon Managed Grafana (AMG)."""

    id: GrafanaWorkspaceId | None = None
    """A workspace that exists already, in the hub's account and Region. Then none is made, its own
    configuration stays as it is, and what is below is not used. Default: one is made."""

    name: GrafanaWorkspaceName = "myamg"
    """What it is called."""

    version: GrafanaVersion = "12.4"
    """The version of Grafana, in quotes. The versions before 12 have no data source for AMP. A
    workspace can be raised to a later version, and never lowered."""

    authentication: Literal["aws_sso", "saml"] = "aws_sso"
    """How people sign in: with IAM Identity Center, which has to be switched on in the account or
    its organization, or with another identity provider by SAML."""

    saml: Saml | None = None
    """The identity provider of `authentication: saml`. Default: none."""

    permission_type: Literal["SERVICE_MANAGED", "CUSTOMER_MANAGED"] = "CUSTOMER_MANAGED"
    """Who looks after the rights of the workspace's role, which is made here either way.
    `SERVICE_MANAGED`: AWS adds to them when somebody adds a data source in the console.
    `CUSTOMER_MANAGED`: nobody but this app."""

    plugin_admin: bool = True
    """Whether Grafana's admins can install plugins. What is below `plugins` needs it, and so does
    X-Ray's where Grafana does not have it."""

    network: NetworkAccess | None = None
    """From where it can be reached; `vpc` has to be given too. Default: from everywhere, by those
    who can sign in."""

    vpc: GrafanaVpc | None = None
    """The network by which it asks its data sources. Default: AWS's own, which reaches public
    addresses alone."""

    on_destroy: Literal["keep", "delete"] = "delete"
    """What becomes of it on destroy: `delete` deletes it with all that people made in it; `keep`
    takes out what was put into it here, and leaves the rest."""
