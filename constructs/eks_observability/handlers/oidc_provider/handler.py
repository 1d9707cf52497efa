"""Makes sure that IAM has the OpenID Connect provider of a cluster's issuer.

IAM has one per issuer and account at most, and eksctl, Terraform or a person may have made it. The
PhysicalResourceId holds what was there before: `<ARN>?before=absent`, `?before=complete`, or
`?before=incomplete` where the provider lacked the client id `sts.amazonaws.com`. A Create changes
nothing, or one thing and that last, so one that fails leaves nothing to be undone.

What this app makes has a tag that says so. A provider that has it counts as made here, whoever
finds it: a Create without answer that is repeated, another stack, a deploy after a destroy that let
it stay. Taking the tag off is how somebody else takes it over.

On destroy nothing is taken away as long as a role of the account trusts the provider: the workloads
of that role would be locked out. The log says which roles these are.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final

import boto3
import botocore.exceptions
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable

    Event = dict[str, Any]
    Provider = dict[str, Any]
    IAMClient = Any

CLIENT_ID: Final = "sts.amazonaws.com"
"""Whom the tokens of service accounts are for (EKS user guide, IAM roles for service accounts)."""
MADE_BY: Final = "eks-observability:made-by"
"""Key of the tag on what was made here; its value is the stack's ARN."""
MARK: Final = "?before="
PAUSES: Final = (1, 2, 4, 8, 16, 32)
LONGEST_MESSAGE: Final = 2000
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
AGAIN: Final = "It passes by itself: deploy again."
ADVICE: Final = {
    "AccessDenied": "Where the handler's role allows iam:{action}, a service control policy or a "
    "permissions boundary denies it.",
    "ConcurrentModification": AGAIN,
    "EntityAlreadyExists": "It is there, but iam:GetOpenIDConnectProvider does not show it yet: "
    "deploy again.",
    "ExpiredToken": AGAIN,
    "InvalidInput": "Compare the issuer with the cluster's identity.oidc.issuer, and the tags with "
    "those that IAM allows.",
    "LimitExceeded": "A quota of the account or of the provider is used up, which IAM names: raise "
    "it or make room.",
    "NoSuchEntity": "Somebody deletes the provider at the same time: deploy again.",
    "OpenIdIdpCommunicationError": "IAM gets no answer from the issuer: compare it with the "
    "cluster's identity.oidc.issuer; of a cluster that is minutes old, deploy again.",
    "ServiceFailure": AGAIN,
    "Throttling": AGAIN,
}


