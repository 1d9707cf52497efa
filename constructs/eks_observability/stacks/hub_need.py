"""Which clusters need something of the hub, and so whether there is one."""

from eks_observability.settings import ClusterSettings, Settings


def hub_is_needed(settings: Settings) -> bool:
    """Whether there is a Hub stack: for metrics, for its topics, or for Transaction Search."""
    return bool(
        settings.collecting
        or tells_people(settings)
        or settings.hub.transaction_search.mode == "on"
    )


def tells_people(settings: Settings) -> bool:
    """Whether the hub has topics: for alerts, for alarms of clusters, or for DevOps Guru."""
    asked = settings.collecting or told_by_hub(settings) or settings.devops_guru.enabled
    return settings.alerts.enabled and bool(asked)


def needs_hub(settings: Settings, cluster: ClusterSettings) -> bool:
    """Whether the stack of `cluster` comes after the hub's.

    Args:
        settings: The whole settings file.
        cluster: The cluster of it.
    """
    tracing = settings.capabilities_of(cluster).tracing
    searched = tracing.enabled and tracing.destination == "otlp"
    return (
        cluster in settings.collecting
        or cluster in told_by_hub(settings)
        or (searched and settings.hub.transaction_search.mode == "on")
    )


def told_by_hub(settings: Settings) -> tuple[ClusterSettings, ...]:
    """The clusters whose CloudWatch alarms go to the hub's topic.

    CloudWatch publishes to topics of its own account and Region alone (Amazon CloudWatch User
    Guide, "Using Amazon CloudWatch alarms").
    """
    return tuple(each for each in settings.clusters if _is_told(settings, each))


def _is_told(settings: Settings, cluster: ClusterSettings) -> bool:
    alarms = settings.capabilities_of(cluster).alarms
    return (
        settings.alerts.enabled
        and alarms.enabled
        and not alarms.topic_arn
        and (cluster.account, cluster.region) == settings.hub_place
    )
