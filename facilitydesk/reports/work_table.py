"""The table of works: what each was to be and how far it is, by township with subtotals or plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """A line for each work, and the sum of each project that has several.

    Area columns hold what counts as 校舍, so that they add up to the rates. Sums of townships and
    of the whole add up the works alone.
    """
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
    rows = _grouped(works, asked) if asked.options.by_township else _plain(works, asked)
    if works:
        total = _sum_row("合计", _data(rows), RowKind.TOTAL)
        rows = [total, *rows] if asked.total_first else [*rows, total]
    return Table(heads, tuple(rows), style=asked.table_style)


def _plain(works: Sequence[WorkLine], asked: Asked) -> list[Row]:
    return _projects(works, asked, _sizes(works), first=0)


def _grouped(works: Sequence[WorkLine], asked: Asked) -> list[Row]:
    """The works by township with its sum; projects of several townships are summed at the end."""
    rows: list[Row] = []
    sizes = _sizes(works)
    spread: dict[int, list[tuple[int, WorkLine, Row]]] = {}
    numbered = 0
    for name, members in groupby(works, key=lambda line: line.names.township):
        lines = _together(list(members))
        inside = _projects(lines, asked, sizes, first=numbered)
        data = _data(inside)
        rows.append(Row((name or "乡镇待补", *(None for _ in data[0].cells[1:])), RowKind.GROUP))
        rows += inside
        rows.append(_sum_row("小计", data, RowKind.SUBTOTAL, range(numbered, numbered + len(data))))
        here = _sizes(lines)
        for place, (line, row) in enumerate(zip(lines, data, strict=True), numbered):
            project = line.names.project_id
            if here[project] < sizes[project]:
                spread.setdefault(project, []).append((place, line, row))
        numbered += len(data)
    if spread:
        width = len(rows[0].cells) - 1
        rows.append(Row(("跨乡镇项目", *[None] * width), RowKind.GROUP))
    for parts in spread.values():
        places, lines_, data_ = zip(*parts, strict=True)
        rows.append(_project_row(lines_[0], data_, places, asked))
    return rows


def _projects(
    works: Sequence[WorkLine], asked: Asked, sizes: Mapping[int, int], *, first: int
) -> list[Row]:
    """A row for each work, those of a project together; below several stands their sum.

    `first` is how many works stand above; `sizes` how many works each project has in the table.
    """
    rows: list[Row] = []
    place = first
    for project, members in groupby(_together(works), key=lambda line: line.names.project_id):
        lines = list(members)
        data = [Row((n, *_row(line, asked))) for n, line in enumerate(lines, place + 1)]
        rows += data
        if len(lines) > 1 and len(lines) == sizes[project]:
            rows.append(_project_row(lines[0], data, range(place, place + len(data)), asked))
        place += len(data)
    return rows


def _together(works: Sequence[WorkLine]) -> list[WorkLine]:
    """The works of a project where its first one stands."""
    projects: dict[int, list[WorkLine]] = {}
    for line in works:
        projects.setdefault(line.names.project_id, []).append(line)
    return [line for lines in projects.values() for line in lines]


def _sizes(works: Sequence[WorkLine]) -> Counter[int]:
    return Counter(line.names.project_id for line in works)


def _data(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.kind is RowKind.DATA]


def _project_row(line: WorkLine, data: Sequence[Row], parts: Sequence[int], asked: Asked) -> Row:
    """The sum of a project's works under its name; interchange/labels.py knows it again by its end."""
    here = "本校" if asked.options.school_id else ""
    label = f"{line.names.project}小计（{here}{len(data)}个单项）"
    return _sum_row(label, data, RowKind.SUBTOTAL, parts)


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


def _sum_row(label: str, rows: Iterable[Row], kind: RowKind, parts: Sequence[int] = ()) -> Row:
    columns = list(zip(*(row.cells for row in rows), strict=True))
    cells: list[Value] = [label]
    cells += [
        total_of(values) if any(isinstance(value, Area | Money) for value in values) else None
        for values in columns[1:]
    ]
    return Row(tuple(cells), kind, tuple(parts))
