"""Settings of Amazon DevOps Guru that cannot be had: not together, or not any more."""

from collections.abc import Callable, Iterator
from datetime import date

from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.devops_guru import END
from eks_observability.settings.model import Settings


def devops_guru_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Two ways at once to say what it looks at: an account and Region have one collection."""
    wanted = settings.devops_guru
    if wanted.stacks and wanted.tags:
        message = (
            "DevOps Guru looks at resources of stacks or at those with a tag, not at both: take "
            "stacks or tags out"
        )
        yield Contradiction(("devops_guru", "tags"), message)


def ended_by(today: date) -> Callable[[Settings], Iterator[Contradiction]]:
    """The check that DevOps Guru is not asked for once it has ended.

    Args:
        today: The day of the deploy.
    """

    def check(settings: Settings) -> Iterator[Contradiction]:
        if settings.devops_guru.enabled and today >= END:
            message = (
                f"Amazon DevOps Guru ended on {END.isoformat()}: set this to false; "
                "alarms.anomaly_detection follows it (docs/anomaly-detection.md)"
            )
            yield Contradiction(("devops_guru", "enabled"), message)

    return check
