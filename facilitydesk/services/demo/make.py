"""Makes the demonstration data: one transaction, a hundred operations, a few seconds."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import marshal
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from facilitydesk import atomic, places
from facilitydesk.domain.periods import week_end, week_label
from facilitydesk.resources import db_folder
from facilitydesk.services.datafile import files
from facilitydesk.services.demo import names, plans
from facilitydesk.services.demo.areas import make_areas
from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.services.demo.county import make_county
from facilitydesk.services.demo.equipment import make_equipment
from facilitydesk.services.demo.money import make_money
from facilitydesk.services.demo.norms import make_norms
from facilitydesk.services.demo.plans import Built
from facilitydesk.services.demo.progress import Told, course
from facilitydesk.services.demo.works import SCHOOLING, WEEKS, ventures
from facilitydesk.services.desk import BEIJING, Desk, known_trouble, utc_now
from facilitydesk.store import tables
from facilitydesk.store.journal import Head
from facilitydesk.store.unit import Unit

OFFICERS = ("王敏", "李建平")
_SEED = 510_999
_REOPENED = 41  # a week that was unlocked once more, with a reason
_TODAY_UNREPORTED = 22  # percent of the works that have not reported this week yet


def create_demo(place: Path | str, *, today: date, clock: Callable[[], datetime] = utc_now) -> Desk:
    """A new data file with the demonstration county as it stands on a day, opened for writing."""
    calendar = Calendar(today)
    files.create(
        place,
        home=names.COUNTY,
        home_code=names.COUNTY_CODE,
        officer=OFFICERS[0],
        clock=lambda: calendar.at(-8),
    ).close()
    desk = files.open_desk(place, officer=OFFICERS[0], clock=clock)
    try:
        with known_trouble(place), desk.engine.begin() as connection:
            _Maker(connection, desk, calendar).make()
        if desk.guard is not None:
            desk.guard.forget()
    except BaseException:
        desk.close()
        raise
    return desk


def demo_copy(folder: Path, *, today: date | None = None) -> Path:
    """A throw-away copy of the demonstration data in a folder; made once per day and program."""
    today = today or utc_now().astimezone(BEIJING).date()
    copy = folder / "演示数据.fdk"
    cached = places.cache_folder() / f"demo-{_fingerprint()}-{today.isoformat()}.fdk"
    if not cached.is_file():
        create_demo(copy, today=today).close()
        _keep(copy, cached)
    else:
        shutil.copyfile(cached, copy)
    return copy


def _keep(made: Path, cached: Path) -> None:
    """Puts a copy into the cache and clears older ones; a cache that cannot be written is none."""
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        atomic.copy(made, cached)
        for old in cached.parent.glob("demo-*.fdk"):
            if old != cached:
                old.unlink()
    except OSError:
        return


def _fingerprint() -> str:
    """Changes with the generator, the tables and the migrations, in a frozen program too."""
    sha = hashlib.sha256()
    package = "facilitydesk.services.demo."
    modules = (
        "names",
        "county",
        "works",
        "progress",
        "calendar",
        "plans",
        "areas",
        "equipment",
        "norms",
        "make",
        *_MONEY,
    )
    for name in (*(package + each for each in modules), "facilitydesk.store.tables"):
        spec = importlib.util.find_spec(name)
        code = spec.loader.get_code(name) if spec and spec.loader else None  # type: ignore[attr-defined]  # every loader of ours has it
        sha.update(marshal.dumps(code))
    for step in sorted((db_folder() / "versions").glob("*.py")):
        sha.update(step.read_bytes())
    return sha.hexdigest()[:16]


_MONEY = ("money", "money_parts", "contracts", "treasury", "desk_work")


class _Maker:
    def __init__(self, connection: Connection, desk: Desk, calendar: Calendar) -> None:
        self.connection = connection
        self.desk = desk
        self.calendar = calendar
        self.rng = Random(_SEED)  # noqa: S311 - the same county every time is the point
        self.officers = [desk.officer_id]
        self.programmes: list[int] = []

    def make(self) -> None:
        """The register first, then week by week what the officers did."""
        with self._operation("demo.register", "登记演示数据", self.calendar.at(-7)) as unit:
            built = self._register(unit)
        entries: list[list[tuple[int, Told]]] = [[] for _ in range(WEEKS)]
        for project in built:
            for work, went in zip(project.works, project.courses, strict=True):
                for told in went.told:
                    entries[told.week].append((work, told))
        for week, told_now in enumerate(entries):
            if week == WEEKS - 1:
                self._money(built)
                self._areas(built)
                self._equipment()
                self._norms()
            self._week(week, told_now)

    def _money(self, built: list[Built]) -> None:
        at = self.calendar.at(WEEKS - 2, weekday=_SUNDAY, hour=20)
        with self._operation("demo.money", "登记演示资金", at) as unit:
            # Its own numbers, so that the works stay the same whatever is paid for them.
            make_money(unit, Random(_SEED + 1), built, self.calendar)  # noqa: S311 - as above

    def _areas(self, built: list[Built]) -> None:
        at = self.calendar.at(WEEKS - 2, weekday=_SUNDAY, hour=21)
        with self._operation("demo.areas", "登记演示校舍", at) as unit:
            make_areas(unit, Random(_SEED + 2), built, self.calendar)  # noqa: S311 - as above

    def _equipment(self) -> None:
        at = self.calendar.at(WEEKS - 2, weekday=_SUNDAY, hour=22)
        with self._operation("demo.equipment", "登记演示设备", at) as unit:
            rng = Random(_SEED + 3)  # noqa: S311 - as above
            make_equipment(unit, rng, self.programmes[SCHOOLING], self.calendar)

    def _norms(self) -> None:
        at = self.calendar.at(WEEKS - 2, weekday=_SUNDAY, hour=23)
        with self._operation("demo.norms", "登记演示办学条件", at) as unit:
            make_norms(unit, Random(_SEED + 4), self.calendar)  # noqa: S311 - as above

    def _register(self, unit: Unit) -> list[Built]:
        rng, calendar = self.rng, self.calendar
        self.officers.append(unit.insert(tables.officer, {"name": OFFICERS[1], "post": "校建专干"}))
        unit.update(tables.officer, self.desk.officer_id, {"post": "项目办主任"})
        bureau = json.dumps(names.BUREAU, ensure_ascii=False)
        unit.insert(tables.setting, {"key": "bureau", "value": bureau})
        schools = make_county(unit, rng, self.desk.home_id, calendar.today)
        self.programmes = programmes = plans.make_programmes(unit, calendar)
        built: list[Built] = []
        pace = calendar.pace()
        for serial, venture in enumerate(ventures(rng, schools), start=1):
            programme = programmes[venture.programme]
            project = plans.make_project(unit, rng, programme, venture, serial, calendar)
            project.courses = [course(rng, s, venture.entered, pace) for s in venture.sites]
            built.append(project)
        plans.make_plans(unit, rng, programmes, built, calendar)
        plans.make_targets(unit, programmes, calendar)
        plans.make_milestones(unit, rng, built, calendar)
        plans.make_notes(unit, rng, built, calendar)
        return built

    def _week(self, week: int, told: list[tuple[int, Told]]) -> None:
        calendar, monday = self.calendar, self.calendar.monday(week)
        label = week_label(monday)
        if week == WEEKS - 1:  # this week is still being filled in
            told = [t for t in told if self.rng.randrange(100) >= _TODAY_UNREPORTED]
            third = -(-len(told) // 3)
            parts = [told[n : n + third] for n in range(0, len(told), third)]
        else:
            parts = [told]
        for number, part in enumerate(parts):
            today = calendar.at(WEEKS - 1, weekday=calendar.today.weekday(), hour=9)
            at = min(calendar.at(week), today) + timedelta(minutes=7 * number)
            who = self.officers[(week + number) % 2 if week < WEEKS - 1 else 0]
            with self._operation("week.enter", f"{label}填报（{len(part)}项）", at, who) as unit:
                unit.insert_many(tables.week_entry, [self._entry(work, t) for work, t in part])
        if week < WEEKS - 1:
            self._lock(week, monday, label)

    def _lock(self, week: int, monday: date, label: str) -> None:
        at = self.calendar.at(week, weekday=_SUNDAY, hour=17)
        who = self.officers[week % 2]
        row = {
            "scope": "progress",
            "region_id": self.desk.home_id,
            "first": monday,
            "last": week_end(monday),
            "state": "locked",
            "officer_id": who,
            "at": at,
        }
        with self._operation("week.submit", f"提交{label}", at, who, undoable=False) as unit:
            row_id = unit.insert(tables.period_lock, row)
        if week == _REOPENED:
            why = "两所学校漏报，补填后重新提交"
            for state, kind, words, reason, hour in (
                ("open", "week.unlock", f"解锁{label}：{why}", why, 18),
                ("locked", "week.submit", f"提交{label}", "", 19),
            ):
                at = self.calendar.at(week, weekday=_SUNDAY, hour=hour)
                with self._operation(kind, words, at, who, undoable=False) as unit:
                    change = {"state": state, "reason": reason, "at": at}
                    unit.update(tables.period_lock, row_id, change)

    def _entry(self, work: int, told: Told) -> dict[str, object]:
        return {
            "work_id": work,
            "week_start": self.calendar.monday(told.week),
            "as_of": self.calendar.reported(told.week),
            "stage": told.stage.key,
            "progress": told.progress,
            "started_area": told.started_area,
            "completed_area": told.completed_area,
            "invested": told.invested,
            "problem": told.problem,
            "measure": told.measure,
            "unchanged": told.unchanged,
            "reason": told.reason,
        }

    @contextmanager
    def _operation(
        self, kind: str, label: str, at: datetime, who: int | None = None, *, undoable: bool = True
    ) -> Iterator[Unit]:
        head = Head(kind, label, who or self.officers[0], at, undoable)
        unit = Unit(self.connection, head)
        yield unit
        unit.finish()


_SUNDAY = 6
