"""The IAM OpenID Connect provider of a cluster's issuer, whether it exists already or not."""

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import region_info
from constructs import Construct, IDependable

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change

_TYPE: Final = "Custom::IamOidcProvider"
_SCHEME: Final = "https://"


@jsii.implements(cdk.ITaggableV2)
class OidcProvider(Construct):
    """Makes sure that IAM trusts the tokens of a cluster's service accounts (IRSA).

    IAM has one provider per issuer and account at most: a resource that makes one fails where
    eksctl or Terraform was first: docs/decisions/0007-iam-oidc-provider.md. A provider that is made
    here gets the tags that other resources of this scope get, and those of the stack.

    Args:
        scope: Parent construct, in a stack of the cluster's own account.
        construct_id: Id, unique within `scope`.
        issuer: The cluster's issuer (EKS API, identity.oidc.issuer), e.g.
            "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE".

    Raises:
        ValueError: `issuer` does not begin with https://, or is a token.
    """

    issuer: str
    """The issuer without https://, always literal: what keys of conditions begin with."""

    provider: iam.IOpenIdConnectProvider
    """The provider. What trusts it depends on `ready`."""

    ready: IDependable
    """There when the provider is, and gone after what depends on it."""

    def __init__(self, scope: Construct, construct_id: str, *, issuer: str) -> None:
        super().__init__(scope, construct_id)

        if cdk.Token.is_unresolved(issuer) or not issuer.startswith(_SCHEME):
            msg = f"{issuer!r} is not an issuer that is known when synthesizing: it reads https://…"
            raise ValueError(msg)
        self.issuer = issuer.removeprefix(_SCHEME)
        arn = self._arn(f"oidc-provider/{self.issuer}")
        self.provider = iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(
            self, "Provider", arn
        )
        # cdk.Tags reaches this scope by itself; what a stack is constructed with does not.
        self._tags = cdk.TagManager(
            cdk.TagType.MAP, _TYPE, dict(cdk.Stack.of(self).tags.tag_values())
        )
        handler = HandlerProvider(
            self, "Handler", handler="oidc_provider", statements=self._statements(arn)
        )
        self.ready = cdk.CustomResource(
            self,
            "Resource",
            resource_type=_TYPE,
            service_token=handler.service_token,
            service_timeout=handler.service_timeout,
            properties={"Issuer": issuer, "Tags": self._tags.rendered_tags},
        )
        cdk.Validations.of(handler).acknowledge(
            wildcard_resource(
                self,
                self._arn("role/*"),
                "ListRoles lists by path, and any role may trust the provider.",
            )
        )
        note_change(
            self,
            f"IAM OpenID Connect provider of {issuer}: made if the account has none, given the "
            "client id sts.amazonaws.com if it lacks that; destroy undoes what was done, but "
            "nothing as long as a role trusts the provider",
        )

    @property
    def cdk_tag_manager(self) -> cdk.TagManager:
        """Takes the tags that `cdk.Tags` gives to this scope."""
        return self._tags

    def _arn(self, resource: str) -> str:
        """An ARN in IAM, literal as far as the stack's environment is known."""
        stack = cdk.Stack.of(self)
        known = not cdk.Token.is_unresolved(stack.region)
        partition = region_info.RegionInfo.get(stack.region).partition if known else None
        return f"arn:{partition or cdk.Aws.PARTITION}:iam::{stack.account}:{resource}"

    def _statements(self, arn: str) -> Sequence[iam.PolicyStatement]:
        """What the handler calls, on this provider and no other."""
        actions = (
            "AddClientIDToOpenIDConnectProvider",
            "CreateOpenIDConnectProvider",
            "DeleteOpenIDConnectProvider",
            "GetOpenIDConnectProvider",
            "RemoveClientIDFromOpenIDConnectProvider",
            "TagOpenIDConnectProvider",
            "UntagOpenIDConnectProvider",
        )
        return [
            iam.PolicyStatement(actions=[f"iam:{action}" for action in actions], resources=[arn]),
            iam.PolicyStatement(actions=["iam:ListRoles"], resources=[self._arn("role/*")]),
        ]
