"""The table of works: what each was to be and how far it is, by township with subtotals or plain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Area, Money, Percent
from facilitydesk.domain.rates import DASH
from facilitydesk.reports.options import Asked
from facilitydesk.reports.paper.cells import total_of
from facilitydesk.reports.paper.page import Align, Column, Head, Row, RowKind, Table, Value, column
from facilitydesk.services.papers import WorkLine


def work_table(works: Sequence[WorkLine], asked: Asked) -> Table:
    """A line for each work; area columns hold what counts as 校舍, so that they add up to the rates."""
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        *(() if asked.options.by_township else (column("township"),)),
        column("school"),
        column("project"),
        Column("建设性质", align=Align.CENTER),
        Head("规划", (column("planned_area"), column("planned_investment"))),
        Head(
            "进展情况",
            (
                column("stage"),
                Column("进度(%)", Kind.PERCENT, "%"),
                column("started_area"),
                column("completed_area"),
                column("invested"),
            ),
        ),
        column("start_date"),
        column("finish_date"),
        column("problem"),
    )
    rows: list[Row] = []
    plain = [_row(line, asked) for line in works]
    if asked.options.by_township:
        numbered = 0
        for name, members in groupby(
            zip(works, plain, strict=True), key=lambda pair: pair[0].names.township
        ):
            inside = [Row((numbered + n, *row)) for n, (_, row) in enumerate(members, 1)]
            numbered += len(inside)
            group = name or "乡镇待补"
            rows.append(Row((group, *(None for _ in inside[0].cells[1:])), RowKind.GROUP))
            rows += inside
            rows.append(_sum_row("小计", inside, RowKind.SUBTOTAL))
    else:
        rows = [Row((n, *row)) for n, row in enumerate(plain, 1)]
    if works:
        data = [row for row in rows if row.kind is RowKind.DATA]
        total = _sum_row("合计", data, RowKind.TOTAL)
        rows = [total, *rows] if asked.total_first else [*rows, total]
    return Table(heads, tuple(rows), style=asked.table_style)


def _row(line: WorkLine, asked: Asked) -> tuple[Value, ...]:
    names, state = line.names, line.state
    planned, started, completed = _areas(line)
    money = state.planned_investment
    return (
        *(() if asked.options.by_township else (names.township,)),
        names.school,
        line.label,
        state.nature,
        planned,
        None if money is None else Money(money),
        state.stage.term if state.stage else "",
        None if state.progress is None else Percent(state.progress),
        started,
        completed,
        None if state.invested is None else Money(state.invested),
        LooseDate(names.start) if names.start else None,
        LooseDate(names.finish) if names.finish else None,
        names.problem,
    )


def _areas(line: WorkLine) -> tuple[Value, Value, Value]:
    """Planned, started and completed area as they count; a dash for what is no 校舍."""
    if not line.is_building:
        return DASH, DASH, DASH
    planned = line.state.planned_area
    counted = line.counted
    begun = counted.started_area if line.state.started else None
    done = counted.completed_area if line.state.started and counted.completed_area else None
    return None if planned is None else Area(planned), begun, done


def _sum_row(label: str, rows: Iterable[Row], kind: RowKind) -> Row:
    columns = list(zip(*(row.cells for row in rows), strict=True))
    cells: list[Value] = [label]
    cells += [
        total_of(values) if any(isinstance(value, Area | Money) for value in values) else None
        for values in columns[1:]
    ]
    return Row(tuple(cells), kind)
