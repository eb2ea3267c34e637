"""Charts on paper: the shapes of charts.py as marks of a page."""

from __future__ import annotations

from facilitydesk.reports.paper import charts
from facilitydesk.reports.paper.charts import Anchor, Chart, Line, Rect
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import Case, Colour, Page, Type

_DASH = (3.0, 2.0)


def draw(
    chart: Chart, page: Page, case: Case, x: float, y: float, width: float, height: float
) -> None:
    """Draw the chart into the rectangle whose top left corner is x, y."""
    plain, bold = case.type(Role.SONG), case.type(Role.BOLD)

    def measure(text: str, size: float) -> float:
        return plain.width(text) * size

    for shape in charts.draw(chart, width, height, measure):
        colour = _rgb(charts.COLOURS[shape.ink])
        if isinstance(shape, Rect):
            page.area(x + shape.x, y + shape.y, shape.width, shape.height, colour)
        elif isinstance(shape, Line):
            points = [(x + px, y + py) for px, py in shape.points]
            page.path(points, shape.width, colour, _DASH if shape.dashed else ())
        else:
            type_ = bold if shape.bold else plain
            left = x + shape.x - _before(shape.anchor, type_, shape.text) * shape.size
            page.text(
                left, y + shape.y + 0.38 * shape.size, shape.text, type_, shape.size, colour=colour
            )


def _before(anchor: Anchor, type_: Type, text: str) -> float:
    """How much of the text stands left of its place, in ems."""
    share = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[anchor]
    return share * type_.width(text) if share else 0.0


def _rgb(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
