"""The dashboard of 1,000 works × 260 weeks against the same sums in hand-written SQL.

    python -m tests.bench.bench_dashboard [WORKS WEEKS]

The yardstick asks sqlite3 directly for what the page shows: counts, areas and money of three
days (now, end of last week, end of last month), by township and school, works by stage, last
visible progress and planned days of each open work, who has not reported, and (in the second
line) the actual curve with missing weeks carried forward.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from tests.bench.measure import Row, compare, table
from tests.store_fixtures import clock

LAST = date(2026, 3, 9)  # the Monday of the week of the clock's today


def make(folder: Path, *, works: int = 1_000, weeks: int = 260) -> Desk:
    """A county of 180 schools in 15 townships whose works report nearly every week."""
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
    schools = [add(tables.school, name=f"第{n}小学", township_id=towns[n % 15]) for n in range(180)]
    programmes = [add(tables.programme, name=f"专项{n}") for n in range(3)]
    first = LAST - timedelta(weeks=weeks - 1)
    ids: list[int] = []
    for n in range(works):
        project = add(
            tables.project,
            name=f"教学楼项目{n}",
            programme_id=programmes[n % 3],
            nature="设备购置" if n % 20 == 0 else "新建",
            year=2021 + n % 5,
            pooled=n % 7 == 0,
        )
        begin = first + timedelta(weeks=(n * 7) % weeks)
        end = begin + timedelta(weeks=30 + n % 70)
        add(tables.milestone, project_id=project, step="start", planned=begin.isoformat())
        add(tables.milestone, project_id=project, step="finish", planned=end.isoformat())
        ids.append(
            add(
                tables.work,
                project_id=project,
                school_id=schools[n % 180],
                planned_area=1_000_00 + n * 37,
                planned_investment=2_000_000_00 + n * 1_000_00,
            )
        )
    for week in range(weeks):
        monday = first + timedelta(weeks=week)
        for n, work_id in enumerate(ids):
            if (n + week) % 13 == 0:
                continue  # this week the school did not report
            begun = (n * 7) % weeks
            share = min(max(week - begun, 0) * 100_00 // (40 + n % 60), 100_00)
            stage = "tendering" if share == 0 else "completed" if share == 100_00 else "structure"
            area = 1_000_00 + n * 37
            add(
                tables.week_entry,
                work_id=work_id,
                week_start=monday,
                as_of=monday + timedelta(days=4 if week < weeks - 1 else 0),
                stage=stage,
                progress=share,
                started_area=area if share else 0,
                completed_area=area if share == 100_00 else 0,
                invested=(2_000_000_00 + n * 1_000_00) * share // 100_00,
            )
    with desk.engine.begin() as connection:
        for target, values in rows.items():
            connection.execute(target.insert(), values)
    return desk


_KEYS = {
    group: ", ".join(f"'{stage.key}'" for stage in Stage if stage.group is group)
    for group in StageGroup
}
_LAST = """(SELECT i.id FROM week_entry i WHERE i.work_id = w.id AND i.week_start <= :monday
            AND i.as_of <= :day ORDER BY i.week_start DESC LIMIT 1)"""
_STATE = f"""
WITH state AS (
 SELECT w.id, w.project_id, w.school_id, s.township_id, w.planned_area, w.planned_investment,
        e.stage, e.started_area, e.completed_area, e.invested, e.as_of, e.progress,
        p.nature = '设备购置' AS equipment, w.category = 'building' AS building,
        l.id IS NULL AND e.id IS NOT NULL AS draft,
        CASE WHEN e.stage IN ({_KEYS[StageGroup.COMPLETED]}) THEN 'C'
             WHEN e.stage IN ({_KEYS[StageGroup.DROPPED]}) THEN 'D'
             WHEN e.stage = 'stopped' THEN 'S'
             WHEN e.stage IN ({_KEYS[StageGroup.UNDER_WAY]}) THEN 'U'
             WHEN e.stage IS NOT NULL THEN 'N'
             WHEN e.completed_area > 0 AND e.completed_area >= w.planned_area THEN 'C'
             WHEN md.actual <= :day THEN 'C'
             WHEN e.started_area > 0 OR mb.actual <= :day THEN 'U' ELSE 'N' END AS grp
 FROM work w JOIN project p ON p.id = w.project_id JOIN school s ON s.id = w.school_id
 LEFT JOIN week_entry e ON e.id = {_LAST}
 LEFT JOIN milestone mb ON mb.project_id = p.id AND mb.step = 'start'
 LEFT JOIN milestone md ON md.project_id = p.id AND md.step = 'finish'
 LEFT JOIN period_lock l ON l.first = e.week_start AND l.state = 'locked'
)"""
_SUMS = """
 count(DISTINCT CASE WHEN NOT equipment AND grp <> 'D' THEN project_id END),
 count(DISTINCT CASE WHEN NOT equipment AND grp IN ('U', 'C', 'S') THEN project_id END),
 count(DISTINCT CASE WHEN NOT equipment AND grp = 'C' THEN project_id END),
 sum(CASE WHEN NOT equipment AND building AND grp <> 'D' THEN planned_area END),
 sum(CASE WHEN NOT equipment AND building AND grp IN ('U', 'C', 'S')
     THEN max(coalesce(started_area, planned_area, 0), coalesce(completed_area, 0)) END),
 sum(CASE WHEN NOT equipment AND building AND grp IN ('U', 'C', 'S')
     THEN coalesce(completed_area, CASE WHEN grp = 'C' THEN planned_area END, 0) END),
 sum(CASE WHEN grp <> 'D' THEN planned_investment END),
 sum(CASE WHEN grp <> 'D' THEN invested END),
 sum(CASE WHEN grp <> 'D' AND equipment THEN planned_investment END),
 sum(CASE WHEN grp <> 'D' AND equipment THEN invested END),
 sum(draft AND grp <> 'D')"""
_MOVED = f"""
 SELECT w.id, s.name, r.name, p.name, w.name, mb.planned, md.planned, e.progress, e.as_of,
  CASE WHEN e.stage NOT IN ({_KEYS[StageGroup.COMPLETED]}, {_KEYS[StageGroup.DROPPED]}) THEN
   (SELECT a.as_of FROM week_entry a WHERE a.work_id = w.id AND a.week_start > coalesce(
     (SELECT o.week_start FROM week_entry o WHERE o.work_id = w.id
      AND o.week_start < e.week_start AND (o.stage IS NOT e.stage
      OR o.progress IS NOT e.progress OR o.started_area IS NOT e.started_area
      OR o.completed_area IS NOT e.completed_area OR o.invested IS NOT e.invested)
      ORDER BY o.week_start DESC LIMIT 1), '') ORDER BY a.week_start LIMIT 1) END
 FROM work w JOIN project p ON p.id = w.project_id JOIN school s ON s.id = w.school_id
 LEFT JOIN region r ON r.id = s.township_id
 LEFT JOIN week_entry e ON e.id = {_LAST}
 LEFT JOIN milestone mb ON mb.project_id = p.id AND mb.step = 'start'
 LEFT JOIN milestone md ON md.project_id = p.id AND md.step = 'finish'"""
_CURVE = f"""
WITH steps AS (SELECT week_start, value - lag(value, 1, 0) OVER
  (PARTITION BY work_id ORDER BY week_start) AS step FROM
  (SELECT work_id, week_start, CASE WHEN stage IN ({_KEYS[StageGroup.DROPPED]}) THEN 0
   ELSE coalesce(invested, 0) END AS value FROM week_entry
   WHERE week_start <= :monday AND as_of <= :day))
