"""The school register: what an officer types, what is refused, and undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Area
from facilitydesk.services import regions, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import redo_last, steps, undo_last
from tests.entering import added, also_named


@pytest.fixture
def town(desk: Desk) -> int:
    return added(regions.enter, desk, {"name": "城关镇"}).row_id


def add(desk: Desk, name: str = "城关镇中心小学", **values: object) -> int:
    return added(schools.enter, desk, {"name": name, **values}).row_id


def only(desk: Desk) -> schools.SchoolRow:
    (row,) = schools.rows(desk)
    return row


def test_a_school_is_added_with_its_township_by_name(desk: Desk, town: int) -> None:
    add(desk, code="2151000001", kind="小学", township="城关镇", land_area=Area.of("12000.5"))
    row = only(desk)
    assert (row.name, row.code, row.kind) == ("城关镇中心小学", "2151000001", "小学")
    assert (row.township, row.township_id, row.land_area) == ("城关镇", town, Area.of("12000.5"))
    assert row.initials == "cgzzxxx"
    assert row.to_do == ()
    assert steps(desk).undo[0].label == "新增学校“城关镇中心小学”"


def test_a_school_by_name_alone_says_what_is_to_be_done(desk: Desk) -> None:
    add(desk)
    assert only(desk).to_do == ("标识码", "类别", "乡镇")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("215100001", "学校标识码应为10位数字，填写的是“215100001”。"),
        ("21510000AB", "学校标识码应为10位数字，填写的是“21510000AB”。"),
        ("9951000001", "学校标识码“9951000001”的前两位不是已知的学校类别代码。"),
        ("2141000001", "学校标识码“2141000001”的省份代码与本县（临溪县）不符。"),
    ],
)
def test_a_wrong_code_is_refused_with_a_sentence(desk: Desk, code: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        add(desk, code=code)
    assert str(refusal.value) == sentence
    assert only(desk).code is None, "the school itself is there, its code still to be found"


def test_a_code_names_one_school_only(desk: Desk) -> None:
    add(desk, code="2151000001")
    second = add(desk, "石桥小学")
    edited = schools.enter(desk, [Edit(second, "code", "2151000001")])
    assert edited.rejected[0].problem.message == (
        "学校标识码“2151000001”已被“城关镇中心小学”使用，不能重复。"
    )
    assert edited.changes.seq is None


def test_a_cell_that_is_refused_leaves_the_others_in(desk: Desk, town: int) -> None:
    one, two = add(desk), add(desk, "石桥小学")
    edited = schools.enter(
        desk,
        [
            Edit(one, "kind", "小学"),
            Edit(one, "township", "无名镇"),
            Edit(two, "kind", "大学"),
            Edit(two, "township", "城关镇"),
            Edit(two, "phone", " 0833-123 "),
        ],
    )
    assert [(r.row_id, r.field) for r in edited.rejected] == [(one, "township"), (two, "kind")]
    first, second = (next(r for r in schools.rows(desk) if r.id == i) for i in (one, two))
    assert (first.kind, first.township) == ("小学", "")
    assert (second.kind, second.township, second.phone) == ("", "城关镇", "0833-123")
    assert edited.changes.label == "修改学校（5格）"


def test_a_pasted_block_with_new_rows_is_one_step(desk: Desk) -> None:
    one = add(desk)
    edited = schools.enter(
        desk,
        [Edit(one, "contact", "李华")],
        [{"name": "石桥小学", "students": 120}, {"name": ""}, {"name": "青山小学", "kind": "小学"}],
    )
    assert len(schools.rows(desk)) == 3
    assert edited.added[1] is None
    assert [(r.position, r.problem.message) for r in edited.rejected] == [(1, "请填写学校名称。")]
    assert next(r for r in schools.rows(desk) if r.name == "石桥小学").students == 120
    undo_last(desk)
    assert [r.name for r in schools.rows(desk)] == ["城关镇中心小学"]
    assert only(desk).contact == ""
    redo_last(desk)
    assert {r.name for r in schools.rows(desk)} == {"城关镇中心小学", "石桥小学", "青山小学"}


def test_renaming_changes_how_a_school_is_found(desk: Desk) -> None:
    school = add(desk)
    changes = schools.enter(desk, [Edit(school, "name", "朝阳小学", 1)]).changes
    assert changes.label == "修改学校“城关镇中心小学”的学校名称"
    assert "cyxx" in only(desk).initials
    undo_last(desk)
    assert (only(desk).name, only(desk).initials) == ("城关镇中心小学", "cgzzxxx")


def test_the_same_school_twice_in_a_township_is_pointed_out(desk: Desk, town: int) -> None:
    add(desk, township=town)
    again = added(schools.enter, desk, {"name": "临溪县城关镇中心校", "township": town})
    assert [p.message for p in again.changes.problems] == [
        "同一乡镇已有“城关镇中心小学”，请核对是否重复登记。"
    ]


def test_yearly_facts_belong_to_their_year(desk: Desk) -> None:
    school = add(desk)
    schools.enter(desk, [Edit(school, "students", 900)], year=2025)
    more = schools.enter(desk, [Edit(school, "students", 100), Edit(school, "boarders", 120)])
    assert only(desk).students == 100
    assert schools.rows(desk, year=2025)[0].students == 900
    assert [p.code for p in more.changes.problems] == ["school.boarders"]
    undo_last(desk)
    assert only(desk).students is None
    assert schools.rows(desk, year=2025)[0].students == 900


def test_a_school_is_not_its_own_parent(desk: Desk) -> None:
    school = add(desk)
    edited = schools.enter(desk, [Edit(school, "parent", "城关镇中心小学")])
    assert edited.rejected[0].problem.message == "“城关镇中心小学”不能作为自身的上级学校。"


def test_deleting_a_school_in_use_says_where(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    make_work(project="食堂建设项目")
    school = only(desk).id
    also_named(desk, school, "城关小学")
    with pytest.raises(Refused) as refusal:
        schools.delete(desk, [school])
    assert str(refusal.value) == ("“城关镇中心小学”正被使用，不能删除：2个单项工程、1条别名。")


def test_a_deleted_school_comes_back_with_aliases_and_facts(desk: Desk, town: int) -> None:
    school = add(desk, township=town)
    also_named(desk, school, "县一小")
    schools.enter(desk, [Edit(school, "students", 900)])
    before = only(desk)
    schools.delete(desk, [school])
    assert schools.rows(desk) == ()
    undo_last(desk)
    after = only(desk)
    assert (after.name, after.aliases, after.students, after.township) == (
        before.name,
        ("县一小",),
        900,
        "城关镇",
    )


def test_an_alias_belongs_to_one_school(desk: Desk) -> None:
    one, two = add(desk), add(desk, "石桥小学")
    also_named(desk, one, "县一小")
    for taken in ("县一小", "县 一小", "城关镇中心校"):
        with pytest.raises(Refused) as refusal:
            also_named(desk, two, taken)
        assert refusal.value.args_["holder"] == "城关镇中心小学"
    also_named(desk, one, "")
    assert all(row.aliases == () for row in schools.rows(desk))


def test_lists_follow_the_order_of_townships(desk: Desk) -> None:
    ids = {
        name: added(regions.enter, desk, {"name": name}).row_id for name in ("甲镇", "乙镇", "丙乡")
    }
    for name in ids:
        add(desk, f"{name}小学", township=name)
    add(desk, "无镇小学")
    regions.reorder(desk, [ids["丙乡"], ids["甲镇"], ids["乙镇"]])
    assert [r.name for r in schools.rows(desk)] == [
        "丙乡小学",
        "甲镇小学",
        "乙镇小学",
        "无镇小学",
    ]
    undo_last(desk)
    assert schools.rows(desk)[0].name == "甲镇小学"


def test_a_township_is_unique_renamed_and_protected(desk: Desk, town: int) -> None:
    with pytest.raises(Refused, match="不能重复"):
        added(regions.enter, desk, {"name": "城关镇"})
    add(desk, township=town)
    with pytest.raises(Refused) as refusal:
        regions.delete(desk, town)
    assert str(refusal.value) == "“城关镇”正被使用，不能删除：1所学校。"
    assert regions.enter(desk, [Edit(town, "code", "51")]).rejected[0].problem.code == (
        "region.code_form"
    )
    regions.enter(desk, [Edit(town, "name", "城关街道"), Edit(town, "code", "510999001")])
    assert [(r.name, r.code, r.schools) for r in regions.rows(desk)] == [
        ("临溪县", "510999", 0),
        ("城关街道", "510999001", 1),
    ]
    assert only(desk).township == "城关街道"
