"""Photos on paper: side by side, none larger than its place, the caption below."""

from __future__ import annotations

from facilitydesk.reports.paper import text as typeset
from facilitydesk.reports.paper.flow import Flow
from facilitydesk.reports.paper.fonts import Role
from facilitydesk.reports.paper.ink import MM
from facilitydesk.reports.paper.page import Photos

_GAP = 3 * MM
_SIZE = 9.0
_LINES = 2
_DROP = 0.38


def draw(block: Photos, flow: Flow) -> None:
    """The photos row by row; a row is never torn."""
    type_ = flow.case.type(Role.SONG)
    wide = (flow.frame.width - _GAP * (block.columns - 1)) / block.columns
    for start in range(0, len(block.photos), block.columns):
        row = block.photos[start : start + block.columns]
        scales = [min(wide / p.width, block.height_mm * MM / p.height) for p in row]
        tall = max(p.height * scale for p, scale in zip(row, scales, strict=True))
        words = [typeset.lines(p.caption, wide / _SIZE, type_.widths) for p in row]
        height = tall + min(max(map(len, words)), _LINES) * _SIZE * 1.35 + 6
        flow.need(height)
        for place, (photo, scale) in enumerate(zip(row, scales, strict=True)):
            left = flow.frame.left + place * (wide + _GAP)
            size = photo.width * scale, photo.height * scale
            flow.page.photo(photo.jpeg, left + (wide - size[0]) / 2, flow.y + tall - size[1], *size)
            shown = words[place]
            if len(shown) > _LINES:
                shown = [*shown[: _LINES - 1], shown[_LINES - 1][:-1] + "…"]
            for line, text in enumerate(shown):
                x = left + (wide - type_.width(text) * _SIZE) / 2
                y = flow.y + tall + (line + 0.7 + _DROP) * _SIZE * 1.35
                flow.page.text(x, y, text, type_, _SIZE)
        flow.y += height
