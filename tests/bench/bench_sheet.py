"""The week's sheet of 1,000 works × 260 weeks beside the same rows asked of sqlite3."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from facilitydesk.services import week
from facilitydesk.services.datafile import files
from tests.bench.county import WEEK, county
from tests.bench.measure import Row, compare, table
from tests.store_fixtures import clock

_SHEET = """
SELECT w.*, p.*, s.name, r.name, last.*, now.* FROM work w
JOIN project p ON p.id = w.project_id JOIN school s ON s.id = w.school_id
LEFT JOIN region r ON r.id = s.township_id
LEFT JOIN week_entry last ON last.id = (SELECT e.id FROM week_entry e
    WHERE e.work_id = w.id AND e.week_start < :week ORDER BY e.week_start DESC LIMIT 1)
LEFT JOIN week_entry now ON now.work_id = w.id AND now.week_start = :week
ORDER BY r.ordinal, r.id, s.id, p.id, w.ordinal
"""


def main() -> list[Row]:
    """Measure and print."""
    path = county(1000, 260)
    monday = WEEK - timedelta(weeks=1)
    raw = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with closing(files.open_desk(path, readonly=True, clock=clock)) as desk:
        taken = compare(
            {
                "ours": lambda: week.sheet(desk, monday),
                "raw": lambda: raw.execute(_SHEET, {"week": monday.isoformat()}).fetchall(),
            },
            rounds=15,
        )
    raw.close()
    rows = [Row("the week's sheet, 1,000 works × 260 weeks", taken["ours"], taken["raw"])]
    print(table(rows))
    return rows


if __name__ == "__main__":
    main()
