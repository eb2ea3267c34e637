"""Pages one after the other: the frame that text and tables flow through."""

from __future__ import annotations

from dataclasses import dataclass, field

from facilitydesk.reports.paper.ink import MM, Case, Page
from facilitydesk.reports.paper.page import Paper


@dataclass(frozen=True, slots=True)
class Frame:
    """The printed area of a page, in points from the top left corner of the sheet."""

    paper_width: float
    paper_height: float
    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


def frame(paper: Paper, *, landscape: bool, margins_mm: tuple[float, float, float, float]) -> Frame:
    """The frame inside the margins (top, right, bottom, left)."""
    width, height = (side * MM for side in paper.size_mm)
    if landscape:
        width, height = height, width
    top, right, bottom, left = (side * MM for side in margins_mm)
    return Frame(width, height, left, top, width - left - right, height - top - bottom)


@dataclass(slots=True)
class Flow:
    """The pages of one part. `y` is where the next thing goes on the current page."""

    frame: Frame
    case: Case
    pages: list[Page] = field(default_factory=list)
    y: float = 0.0

    def __post_init__(self) -> None:
        self.turn()

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @property
    def room(self) -> float:
        """The height left on the current page."""
        return self.frame.bottom - self.y

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the current page yet."""
        return self.y <= self.frame.top + 0.01

    def turn(self) -> None:
        """Begin a new page."""
        self.pages.append(Page(self.frame.paper_width, self.frame.paper_height))
        self.y = self.frame.top

    def need(self, height: float) -> None:
        """Begin a new page unless that height is left on this one."""
        if height > self.room + 0.01 and not self.fresh:
            self.turn()
