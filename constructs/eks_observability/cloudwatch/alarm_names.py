"""What alarms of a cluster are called, and which page says what to do."""

from typing import Final

from constructs import IConstruct

from eks_observability.regions import arn_here

_PAGES: Final = "docs/runbooks"
_FOLDER: Final = "cloudwatch"


def alarm_name(cluster_name: str, name: str) -> str:
    """An alarm's name in CloudWatch, where all of an account and Region are in one list.

    At most 255 characters (CloudWatch API, PutMetricAlarm): a cluster's name has 100 at most.

    Args:
        cluster_name: The cluster.
        name: The alarm, as `signals.alarms` calls it.
    """
    return f"{cluster_name}-{name}"


def alarm_arn(scope: IConstruct, cluster_name: str, name: str) -> str:
    """An alarm's ARN as text, so that what names it is text too.

    Args:
        scope: A construct of its stack.
        cluster_name: The cluster.
        name: The alarm, as `signals.alarms` calls it.
    """
    return arn_here(scope, "cloudwatch", f"alarm:{alarm_name(cluster_name, name)}")


def runbook_folder(url: str | None = None) -> str:
    """Where the pages on alarms are.

    Args:
        url: Where the pages of docs/runbooks can be read. Default: nowhere, and it is the folder.
    """
    return f"{(url or _PAGES).rstrip('/')}/{_FOLDER}"


def runbook(name: str, url: str | None = None) -> str:
    """The page that says what an alarm means and what to do.

    Args:
        name: The alarm, as `signals.alarms` calls it.
        url: Where the pages of docs/runbooks can be read. Default: nowhere, and it is the file.
    """
    return f"{runbook_folder(url)}/{name}.md"
