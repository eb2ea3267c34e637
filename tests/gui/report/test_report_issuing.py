"""Issuing a report: its number, the stored pages, comparing and withdrawing; and waiting for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.stages import Stage
from facilitydesk.gui.report import prints
from facilitydesk.gui.report.issue_dialog import IssueDialog
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import printing, settings, week
from facilitydesk.services.week import Cell
from tests.gui.desks import settle, shown
from tests.gui.report.reports import WEEK, Reports, enter

LAST_WEEK = date(2026, 3, 2)


def test_issuing_asks_once_and_keeps_the_pages_under_a_number(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agree(dialog: QDialog) -> int:
        asked.append(dialog.windowTitle())
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(IssueDialog, "exec", agree)
    before = reports.pdf
    reports.view.issue()
    settle()
    (stored,) = printing.prints(reports.context.desk)
    assert asked == ["登记印发"]
    assert stored.number == "2026-001"
    assert printing.pdf(reports.context.desk, stored.id) == before
    assert not reports.view.head.issue.isEnabled()
    assert "2026-001" in reports.told.last


def test_a_stored_print_stays_as_it_was_when_the_data_change(
    reports: Reports, works: list[int]
) -> None:
    before = reports.pdf
    stored = reports.issue()
    enter(reports.context.desk, works[1], 10, 500)
    reports.choose("prints")
    assert reports.page.prints.pdf == before
    with Preview(before) as preview:
        assert reports.page.prints.pages.pages == len(preview)
    reports.page.prints.compare()
    settle()
    told = reports.page.prints.answer.toPlainText()
    assert "45.00%" in told
    assert "70.00%" in told
    assert printing.find(reports.context.desk, stored).known_at < printing.known_now(
        reports.context.desk
    )


def test_the_same_data_compare_equal(reports: Reports) -> None:
    reports.issue()
    reports.choose("prints")
    reports.page.prints.compare()
    settle()
    assert "与现有数据一致" in reports.page.prints.answer.toPlainText()


def test_the_next_issue_begins_with_the_words_of_the_last(reports: Reports, qtbot: QtBot) -> None:
    reports.option("addressees", "各乡镇中心学校：")
    reports.option("number", "临教项目〔2026〕3号")
    reports.issue()
    again = ReportPage(reports.context)
    qtbot.addWidget(again)
    shown(again)
    assert again.view.options.editors["addressees"].value == "各乡镇中心学校："
    assert again.view.options.editors["number"].value == ""


def test_a_setting_that_was_changed_is_offered_and_printed(reports: Reports) -> None:
    desk = reports.context.desk
    reports.context.runner.do(lambda _desk: settings.change(desk, "style.places", 1))
    settle()
    assert "45.0%" in reports.text
    places = reports.view.options.editors["places"]
    assert places.box.itemText(0) == "按设置（1位）"  # type: ignore[attr-defined]  # a ChoiceEditor


def test_figures_that_fell_since_the_last_issue_are_found(
    reports: Reports, works: list[int]
) -> None:
    desk = reports.context.desk
    enter(desk, works[1], 20, 600, LAST_WEEK)
    reports.context.set_scope(as_of=date(2026, 3, 8))
    settle()
    reports.issue()
    lower = [
        Cell(works[1], "started_area", Area.of(500)),
        Cell(works[1], "reason", "测量有误"),
        Cell(works[0], "started_area", Area.of(0)),
        Cell(works[0], "stage", Stage.read("未开工")),
        Cell(works[0], "reason", "误报"),
    ]
    assert not week.enter(desk, WEEK, lower).rejected
    reports.context.set_scope(as_of=date(2026, 3, 11))
    settle()
    assert "的600.00平方米降为500.00平方米" in reports.view.findings.text


def test_a_print_is_withdrawn_with_its_reason(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = reports.issue()
    reports.choose("prints")
    asked: list[str] = []

    def answer(_parent: object, _title: str, label: str, *, yes: str) -> str:
        asked.append(label)
        return "合计有误" if yes == "作废" else ""

    monkeypatch.setattr(prints, "ask_line", answer)
    reports.page.prints.withdraw()
    settle()
    assert printing.find(reports.context.desk, stored).withdrawn == "合计有误"
    model = reports.page.prints.model
    state = model.index(0, model.by_key["state"]).data()
    assert state == "已作废：合计有误"
    assert asked == [f"作废后不能恢复，存档的原件保留。作废{model.row_at(0).number}的原因："]
    assert not reports.page.prints.withdraw_button.isEnabled()


# --- waiting


def test_cancelling_leaves_the_page_usable(
    reports: Reports, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from facilitydesk.gui.report import press
    from facilitydesk.gui.runner import Cancelled

    def cancelled(*_args: object) -> object:
        raise Cancelled

    real: Callable[..., object] = press.make
    monkeypatch.setattr(press, "make", cancelled)
    reports.view.build()
    settle()
    assert "已取消" in reports.view.pages.message
    assert not reports.view.head.print.isEnabled()
    monkeypatch.setattr(press, "make", real)
    reports.view.build()
    settle()
    assert reports.view.head.print.isEnabled()


def test_the_note_with_cancel_appears_only_when_it_lasts(reports: Reports, qtbot: QtBot) -> None:
    busy = reports.view.busy
    busy.begin()
    assert not busy.isVisible()
    qtbot.waitUntil(busy.isVisible, timeout=2000)
    busy.end()
    assert not busy.isVisible()
