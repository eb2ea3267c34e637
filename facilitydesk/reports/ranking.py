"""A ranking as a table: blocks of a few lines side by side, 地区 | 率 | 排名, down then across."""

from __future__ import annotations

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.paper.page import Align, Column, Ranking, Row, Table, Value

_BLOCKS_MOST = 4


def as_table(ranking: Ranking) -> Table:
    """The table that prints the ranking; units without a rank show a dash."""
    count = len(ranking.items)
    blocks = max(1, min(_BLOCKS_MOST, -(-count // ranking.block)))
    lines = max(1, -(-count // blocks))
    name, rate, place = ranking.heads
    heads = (
        Column(name, align=Align.CENTER),
        Column(rate, Kind.PERCENT, align=Align.CENTER),
        Column(place, Kind.COUNT, align=Align.CENTER),
    )
    rows = []
    for line in range(lines):
        cells: list[Value] = []
        for block in range(blocks):
            at = block * lines + line
            if at < count:
                unit, value, rank = ranking.items[at]
                cells += [unit, value, "—" if rank is None else rank]
            else:
                cells += [None, None, None]
        rows.append(Row(tuple(cells)))
    return Table(heads * blocks, tuple(rows), style=ranking.style)
