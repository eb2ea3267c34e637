"""A completed work says what it changes; the register follows, with a link back, in one step."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement, Part
from facilitydesk.services.areas import buildings, completed, deeds, findings, movements, unentered
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import redo_last, undo_last
from facilitydesk.services.projects import works
from facilitydesk.store import tables
from tests.services.areas.a_school import TODAY, building, closing, done_work, line, opening
from tests.services.dashboard.dashboard_story import report

NET, REBUILT, REPAIRED, OTHER = Part


def m2(text: str) -> Area:
    return Area.of(text)


def test_accepting_600_raises_the_school_by_600_with_a_link_back(desk: Desk) -> None:
    opening(desk, "4000.00")
    work = done_work(desk, "600", project="综合楼")
    assert closing(desk) == "4000.00"
    (todo,) = unentered.rows(desk)
    assert (todo.id, str(todo.open), todo.proposal.net_area) == (work, "600.00", 600_00)
    completed.enter(
        desk, work, {NET: m2("600")}, document="竣备〔2026〕3号", building={"name": "综合楼"}
    )
    assert closing(desk) == "4600.00"
    (made,) = buildings.rows(desk)
    assert (made.name, made.area, made.built) == ("综合楼", m2("600"), "2026-03")
    (moved,) = movements.rows(desk)
    assert (moved.work_id, moved.building_id, moved.document) == (work, made.id, "竣备〔2026〕3号")
    assert unentered.rows(desk) == ()
    assert line(desk).difference is not None  # the opening's own buildings are not registered


def test_it_is_one_step_back_and_forth(desk: Desk) -> None:
    opening(desk, "4000.00")
    old = building(desk, "旧教学楼", "500", danger_grade="D")
    work = done_work(desk, "800")
    completed.enter(
        desk,
        work,
        {NET: m2("300"), REBUILT: m2("500")},
        building={"name": "新教学楼"},
        demolished=[Removal(old)],
    )
    assert closing(desk) == "4300.00"
    undo_last(desk)
    assert closing(desk) == "4000.00"
    assert [(row.name, row.state) for row in buildings.rows(desk)] == [("旧教学楼", "在用")]
    assert [row.id for row in unentered.rows(desk)] == [work]
    redo_last(desk)
    assert closing(desk) == "4300.00"
    assert {row.name: row.state for row in buildings.rows(desk)} == {
        "旧教学楼": "拆除",
        "新教学楼": "在用",
    }


def test_repairs_and_playgrounds_change_no_area(desk: Desk) -> None:
    opening(desk, "4000.00")
    old = building(desk, "教学楼", "4000")
    work = done_work(desk, "1200", nature="维修改造")
    (todo,) = unentered.rows(desk)
    assert todo.proposal.repaired_area == 1200_00
    completed.enter(desk, work, {REPAIRED: m2("1000"), OTHER: m2("200")}, building=old)
    told = line(desk)
    assert str(Area(told.balance.closing)) == "4000.00"
    assert (told.balance.repaired_area, told.balance.other_area) == (1000_00, 200_00)
    assert movements.rows(desk) == ()
    assert told.difference is None


def test_the_parts_must_add_up_to_what_was_completed(desk: Desk) -> None:
    work = done_work(desk, "600")
    with pytest.raises(Refused) as refused:
        completed.enter(desk, work, {NET: m2("500"), OTHER: m2("99.99")})
    assert str(refused.value) == (
        "净增、拆除重建、维修加固、非校舍之和599.99㎡应等于待入账面积600.00㎡，相差-0.01㎡。"
    )
    assert [str(row.open) for row in unentered.rows(desk)] == ["600.00"]


def test_a_completed_area_changed_later_is_a_yellow_finding(desk: Desk) -> None:
    opening(desk, "4000.00")
    work = done_work(desk, "600", project="综合楼")
    completed.enter(desk, work, {NET: m2("600")}, building={"name": "综合楼"})
    report(desk, work, TODAY, completed_area=640_50, started_area=640_50)
    told = [each.problem.message for each in findings.findings(desk)]
    assert told[0] == (
        "“城关镇中心小学·综合楼”入账600.00㎡后，竣工面积改为640.50㎡，相差40.50㎡，"
        "请补登入账或撤销后重登。"
    )
    (made,) = buildings.rows(desk)
    completed.enter(desk, work, {NET: m2("40.50")}, building=made.id)
    assert closing(desk) == "4640.50"
    assert str(buildings.rows(desk)[0].area) == "640.50"
    assert unentered.rows(desk) == ()


def test_an_entry_can_be_withdrawn_with_all_it_wrote(desk: Desk) -> None:
    opening(desk, "4000.00")
    old = building(desk, "旧楼", "500")
    work = done_work(desk, "800")
    completed.enter(
        desk,
        work,
        {NET: m2("300"), REBUILT: m2("500")},
        building={"name": "新楼"},
        demolished=[Removal(old)],
    )
    report(desk, work, TODAY, completed_area=700_00)
    (todo,) = unentered.rows(desk)
    assert str(todo.open) == "-100.00"
    with pytest.raises(Refused, match="先撤销入账"):
        completed.enter(desk, work, {NET: m2("0")})
    (entry,) = completed.entries(desk, work_id=work)
    completed.withdraw(desk, entry.id)
    assert [(row.name, row.state) for row in buildings.rows(desk)] == [("旧楼", "在用")]
    assert (closing(desk), movements.rows(desk)) == ("4000.00", ())
    assert [str(row.open) for row in unentered.rows(desk)] == ["700.00"]


def test_a_rebuilt_part_without_anything_demolished_is_told(desk: Desk) -> None:
    opening(desk, "4000.00")
    work = done_work(desk, "800")
    changes = completed.enter(desk, work, {REBUILT: m2("800")}, building={"name": "新楼"})
    assert [problem.code for problem in changes.problems] == ["area.rebuilt_without"]
    assert "area.find.rebuilt" in [each.problem.code for each in findings.findings(desk)]


def test_what_was_demolished_before_is_proposed_as_rebuilt(desk: Desk) -> None:
    opening(desk, "4000.00")
    old = building(desk, "旧楼", "500")
    deeds.remove(desk, [Removal(old)], Movement.DEMOLISHED, date(2026, 2, 1), document="拆1号")
    done_work(desk, "800")
    (todo,) = unentered.rows(desk)
    assert (todo.proposal.rebuilt_area, todo.proposal.net_area) == (500_00, 300_00)


def test_what_was_completed_before_the_opening_is_in_it_already(desk: Desk) -> None:
    done_work(desk, "900", date(2025, 11, 20), project="旧项目")
    opening(desk, "4000.00")
    assert unentered.rows(desk) == ()
    assert line(desk).balance.completed == 0


def test_a_work_with_an_entry_is_not_deleted(desk: Desk) -> None:
    work = done_work(desk, "600")
    other = done_work(desk, "100", project="另一项目")
    completed.enter(desk, work, {NET: m2("600")})
    assert other != work
    with pytest.raises(Refused, match=r"1笔竣工入账|至少要有一个单项工程"):
        works.delete(desk, [work])


def test_a_playground_work_is_not_asked(desk: Desk) -> None:
    work = done_work(desk, "3000", project="运动场")
    with desk.read() as connection:
        project = (
            connection.execute(tables.work.select().where(tables.work.c.id == work))
            .one()
            .project_id
        )
    works.enter(desk, project, [Edit(work, "category", "运动场")])
    assert unentered.rows(desk) == ()


def test_many_works_are_entered_as_proposed_in_one_step(desk: Desk) -> None:
    opening(desk, "4000.00")
    old = building(desk, "旧楼", "500")
    deeds.remove(desk, [Removal(old)], Movement.DEMOLISHED, date(2026, 2, 1))
    works_ = [
        done_work(desk, "800", project="教学楼"),
        done_work(desk, "300", project="食堂"),
        done_work(desk, "900", project="维修", nature="维修改造"),
    ]
    completed.enter_proposed(desk, works_, document="竣备1号")
    told = line(desk).balance
    assert (told.net_area, told.rebuilt_area, told.repaired_area) == (600_00, 500_00, 900_00)
    assert closing(desk) == "4600.00"
    assert unentered.rows(desk) == ()
    assert [row.name for row in buildings.rows(desk)] == ["旧楼", "教学楼", "食堂"]
    undo_last(desk)
    assert len(unentered.rows(desk)) == 3
