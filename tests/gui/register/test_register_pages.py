"""专项规划, 问题台账 and 设置."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from facilitydesk.domain.asset_numbers import DEFAULT_RULE
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.gui.projects.issues_page import IssuesPage
from facilitydesk.gui.projects.programmes_page import ProgrammesPage
from facilitydesk.gui.settings.page import SettingsPage
from facilitydesk.services import codes, regions, settings
from facilitydesk.services.dashboard import light_rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.people import officers
from facilitydesk.services.projects import notes, plan_lines, programmes, targets
from facilitydesk.services.projects import rows as project_rows
from tests.entering import added
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.store_fixtures import add_work

# --- programmes -------------------------------------------------------------------------------


@pytest.fixture
def plans(qtbot: QtBot, desk: Desk) -> Iterator[ProgrammesPage]:
    add_work(desk)
    with page_on(qtbot, desk, ProgrammesPage) as page:
        yield page


def test_a_version_is_added_with_its_date_and_figures(plans: ProgrammesPage) -> None:
    desk = plans.context.desk
    plans.versions.add()
    hand = Hand(plans.versions)
    hand.type(-1, "label", "2014版")
    assert programmes.versions(desk, programmes.rows(desk)[0].id) == ()
    hand.type(-1, "day", "2014年6月1日")
    (version,) = programmes.versions(desk, programmes.rows(desk)[0].id)
    assert (version.label, version.day) == ("2014版", date(2014, 6, 1))
    assert Hand(plans.table).text(0, "label") == "2014版"
    hand.at(0, "label")
    settle()
    assert plans.lines.empty is not None
    plans.lines.empty.buttons[0].click()
    settle()
    lines = Hand(plans.lines)
    lines.type(0, "area", "5万㎡")
    assert plan_lines.rows(desk, version.id).rows[0].area == Area.of(50_000)
    assert hand.text(0, "area") == "50,000.00", "the version shows its total"


def test_townships_that_do_not_add_up_are_pointed_out(plans: ProgrammesPage) -> None:
    desk = plans.context.desk
    programme = programmes.rows(desk)[0].id
    values = {"label": "2014版", "day": date(2014, 6, 1)}
    version = added(programmes.enter_versions, desk, values, programme_id=programme).row_id
    plan_lines.add(desk, version, {"area": Area.of(1000)})
    plans.refresh()
    settle()
    plans.lines.add()
    hand = Hand(plans.lines)
    hand.type(-1, "scope", "城关镇")
    hand.type(-1, "area", "900")
    assert plans.lines.sums.text() == (
        "规划面积：各乡镇之和900.00与合计1,000.00不一致，相差-100.00。"
    )
    hand.type(-1, "area", "1000")
    assert plans.lines.sums.isHidden()
    plans.lines.add()
    hand.type(-1, "scope", "城关镇")
    assert hand.bad == ["该版本已有“城关镇”的规划数，请直接修改。"]


def test_a_version_is_made_from_another(plans: ProgrammesPage) -> None:
    desk = plans.context.desk
    programme = programmes.rows(desk)[0].id
    values = {"label": "2014版", "day": date(2014, 6, 1)}
    version = added(programmes.enter_versions, desk, values, programme_id=programme).row_id
    plan_lines.add(desk, version, {"area": Area.of(1000)})
    plans.refresh()
    settle()
    hand = Hand(plans.versions)
    hand.at(0, "label")
    plans.versions.copy.click()
    hand.type(-1, "label", "2017版")
    hand.type(-1, "day", "2017-03-01")
    newest = programmes.versions(desk, programme)[0]
    assert (newest.label, newest.area) == ("2017版", Area.of(1000))


def test_a_programme_in_use_is_not_deleted(plans: ProgrammesPage) -> None:
    hand = Hand(plans.table)
    hand.at(0, "name")
    plans.table.remove()
    assert hand.note == "“全面改薄”正被使用，不能删除：1个项目。"


def test_the_basis_is_typed_by_its_word(plans: ProgrammesPage) -> None:
    hand = Hand(plans.table)
    hand.type(0, "basis", "按项目数")
    assert programmes.rows(plans.context.desk)[0].basis == "count"
    assert hand.text(0, "basis") == "按项目数"
    hand.type(0, "basis", "按心情")
    assert hand.bad == ["比率口径应为按面积、按项目数、按投资之一，填写的是“按心情”。"]


# --- problems ---------------------------------------------------------------------------------


@pytest.fixture
def issues(qtbot: QtBot, desk: Desk) -> Iterator[IssuesPage]:
    add_work(desk)
    project = project_rows.rows(desk)[0].id
    early = {"raised": date(2026, 2, 1)}
    added(
        notes.enter,
        desk,
        {"text": "围墙开裂", "due": date(2026, 3, 8), **early},
        project_id=project,
    )
    added(notes.enter, desk, {"text": "扬尘", **early}, project_id=project)
    with page_on(qtbot, desk, IssuesPage) as page:
        yield page


def test_overdue_problems_stand_first_and_are_closed(issues: IssuesPage) -> None:
    hand = Hand(issues.table)
    assert hand.column("state") == ["已逾期3天", "整改中"]
    hand.at(0, "text")
    issues.close_note.click()
    settle()
    assert hand.column("text") == ["扬尘"], "only open ones are shown"
    issues.only_open.click()
    assert hand.column("state") == ["整改中", "已销号"]
    undoing.undo_last(issues.context.desk)
    assert all(note.closed is None for note in notes.rows(issues.context.desk))


def test_a_problem_is_added_to_a_project_from_the_list(issues: IssuesPage) -> None:
    hand = Hand(issues.table)
    issues.table.add()
    hand.type(-1, "project", "城关镇中心小学 · 教学楼建设项目")
    hand.type(-1, "text", "资料不全")
    assert {note.text for note in notes.rows(issues.context.desk)} >= {"资料不全"}
    assert hand.text(-1, "school") == "城关镇中心小学"
    issues.table.add()
    hand.type(-1, "project", "不存在的项目")
    hand.type(-1, "text", "其他")
    assert hand.bad == ["没有名为“不存在的项目”的项目，请核对名称或先登记。"]


def test_only_overdue_problems_can_be_asked_for(issues: IssuesPage) -> None:
    issues.show_where({"overdue": True})
    assert Hand(issues.table).column("text") == ["围墙开裂"]
    issues.table.bar.part.click()
    assert len(Hand(issues.table).column("text")) == 2


# --- settings ---------------------------------------------------------------------------------


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[SettingsPage]:
    add_work(desk)
    with page_on(qtbot, desk, SettingsPage) as page:
        yield page


def subject(page: SettingsPage, name: str) -> None:
    page.show_where({"subject": name})
    settle()


def test_a_used_code_is_kept_and_says_where(page: SettingsPage) -> None:
    subject(page, "codes")
    hand = Hand(page.codes)
    hand.at(hand.column("name").index("新建"), "name")
    page.codes.remove()
    assert hand.note == "“新建”正被使用，不能删除：1个项目。"
    hand.type(hand.column("name").index("新建"), "name", "新建工程")
    assert project_rows.rows(page.context.desk)[0].nature == "新建工程"


def test_codes_are_added_moved_and_chosen_by_list(page: SettingsPage) -> None:
    subject(page, "codes")
    page.codes.lists.button(CodeList.ROOM_KIND).click()
    settle()
    hand = Hand(page.codes)
    page.codes.add()
    hand.type(-1, "name", "报告厅")
    assert codes.names(page.context.desk, CodeList.ROOM_KIND)[-1] == "报告厅"


def test_townships_are_moved_by_arrows(page: SettingsPage) -> None:
    added(regions.enter, page.context.desk, {"name": "石桥镇"})
    subject(page, "towns")
    hand = Hand(page.towns)
    assert hand.column("name") == ["临溪县", "城关镇", "石桥镇"]
    hand.at(2, "name")
    page.towns._move(-1)
    settle()
    assert [row.name for row in regions.rows(page.context.desk)][1:] == ["石桥镇", "城关镇"]
    assert hand.text(hand.view.currentIndex().row(), "name") == "石桥镇"


def test_settings_are_stored_when_left_and_undone(page: SettingsPage) -> None:
    editor = page.general.editors["bureau"]
    assert isinstance(editor, QLineEdit)
    editor.setText("临溪县教育和体育局")
    editor.editingFinished.emit()
    settle()
    assert settings.load(page.context.desk).bureau == "临溪县教育和体育局"
    page.context.runner.do(undoing.undo_last)
    settle()
    assert editor.text() == ""


def test_the_rule_of_numbers_shows_an_example_and_refuses_what_makes_none(
    page: SettingsPage,
) -> None:
    page.show_where({"setting": "equipment.asset_rule"})
    settle()
    editor = page.general.editors["equipment.asset_rule"]
    assert isinstance(editor, QLineEdit)
    told = page.general.findChild(QLabel, "preview")
    assert isinstance(told, QLabel)
    assert told.text() == "如：3136000012-2026-05-0001　二维码、一维条码都能扫"
    editor.setText("{年}-{类别}-{序号}")
    assert "2026-仪器-0001　含汉字" in told.text()
    editor.setText("{年}")
    assert "有且只有一个{序号}" in told.text()
    editor.editingFinished.emit()
    settle()
    assert "有且只有一个{序号}" in page.general.problem.text()
    assert settings.load(page.context.desk).values["equipment.asset_rule"] == DEFAULT_RULE


def test_a_changed_rule_counts_the_lights_at_once(page: SettingsPage) -> None:
    subject(page, "lights")
    assert "正常" in page.lights.counts.text()
    spin = page.lights.editors["still_red_months"]
    spin.setValue(1)
    spin.editingFinished.emit()
    settle()
    assert light_rules(page.context.desk).still_red_months == 1
    spin = page.lights.editors["still_yellow_months"]
    spin.setValue(3)
    spin.editingFinished.emit()
    settle()
    assert page.lights.problem.isVisible()
    assert light_rules(page.context.desk).still_yellow_months == 1


def test_target_lines_and_officers(page: SettingsPage) -> None:
    subject(page, "targets")
    assert page.targets.empty is not None
    page.targets.empty.buttons[0].click()
    hand = Hand(page.targets)
    for key, text in (("rate", "竣工率"), ("day", "2026-12-31"), ("percent", "80%")):
        hand.type(0, key, text)
    (row,) = targets.rows(page.context.desk)
    assert (row.rate.term, str(row.percent)) == ("竣工率", "80.00")
    subject(page, "officers")
    page.officers.add()
    people = Hand(page.officers)
    told: list[object] = []
    page.officers.current_changed.connect(told.append)
    people.type(-1, "name", "李强")
    assert [getattr(row, "name", None) for row in told][-1:] == ["李强"]  # no draft any more
    assert [each.name for each in officers.rows(page.context.desk)] == ["王敏", "李强"]
    people.at(0, "name")
    page.officers.remove()
    assert people.note == "不能停用或删除当前登录的经办人。"
