"""Counters of collectors that appear with their first count."""

from eks_observability.signals import jobs


def counted(metric: str, by: str) -> str:
    """A query for what a collector counted within ten minutes, where it counted anything.

    Such a counter is not there before its first count, which an increase does not show: where there
    was no series ten minutes ago, all of it counts.

    Args:
        metric: The counter.
        by: Labels to add up by, with commas between.
    """
    series = f'{metric}{{job="{jobs.COLLECTOR}"}}'
    return (
        f"sum by ({by}) (\n"
        f"  ({series} unless {series} offset 10m)\n"
        "  or\n"
        f"  increase({series}[10m])\n"
        ")\n> 0"
    )