class OidcProviderError(Exception):
    """Says which provider, what failed, why, and what to do."""


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Create and Update make sure of the provider, Delete takes away what was added."""
    _log("event", event={**event, "ResponseURL": "..."})
    properties, old = event["ResourceProperties"], event.get("OldResourceProperties", {})
    physical_id, arn = event.get("PhysicalResourceId"), _arn(event)
    try:
        if event["RequestType"] == "Delete":
            _delete(_iam(), event["PhysicalResourceId"])
        else:
            before = _ensure(_iam(), arn, event)
            if old.get("Issuer") != properties["Issuer"]:
                physical_id = f"{arn}{MARK}{before}"
    except AWS_ERRORS as error:
        raise _explained(error, event) from error
    return {"PhysicalResourceId": physical_id, "Data": {"Arn": arn}}


def _ensure(iam: IAMClient, arn: str, event: Event) -> str:
    """Make, complete or leave the provider; what was there before."""
    have = _read(iam, arn) or _made(iam, arn, event)
    if have is None:
        return "absent"
    ours = MADE_BY in _tags(have)
    if ours:
        _retag(iam, arn, _tags(have), event)
    lacks = CLIENT_ID not in have.get("ClientIDList", [])
    if lacks:
        _log("client id added", provider=arn, client_id=CLIENT_ID)
        _patiently(
            lambda: iam.add_client_id_to_open_id_connect_provider(
                OpenIDConnectProviderArn=arn, ClientID=CLIENT_ID
            )
        )
    return "absent" if ours else "incomplete" if lacks else "complete"


def _made(iam: IAMClient, arn: str, event: Event) -> Provider | None:
    """Make the provider, unless somebody is faster: then it is theirs, as it is.

    Without ThumbprintList, which is optional, IAM takes the thumbprint itself, and uses it only for
    a certificate of no authority that AWS trusts (IAM API, CreateOpenIDConnectProvider).
    """
    issuer, tags = event["ResourceProperties"]["Issuer"], _asked_tags(event)
    try:
        _patiently(
            lambda: iam.create_open_id_connect_provider(
                Url=issuer, ClientIDList=[CLIENT_ID], Tags=_as_list(tags)
            )
        )
    except iam.exceptions.EntityAlreadyExistsException:
        # IAM is eventually consistent: what another made may be shown a little later.
        for pause in PAUSES:
            if have := _read(iam, arn):
                return have
            time.sleep(pause)
        raise
    _log("made", provider=arn, tags=tags)
    return None


def _retag(iam: IAMClient, arn: str, have: dict[str, str], event: Event) -> None:
    """Give what was made here the tags that are asked for; those that no longer are go."""
    want, old = _asked_tags(event), event.get("OldResourceProperties", {}).get("Tags", {})
    del want[MADE_BY]  # It keeps the name of the stack that made it.
    missing = {key: value for key, value in want.items() if have.get(key) != value}
    stale = sorted(key for key in old if key in have and key not in want)
    if stale:
        _log("tags taken off", provider=arn, keys=stale)
        _patiently(
            lambda: iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=stale)
        )
    if missing:
        _log("tags", provider=arn, tags=missing)
        _patiently(
            lambda: iam.tag_open_id_connect_provider(
                OpenIDConnectProviderArn=arn, Tags=_as_list(missing)
            )
        )


def _delete(iam: IAMClient, physical_id: str) -> None:
    """Take away what was added; an id that is not ours takes nothing away."""
    arn, _, before = physical_id.partition(MARK)
    have = _read(iam, arn) if before in {"absent", "incomplete"} else None
    made = bool(have) and before == "absent"
    if not have or (made and MADE_BY not in _tags(have)):
        _log("left as it is", provider=arn, before=before)
    elif roles := _trusting_for_good(iam, arn):
        _log("kept, for roles trust it", provider=arn, roles=roles)
    else:
        _log("deleted" if made else "client id removed", provider=arn)
        _patiently(lambda: _taken_away(iam, arn, made=made))


def _taken_away(iam: IAMClient, arn: str, *, made: bool) -> None:
    try:
        if made:
            iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        else:
            iam.remove_client_id_from_open_id_connect_provider(
                OpenIDConnectProviderArn=arn, ClientID=CLIENT_ID
            )
    except iam.exceptions.NoSuchEntityException:
        _log("gone", provider=arn)


def _trusting_for_good(iam: IAMClient, arn: str) -> list[str]:
    """The roles that trust the provider; this stack's, just deleted, may show for a while."""
    for pause in PAUSES[:-1]:
        if not (roles := _trusting(iam, arn)):
            return roles
        time.sleep(pause)
    return _trusting(iam, arn)


def _trusting(iam: IAMClient, arn: str) -> list[str]:
    # Another account's roles need a provider of their own (EKS user guide, cross-account access).
    # botocore has decoded the trust policies (handlers.py, json_decode_policies).
    pages = iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 1000})
    return sorted(
        role["RoleName"]
        for page in pages
        for role in page["Roles"]
        if arn in _federated(role.get("AssumeRolePolicyDocument", {}))
    )


def _federated(trust: dict[str, Any]) -> set[str]:
    """The identity providers that a trust policy names, in whichever way it is written."""
    principals = [one.get("Principal") for one in _list(trust.get("Statement", []))]
    return {
        provider
        for principal in principals
        if isinstance(principal, dict)
        for provider in _list(principal.get("Federated", []))
    }


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - one of something, or a list of it
    return value if isinstance(value, list) else [value]


def _read(iam: IAMClient, arn: str) -> Provider | None:
    try:
        have: Provider = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    except iam.exceptions.NoSuchEntityException:
        return None
    return have


def _patiently(call: Callable[[], object]) -> None:
    """Call again while another change of the provider is under way."""
    for pause in PAUSES:
        try:
            call()
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConcurrentModification":
                raise
            time.sleep(pause)
        else:
            return
    call()


def _explained(error: Exception, event: Event) -> OidcProviderError:
    code, action, advice, message = type(error).__name__, "IAM", AGAIN, str(error)
    if isinstance(error, ClientError):
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        action, advice = error.operation_name, ADVICE.get(code, "")
    text = (
        f"The IAM OpenID Connect provider {_arn(event)} was not changed as asked: {action} "
        f"answered {code}.",
        advice.format(action=action),
        f"IAM says: {message}",
    )
    return OidcProviderError(" ".join(filter(None, text))[:LONGEST_MESSAGE])


def _arn(event: Event) -> str:
    _, partition, _, _, account, _ = event["StackId"].split(":", 5)
    issuer = event["ResourceProperties"]["Issuer"].removeprefix("https://")
    return f"arn:{partition}:iam::{account}:oidc-provider/{issuer}"


def _asked_tags(event: Event) -> dict[str, str]:
    return {**event["ResourceProperties"].get("Tags", {}), MADE_BY: event["StackId"]}


def _as_list(tags: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _tags(provider: Provider) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in provider.get("Tags", [])}


def _iam() -> IAMClient:
    config = Config(
        connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 5}
    )
    return boto3.client("iam", config=config)


def _log(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}))
