"""IAM in memory, as far as OpenID Connect providers and roles go."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from eks_observability.handlers.oidc_provider import handler

ACCOUNT = "arn:aws:iam::111122223333"
PAGE = 2


@dataclass
class Provider:
    client_ids: list[str]
    tags: dict[str, str] = field(default_factory=dict)


class FakeIam:
    """Providers by their ARN, and the trust policies of roles, shown two a page."""

    def __init__(self, aws_error: Any) -> None:
        self.aws_error = aws_error
        self.providers: dict[str, Provider] = {}
        self.roles: dict[str, dict[str, Any]] = {}
        self.hidden = 0
        """How often GetOpenIDConnectProvider still does not show what there is."""
        self.fading = 0
        """How often ListRoles still shows the roles, that are gone."""

    def get_open_id_connect_provider(self, open_id_connect_provider_arn: str) -> dict[str, Any]:
        if self.hidden:
            self.hidden -= 1
            raise self.aws_error(code="NoSuchEntity", status=404)
        provider = self._provider(open_id_connect_provider_arn)
        shown: dict[str, Any] = {"Url": open_id_connect_provider_arn.partition("/")[2]}
        shown |= {"ClientIDList": provider.client_ids} if provider.client_ids else {}
        return shown | {
            "Tags": [{"Key": key, "Value": provider.tags[key]} for key in provider.tags]
        }

    def create_open_id_connect_provider(
        self, url: str, client_id_list: list[str], tags: list[dict[str, str]]
    ) -> dict[str, Any]:
        arn = f"{ACCOUNT}:oidc-provider/{url.removeprefix('https://')}"
        if arn in self.providers:
            raise self.aws_error(code="EntityAlreadyExists", status=409)
        self.providers[arn] = Provider(client_id_list, {tag["Key"]: tag["Value"] for tag in tags})
        return {"OpenIDConnectProviderArn": arn}

    def add_client_id_to_open_id_connect_provider(
        self, open_id_connect_provider_arn: str, client_id: str
    ) -> None:
        self._provider(open_id_connect_provider_arn).client_ids.append(client_id)

    def remove_client_id_from_open_id_connect_provider(
        self, open_id_connect_provider_arn: str, client_id: str
    ) -> None:
        ids = self._provider(open_id_connect_provider_arn).client_ids
        ids[:] = [one for one in ids if one != client_id]

    def tag_open_id_connect_provider(
        self, open_id_connect_provider_arn: str, tags: list[dict[str, str]]
    ) -> None:
        have = self._provider(open_id_connect_provider_arn).tags
        have |= {tag["Key"]: tag["Value"] for tag in tags}

    def untag_open_id_connect_provider(
        self, open_id_connect_provider_arn: str, tag_keys: list[str]
    ) -> None:
        have = self._provider(open_id_connect_provider_arn).tags
        for key in tag_keys:
            have.pop(key, None)

    def delete_open_id_connect_provider(self, open_id_connect_provider_arn: str) -> None:
        self.providers.pop(open_id_connect_provider_arn, None)

    def list_roles(self, max_items: int, marker: str = "0") -> dict[str, Any]:
        assert max_items <= 1000
        start = int(marker)
        names = sorted(self.roles)
        page = {"Roles": [self._role(name) for name in names[start : start + PAGE]]}
        if names[start + PAGE :]:
            return page | {"IsTruncated": True, "Marker": str(start + PAGE)}
        self._fade()
        return page | {"IsTruncated": False}

    def _fade(self) -> None:
        if self.fading:
            self.fading -= 1
            if not self.fading:
                self.roles.clear()

    def _provider(self, arn: str) -> Provider:
        if arn not in self.providers:
            raise self.aws_error(code="NoSuchEntity", status=404)
        return self.providers[arn]

    def _role(self, name: str) -> dict[str, Any]:
        return {
            "Path": "/",
            "RoleName": name,
            "RoleId": "AROAEXAMPLEEXAMPLEEX",
            "Arn": f"{ACCOUNT}:role/{name}",
            "CreateDate": "2026-01-01T00:00:00Z",
            "AssumeRolePolicyDocument": quote(json.dumps(self.roles[name])),
        }


@pytest.fixture
def arn() -> str:
    """The provider that the tests are about."""
    issuer = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
    return f"{ACCOUNT}:oidc-provider/{issuer}"


@pytest.fixture
def asking(arn: str) -> Callable[..., dict[str, Any]]:
    """The resource's properties."""

    def make(issuer: str = f"https://{arn.partition('/')[2]}", **tags: str) -> dict[str, Any]:
        return {"Issuer": issuer, "Tags": tags}

    return make


@pytest.fixture
def iam(network: Any, aws_error: Any) -> FakeIam:
    network.service = FakeIam(aws_error)
    return network.service  # type: ignore[no-any-return] # the network takes any service


@pytest.fixture
def have(iam: FakeIam, arn: str) -> Callable[..., Provider]:
    """Makes the provider as somebody else would."""

    def make(*client_ids: str, **tags: str) -> Provider:
        iam.providers[arn] = provider = Provider(list(client_ids), tags)
        return provider

    return make


@pytest.fixture
def trust(iam: FakeIam, arn: str) -> Callable[..., None]:
    """Makes a role that trusts the provider, among others that do not."""

    def make(name: str = "payments") -> None:
        others = [f"a-{number}" for number in range(PAGE)]
        iam.roles |= {other: trust_in({"Service": "ec2.amazonaws.com"}) for other in others}
        iam.roles[name] = trust_in({"Federated": arn})

    return make


def trust_in(principal: object) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": principal,
                "Action": "sts:AssumeRoleWithWebIdentity",
            }
        ],
    }


@pytest.fixture
def stack(cloudformation: Any, iam: FakeIam) -> Any:
    """CloudFormation, with the one resource that the handler serves."""
    return cloudformation(handler)
