"""What is meant to be scraped and is not: some targets of a job, a whole job, a whole cluster.

A cluster that sends nothing has no series that could say so: it is looked for by its name.
"""

from collections.abc import Iterator
from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

JOBS: Final[tuple[str, ...]] = ()
"""Scrape jobs that these alerts need: those there are, whichever they be."""

_MAY_BE_EMPTY: Final = frozenset({jobs.PODS})
"""Jobs that have no target where no pod asks for it."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Targets down, jobs without targets, and silent clusters; none where nothing is scraped."""
    if not scope.jobs or not scope.clusters:
        return ()
    absent = "\n  or\n".join(_absent_jobs(scope))
    return (
        _down(scope),
        *([_absent(scope, absent)] if absent else []),
        _silent(scope.clusters),
    )


def _up(scope: Scope) -> str:
    return f'up{{job=~"{"|".join(sorted(scope.jobs))}"}}'


def _down(scope: Scope) -> Alert:
    percent = scope.thresholds.target_down_percent
    return Alert(
        name="TargetsDown",
        expr=f"1 - avg by (cluster, job) ({_up(scope)})\n> {percent / 100:g}",
        severity="warning",
        summary="Some of what is meant to be measured does not answer.",
        description=(
            "{{ $value | humanizePercentage }} of the targets of job {{ $labels.job }} in "
            f"{{{{ $labels.cluster }}}} do not answer; {percent:g} % are fine. Alerts on what they "
            "would tell cannot fire."
        ),
    )


def _absent(scope: Scope, absent: str) -> Alert:
    return Alert(
        name="TargetsAbsent",
        # Of clusters that send something: the silence of a whole one is one alert, not one a job.
        expr=f"(\n{absent}\n)\nand on (cluster)\ngroup by (cluster) ({_up(scope)})",
        severity="warning",
        summary="Nothing at all is measured of something that should be.",
        description=(
            "Job {{ $labels.job }} of {{ $labels.cluster }} has had no target for 15 minutes. "
            "Alerts on what it would tell cannot fire."
        ),
    )


def _absent_jobs(scope: Scope) -> Iterator[str]:
    for cluster in scope.clusters:
        for job in sorted(scope.jobs - _MAY_BE_EMPTY):
            if (cluster, job) not in scope.without:
                yield f'  absent(up{{cluster="{cluster}",job="{job}"}})'


def _silent(clusters: tuple[str, ...]) -> Alert:
    return Alert(
        name="ClusterSilent",
        expr="\nor\n".join(f'absent(up{{cluster="{cluster}"}})' for cluster in clusters),
        severity="critical",
        summary="A cluster sends no metrics, so that none of its alerts can fire.",
        description=(
            "Nothing has come from {{ $labels.cluster }} for 15 minutes: its collectors do not "
            "run, cannot write, or the cluster is gone."
        ),
    )
