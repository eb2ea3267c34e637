"""Projects and their works: sums, several works, cells of the list, states, deleting, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.services import schools, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import redo_last, steps, undo_last
from facilitydesk.services.projects import programmes, works
from facilitydesk.services.projects import register as projects
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.services.projects.row import ProjectRow
from facilitydesk.services.week import Cell
from tests.entering import added

WEEK = date(2026, 3, 9)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    added(programmes.enter, desk, {"name": "全面改薄"})
    for name in ("城关镇中心小学", "石桥小学"):
        added(schools.enter, desk, {"name": name})
    return desk


def add(desk: Desk, name: str = "教学楼建设项目", **values: object) -> int:
    full = {"name": name, "programme": "全面改薄", "school": "城关镇中心小学", **values}
    return added(projects.enter, desk, full).row_id


def only(desk: Desk) -> ProjectRow:
    (row,) = project_rows.rows(desk)
    return row


def test_a_project_with_three_works_shows_their_sum(desk: Desk) -> None:
    project = add(desk, planned_area=Area.of(100), planned_investment=Money.of(20, scale=10_000))
    works.enter(
        desk,
        project,
        (),
        [
            {"name": "食堂", "planned_area": Area.of(200)},
            {"name": "宿舍", "school": "石桥小学", "planned_area": Area.of(300)},
        ],
    )
    row = only(desk)
    assert row.planned_area == Area.of(600)
    assert row.planned_investment == Money.of(200_000)
    assert [(w.name, w.school) for w in row.works] == [
        ("", "城关镇中心小学"),
        ("食堂", "城关镇中心小学"),
        ("宿舍", "石桥小学"),
    ]
    assert row.school == "城关镇中心小学等2所"
    undo_last(desk)
    assert only(desk).planned_area == Area.of(100)
    redo_last(desk)
    assert only(desk).planned_area == Area.of(600)


def test_a_sports_ground_is_not_added_to_buildings(desk: Desk) -> None:
    project = add(desk, planned_area=Area.of(1000))
    works.enter(
        desk,
        project,
        (),
        [{"name": "运动场", "category": AreaCategory.SPORTS, "planned_area": Area.of(2000)}],
    )
    row = only(desk)
    assert (row.planned_area, row.aside_area, row.category) == (
        Area.of(1000),
        Area.of(2000),
        None,
    )
    alone = add(desk, "跑道", category="运动场", planned_area=Area.of(800))
    other = next(r for r in project_rows.rows(desk) if r.id == alone)
    assert (other.planned_area, other.aside_area) == (Area.of(800), None)


def test_cells_of_the_one_work_are_typed_in_the_list(desk: Desk) -> None:
    project = add(desk)
    edited = projects.enter(
        desk,
        [
            Edit(project, "planned_area", Area.of("1200.50"), 1),
            Edit(project, "school", "石桥小学"),
            Edit(project, "room_kind", "教学楼"),
            Edit(project, "year", 2026),
            Edit(project, "planned_finish_date", LooseDate("2026-08")),
        ],
    )
    assert edited.rejected == ()
    row = only(desk)
    assert (row.planned_area, row.school, row.year) == (Area.of("1200.50"), "石桥小学", 2026)
    assert row.planned_finish == LooseDate("2026-08")
    assert steps(desk).undo[0].label == "修改项目“教学楼建设项目”（5格）"
    undo_last(desk)
    row = only(desk)
    assert (row.planned_area, row.school, row.year) == (None, "城关镇中心小学", None)
    assert row.planned_finish is None


def test_the_sum_of_several_works_is_not_typed_over(desk: Desk) -> None:
    project = add(desk, planned_area=Area.of(100))
    works.enter(desk, project, (), [{"name": "食堂", "planned_area": Area.of(200)}])
    edited = projects.enter(desk, [Edit(project, "planned_area", Area.of(5))])
    assert edited.rejected[0].problem.message == (
        "规划面积是2个单项工程之和，请在“单项工程”中修改。"
    )
    assert only(desk).planned_area == Area.of(300)


def test_pasted_rows_become_projects_and_bad_ones_stay_out(desk: Desk) -> None:
    edited = projects.enter(
        desk,
        (),
        [
            {"name": "食堂", "programme": "全面改薄", "school": "石桥小学", "nature": "新建"},
            {"name": "宿舍", "programme": "全面改薄", "school": "无名小学"},
            {"name": "厕所", "programme": "无名专项", "school": "石桥小学"},
            {"name": "围墙", "programme": "全面改薄", "school": "石桥小学", "nature": "盖楼"},
        ],
    )
    assert [item.position for item in edited.rejected] == [1, 2, 3]
    assert [item.problem.message for item in edited.rejected] == [
        "没有名为“无名小学”的学校，请核对名称或先登记。",
        "没有名为“无名专项”的专项，请核对名称或先登记。",
        "建设性质“盖楼”不在列表中，可在“设置”的代码表中添加。",
    ]
    assert [(r.name, r.nature) for r in project_rows.rows(desk)] == [
        ("食堂", "新建"),
        ("围墙", ""),
    ]
    undo_last(desk)
    assert project_rows.rows(desk) == ()


def test_a_project_code_is_unique(desk: Desk) -> None:
    add(desk, code="2506-340302-04-05-854773")
    with pytest.raises(Refused, match="已被“教学楼建设项目”使用"):
        add(desk, "食堂", code="2506-340302-04-05-854773")
    codes = {row.name: row.code for row in project_rows.rows(desk)}
    assert codes == {"教学楼建设项目": "2506-340302-04-05-854773", "食堂": None}


def test_five_parties_flags_and_documents(desk: Desk) -> None:
    project = add(desk)
    assert only(desk).missing_parties == ("建设", "勘察", "设计", "施工", "监理")
    cells = {
        "contractor_unit": "临溪建筑公司",
        "contractor_person": "赵𣗋",
        "pooled": True,
        "livelihood": True,
        "fund_document": "川财教〔2016〕212号",
    }
    projects.enter(desk, [Edit(project, key, value) for key, value in cells.items()])
    row = only(desk)
    assert row.parties["contractor_person"] == "赵𣗋"
    assert row.missing_parties == ("建设", "勘察", "设计", "监理")
    assert (row.pooled, row.livelihood, row.key_project) == (True, True, False)
    undo_last(desk)
    assert only(desk).parties["contractor_unit"] == ""


def test_every_project_is_in_exactly_one_state(desk: Desk, make_work: Callable[..., int]) -> None:
    stages = [Stage.TENDERING, Stage.STRUCTURE, Stage.STOPPED, Stage.COMPLETED, None]
    for number, stage in enumerate(stages):
        work = make_work(project=f"项目{number}")
        if stage is not None:
            week.enter(desk, WEEK, [Cell(work, "stage", stage)])
    found = project_rows.rows(desk)
    counted = project_rows.counts(found)
    assert counted[StageGroup.NOT_STARTED] == 2
    assert [counted[g] for g in (StageGroup.UNDER_WAY, StageGroup.STOPPED)] == [1, 1]
    assert counted[StageGroup.COMPLETED] == 1
    assert sum(counted.values()) == len(found) == 5


def test_deleting_a_project_with_entries_says_how_many(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    week.enter(desk, WEEK, [Cell(work, "stage", Stage.STRUCTURE)])
    project = only(desk).id
    with pytest.raises(Refused) as refusal:
        projects.delete(desk, [project])
    assert str(refusal.value) == "“教学楼建设项目”正被使用，不能删除：1条周填报。"
    with pytest.raises(Refused, match="至少要有一个单项工程"):
        works.delete(desk, [work])


def test_a_deleted_project_comes_back_whole(desk: Desk) -> None:
    project = add(desk, planned_area=Area.of(100), start_date=LooseDate("2026-02"))
    works.enter(desk, project, (), [{"name": "食堂"}])
    before = only(desk)
    projects.delete(desk, [project])
    assert project_rows.rows(desk) == ()
    undo_last(desk)
    after = only(desk)
    assert (after.name, after.planned_area, after.start) == (
        before.name,
        before.planned_area,
        LooseDate("2026-02"),
    )
    assert [w.name for w in after.works] == ["", "食堂"]


def test_a_work_is_deleted_and_comes_back(desk: Desk) -> None:
    project = add(desk)
    added = works.enter(desk, project, (), [{"name": "食堂", "planned_area": Area.of(5)}]).added
    assert added[0] is not None
    works.delete(desk, [added[0]])
    assert len(only(desk).works) == 1
    undo_last(desk)
    assert only(desk).works[1].planned_area == Area.of(5)


def test_two_schools_of_one_name_are_not_guessed(desk: Desk) -> None:
    added(schools.enter, desk, {"name": "石桥小学"})
    with pytest.raises(Refused, match="不止一个，请从列表中选择"):
        add(desk, school="石桥小学")
