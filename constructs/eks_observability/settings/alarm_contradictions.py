"""Settings of alarms and objectives that are right each for itself, and cannot be had together."""

from collections.abc import Iterator

from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.document import Path
from eks_observability.settings.model import ClusterSettings, Settings
from eks_observability.settings.section import Section
from eks_observability.settings.service_level_objectives import LONGEST_NAME


def alarm_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Topics that an alarm cannot reach, and objectives that nothing measures."""
    for index, cluster in enumerate(settings.clusters):
        yield from _topic(index, settings, cluster)
        yield from _objectives(index, settings, cluster)


def _topic(index: int, settings: Settings, cluster: ClusterSettings) -> Iterator[Contradiction]:
    """An alarm reaches topics of its own account and Region (CloudWatch API, PutMetricAlarm)."""
    wanted = settings.capabilities_of(cluster).alarms
    if not wanted.enabled or not wanted.topic_arn:
        return
    region, account = wanted.topic_arn.split(":")[3:5]
    if (account, region) != (cluster.account, cluster.region):
        message = (
            f"this topic is in account {account} in {region}, and alarms on {cluster.name} reach "
            f"one in account {cluster.account} in {cluster.region} only: give that cluster an "
            "alarms.topic_arn of its own, or leave it out for the hub's"
        )
        yield Contradiction((*_above(index, cluster.alarms), "alarms", "topic_arn"), message)


def _objectives(
    index: int, settings: Settings, cluster: ClusterSettings
) -> Iterator[Contradiction]:
    """Objectives without Application Signals, which measures them, and two of one name."""
    insights = settings.capabilities_of(cluster).container_insights
    path = (*_above(index, cluster.container_insights), "container_insights", "addon", "objectives")
    objectives = insights.addon.objectives
    if objectives and insights.mode == "addon" and not insights.addon.application_signals:
        message = (
            "it is Application Signals that measures them: set "
            "container_insights.addon.application_signals: true, or take these out"
        )
        yield Contradiction(path, message)
    names = [each.name for each in objectives]
    most = LONGEST_NAME - len(cluster.name) - 1
    for place, name in enumerate(names):
        if len(name) > most:
            message = (
                f"found {len(name)} characters; {cluster.name}- is put in front, and Application "
                f"Signals takes {LONGEST_NAME}: shorten it to {most}"
            )
            yield Contradiction((*path, place, "name"), message)
    for place, name in enumerate(names):
        if name in names[:place]:
            message = f"there is an objective {name} already: give this one another name"
            yield Contradiction((*path, place, "name"), message)


def _above(index: int, own: Section | None) -> Path:
    """Where a section stands that a cluster may have for itself."""
    return ("clusters", index) if own else ()
