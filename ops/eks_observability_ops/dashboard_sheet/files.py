"""Pictures of all dashboards, as files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eks_observability_ops.dashboard_sheet.board import draw


def write(recorded: Mapping[str, Any], folder: Path) -> list[Path]:
    """Writes a picture of each dashboard, and takes away those of dashboards that are gone.

    Args:
        recorded: Dashboards with the answers to their queries.
        folder: Where.

    Returns:
        What was written.
    """
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    times = (recorded["start"], recorded["end"])
    written = []
    for one in recorded["boards"]:
        file = folder / f"{one['board']['uid']}.svg"
        file.write_text(draw(one["board"], one["answers"], times), encoding="utf-8")
        written.append(file)
    return written
