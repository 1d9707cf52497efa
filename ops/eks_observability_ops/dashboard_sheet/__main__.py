"""Draws all dashboards: `python -m eks_observability_ops.dashboard_sheet ANSWERS DOCS`.

ANSWERS is what tests/components/dashboards writes; DOCS is the folder of the documentation.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eks_observability_ops.dashboard_sheet import board as boards
from eks_observability_ops.dashboard_sheet.page import render


def write(recorded: Mapping[str, Any], docs: Path) -> list[Path]:
    """Writes a picture of each dashboard, and the page that shows them.

    Args:
        recorded: Dashboards with the answers to their queries.
        docs: The folder of the documentation.

    Returns:
        What was written.
    """
    pictures = docs / "dashboards"
    pictures.mkdir(exist_ok=True)
    for old in pictures.glob("*.svg"):
        old.unlink()
    times = (recorded["start"], recorded["end"])
    written = []
    for one in recorded["boards"]:
        file = pictures / f"{one['board']['uid']}.svg"
        file.write_text(boards.draw(one["board"], one["answers"], times), encoding="utf-8")
        written.append(file)
    page = docs / "dashboards.md"
    page.write_text(render([one["board"] for one in recorded["boards"]]), encoding="utf-8")
    return [*written, page]


def main(arguments: Sequence[str]) -> int:
    """Draws, and says what was written."""
    recorded, docs = map(Path, arguments)
    for file in write(json.loads(recorded.read_text(encoding="utf-8")), docs):
        print(f"wrote {file} ({file.stat().st_size / 1000:.0f} kB)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
