"""Counters, as promtool takes their values."""


def counter(*phases: tuple[int, int]) -> str:
    """Values of a counter that begins at 0 in minute 0, and grows phase by phase.

    Args:
        phases: By how much it grows each minute, and for how many minutes.
    """
    values, reached = ["0"], 0
    for growth, minutes in phases:
        values.append(f"{reached + growth}+{growth}x{minutes - 1}")
        reached += growth * minutes
    return " ".join(values)
