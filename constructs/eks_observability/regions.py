"""What the CDK knows of AWS's Regions."""

import aws_cdk as cdk
from aws_cdk.region_info import RegionInfo


def partition_of(region: str) -> str:
    """The partition of a Region, as text; that of the stack, a token, where the Region is one."""
    return _of_region(region, "partition") or cdk.Aws.PARTITION


def domain_suffix_of(region: str) -> str:
    """What names of AWS's hosts in a Region end with; a token where the Region is one."""
    return _of_region(region, "domain_suffix") or cdk.Aws.URL_SUFFIX


def _of_region(region: str, fact: str) -> str | None:
    """What the CDK knows of a Region; None where it knows nothing, as of a token."""
    found = None if cdk.Token.is_unresolved(region) else getattr(RegionInfo.get(region), fact)
    return found if isinstance(found, str) else None
