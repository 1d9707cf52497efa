"""Where something is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle on a picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height

    def inset(
        self, *, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0
    ) -> "Box":
        """It, smaller by so much at each side."""
        return Box(
            x=self.x + left,
            y=self.y + top,
            width=self.width - left - right,
            height=self.height - top - bottom,
        )