SELECT week_start, sum(total) OVER (ORDER BY week_start) FROM
 (SELECT week_start, sum(step) AS total FROM steps GROUP BY week_start)"""


def by_hand(path: Path, day: date, *, curve: bool) -> dict[str, list[Any]]:
    """The same sums asked of sqlite3 directly."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA cache_size=-65536")
    monday = day - timedelta(days=day.weekday())
    days = (day, monday - timedelta(days=1), day.replace(day=1) - timedelta(days=1))
    found: dict[str, list[Any]] = {}

    def ask(name: str, text: str, on: date) -> None:
        start = on - timedelta(days=on.weekday())
        key = {"day": on.isoformat(), "monday": start.isoformat()}
        found[name] = connection.execute(text, key).fetchall()

    connection.execute("BEGIN")
    for on in days:
        ask(f"total {on}", f"{_STATE} SELECT {_SUMS} FROM state", on)
        # which projects started and completed, for the names of what is new
        new = "SELECT project_id, min(grp), max(grp) FROM state WHERE NOT equipment GROUP BY 1"
        ask(f"projects {on}", f"{_STATE} {new}", on)
    for place in ("township_id", "school_id"):
        ask(place, f"{_STATE} SELECT {place}, {_SUMS} FROM state GROUP BY 1", day)
    ask("stages", f"{_STATE} SELECT stage, count(*) FROM state GROUP BY 1", day)
    silent = (
        f"SELECT id FROM state WHERE coalesce(as_of, '') < '{monday}' AND grp NOT IN ('C', 'D')"
    )
    ask("silent", f"{_STATE} {silent}", day)
    ask("moved", _MOVED, day)
    if curve:
        ask("curve", _CURVE, day)
    connection.execute("COMMIT")
    connection.close()
    return found


def check(desk: Desk, path: Path) -> None:
    """Both ways must say the same before their times are compared."""
    mine = dashboard(desk, Scope(desk.today))
    hand = by_hand(path, desk.today, curve=True)
    total = hand[f"total {desk.today}"][0]
    start, completion, investment, procurement, _ = mine.tiles
    figures = (start.rate, completion.rate, investment.rate, procurement.rate)
    ours = [getattr(rate.numerator, "raw", None) for rate in figures]
    below = [getattr(rate.denominator, "raw", None) for rate in figures]
    assert ours == [total[4], total[5], total[7], total[9]], (ours, total)
    assert below == [total[3], total[3], total[6], total[8]], (below, total)
    assert mine.projects == total[0]
    assert len(mine.drafts) == total[10]
    actual = {point.day: point.actual for point in mine.curve.points if point.actual is not None}
    last = actual[desk.today]
    assert last.raw == hand["curve"][-1][1] == total[7]


def main(works: int = 1_000, weeks: int = 260) -> list[Row]:
    """Measure and print."""
    folder = Path(tempfile.mkdtemp(prefix="facilitydesk-bench-"))
    try:
        desk = make(folder, works=works, weeks=weeks)
        path = Path(desk.place)
        day = desk.today
        check(desk, path)
        taken = compare(
            {
                "page": lambda: dashboard(desk, Scope(day), with_curve=False),
                "sql": lambda: by_hand(path, day, curve=False),
                "page with curve": lambda: dashboard(desk, Scope(day)),
                "sql with curve": lambda: by_hand(path, day, curve=True),
            }
        )
        desk.close()
    finally:
        shutil.rmtree(folder)
    size = f"{works} works × {weeks} weeks"
    rows = [
        Row(f"dashboard, {size}, no S-curve", taken["page"], taken["sql"], 3.0),
        Row(
            f"dashboard, {size}, with S-curve",
            taken["page with curve"],
            taken["sql with curve"],
            1.5,
        ),
    ]
    print(table(rows))
    return rows


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
