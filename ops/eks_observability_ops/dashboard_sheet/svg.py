"""The few shapes that pictures are made of, as SVG."""

from collections.abc import Iterable, Sequence
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

_WIDE: Final = 0.56
"""Width of an average letter, of its height."""


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    stroke: str = "",
    radius: float = 0,
    opacity: float = 1,
) -> str:
    """A rectangle.

    Args:
        x: Left.
        y: Top.
        width: Width.
        height: Height.
        fill: Color.
        stroke: Color of its border. Default: it has none.
        radius: How round its corners are. Default: not at all.
        opacity: How much it covers. Default: all.
    """
    more = f" stroke={quoteattr(stroke)}" if stroke else ""
    more += f' rx="{radius:g}"' if radius else ""
    more += f' fill-opacity="{opacity:g}"' if opacity < 1 else ""
    place = f'x="{x:.4g}" y="{y:.5g}" width="{max(width, 0):.4g}" height="{height:.4g}"'
    return f"<rect {place} fill={quoteattr(fill)}{more}/>"


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = 11,
    color: str = "#24292e",
    anchor: Anchor = "start",
    bold: bool = False,
    width: float | None = None,
) -> str:
    """A line of text.

    Args:
        x: Where it starts, has its middle or ends.
        y: Its base line.
        words: The text.
        size: Height of its letters.
        color: Their color.
        anchor: What of it is at x. Default: its start.
        bold: Whether it is bold. Default: it is not.
        width: What it is cut to. Default: it is not cut.
    """
    shown = words if width is None else cut(words, width, size)
    more = f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += ' font-weight="600"' if bold else ""
    place = f'x="{x:.4g}" y="{y:.5g}" font-size="{size:g}"'
    return f"<text {place} fill={quoteattr(color)}{more}>{escape(shown)}</text>"


def cut(words: str, width: float, size: float) -> str:
    """As much of a text as fits, with three dots when something is missing."""
    letters = max(int(width / (size * _WIDE)), 1)
    return words if len(words) <= letters else words[: max(letters - 1, 1)].rstrip() + "…"


def width_of(words: str, size: float) -> float:
    """About how wide a text is."""
    return len(words) * size * _WIDE


def line(points: Sequence[Point], color: str, *, width: float = 1.3, dashed: bool = False) -> str:
    """A line through points.

    Args:
        points: The points.
        color: Its color.
        width: Its width.
        dashed: Whether it is dashed. Default: it is not.
    """
    more = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<polyline points="{_points(points)}" fill="none" stroke={quoteattr(color)} '
        f'stroke-width="{width:g}"{more}/>'
    )


def area(points: Iterable[Point], color: str, *, opacity: float) -> str:
    """What points enclose.

    Args:
        points: The points.
        color: Its color.
        opacity: How much it covers.
    """
    return (
        f'<polygon points="{_points(points)}" fill={quoteattr(color)} fill-opacity="{opacity:g}"/>'
    )


def circle(x: float, y: float, radius: float, fill: str, *, stroke: str = "") -> str:
    """A circle.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its radius.
        fill: Its color.
        stroke: Color of its border. Default: it has none.
    """
    more = f' stroke={quoteattr(stroke)} stroke-width="4"' if stroke else ""
    return f'<circle cx="{x:.4g}" cy="{y:.5g}" r="{radius:g}" fill={quoteattr(fill)}{more}/>'


def picture(width: float, height: float, parts: Iterable[str]) -> str:
    """A whole picture.

    Args:
        width: Its width.
        height: Its height.
        parts: What is on it, from the back to the front.
    """
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="Inter, Helvetica, Arial, sans-serif">\n'
        f"{body}\n</svg>\n"
    )


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{x:.0f},{y:.1f}".removesuffix(".0") for x, y in points)
