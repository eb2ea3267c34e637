"""Where the cells of a pasted block go: exact positions, nothing beyond them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from facilitydesk.gui.grid.clipboard import Block
from facilitydesk.gui.grid.model import Typed


@dataclass(frozen=True)
class Area:
    """What is selected: shown rows, and columns in the order they stand on the screen."""

    rows: Sequence[int]
    columns: Sequence[int]


@dataclass(frozen=True)
class Laid:
    """The cells to type, and what found no place."""

    typed: tuple[Typed, ...]
    extra_rows: int = 0
    extra_columns: int = 0
    skipped: int = 0  # cells that cannot be edited


def lay(
    block: Block,
    area: Area,
    *,
    row_count: int,
    columns: Sequence[int],
    may_edit: Callable[[int, int], bool],
) -> Laid:
    """Lay a block onto the grid from the first selected cell on.

    One value fills the whole selection; a selection that is a multiple of the block is tiled;
    otherwise the block keeps its own size. `columns` are all shown columns in screen order.
    """
    height = len(block)
    width = max((len(row) for row in block), default=0)
    if not height or not width or not area.rows or not area.columns:
        return Laid(())
    first, left = area.rows[0], list(columns).index(area.columns[0])
    down = _times(len(area.rows), height)
    across = _times(len(area.columns), width)
    lines = list(area.rows) if down > 1 else list(range(first, min(first + height, row_count)))
    places = list(area.columns) if across > 1 else list(columns[left : left + width])
    typed: list[Typed] = []
    skipped = 0
    for n, line in enumerate(lines):
        cells = block[n % height]
        for m, column in enumerate(places):
            if m % width >= len(cells):
                continue
            if may_edit(line, column):
                typed.append(Typed(line, column, cells[m % width]))
            else:
                skipped += 1
    extra_rows = 0 if down > 1 else max(0, first + height - row_count)
    extra_columns = 0 if across > 1 else max(0, left + width - len(columns))
    return Laid(tuple(typed), extra_rows, extra_columns, skipped)


def _times(selected: int, size: int) -> int:
    return selected // size if selected > size and selected % size == 0 else 1
