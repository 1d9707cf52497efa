"""Switches control-plane logs on for an EKS cluster that somebody else owns, and puts them back.

`on_event` remembers, `is_complete` converges. `on_event` never writes: the provider framework
ignores the Delete of a Create whose `onEvent` failed, so what was written there could never be
undone. A failed `is_complete` is followed by a Delete with our PhysicalResourceId, which holds the
types that were on before. That id outlives updates (CloudFormation deletes the resource of an id
that changed), so a type that a person switched on before an Update asked for it counts as ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import boto3
import botocore.exceptions
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from types_boto3_eks.client import EKSClient
    from types_boto3_eks.literals import LogTypeType
    from types_boto3_eks.type_defs import ClusterTypeDef, LogSetupTypeDef, UpdateTypeDef

    Event = dict[str, Any]
    Types = frozenset[LogTypeType]

MARK: Final = "/control-plane-logging?before="
LONGEST_MESSAGE: Final = 2000
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
PASSING: Final = {
    "ResourceInUseException",
    *("Throttling", "ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded"),
    *("ExpiredToken", "ExpiredTokenException", "RequestExpired", "RequestTimeout"),
}
ADVICE: Final = {
    "ResourceNotFoundException": "Compare the cluster's name, account and Region with "
    "`aws eks list-clusters --region {region}`.",
    "AccessDeniedException": "Where the handler's role allows {action}, a service control policy "
    "or a permissions boundary denies it.",
    "ClientException": "EKS takes the caller as not permitted or an identifier as wrong: see "
    "whether {action} is denied to the handler's role, and compare the cluster's name.",
    "InvalidParameterException": "Compare the log types with those that EKS has in {region}.",
    "InvalidRequestException": "The state of the cluster does not allow it: look at "
    "`aws eks describe-cluster --region {region} --name {cluster}`, then deploy again.",
}
UNKNOWN: Final = "CloudTrail has the whole request in {region}, as {action}."


class ControlPlaneLoggingError(Exception):
    """Says which cluster, what failed, why, and what to do."""


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Remember which types were on before; change nothing."""
    _log("event", event={**event, "ResponseURL": "..."})
    if event["RequestType"] == "Delete" or _same_cluster(event):
        return {"PhysicalResourceId": event["PhysicalResourceId"]}
    name = event["ResourceProperties"]["ClusterName"]
    try:
        cluster = _eks(attempts=8).describe_cluster(name=name)["cluster"]
    except AWS_ERRORS as error:
        raise _explained(error, event) from error
    before = ",".join(sorted(_enabled(cluster))) or "none"
    return {"PhysicalResourceId": f"{name}{MARK}{before}"}


def is_complete(event: Event, _context: object) -> dict[str, Any]:
    """Take one step towards the target; it is the same step however often it is taken."""
    try:
        return _step(_eks(attempts=2), event)
    except AWS_ERRORS as error:
        return _answer_to(error, event)


def _step(eks: EKSClient, event: Event) -> dict[str, Any]:
    """Change the difference, under the event's token: a replay returns the update it began.

    So when that update fails, the next poll gets it again, with its errors. Should EKS begin a new
    one instead, the provider's total timeout is the end of it.
    """
    name = event["ResourceProperties"]["ClusterName"]
    cluster = eks.describe_cluster(name=name)["cluster"]
    status = cluster["status"]
    if status in {"DELETING", "FAILED"}:
        if event["RequestType"] == "Delete":
            return _done(name, f"the cluster is {status}")
        why = f"it is {status}. Name a cluster that is ACTIVE, or mend this one."
        raise _error(event, why)
    if status != "ACTIVE":
        return _wait(name, f"the cluster is {status}")
    enabled = _enabled(cluster)
    target = _target(event, enabled)
    if target == enabled:
        return _done(name, "nothing differs", EnabledTypes=",".join(sorted(enabled)))
    changes: list[LogSetupTypeDef] = [
        {"types": sorted(types), "enabled": types <= target}
        for types in (target - enabled, enabled - target)
        if types
    ]
    begun = eks.update_cluster_config(
        name=name, logging={"clusterLogging": changes}, clientRequestToken=event["RequestId"]
    )["update"]
    update = eks.describe_update(name=name, updateId=begun["id"])["update"]
    if update["status"] in {"Failed", "Cancelled"}:
        raise _error(event, _story(update))
    return _wait(name, f"update {update['id']} to {changes} is {update['status']}")


