"""The matrix of 500 schools × 30 sources with all its totals against hand-written SQL.

    python -m tests.bench.bench_ledger [SCHOOLS SOURCES]

The yardstick asks sqlite3 directly for the same cells (allocated, received, paid by school and
document, a row without a school counted for the only school of its project), with the names of
schools and documents in their order.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import ledger
from facilitydesk.services.money.ledger import RowBy, View
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from tests.bench.measure import Row, compare, table
from tests.store_fixtures import clock

DAY = date(2026, 3, 11)


def make(folder: Path, *, schools: int = 500, sources: int = 30) -> Desk:
    """Every school has a project with a share of every source; 20,000 payments or more."""
    desk = files.create(folder / "bench.fdk", home="临溪县", officer="王敏", clock=clock)
    rows: dict[Any, list[dict[str, Any]]] = {}

    def add(target: Any, **values: Any) -> int:
        row = {"id": new_id(), **values}
        rows.setdefault(target, []).append(row)
        return int(row["id"])

    towns = [
        add(tables.region, name=f"第{n}镇", level="township", parent_id=desk.home_id, ordinal=n)
        for n in range(15)
    ]
    programme = add(tables.programme, name="全面改薄")
    levels = ("中央", "省级", "市州", "县级")
    papers = [
        add(
            tables.fund_document,
            level=levels[n % 4],
            fund_name=f"补助资金{n}",
            year=2021 + n % 5,
            number=f"{n}号",
            day=date(2021 + n % 5, 1, 5),
            amount=schools * 100_000_00,
        )
        for n in range(sources)
    ]
    for n in range(schools):
        school = add(tables.school, name=f"第{n}小学", township_id=towns[n % 15])
        project = add(tables.project, name=f"教学楼{n}", programme_id=programme)
        add(tables.work, project_id=project, school_id=school)
        for m, paper in enumerate(papers):
            day = date(2021 + m % 5, 2, 1) + timedelta(days=(n * 7 + m) % 300)
            same = {"document_id": paper, "project_id": project, "day": day}
            add(tables.allocation, **same, amount=90_000_00 + n)
            if (n + m) % 3 == 0:
                add(tables.receipt, **same, amount=80_000_00 + m)
            for part in range(1 + (n + m) % 2):
                whose = school if part else None
                add(tables.payment, **same, school_id=whose, amount=20_000_00 + n + part)
    for target, many in rows.items():
        with desk.operation("bench", "样本") as unit:
            unit.insert_many(target, many)
    return desk


_CELLS = """
WITH one AS (
  SELECT project_id, min(school_id) AS school_id FROM work
  GROUP BY project_id HAVING min(school_id) = max(school_id)
), moved AS (
  SELECT coalesce(t.school_id, one.school_id) AS school, t.document_id AS paper,
         t.amount AS a, 0 AS r, 0 AS p
    FROM allocation t LEFT JOIN one USING (project_id) WHERE t.day <= :day
  UNION ALL
  SELECT coalesce(t.school_id, one.school_id), t.document_id, 0, t.amount, 0
    FROM receipt t LEFT JOIN one USING (project_id) WHERE t.day <= :day
  UNION ALL
  SELECT coalesce(t.school_id, one.school_id), t.document_id, 0, 0, t.amount
    FROM payment t LEFT JOIN one USING (project_id) WHERE t.day <= :day
)
SELECT school, paper, sum(a), sum(r), sum(p) FROM moved GROUP BY school, paper
"""
_SCHOOLS = """
SELECT s.id, s.name FROM school s LEFT JOIN region r ON r.id = s.township_id
ORDER BY r.ordinal, r.id, s.id
"""
_PAPERS = """
SELECT d.id, d.level, d.fund_name, d.year, d.number, d.amount FROM fund_document d
LEFT JOIN code_item c ON c.list = 'fund_level' AND c.name = d.level
ORDER BY c.ordinal, d.year, d.day, d.id
"""


def by_hand(path: Path) -> tuple[int, int]:
    """Cells, names and order by SQL alone; how many cells there are and what was paid."""
    connection = sqlite3.connect(path)
    try:
        connection.execute(_SCHOOLS).fetchall()
        connection.execute(_PAPERS).fetchall()
        cells = connection.execute(_CELLS, {"day": DAY.isoformat()}).fetchall()
    finally:
        connection.close()
    return len(cells), sum(cell[4] for cell in cells)


def ours(desk: Desk) -> tuple[int, int]:
    """The matrix with its row, source and whole totals."""
    seen = ledger.matrix(desk, View(DAY, RowBy.SCHOOL))
    cells = sum(row is not None for row, _ in seen.cells)
    assert len(seen.row_totals) == len(seen.rows)
    return cells, seen.total.paid


def main(arguments: list[str]) -> None:
    schools, sources = (int(text) for text in arguments) if arguments else (500, 30)
    with tempfile.TemporaryDirectory() as folder:
        desk = make(Path(folder), schools=schools, sources=sources)
        path = Path(str(desk.place))
        assert ours(desk) == by_hand(path)
        taken = compare({"ours": lambda: ours(desk), "sql": lambda: by_hand(path)})
        desk.close()
    name = f"matrix of {schools} schools × {sources} sources, with totals"
    print(table([Row(name, taken["ours"], taken["sql"], aim=1.5)]))


if __name__ == "__main__":
    main(sys.argv[1:])
