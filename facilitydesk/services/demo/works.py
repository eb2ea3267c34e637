"""The county's projects and works: what is built where, for how much, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from random import Random
from typing import TypeVar

from facilitydesk.services.demo.county import School

_T = TypeVar("_T")
WEEKS = 60  # of entries, the last one being the week of the date asked for
SECOND_YEAR = 33  # the week in which the projects of the next year come in, in advance


class Fate(Enum):
    """What becomes of a work; most go well."""

    WELL = auto()
    SLOW = auto()  # half the pace that was planned
    LATE = auto()  # started months after its planned start
    STOPPED = auto()
    WAITING = auto()  # should have started long ago
    SILENT = auto()  # nobody reports it any more
    DROPPED = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: its use, nature, area in ㎡ and price in 元 per ㎡, from and to."""

    room: str
    nature: str
    category: str
    area: tuple[int, int]
    price: tuple[int, int]
    weeks: tuple[int, int]


@dataclass(slots=True)
class Site:
    """One work with its plan and its fate; weeks are counted from the first week of entries."""

    school: School
    kind: Kind
    area: int | None  # 0.01 ㎡
    money: int  # 分
    start: int  # planned week of the start; may lie before the first week
    weeks: int  # planned length
    fate: Fate
    delay: int = 0  # weeks by which the start was late


@dataclass(slots=True)
class Venture:
    """One project of a programme with its works."""

    programme: int
    name: str
    nature: str
    entered: int  # the week from which it is reported
    pooled: bool
    sites: list[Site]

    @property
    def start(self) -> int:
        return min(site.start for site in self.sites)

    @property
    def finish(self) -> int:
        return max(site.start + site.weeks for site in self.sites)


_BUILT, _LAND, _BESIDE = "building", "sports", "ancillary"
_NONE = (0, 0)
EQUIPMENT = Kind("", "设备购置", _BUILT, _NONE, (12, 95), (8, 16))  # price: 万元 in all
_TEACHING = Kind("教学楼", "新建", _BUILT, (1200, 4200), (2100, 2900), (26, 40))
_DORMITORY = Kind("学生宿舍", "新建", _BUILT, (800, 2600), (2000, 2700), (24, 36))
_CANTEEN = Kind("学生食堂", "新建", _BUILT, (400, 1500), (2100, 2900), (18, 28))
_COMPLEX = Kind("综合楼", "扩建", _BUILT, (1000, 3200), (2200, 3000), (26, 40))
_FIELD = Kind("运动场", "附属设施", _LAND, (3000, 9000), (180, 320), (10, 18))
_REPAIR = Kind("教学楼", "维修改造", _BUILT, (600, 3000), (350, 800), (9, 18))
_STRENGTHEN = Kind("教学楼", "加固", _BUILT, (700, 2400), (600, 1000), (12, 22))
_TOILET = Kind("厕所", "改建", _BUILT, (80, 220), (2300, 2900), (8, 14))
_WALL = Kind("围墙", "附属设施", _BESIDE, _NONE, (8, 40), (6, 12))
_ROAD = Kind("道路硬化", "附属设施", _BESIDE, _NONE, (6, 35), (5, 10))
_NURSERY = Kind("综合楼", "新建", _BUILT, (1200, 3600), (2200, 3000), (26, 38))
_NURSERY_MORE = Kind("综合楼", "改扩建", _BUILT, (500, 1600), (1500, 2300), (16, 28))

SCHOOLING, UPKEEP, NURSERIES = range(3)  # the three programmes
_MIX: dict[int, tuple[tuple[Kind, int], ...]] = {
    SCHOOLING: (
        (_TEACHING, 26),
        (_DORMITORY, 20),
        (_CANTEEN, 16),
        (_COMPLEX, 12),
        (_FIELD, 14),
        (EQUIPMENT, 12),
    ),
    UPKEEP: ((_REPAIR, 42), (_STRENGTHEN, 12), (_TOILET, 22), (_WALL, 12), (_ROAD, 12)),
    NURSERIES: ((_NURSERY, 45), (_NURSERY_MORE, 40), (EQUIPMENT, 15)),
}
_WORKS = {SCHOOLING: 112, UPKEEP: 88, NURSERIES: 40}
_FATES = (
    (Fate.WELL, 66),
    (Fate.SLOW, 9),
    (Fate.LATE, 8),
    (Fate.STOPPED, 5),
    (Fate.WAITING, 5),
    (Fate.SILENT, 4),
    (Fate.DROPPED, 3),
)


def ventures(rng: Random, schools: Sequence[School]) -> Iterator[Venture]:
    """All projects, 240 works in all, in the order of their programmes."""
    for programme, count in _WORKS.items():
        fitting = [s for s in schools if (s.kind == "幼儿园") == (programme == NURSERIES)]
        left = count
        while left:
            if programme == SCHOOLING and left > 2 and rng.randrange(100) < 8:
                made = _campus(rng, rng.choice(fitting))
            else:
                made = _single(rng, programme, rng.choice(fitting))
            left -= len(made.sites)
            yield made


def _single(rng: Random, programme: int, school: School) -> Venture:
    kind = _pick(rng, _MIX[programme])
    name = f"{kind.room}{kind.nature}工程"
    if kind is EQUIPMENT:
        name = rng.choice(("教学仪器设备购置", "多媒体设备购置", "课桌凳购置", "食堂设备购置"))
    elif kind.nature == "附属设施":
        name = f"{kind.room}建设工程"
    entered = _entered(rng)
    site = _site(rng, school, kind, entered, _pick(rng, _FATES))
    return Venture(programme, name, kind.nature, entered, rng.randrange(100) < 12, [site])


def _campus(rng: Random, school: School) -> Venture:
    """A project of three works."""
    entered = _entered(rng)
    kinds = rng.sample((_TEACHING, _DORMITORY, _CANTEEN, _FIELD), 3)
    sites = [_site(rng, school, kind, entered, Fate.WELL) for kind in kinds]
    return Venture(SCHOOLING, "校园改扩建工程", "改扩建", entered, False, sites)


def _entered(rng: Random) -> int:
    return 0 if rng.randrange(100) < 58 else SECOND_YEAR


def _site(rng: Random, school: School, kind: Kind, entered: int, fate: Fate) -> Site:
    start = rng.randrange(-12, 20) if entered == 0 else entered + rng.randrange(1, 38)
    if kind is EQUIPMENT:
        start = entered + rng.randrange(-4, 14)
    area = None
    if kind.area != _NONE:
        area = rng.randrange(*kind.area) * 100
        if rng.randrange(3):
            area += rng.randrange(100)
        money = area // 100 * rng.randrange(*kind.price) * 100
    else:
        money = rng.randrange(*kind.price) * 1_000_000
    site = Site(
        school, kind, area, money // 1_000_000 * 1_000_000, start, rng.randrange(*kind.weeks), fate
    )
    if fate is Fate.LATE:
        site.delay = rng.randrange(6, 18)
    if fate is Fate.WAITING:
        site.start = min(site.start, WEEKS - rng.randrange(3, 22))
    return site


def _pick(rng: Random, choices: Sequence[tuple[_T, int]]) -> _T:
    return rng.choices([c for c, _ in choices], [weight for _, weight in choices])[0]
