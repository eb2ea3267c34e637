"""A county of any size for the bench, made once and kept in the temporary folder.

It is written straight into the tables: making 260,000 entries through the journal would only take
time, and no question here reads the journal of the past.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

from facilitydesk.domain.stages import Stage
from facilitydesk.resources import db_folder
from facilitydesk.services.datafile import files
from facilitydesk.store import tables
from facilitydesk.store.ids import new_id
from tests.store_fixtures import clock

WEEK = date(2026, 3, 9)
_STAGES = (Stage.FOUNDATION, Stage.STRUCTURE, Stage.STRUCTURE, Stage.DECORATION, Stage.CLEARING)


def county(works: int, weeks: int) -> Path:
    """A data file with that many works and weeks of entries up to the week of 2026-03-02.

    The caller copies it before writing.
    """
    sha = hashlib.sha256(Path(__file__).read_bytes())
    for step in sorted((db_folder() / "versions").glob("*.py")):
        sha.update(step.read_bytes())
    path = Path(tempfile.gettempdir()) / f"fdk-bench-{works}-{weeks}-{sha.hexdigest()[:12]}.fdk"
    if not path.exists():
        part = path.with_suffix(".making")
        part.unlink(missing_ok=True)
        _make(part, works, weeks)
        part.rename(path)
    return path


def copy_of(path: Path, folder: Path) -> Path:
    """A copy that may be written in."""
    copy = folder / path.name
    shutil.copyfile(path, copy)
    return copy


def _make(path: Path, works: int, weeks: int) -> None:
    rng = Random(1)
    with (
        closing(files.create(path, home="临溪县", officer="王敏", clock=clock)) as desk,
        desk.engine.begin() as connection,
    ):

        def put(name: str, rows: list[dict[str, object]]) -> list[int]:
            for row in rows:
                row["id"] = new_id()
            connection.execute(tables.region.metadata.tables[name].insert(), rows)
            return [int(str(row["id"])) for row in rows]

        towns = put(
            "region",
            [
                {"name": f"第{n}镇", "level": "township", "parent_id": desk.home_id, "ordinal": n}
                for n in range(22)
            ],
        )
        schools = put(
            "school",
            [{"name": f"第{n}小学", "township_id": towns[n % 22]} for n in range(works // 2)],
        )
        programmes = put("programme", [{"name": f"专项{n}"} for n in range(3)])
        versions = put(
            "plan_version",
            [
                {"programme_id": p, "label": f"规划{n}版", "day": date(2020, 1, 1)}
                for n, p in enumerate(programmes)
            ],
        )
        put("plan_line", [{"version_id": v, "area": works * 500_00} for v in versions])
        projects = put(
            "project",
            [
                {
                    "name": f"第{n}号教学楼新建工程",
                    "programme_id": programmes[n % 3],
                    "year": 2021 + n % 6,
                    "nature": "设备购置" if n % 19 == 0 else "新建",
                    "pooled": n % 10 == 0,
                }
                for n in range(works)
            ],
        )
        sizes = [rng.randrange(500_00, 4000_00) for _ in range(works)]
        ids = put(
            "work",
            [
                {
                    "project_id": project,
                    "school_id": schools[n % len(schools)],
                    "planned_area": sizes[n],
                    "planned_investment": sizes[n] * 2500,
                }
                for n, project in enumerate(projects)
            ],
        )
        first = WEEK - timedelta(weeks=weeks)
        put(
            "milestone",
            [
                {
                    "project_id": project,
                    "step": step,
                    "planned": (first + timedelta(weeks=n % weeks + more)).isoformat(),
                    "actual": None,
                }
                for n, project in enumerate(projects)
                for step, more in (("start", 0), ("finish", 30))
            ],
        )
        for week in range(weeks):
            monday = first + timedelta(weeks=week)
            rows: list[dict[str, object]] = []
            for n, work in enumerate(ids):
                done = min(100, max(0, (week - n % weeks) * 3))
                if (week + n) % 23 == 0:
                    continue  # not reported
                rows.append(
                    {
                        "work_id": work,
                        "week_start": monday,
                        "as_of": monday + timedelta(days=4),
                        "stage": _stage(done).key,
                        "progress": done * 100,
                        "started_area": sizes[n] if done else None,
                        "completed_area": sizes[n] if done == 100 else None,
                        "invested": sizes[n] * 25 * done if done else None,
                        "unchanged": done in (0, 100),
                        "problem": "",
                    }
                )
            put("week_entry", rows)


def _stage(done: int) -> Stage:
    if done in (0, 100):
        return Stage.COMPLETED if done else Stage.TENDERING
    return _STAGES[done // 21]
