"""Which rows a grid shows, and in which order: filters per column, quick search, sorting.

Filters are applied when they are set or the rows are loaded anew, not while somebody types: a
row that no longer fits stays where it is until then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.column import Column

Row = Any


class Shelf:
    """The rows of a grid: all of them, and which are shown at which line."""

    def __init__(self, row_id: Callable[[Row], Any]) -> None:
        self.row_id = row_id
        self.all: list[Row] = []
        self.shown: list[int] = []  # line → place in `all`
        self._place: dict[Any, int] = {}
        self._line: dict[int, int] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """Other rows; `arrange` must follow."""
        self.all = list(rows)
        self._place = {self.row_id(row): n for n, row in enumerate(rows)}

    def same(self, rows: Sequence[Row]) -> bool:
        """Whether these are the rows that are here, in the same order."""
        return len(rows) == len(self.all) and [self.row_id(row) for row in rows] == list(
            self._place
        )

    def show(self, places: list[int]) -> None:
        """Show these places in this order."""
        self.shown = places
        self._line = {place: line for line, place in enumerate(places)}

    def at(self, line: int) -> Row:
        return self.all[self.shown[line]]

    def place(self, row_id: Any) -> int | None:
        return self._place.get(row_id)

    def line_of_place(self, place: int) -> int | None:
        return self._line.get(place)

    def line(self, row_id: Any) -> int | None:
        """Where a row is shown; None when it is hidden or unknown."""
        place = self._place.get(row_id)
        return None if place is None else self._line.get(place)

    def find(self, row_id: Any) -> Row | None:
        place = self._place.get(row_id)
        return None if place is None else self.all[place]


@dataclass
class Selection:
    """What is asked of the rows. `chosen`: column key → texts that are shown."""

    chosen: dict[str, frozenset[str]] = field(default_factory=dict)
    quick: str = ""
    only: Callable[[Row], bool] | None = None
    keep: Callable[[Row], bool] | None = None  # rows that always show, at the end (new ones)
    sort: str = ""
    descending: bool = False

    @property
    def active(self) -> bool:
        """Whether some rows may be hidden."""
        return bool(self.chosen or self.quick.strip() or self.only)


def arrange(
    rows: Sequence[Row],
    columns: Mapping[str, Column],
    wanted: Selection,
    *,
    text: Callable[[Row, Column], str],
    search_text: Callable[[Row], str],
) -> list[int]:
    """The positions of the rows that fit, in the order asked for."""
    positions = list(range(len(rows)))
    kept: list[int] = []
    if wanted.keep is not None:
        kept = [n for n in positions if wanted.keep(rows[n])]
        positions = [n for n in positions if not wanted.keep(rows[n])]
    if wanted.only is not None:
        only = wanted.only
        positions = [n for n in positions if only(rows[n])]
    for key, texts in wanted.chosen.items():
        column = columns.get(key)
        if column is not None:
            positions = [n for n in positions if text(rows[n], column) in texts]
    words = wanted.quick.lower().split()
    if words:
        found = []
        for n in positions:
            whole = search_text(rows[n]).lower()
            if all(word in whole for word in words):
                found.append(n)
        positions = found
    column = columns.get(wanted.sort)
    if column is not None:
        value = column.value
        filled: list[tuple[tuple[int, Any], int]] = []
        blank: list[tuple[tuple[int, Any], int]] = []
        for n in positions:
            rank = formats.sort_key(value(rows[n]))
            (blank if rank[0] == 2 else filled).append((rank, n))
        filled.sort(key=lambda pair: pair[0], reverse=wanted.descending)
        positions = [n for _, n in filled] + [n for _, n in blank]
    return positions + kept
