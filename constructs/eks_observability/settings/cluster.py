"""What must be known of a cluster to synthesize for it: facts that the settings state."""

import re
from typing import Annotated, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from eks_observability.settings.aws import EKS_REGIONS, AuthenticationMode
from eks_observability.settings.section import Region, Section, Text
from eks_observability.versions import kubectl_layer_for

NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}")
ACCOUNT: Final = re.compile(r"\d{12}")
# The second form is what dual-stack (IPv6) clusters have.
ISSUER: Final = re.compile(
    r"https://(?:oidc\.eks\.(?P<ipv4>[a-z0-9-]+)\.(?P<suffix>amazonaws\.(?:com|com\.cn|eu))"
    r"|oidc-eks\.(?P<dual>[a-z0-9-]+)\.api\.[a-z.]+)/id/[0-9A-Z]{32}"
)
ISSUER_SUFFIXES: Final = {
    "aws": "amazonaws.com",
    "aws-cn": "amazonaws.com.cn",
    "aws-us-gov": "amazonaws.com",
    "aws-eusc": "amazonaws.eu",
}
"""What issuers end in, by partition (botocore's partitions.json, dnsSuffix)."""

EndpointAccess = Literal["public", "public_and_private", "private"]
Compute = Literal["ec2", "auto_mode", "fargate"]

VpcId = Annotated[
    str, Text(r"^vpc-[0-9a-f]{8,17}$", "the id of a VPC, such as vpc-0123456789abcdef0")
]
SubnetId = Annotated[
    str, Text(r"^subnet-[0-9a-f]{8,17}$", "the id of a subnet, such as subnet-0123456789abcdef0")
]
SecurityGroupId = Annotated[
    str, Text(r"^sg-[0-9a-f]{8,17}$", "the id of a security group, such as sg-0123456789abcdef0")
]


class Vpc(Section):
    """Where the function that runs kubectl stands, for a cluster with a private endpoint only."""

    id: VpcId
    """The cluster's VPC."""

    private_subnets: Annotated[tuple[SubnetId, ...], Field(min_length=1)]
    """Subnets with a route to the cluster's endpoint and, through NAT or VPC endpoints, to the AWS
    APIs (eks, lambda and s3). In two Availability Zones or more, to outlive one."""

    security_groups: Annotated[tuple[SecurityGroupId, ...], Field(min_length=1)]
    """Security groups of that function; the cluster's own security group lets it in."""


class ClusterFacts(Section):
    """An EKS cluster as it is. `aws eks describe-cluster` prints every one of these facts."""

    name: str
    """The cluster's name: 1 to 100 letters, digits, hyphens and underscores, the first of them a
    letter or digit."""

    region: Region
    """The AWS Region it runs in."""

    account: str
    """The AWS account it runs in: 12 digits, in quotes (a YAML number loses its leading zeros)."""

    kubernetes_version: str
    """Its Kubernetes version, in quotes ("1.30" as a number is 1.3). Decides which kubectl is
    used."""

    oidc_issuer: str
    """Its OpenID Connect issuer, as `cluster.identity.oidc.issuer` gives it."""

    authentication_mode: AuthenticationMode
    """Its access configuration. CONFIG_MAP is refused: nothing outside the cluster can be let in
    there without editing its aws-auth ConfigMap by hand."""

    compute: Compute = "ec2"
    """What its pods run on: `ec2` instances, alone or along with Fargate; EKS `auto_mode`; or
    `fargate` and nothing else, which runs no agent that belongs on every node."""

    endpoint_access: EndpointAccess = "public_and_private"
    """From where its Kubernetes API can be reached. `private` needs `vpc`."""

    vpc: Vpc | None = Field(default=None, validate_default=True)
    """Where to run kubectl for a private endpoint. Default: outside any VPC."""

    @field_validator("name")
    @classmethod
    def _name(cls, value: str) -> str:
        if not NAME.fullmatch(value):
            msg = (
                f"{value!r} is not a name EKS allows: 1 to 100 letters, digits, hyphens and "
                "underscores, starting with a letter or digit"
            )
            raise ValueError(msg)
        return value

    @field_validator("account", mode="before")
    @classmethod
    def _account_is_text(cls, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            msg = (
                "an account id is text, and as a number it loses its leading zeros: "
                f'write "{value:012d}", in quotes'
            )
            raise ValueError(msg)
        return value

    @field_validator("account")
    @classmethod
    def _account(cls, value: str) -> str:
        if not ACCOUNT.fullmatch(value):
            msg = f"{value!r} is not an AWS account id: it has 12 digits and nothing else"
            raise ValueError(msg)
        return value

    @field_validator("kubernetes_version")
    @classmethod
    def _kubernetes_version(cls, value: str) -> str:
        kubectl_layer_for(value)
        return value

    @field_validator("oidc_issuer")
    @classmethod
    def _oidc_issuer(cls, value: str, info: ValidationInfo) -> str:
        match = ISSUER.fullmatch(value)
        region = info.data.get("region")
        of = match and (match["ipv4"] or match["dual"])
        if of and region and of != region:
            msg = f"this issuer belongs to {of}, but the cluster's region is {region}"
            raise ValueError(msg)
        suffix = _issuer_suffix(region)
        if not match or (region and match["suffix"] not in (suffix, None)):
            msg = (
                f"{value!r} is not the issuer of an EKS cluster, which reads "
                f"https://oidc.eks.{region or 'REGION'}.{suffix}/id/ and 32 letters and digits"
            )
            raise ValueError(msg)
        return value

    @field_validator("authentication_mode")
    @classmethod
    def _authentication_mode(
        cls, value: AuthenticationMode, info: ValidationInfo
    ) -> AuthenticationMode:
        if value == "CONFIG_MAP":
            name, region = info.data.get("name", "NAME"), info.data.get("region", "REGION")
            msg = (
                "CONFIG_MAP lets nobody in by access entry, and deploying needs one. Change the "
                "mode (existing aws-auth entries go on working; there is no way back): "
                f"aws eks update-cluster-config --region {region} --name {name} "
                "--access-config authenticationMode=API_AND_CONFIG_MAP"
            )
            raise ValueError(msg)
        return value

    @field_validator("vpc")
    @classmethod
    def _vpc(cls, value: Vpc | None, info: ValidationInfo) -> Vpc | None:
        if value is None and info.data.get("endpoint_access") == "private":
            msg = (
                "endpoint_access is private, so kubectl must run inside the VPC: give vpc with "
                "id, private_subnets and security_groups"
            )
            raise ValueError(msg)
        return value


def _issuer_suffix(region: str | None) -> str:
    """What an issuer of `region` ends in, and that of most where the Region is not known."""
    partition = next((one for one, regions in EKS_REGIONS.items() if region in regions), "aws")
    return ISSUER_SUFFIXES[partition]
