"""How many decimal places the cells of a column show: as many for each, so that the points align.

An amount is shown to its last 分. In 万元 that takes two, four or six places (the offices' own
tables have two or four), and the finest amount of a column decides for all of them: 4.9020 over
3.7000 over 3.5532. Percents likewise take none, one or two. Filtered rows count too, so that a
filter changes no figure's look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import WAN, Money, Quantity
from facilitydesk.gui.grid.column import Column

_FIGURE = re.compile(r"-?[\d,]+(?:\.(\d+))?")


def places_of(value: Any, scale: int) -> int:
    """The places that show a value exactly: 2, 4 or 6 for money in 万元, 2 in 元, 0 to 2 else."""
    if not isinstance(value, Quantity):
        return 0
    raw = value.raw
    if isinstance(value, Money):
        if scale != WAN or raw % 10_000 == 0:
            return 2
        return 4 if raw % 100 == 0 else 6
    return 0 if raw % 100 == 0 else 1 if raw % 10 == 0 else 2


def padded(text: str, places: int) -> str:
    """The digits of a figure with zeros up to so many places; a blank stays blank."""
    if not text or not places:
        return text
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(places, '0')}"


def evened(texts: Sequence[str]) -> list[str]:
    """Amounts that stand below each other, with as many places: '3.70', '4.902' → '3.7000', '4.9020'.

    What is no figure ('—', blank) stays as it is.
    """
    found = [_FIGURE.fullmatch(text) for text in texts]
    most = max((len(match[1] or "") for match in found if match), default=0)
    if most > 2:
        most += most % 2
    return [padded(t, most) if match else t for t, match in zip(texts, found, strict=True)]


class Places:
    """The places of each column of a grid, found when a cell of it is first painted."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def forget(self) -> None:
        """Other rows, or another unit."""
        self._known.clear()

    def of(self, column: Column, rows: Iterable[Any], scale: int) -> int:
        """For a column over these rows; 0 where its text is its own affair."""
        if column.show is not None or column.kind not in (Kind.MONEY, Kind.PERCENT):
            return 0
        found = self._known.get(column.key)
        if found is None:
            found = max((_of_cell(column, row, scale) for row in rows), default=0)
            self._known[column.key] = found
        return found

    def widen(self, columns: Iterable[Column], row: Any, scale: int) -> bool:
        """A row has other values now; whether a column shows more places for it."""
        wider = False
        for column in columns:
            known = self._known.get(column.key)
            if known is not None and (here := _of_cell(column, row, scale)) > known:
                self._known[column.key] = here
                wider = True
        return wider


def _of_cell(column: Column, row: Any, scale: int) -> int:
    scale = column.scale or scale
    values = (column.value, column.past, column.ghost)
    return max(places_of(value(row), scale) for value in values if value is not None)
