"""What the old categories are in the new version is the office's table, journalled and undoable."""

from __future__ import annotations

from facilitydesk.domain.quantities import Area
from facilitydesk.services.areas import counterparts, uses
from facilitydesk.services.areas.counterparts import CounterpartRow
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from tests.services.areas.a_school import building, school


def split(desk: Desk) -> dict[str, str]:
    (told,) = uses.by_school(desk, school(desk)).values()
    return {key: str(area) for key, area in told.areas.items()}


def named(desk: Desk) -> dict[str, CounterpartRow]:
    return {f"{row.edition.value}.{row.use.key}": row for row in counterparts.rows(desk)}


def becomes(desk: Desk, which: str, term: str) -> Edit:
    return Edit(named(desk)[which].id, "counterpart", term)


def two_versions(desk: Desk) -> None:
    old, new = building(desk, "旧楼", "300"), building(desk, "新楼", "500")
    uses.enter(desk, old, 2019, {"lab": Area.of("100"), "staff_dorm": Area.of("200")})
    uses.enter(desk, new, 2023, {"classroom": Area.of("500")})


def test_the_table_says_what_becomes_of_the_old_categories(desk: Desk) -> None:
    two_versions(desk)
    assert split(desk) == {"science_lab": "100.00", "staff_dorm": "200.00", "classroom": "500.00"}
    edited = counterparts.enter(
        desk,
        [
            becomes(desk, "old.staff_dorm", "教工值班宿舍"),
            becomes(desk, "old.lab", "专用教室：其他"),
        ],
    )
    assert edited.rejected == ()
    assert split(desk) == {"special_other": "100.00", "duty_dorm": "200.00", "classroom": "500.00"}
    undoing.undo_last(desk)
    assert split(desk)["science_lab"] == "100.00"
    undoing.redo_last(desk)
    counterparts.enter(desk, [becomes(desk, "old.lab", "")])
    assert split(desk)["lab"] == "100.00"  # without a counterpart it stays what it was
    counterparts.restore(desk)
    assert split(desk) == {"science_lab": "100.00", "staff_dorm": "200.00", "classroom": "500.00"}


def test_only_categories_of_the_other_version(desk: Desk) -> None:
    edited = counterparts.enter(desk, [becomes(desk, "old.lab", "微机室")])
    assert [each.problem.code for each in edited.rejected] == ["not_in_closed_list"]
    rows = named(desk)
    assert len(rows) == 16 + 17
    assert (rows["old.gym"].counterpart, rows["old.gym"].own) == (
        "公共教学用房：室内体育用房",
        False,
    )
    assert rows["new.special_other"].counterpart == ""
    assert rows["old.lab"].years == "旧口径（2020年及以前）"
