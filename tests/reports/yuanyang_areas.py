"""元阳 2016 as a register: openings of 458,777.00 ㎡, works of 128,195 ㎡, and what they changed."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Part
from facilitydesk.services.areas import buildings, completed
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from tests.services.areas.a_school import building, done_work, opening

AS_OF = date(2016, 12, 30)
BEFORE = date(2013, 12, 31)

SCHOOLS = (("南沙小学", "158777.00"), ("新街小学", "160000.40"), ("牛角寨小学", "139999.60"))
# school, nature, completed, 净增, 拆除重建, 维修加固, 非校舍
WORKS = (
    ("南沙小学", "新建", "50000.00", "30446.21", "19553.79", "0", "0"),
    ("新街小学", "新建", "40195.00", "20000.00", "20000.00", "0", "195.00"),
    ("牛角寨小学", "维修改造", "30000.00", "0", "0", "30000.00", "0"),
    ("牛角寨小学", "扩建", "8000.00", "0", "0", "1000.00", "7000.00"),
)


def county(desk: Desk) -> None:
    """Openings, works, the old buildings they replaced, and what each work changed."""
    for school, area in SCHOOLS:
        opening(desk, area, school, BEFORE)
        building(desk, "原有校舍", area, school)
    for number, (school, nature, area, *parts) in enumerate(WORKS):
        work = done_work(
            desk, area, date(2016, 11, 30), school=school, project=f"{number}号楼", nature=nature
        )
        split = {part: Area.of(text) for part, text in zip(Part, parts, strict=True)}
        old = []
        if split[Part.REBUILT]:
            (there,) = (row for row in buildings.rows(desk) if row.school == school)
            old = [Removal(there.id, split[Part.REBUILT])]
        risen = split[Part.NET] or split[Part.REBUILT]
        completed.enter(
            desk,
            work,
            split,
            day=date(2016, 11, 30),
            document=f"竣备〔2016〕{number + 1}号",
            building={"name": f"{number}号楼"} if risen else None,
            demolished=old,
        )
