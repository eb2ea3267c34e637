"""A typed cell until it is durable, beside raw sqlite3 doing the same reads and writes.

Same PRAGMAs, same rows read (lock, work, this week's and its neighbours' entries, end of the
journal), same rows written (entry, operation, changes), one commit.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path

from facilitydesk.services import week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from tests.bench.county import WEEK, copy_of, county
from tests.bench.measure import Row, compare, table
from tests.store_fixtures import clock

ROUNDS = 30
CELLS = 20  # in each round


def main() -> list[Row]:
    """Measure and print: a cell over an existing entry, and the first cell of a week."""
    last = WEEK - timedelta(weeks=1)
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "raw").mkdir()
        path = copy_of(county(1000, 260), folder)
        raw = Raw(copy_of(county(1000, 260), folder / "raw"))
        with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
            ids = _works(desk)
            rows.append(_row(desk, raw, "a cell over this week's entry", last, ids))
            rows.append(_row(desk, raw, "the first cell of a work's week", WEEK, ids))
        raw.close()
    print(table(rows))
    return rows


def _row(desk: Desk, raw: Raw, question: str, monday: date, ids: list[int]) -> Row:
    ours, bare = cycle(ids), cycle(ids)
    number = count()

    def type_ours() -> None:
        for _ in range(CELLS):
            week.enter(desk, monday, [Cell(next(ours), "problem", f"缺人手{next(number)}")])

    def type_raw() -> None:
        for _ in range(CELLS):
            raw.enter(monday, next(bare), f"缺人手{next(number)}")

    taken = compare({"ours": type_ours, "raw": type_raw}, rounds=ROUNDS)
    return Row(question, taken["ours"] / CELLS, taken["raw"] / CELLS, 3.0)


def _works(desk: Desk) -> list[int]:
    with desk.read() as connection:
        return list(
            connection.execute(tables.work.select().with_only_columns(tables.work.c.id)).scalars()
        )


class Raw:
    """The same by hand, as short as it can be said."""

    def __init__(self, path: Path) -> None:
        self.file = sqlite3.connect(path, isolation_level=None)
        for pragma in (
            "foreign_keys=ON",
            "busy_timeout=8000",
            "synchronous=EXTRA",
            "trusted_schema=OFF",
            "cache_size=-65536",
            "journal_mode=TRUNCATE",
        ):
            self.file.execute(f"PRAGMA {pragma}")
        self.home, self.officer = self.file.execute(
            "SELECT (SELECT value FROM setting WHERE key = 'home_region'), id FROM officer"
        ).fetchone()

    def close(self) -> None:
        self.file.close()

    def enter(self, monday: date, work: int, value: str) -> None:
        do = self.file.execute
        week = monday.isoformat()
        do("BEGIN IMMEDIATE")
        do(
            "SELECT at, name FROM period_lock JOIN officer ON officer.id = officer_id"
            " WHERE scope = 'progress' AND region_id = ? AND state = 'locked'"
            " AND first <= ? AND last >= ?",
            (self.home, week, week),
        ).fetchone()
        do(
            "SELECT planned_area, planned_investment, project.name FROM work"
            " JOIN project ON project.id = work.project_id WHERE work.id = ?",
            (work,),
        ).fetchone()
        rows = do(
            "SELECT * FROM week_entry WHERE work_id = ? AND week_start <= ?"
            " ORDER BY week_start DESC LIMIT 2",
            (work, week),
        ).fetchall()
        do(
            "SELECT * FROM week_entry WHERE work_id = ? AND week_start > ?"
            " ORDER BY week_start LIMIT 1",
            (work, week),
        ).fetchone()
        now = next((row for row in rows if row[3] == week), None)
        if now is not None:
            row_id, revision, before = now[0], now[1] + 1, now[10]
            do(
                "UPDATE week_entry SET problem = ?, revision = ? WHERE id = ?",
                (value, revision, row_id),
            )
            change: tuple[object, ...] = (
                "week_entry",
                row_id,
                "problem",
                json.dumps(before),
                json.dumps(value),
                revision,
            )
        else:
            row_id, (_, _, _, _, _, stage, *figures) = new_id(), rows[0]
            values = (row_id, 1, work, week, week, stage, *figures[:4], value, "", 0, "")
            do(f"INSERT INTO week_entry VALUES ({','.join('?' * len(values))})", values)
            change = ("week_entry", row_id, None, None, json.dumps(values), 1)
        (seq,) = do("SELECT seq FROM operation ORDER BY seq DESC LIMIT 1").fetchone()
        do(
            "INSERT INTO operation VALUES (?, 'week.enter', '填报', ?, ?, 1, NULL, 'do', '', '')",
            (seq + 1, self.officer, "2026-03-11T02:00:00.000Z"),
        )
        do("INSERT INTO change VALUES (?, 0, ?, ?, ?, ?, ?, ?)", (seq + 1, *change))
        do("COMMIT")


if __name__ == "__main__":
    main()
