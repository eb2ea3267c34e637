"""Code lists, officers and settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitydesk.domain.declared_settings import DECLARED
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.rounding import Mode, Style
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services import codes, settings
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.people import officers
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.store import tables


def entry(desk: Desk, name: str, which: CodeList = CodeList.NATURE) -> codes.CodeRow:
    return next(row for row in codes.rows(desk, which) if row.name == name)


def test_a_used_entry_is_kept_and_says_where(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work(nature="维修改造")
    make_work(nature="维修改造", project="厕所维修")
    assert entry(desk, "维修改造").uses == 2
    with pytest.raises(Refused) as refusal:
        codes.delete(desk, entry(desk, "维修改造").id)
    assert str(refusal.value) == "“维修改造”正被使用，不能删除：2个项目。"


def test_an_unused_entry_is_deleted_and_comes_back(desk: Desk) -> None:
    codes.delete(desk, entry(desk, "迁建").id)
    assert "迁建" not in codes.names(desk, CodeList.NATURE)
    undo_last(desk)
    assert codes.names(desk, CodeList.NATURE).index("迁建") == 4


def test_entries_are_added_at_the_end_once(desk: Desk) -> None:
    codes.enter(desk, CodeList.ROOM_KIND, new=[{"name": "报告厅"}])
    assert codes.names(desk, CodeList.ROOM_KIND)[-1] == "报告厅"
    (refused,) = codes.enter(desk, CodeList.ROOM_KIND, new=[{"name": "报告厅"}]).rejected
    assert "名称“报告厅”已被“报告厅”使用" in refused.problem.message


def test_a_new_name_goes_to_everything_that_has_the_old_one(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    make_work(nature="维修改造")
    codes.enter(desk, CodeList.NATURE, [Edit(entry(desk, "维修改造").id, "name", "维修")])
    assert project_rows.rows(desk)[0].nature == "维修"
    undo_last(desk)
    assert project_rows.rows(desk)[0].nature == "维修改造"
    assert entry(desk, "维修改造").uses == 1


def test_the_entry_with_a_rule_stays_as_it_is(desk: Desk) -> None:
    fixed = entry(desk, "设备购置").id
    for cell in (Edit(fixed, "name", "设备"), Edit(fixed, "active", value=False)):
        edited = codes.enter(desk, CodeList.NATURE, [cell])
        assert edited.rejected[0].problem.message == (
            "“设备购置”有专门的统计规则，不能改名、停用或删除。"
        )
    with pytest.raises(Refused, match="专门的统计规则"):
        codes.delete(desk, fixed)
    coded = codes.enter(desk, CodeList.NATURE, [Edit(fixed, "code", "9")])
    assert coded.rejected == ()


def test_a_retired_entry_is_no_longer_offered(desk: Desk) -> None:
    codes.enter(desk, CodeList.NATURE, [Edit(entry(desk, "改建").id, "active", value=False)])
    assert "改建" not in codes.names(desk, CodeList.NATURE)
    ids = [row.id for row in reversed(codes.rows(desk, CodeList.NATURE))]
    codes.reorder(desk, CodeList.NATURE, ids)
    assert codes.names(desk, CodeList.NATURE)[-1] == "新建"


def test_officers_are_added_and_only_strangers_deleted(desk: Desk) -> None:
    officers.enter(desk, (), [{"name": "李强", "post": "计财股", "phone": "0833-1"}])
    me, other = officers.rows(desk)
    assert (me.name, me.sits, other.post, other.sits) == ("王敏", True, "计财股", False)
    with pytest.raises(Refused, match="当前登录"):
        officers.delete(desk, me.id)
    retired = officers.enter(desk, [Edit(me.id, "active", value=False)])
    assert retired.rejected[0].problem.code == "officer.self"
    officers.delete(desk, other.id)
    undo_last(desk)
    assert len(officers.rows(desk)) == 2


def test_an_officer_who_acted_stays(file_desk: Desk) -> None:
    officers.enter(file_desk, (), [{"name": "李强"}])
    file_desk.close()
    other = files.open_desk(file_desk.place, officer="李强", clock=file_desk.clock)
    codes.enter(other, CodeList.ROOM_KIND, new=[{"name": "报告厅"}])
    other.close()
    back = files.open_desk(file_desk.place, officer="王敏", clock=file_desk.clock)
    li = next(row for row in officers.rows(back) if row.name == "李强")
    with pytest.raises(Refused) as refusal:
        officers.delete(back, li.id)
    back.close()
    assert str(refusal.value) == "“李强”正被使用，不能删除：1条操作记录。"


def test_settings_have_defaults_and_are_undone(desk: Desk) -> None:
    before = settings.load(desk)
    assert (before.style, before.until, before.total_first) == (Style(), "截至", False)
    settings.change(desk, "style.places", 1)
    settings.change(desk, "style.mode", "truncate")
    settings.change(desk, "until", "截止")
    changes = settings.change(desk, "bureau", "临溪县教育和体育局")
    assert changes.label == "修改设置：单位名称"
    now = settings.load(desk)
    assert now.style == Style(places=1, mode=Mode.TRUNCATE)
    assert (now.until, now.bureau) == ("截止", "临溪县教育和体育局")
    undo_last(desk)
    assert settings.load(desk).bureau == ""


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("style.places", 9, "小数位数应在0至4之间，填写的是9。"),
        ("basis", "weight", "默认口径不能设为“weight”。"),
    ],
)
def test_a_setting_keeps_its_bounds(desk: Desk, key: str, value: int | str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        settings.change(desk, key, value)
    assert str(refusal.value) == sentence


def test_what_another_version_wrote_does_not_stop_this_one(desk: Desk) -> None:
    with desk.operation("test", "test") as unit:
        unit.insert(tables.setting, {"key": "style.places", "value": '"many"'})
        unit.insert(tables.setting, {"key": "unknown.one", "value": "[1]"})
    assert settings.load(desk).style.places == 2


def test_every_setting_is_declared_with_label_and_help() -> None:
    assert len({item.key for item in DECLARED}) == len(DECLARED)
    for item in DECLARED:
        assert item.label
        assert item.help.endswith("。")
        if isinstance(item.default, int) and not isinstance(item.default, bool):
            assert item.low <= item.default <= item.high
