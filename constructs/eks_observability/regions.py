"""What the CDK knows of AWS's Regions."""

import aws_cdk as cdk
from aws_cdk.region_info import RegionInfo
from constructs import IConstruct


def partition_of(region: str) -> str:
    """The partition of a Region, as text; that of the stack, a token, where the Region is one."""
    return _of_region(region, "partition") or cdk.Aws.PARTITION


def domain_suffix_of(region: str) -> str:
    """What names of AWS's hosts in a Region end with; a token where the Region is one."""
    return _of_region(region, "domain_suffix") or cdk.Aws.URL_SUFFIX


def arn_here(scope: IConstruct, service: str, name: str, *, region: str | None = None) -> str:
    """An ARN of a stack's partition and account, as text: what reads it need not wait for a deploy.

    Args:
        scope: A construct of the stack.
        service: The service, such as `sns`.
        name: What follows the account.
        region: The Region. Default: the stack's; of a service that has none, empty.
    """
    stack = cdk.Stack.of(scope)
    place = stack.region if region is None else region
    return f"arn:{partition_of(stack.region)}:{service}:{place}:{stack.account}:{name}"


def _of_region(region: str, fact: str) -> str | None:
    """What the CDK knows of a Region; None where it knows nothing, as of a token."""
    found = None if cdk.Token.is_unresolved(region) else getattr(RegionInfo.get(region), fact)
    return found if isinstance(found, str) else None
