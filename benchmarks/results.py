"""RESULTS.md: one part a benchmark, each written by its own."""

import datetime
import os
import platform
import re
from pathlib import Path
from typing import Final

RESULTS: Final = Path(__file__).resolve().parent / "RESULTS.md"


def write(heading: str, text: str, *, to: Path = RESULTS) -> None:
    """Puts a part in place of the one of the same heading, or behind the others.

    Args:
        heading: The part's heading of the second level.
        text: What stands below it, which may have headings of the third level.
        to: The file. Default: RESULTS.md.
    """
    old = to.read_text(encoding="utf-8") if to.is_file() else "# Results\n"
    first, *parts = re.split(r"^## ", old, flags=re.MULTILINE)
    texts = dict(part.split("\n", 1) for part in parts)
    texts[heading] = f"\n{text.strip()}\n\n"
    body = "".join(f"## {name}\n{part.rstrip()}\n\n" for name, part in texts.items())
    to.write_text(f"{first.rstrip()}\n\n{body.rstrip()}\n", encoding="utf-8")


def machine() -> str:
    """When and on what a benchmark ran, as the beginning of a sentence's part."""
    today = f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}"
    where = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{today}: {os.cpu_count()} cores, {where}"
