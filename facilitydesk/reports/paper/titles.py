"""How a long title breaks: into lines that form a trapezoid, never inside a word that belongs together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from math import ceil

from facilitydesk.reports.paper.text import lines, may_break, width

_FULL = 0.92  # a title does not touch the margins
_BEFORE = ("关于", "情况", "通报", "通知", "报告", "工作", "工程", "项目", "进展", "建设", "学校")
_AFTER = "的、》）年月日度和与暨"
_TORN_AFTER = "关第的" + "一二三四五六七八九十"


def shape(title: str, room: float, widths: Mapping[str, float]) -> list[str]:
    """The lines of a title for a width of `room` ems; line feeds in it are obeyed."""
    if "\n" in title:
        return [line for part in title.split("\n") for line in shape(part, room, widths)]
    total = width(title, widths)
    limit = room * _FULL
    count = ceil(total / limit) if total else 1
    if count == 1:
        return [title]
    if count > 3:
        return lines(title, limit, widths)
    places = [at for at in range(2, len(title) - 1) if may_break(title, at)]
    best: tuple[float, list[str]] | None = None
    for cuts in combinations(places, count - 1):
        parts = [title[a:b] for a, b in zip((0, *cuts), (*cuts, len(title)), strict=True)]
        sizes = [width(part, widths) for part in parts]
        if max(sizes) > limit:
            continue
        cost = sum((size - total / count) ** 2 for size in sizes) / total
        cost += sum(_cost(title, at) for at in cuts)
        if len(sizes) == 3 and sizes[1] < min(sizes[0], sizes[2]):
            cost += 5  # an hourglass is not a permitted shape
        if best is None or cost < best[0]:
            best = (cost, parts)
    return best[1] if best else lines(title, limit, widths)


def _cost(title: str, at: int) -> float:
    """How badly a break tears the sense: a break after 的 or before 关于 costs nothing."""
    before, after = title[at - 1], title[at:]
    if after.startswith("关于"):
        return -1.5
    if before in _AFTER and not after[0].isdigit():
        return 0.0
    if after.startswith(_BEFORE) and before not in _TORN_AFTER:
        return 0.3
    return 1.5
