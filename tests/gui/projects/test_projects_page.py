"""项目: the list, exactly the rows another page asks for, and the card of one project."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.stages import Stage, StageGroup
from facilitydesk.gui.projects.page import ProjectsPage
from facilitydesk.services import week
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.projects import attachments, notes, works
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.services.projects.row import ProjectRow
from facilitydesk.services.week import Cell
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import Hand, open_page, page_on
from tests.store_fixtures import add_work

WEEK = date(2026, 3, 9)


@pytest.fixture
def known(desk: Desk) -> tuple[int, ...]:
    """Three works: 在建, 停工, 未开工."""
    ids = (
        add_work(desk, project="教学楼"),
        add_work(desk, project="食堂", school="石桥小学", programme="学前教育"),
        add_work(desk, project="宿舍"),
    )
    for work, stage in zip(ids, (Stage.STRUCTURE, Stage.STOPPED), strict=False):
        week.enter(desk, WEEK, [Cell(work, "stage", stage)])
    return ids


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, known: tuple[int, ...]) -> Iterator[ProjectsPage]:
    with page_on(qtbot, desk, ProjectsPage) as page:
        yield page


@pytest.fixture
def hand(page: ProjectsPage) -> Hand:
    return Hand(page.table)


def named(page: ProjectsPage, name: str) -> ProjectRow:
    rows = project_rows.rows(page.context.desk)
    return next(row for row in rows if row.name == name)


# --- the list ---------------------------------------------------------------------------------


def test_a_new_project_is_stored_when_school_name_and_programme_are_there(
    page: ProjectsPage, hand: Hand
) -> None:
    page.table.add()
    assert hand.text(-1, "year") == "2026"
    hand.type(-1, "name", "厕所改造")
    hand.type(-1, "school", "石桥小学")
    assert len(project_rows.rows(page.context.desk)) == 3
    hand.type(-1, "programme", "全面改薄")
    row = named(page, "厕所改造")
    assert (row.school, row.programme, row.year) == ("石桥小学", "全面改薄", 2026)
    assert page.states.buttons[StageGroup.NOT_STARTED].text() == "未开工 2"
    hand.type(-1, "planned_area", "1,200.5㎡")
    assert named(page, "厕所改造").planned_area == Area.of("1200.5")


def test_an_unknown_school_is_refused_where_it_stands(page: ProjectsPage, hand: Hand) -> None:
    page.table.add()
    for key, text in (("name", "厕所"), ("programme", "全面改薄"), ("school", "无名小学")):
        hand.type(-1, key, text)
    assert hand.bad == ["没有名为“无名小学”的学校，请核对名称或先登记。"]
    hand.type(-1, "school", "石桥小学")
    assert hand.bad == []
    assert named(page, "厕所").school == "石桥小学"


def test_sums_of_several_works_are_no_cells_to_type_in(page: ProjectsPage, hand: Hand) -> None:
    works.enter(
        page.context.desk,
        named(page, "教学楼").id,
        (),
        [{"name": "附楼", "planned_area": Area.of(500)}],
    )
    page.refresh()
    settle()
    line = hand.column("name").index("教学楼")
    assert hand.text(line, "planned_area") == "1,500.00"
    assert not hand.view.hands.may_edit(line, hand.model.by_key["planned_area"])
    other = hand.column("name").index("宿舍")
    assert hand.view.hands.may_edit(other, hand.model.by_key["planned_area"])


def test_three_works_say_600_on_the_screen_and_in_the_workbook(
    page: ProjectsPage, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = named(page, "宿舍")
    desk, whole = page.context.desk, Area.of
    works.enter(desk, project.id, [Edit(project.works[0].id, "planned_area", whole(100))])
    more = [
        {"name": "食堂", "planned_area": whole(200)},
        {"name": "浴室", "planned_area": whole(300)},
    ]
    works.enter(desk, project.id, (), more)
    page.refresh()
    settle()
    line = hand.column("name").index("宿舍")
    assert hand.text(line, "planned_area") == "600.00"
    out = tmp_path / "项目.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(out), ""))
    page.table.panel.export_action.trigger()
    settle()
    sheet = openpyxl.load_workbook(out).worksheets[0]
    (row,) = [cells for cells in sheet.iter_rows(values_only=True) if "宿舍" in cells]
    assert 600 in row


def test_deleting_a_project_with_entries_is_refused_above_the_grid(
    page: ProjectsPage, hand: Hand
) -> None:
    hand.at(hand.column("name").index("教学楼"), "name")
    page.table.remove()
    assert hand.note == "“教学楼”正被使用，不能删除：1条周填报。"
    hand.at(hand.column("name").index("宿舍"), "name")
    page.table.remove()
    assert "宿舍" not in hand.column("name")
    page.context.runner.do(undoing.undo_last)
    settle()
    assert "宿舍" in hand.column("name")


def test_search_by_initials_of_school_or_project(page: ProjectsPage, hand: Hand) -> None:
    from facilitydesk.services import schools
    from facilitydesk.services.edits import Edit
    from facilitydesk.services.projects import register as projects

    desk = page.context.desk
    for school in schools.rows(desk):
        schools.enter(desk, [Edit(school.id, "name", school.name + "校")])
    projects.enter(desk, [Edit(named(page, "食堂").id, "name", "学生食堂")])
    page.refresh()
    settle()
    for words in ("sqxx", "xsst", "石桥 食堂"):
        hand.find(words)
        assert hand.column("name") == ["学生食堂"], words


def test_the_states_add_up_and_filter(page: ProjectsPage, hand: Hand) -> None:
    shown = {group: made.text() for group, made in page.states.buttons.items() if made.isVisible()}
    assert shown == {
        StageGroup.NOT_STARTED: "未开工 1",
        StageGroup.UNDER_WAY: "在建 1",
        StageGroup.STOPPED: "停工 1",
    }
    page.states.buttons[StageGroup.STOPPED].click()
    assert hand.column("name") == ["食堂"]
    page.states.buttons[StageGroup.STOPPED].click()
    assert len(hand.column("name")) == 3


# --- what other pages ask for -----------------------------------------------------------------


def test_a_click_on_a_figure_opens_exactly_its_rows(
    page: ProjectsPage, hand: Hand, known: tuple[int, ...]
) -> None:
    page.show_where({"works": known[1:], "title": "停工的单项工程"})
    assert hand.column("name") == ["宿舍", "食堂"] or hand.column("name") == ["食堂", "宿舍"]
    assert page.table.bar.part.isVisible()
    assert page.table.bar.part.text() == "只显示：停工的单项工程（2个）　×"
    page.table.bar.part.click()
    assert len(hand.column("name")) == 3
    assert not page.table.bar.part.isVisible()


def test_works_of_one_project_are_told_from_projects(
    page: ProjectsPage, known: tuple[int, ...]
) -> None:
    project = named(page, "教学楼").id
    added = works.enter(page.context.desk, project, (), [{"name": "附楼"}]).added
    page.refresh()
    settle()
    page.show_where({"works": (known[0], *added), "title": "在建"})
    assert page.table.bar.part.text() == "只显示：在建（2个单项工程，1个项目）　×"


def test_a_filter_from_before_does_not_hide_what_was_asked_for(
    page: ProjectsPage, hand: Hand, known: tuple[int, ...]
) -> None:
    hand.view.set_filter("state", frozenset({"在建"}))
    page.show_where({"works": (known[1],), "title": "停工"})
    assert hand.column("name") == ["食堂"]


def test_a_project_of_another_programme_is_found_and_opened(
    qtbot: QtBot, desk: Desk, known: tuple[int, ...]
) -> None:
    rows = {row.name: row for row in project_rows.rows(desk)}
    with context_on(desk) as (context, _told):
        context.set_scope(programme_id=rows["教学楼"].programme_id)
        page = open_page(qtbot, context, ProjectsPage)
        hand = Hand(page.table)
        assert "食堂" not in hand.column("name")
        page.show_where({"projects": (rows["食堂"].id,), "title": "食堂"})
        settle()
        assert hand.column("name") == ["食堂"]
        assert page.detail.isChecked()


# --- the card ---------------------------------------------------------------------------------


@pytest.fixture
def card(page: ProjectsPage, hand: Hand) -> ProjectsPage:
    """The card of 宿舍 is open."""
    hand.at(hand.column("name").index("宿舍"), "name")
    page.detail.setChecked(True)
    settle()
    return page


def write(page: ProjectsPage, key: str, text: str) -> None:
    form = page.card.tab(page.card.tabs.currentIndex()).form
    editor = form.fields[key].editor
    assert isinstance(editor, QLineEdit)
    editor.setText(text)
    editor.editingFinished.emit()
    settle()


def test_the_card_follows_the_cursor(card: ProjectsPage, hand: Hand, qtbot: QtBot) -> None:
    assert card.side.title.text() == "城关镇中心小学 · 宿舍"
    hand.at(hand.column("name").index("食堂"), "name")
    qtbot.waitUntil(lambda: card.side.title.text() == "石桥小学 · 食堂", timeout=2000)


def test_a_field_of_the_card_is_stored_when_left(card: ProjectsPage, hand: Hand) -> None:
    write(card, "approval_document", "临发改〔2026〕3号")
    assert named(card, "宿舍").approval_document == "临发改〔2026〕3号"
    line = hand.column("name").index("宿舍")
    assert hand.text(line, "approval_document") == "临发改〔2026〕3号"


def test_a_refused_field_says_why_below_it(card: ProjectsPage) -> None:
    write(card, "planned_area", "很大")
    field = card.card.tab(0).form.fields["planned_area"]
    assert field.problem.text() == "“很大”不是有效数字。"
    assert named(card, "宿舍").planned_area == Area.of(1000)
    write(card, "planned_area", "900")
    assert field.problem.isHidden()
    assert named(card, "宿舍").planned_area == Area.of(900)


def test_the_five_parties_that_are_missing_are_named(card: ProjectsPage) -> None:
    card.card.tabs.setCurrentIndex(3)
    tab = card.card.tab(3)
    assert tab.head.text() == "尚未登记：建设、勘察、设计、施工、监理"
    write(card, "contractor_unit", "临溪建筑公司")
    assert tab.head.text() == "尚未登记：建设、勘察、设计、监理"


def test_a_second_work_brings_the_level_of_works(card: ProjectsPage) -> None:
    card.card.tabs.setCurrentIndex(1)
    tab = card.card.tab(1)
    assert not tab.table.isVisible()
    tab.one.buttons[0].click()
    Hand(tab.table).type(1, "planned_area", "300")
    assert named(card, "宿舍").planned_area == Area.of(1300)
    assert card.card.tabs.tabText(1) == "单项工程 2"


def test_completion_before_start_is_refused_in_its_cell(card: ProjectsPage) -> None:
    card.card.tabs.setCurrentIndex(2)
    settle()
    hand = Hand(card.card.tab(2).table)
    steps = hand.column("step")
    hand.type(steps.index("开工"), "actual", "2026.2.10")
    hand.type(steps.index("竣工"), "actual", "2026-01-05")
    assert hand.bad == ["竣工（2026-01-05）早于开工（2026-02-10），请核对日期。"]
    assert named(card, "宿舍").start is not None
    assert named(card, "宿舍").finish is None


def test_a_frozen_plan_shows_the_days_late(card: ProjectsPage) -> None:
    card.card.tabs.setCurrentIndex(2)
    settle()
    tab = card.card.tab(2)
    hand = Hand(tab.table)
    line = hand.column("step").index("竣工")
    tab.freeze.click()
    assert hand.note == "“宿舍”尚无计划日期，没有可冻结的计划。"
    hand.type(line, "planned", "2026-08-01")
    tab.freeze.click()
    settle()
    hand.type(line, "planned", "2026-08-15")
    assert (hand.text(line, "late"), hand.text(line, "frozen")) == ("+14", "2026-08-01")
    assert hand.text(line, "planned") == "2026-08-15"


def test_a_problem_is_noted_on_the_card(card: ProjectsPage) -> None:
    card.card.tabs.setCurrentIndex(4)
    tab = card.card.tab(4)
    tab.table.empty.buttons[0].click()
    hand = Hand(tab.table)
    hand.type(0, "text", "围墙开裂")
    hand.type(0, "owner", "李强")
    assert [(n.text, n.owner) for n in notes.rows(card.context.desk)] == [("围墙开裂", "李强")]
    assert card.card.tabs.tabText(4) == "问题 1"


def test_a_dropped_paper_is_filed_and_a_missing_one_says_so(
    card: ProjectsPage, tmp_path: Path
) -> None:
    card.card.tabs.setCurrentIndex(5)
    tab = card.card.tab(5)
    paper = tmp_path / "批复.pdf"
    paper.write_bytes(b"%PDF-1.7")
    tab.file([paper])
    settle()
    hand = Hand(tab.table)
    assert hand.column("name") == ["批复.pdf"]
    assert card.card.tabs.tabText(5) == "资料 1"
    for kept in attachments.folder(card.context.desk).iterdir():
        kept.unlink()
    tab.table.reload()
    settle()
    assert hand.text(0, "size") == "缺失"
    hand.at(0, "name")
    tab.open_current()
    assert "请将“临溪县.files”文件夹放回数据文件旁" in hand.note


def test_without_projects_the_page_offers_the_first_step(qtbot: QtBot, desk: Desk) -> None:
    with page_on(qtbot, desk, ProjectsPage) as page:
        wanted: list[str] = []
        page.context.page_wanted.connect(lambda key, _where: wanted.append(key))
        assert page.table.empty is not None
        assert page.table.empty.isVisible()
        page.table.empty.buttons[0].click()
        assert wanted == ["exchange"]
