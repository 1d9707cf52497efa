"""What things of a cluster are called in X-Ray."""

import hashlib
from typing import Final

import aws_cdk as cdk
from constructs import Construct

LONGEST: Final = 32
"""Most characters of the name of a group or a sampling rule (X-Ray API, GroupName, RuleName)."""

_PREFIX: Final = "eks-"
_DIGITS: Final = 6


def x_ray_name(scope: Construct, cluster_name: str) -> str:
    """The name of a cluster's group and of its sampling rule.

    A longer name of a cluster is cut, and a digest keeps it apart from others that begin alike. A
    name that only a deploy knows cannot be cut, so then it is made of where `scope` stands.

    Args:
        scope: The construct that gets the name.
        cluster_name: The cluster's name.
    """
    if cdk.Token.is_unresolved(cluster_name):
        return cdk.Names.unique_resource_name(scope, max_length=LONGEST, separator="-")
    whole = f"{_PREFIX}{cluster_name}"
    if len(whole) <= LONGEST:
        return whole
    digest = hashlib.sha256(cluster_name.encode()).hexdigest()[:_DIGITS]
    return f"{whole[: LONGEST - _DIGITS - 1]}-{digest}"
