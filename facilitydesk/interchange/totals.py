"""Printed totals beside the sums of their rows; a difference is told, never corrected.

合计 is compared with all rows; 小计 with the rows of its block, above or below it as the table has
it. The total of subtotals is not doubled, because subtotals are no data.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.domain.quantities import Area, Money, Quantity
from facilitydesk.domain.rounding import amount
from facilitydesk.interchange.book import CellProblem, Total, Value, blue, yellow
from facilitydesk.interchange.columns import Column
from facilitydesk.interchange.drafts import Draft, TotalRow
from facilitydesk.interchange.grid import Sheet, cell_name


@dataclass(frozen=True, slots=True)
class _Span:
    """Data rows from `start` up to, without, `stop` (positions in the list of data rows)."""

    start: int
    stop: int


def check_totals(
    sheet: Sheet, columns: list[Column], drafts: list[Draft], totals: list[TotalRow]
) -> tuple[list[Total], list[CellProblem]]:
    """All printed totals with what their rows add up to, and a problem for each that differs."""
    if not totals:
        return [], []
    sums = _Sums(drafts)
    below = _blocks_lie_below(sums, drafts, totals)
    found: list[Total] = []
    problems: list[CellProblem] = []
    for position, total in enumerate(totals):
        if total.level < 0 or total.label.replace(" ", "").startswith("其中"):
            continue
        span = _best_span(sums, drafts, totals, position, below=below)
        shown = sums.agree(total, span, visible=True) > sums.agree(total, span)
        for key, declared in total.values.items():
            computed = sums.of(key, span, visible=shown)
            line = Total(total.index + 1, total.label, key, declared, _like(declared, computed))
            found.append(line)
            if not line.foots:
                problems.append(_differs(sheet, columns, line, rows=span.stop - span.start))
    return found, problems


class _Sums:
    """Running sums of every summed field over the data rows."""

    def __init__(self, drafts: list[Draft]) -> None:
        self._drafts = drafts
        self.indexes = [draft.index for draft in drafts]
        self._hidden = any(draft.hidden for draft in drafts)
        self._running: dict[tuple[str, bool], list[int]] = {}

    def of(self, key: str, span: _Span, *, visible: bool = False) -> int:
        """The sum of a field over some rows, of hidden ones too unless only visible ones count."""
        visible = visible and self._hidden
        if (key, visible) not in self._running:
            raws = [
                0 if visible and draft.hidden else _raw(draft.values.get(key))
                for draft in self._drafts
            ]
            self._running[key, visible] = [0, *accumulate(raws)]
        running = self._running[key, visible]
        return running[span.stop] - running[span.start]

    def between(self, first: int, last: int) -> _Span:
        """The data rows with sheet rows in first < row < last."""
        return _Span(bisect_left(self.indexes, first + 1), bisect_left(self.indexes, last))

    def agree(self, total: TotalRow, span: _Span, *, visible: bool = False) -> int:
        """How many of a total's figures are the sums of these rows."""
        return sum(
            self.of(key, span, visible=visible) == _raw(value)
            for key, value in total.values.items()
        )


def _best_span(
    sums: _Sums, drafts: list[Draft], totals: list[TotalRow], position: int, *, below: bool
) -> _Span:
    total = totals[position]
    block = _block(sums, totals, position, below=below)
    everything = _Span(0, len(drafts))
    if total.kind == "total" and total.level == 3:
        whole, part = sums.agree(total, everything), sums.agree(total, block)
        visible = part if block.stop > block.start else -1
        return block if visible > whole else everything
    return block


def _block(sums: _Sums, totals: list[TotalRow], position: int, *, below: bool) -> _Span:
    """The rows of a total's block: up to the next total of the same or a higher level."""
    total = totals[position]
    if below:
        others = map(totals.__getitem__, range(position + 1, len(totals)))
        end = next((t.index for t in others if t.level >= total.level), 1 << 40)
        return sums.between(total.index, end)
    others = map(totals.__getitem__, range(position - 1, -1, -1))
    start = next((t.index for t in others if t.level >= total.level), -1)
    return sums.between(start, total.index)


def _blocks_lie_below(sums: _Sums, drafts: list[Draft], totals: list[TotalRow]) -> bool:
    """Whether subtotals stand over their rows: by where the sums agree, else by the first one."""
    parts = [i for i, t in enumerate(totals) if t.kind == "subtotal" and t.level >= 0]
    above = sum(sums.agree(totals[i], _block(sums, totals, i, below=False)) for i in parts)
    under = sum(sums.agree(totals[i], _block(sums, totals, i, below=True)) for i in parts)
    if above != under:
        return under > above
    return bool(parts and drafts and totals[parts[0]].index < drafts[0].index)


def _differs(sheet: Sheet, columns: list[Column], line: Total, *, rows: int) -> CellProblem:
    column = next(column for column in columns if column.key == line.key)
    unit = column.unit or FIELDS[line.key].unit if FIELDS[line.key].kind is not Kind.COUNT else ""
    declared, computed = _raw(line.declared), _raw(line.computed)
    args = {
        "label": line.label or "合计",
        "term": FIELDS[line.key].term,
        "declared": _shown(line.declared, unit),
        "computed": _shown(line.computed, unit),
        "difference": _shown(_like(line.declared, abs(declared - computed)), unit),
    }
    # Each row may have been rounded by half of the last printed place.
    step = column.scale if isinstance(line.declared, Quantity) else 1
    explained = abs(declared - computed) * 2 <= rows * step and column.scale > 1
    code = "total_rounding" if explained else "total_differs"
    problem = (blue if explained else yellow)(code, line.key, **args)
    place = cell_name(line.number - 1, column.index)
    return CellProblem(sheet.name, line.number, place, line.key, args["declared"], problem)


def _shown(value: Value, unit: str) -> str:
    """A figure in the unit of its column; without one in 元 or ㎡."""
    if isinstance(value, Money) and unit in ("元", "万元", "亿元"):
        return f"{_exact(value, unit)}{unit}"
    if isinstance(value, Quantity):
        return f"{amount(value)}{value.unit}"
    return str(value)


def _exact(value: Money | Area, unit: str) -> str:
    """All digits of a sum in 万元: 12.345678."""
    scale = {"元": 0, "万元": 4, "亿元": 8}[unit]
    text = f"{value.decimal.scaleb(-scale):f}"
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.rstrip('0').ljust(2, '0')}"


def _like(value: Value, raw: int) -> Value:
    return type(value)(raw) if isinstance(value, Quantity) else raw


def _raw(value: Any) -> int:
    if value is None:
        return 0
    return value if isinstance(value, int) else int(value.raw)
