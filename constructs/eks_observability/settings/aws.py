"""What AWS allows, as far as settings are checked against it. Tests compare each with botocore."""

from typing import Final, Literal, get_args

AuthenticationMode = Literal["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]
"""How a cluster authenticates principals (EKS API, AccessConfig.authenticationMode)."""

LogType = Literal["api", "audit", "authenticator", "controllerManager", "scheduler"]
"""A type of control-plane log (EKS API, LogSetup.types)."""

LOG_TYPES: Final[tuple[LogType, ...]] = get_args(LogType)

RETENTION_DAYS: Final = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)
"""Days CloudWatch Logs can keep events for (CloudWatch Logs API, PutRetentionPolicy)."""

EKS_REGIONS: Final = {
    "aws": (
        "af-south-1",
        "ap-east-1",
        "ap-east-2",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1",
        "ap-south-2",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-4",
        "ap-southeast-5",
        "ap-southeast-6",
        "ap-southeast-7",
        "ca-central-1",
        "ca-west-1",
        "eu-central-1",
        "eu-central-2",
        "eu-north-1",
        "eu-south-1",
        "eu-south-2",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "il-central-1",
        "me-central-1",
        "me-south-1",
        "mx-central-1",
        "sa-east-1",
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
    ),
    "aws-cn": ["cn-north-1", "cn-northwest-1"],
    "aws-us-gov": ["us-gov-east-1", "us-gov-west-1"],
    "aws-eusc": ["eusc-de-east-1"],
}
"""The Regions EKS runs in, by partition (botocore's endpoint data)."""

REGIONS: Final = tuple(region for regions in EKS_REGIONS.values() for region in regions)

GRAFANA_REGIONS: Final = (
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-central-1",
    "eu-west-1",
    "eu-west-2",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-2",
)
"""The Regions that Amazon Managed Grafana runs in (botocore's endpoint data)."""