def _target(event: Event, enabled: Types) -> Types:
    """The types that shall be on when `enabled` are; an id that is not ours switches none off."""
    wanted: Types = frozenset(event["ResourceProperties"]["Types"])
    old: Types = frozenset(event["OldResourceProperties"]["Types"] if _same_cluster(event) else ())
    _, ours, before = event["PhysicalResourceId"].partition(MARK)
    kept = frozenset(before.split(",")) if ours else wanted | old
    if event["RequestType"] == "Delete":
        return enabled - (wanted - kept)
    return (enabled | wanted) - (old - wanted - kept)


def _story(update: UpdateTypeDef) -> str:
    errors = [
        f"{error.get('errorCode')}: {error.get('errorMessage')} {error.get('resourceIds', [])}"
        for error in update.get("errors", [])
    ]
    story = f"update {update['id']} is {update['status']}. Mend what EKS names, then deploy again."
    return f"{story} EKS says: {'; '.join(errors) or 'nothing'}"


def _answer_to(error: Exception, event: Event) -> dict[str, Any]:
    """Wait for what passes, be done when the cluster is gone, explain the rest."""
    name, (code, action, _) = event["ResourceProperties"]["ClusterName"], _parts(error)
    if code == "ResourceNotFoundException" and action != "DescribeUpdate":
        if event["RequestType"] == "Delete":
            return _done(name, "the cluster is gone")
    elif _passes(error) or code == "ResourceNotFoundException":
        return _wait(name, f"{action} answered {code}: {error}")
    raise _explained(error, event) from error


def _passes(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return True
    code, _, message = _parts(error)
    # DescribeCluster lags: EKS has what we ask for already, and a later poll shows it.
    stale = code.startswith("Invalid") and "No changes needed" in message
    broken = error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500
    return stale or broken or code in PASSING


def _explained(error: Exception, event: Event) -> ControlPlaneLoggingError:
    code, action, message = _parts(error)
    advice = "It passes by itself: deploy again." if _passes(error) else ADVICE.get(code, UNKNOWN)
    advice = advice.format(
        action=f"eks:{action}",
        cluster=event["ResourceProperties"]["ClusterName"],
        region=event["StackId"].split(":")[3],
    )
    return _error(event, f"{action} answered {code}. {advice} EKS says: {message}")


def _parts(error: Exception) -> tuple[str, str, str]:
    """Code, operation and message of what botocore raised."""
    if isinstance(error, ClientError):
        detail = error.response["Error"]
        return detail["Code"], error.operation_name, detail["Message"]
    return type(error).__name__, "EKS", str(error)


def _error(event: Event, why: str) -> ControlPlaneLoggingError:
    region, account = event["StackId"].split(":")[3:5]
    cluster = f"{event['ResourceProperties']['ClusterName']} (account {account}, {region})"
    text = f"The control-plane logs of EKS cluster {cluster} were not changed: {why}"
    return ControlPlaneLoggingError(text[:LONGEST_MESSAGE])


def _done(cluster: str, why: str, **data: str) -> dict[str, Any]:
    _log("done", cluster=cluster, why=why, **data)
    return {"IsComplete": True, "Data": data}


def _wait(cluster: str, why: str) -> dict[str, Any]:
    _log("waiting", cluster=cluster, why=why)
    return {"IsComplete": False}


def _enabled(cluster: ClusterTypeDef) -> Types:
    setups = cluster.get("logging", {}).get("clusterLogging", [])
    return frozenset(kind for setup in setups if setup["enabled"] for kind in setup["types"])


def _same_cluster(event: Event) -> bool:
    """Whether this updates a cluster that was ours already."""
    old = event.get("OldResourceProperties", {}).get("ClusterName")
    return bool(old == event["ResourceProperties"]["ClusterName"])


def _eks(*, attempts: int) -> EKSClient:
    """A client; a poll has few attempts, for there is a next one and a function has its limit."""
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.client("eks", config=config)


def _log(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}))
