"""Reports on screen: what is previewed is what is printed, saved and stored."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Area, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.gui.context import Context
from facilitydesk.gui.report import printer as printers
from facilitydesk.gui.report import sending
from facilitydesk.gui.report.issue_dialog import IssueDialog
from facilitydesk.gui.report.paper_view import Fit
from facilitydesk.gui.report.view import ReportView
from facilitydesk.gui.report_page import ReportPage
from facilitydesk.reports.preview import Preview
from facilitydesk.services import printing, settings, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.week import Cell
from tests.gui.desks import Notices, context_on, settle, shown
from tests.store_fixtures import add_work

WEEK = date(2026, 3, 9)
LAST_WEEK = date(2026, 3, 2)


@dataclass
class Reports:
    """The open page with what an officer sees and does on it."""

    page: ReportPage
    context: Context
    told: Notices

    @property
    def view(self) -> ReportView:
        return self.page.view

    @property
    def pdf(self) -> bytes:
        assert self.view.paper is not None
        return self.view.paper.printed.pdf

    @property
    def text(self) -> str:
        """The words of all pages."""
        with Preview(self.pdf) as preview:
            return "".join(preview.text(n) for n in range(len(preview))).replace("\r\n", "")

    def choose(self, name: str) -> None:
        self.page.choose(name)
        settle()

    def option(self, key: str, value: object) -> None:
        """Set an option as a click does."""
        editor = self.view.options.editors[key]
        editor.set_value(value)
        editor.changed.emit()
        self.view.build()
        settle()

    def issue(self) -> int:
        """Store the shown paper; the id of the print."""
        assert self.view.paper is not None
        self.view._issue(self.view.paper)
        settle()
        return printing.prints(self.context.desk)[0].id


def enter(desk: Desk, work: int, percent: int, area: int, monday: date = WEEK) -> None:
    cells = [
        Cell(work, "stage", Stage.read("主体施工")),
        Cell(work, "progress", Percent.of(percent)),
        Cell(work, "started_area", Area.of(area)),
    ]
    assert not week.enter(desk, monday, cells).rejected


@pytest.fixture
def works(desk: Desk) -> list[int]:
    """Two works at two schools, one of them under way."""
    settings.change(desk, "bureau", "临溪县教育和体育局")
    first = add_work(desk)
    second = add_work(desk, school="白沙镇初级中学", township="白沙镇", project="综合楼建设项目")
    enter(desk, first, 40, 900)
    return [first, second]


@pytest.fixture
def reports(qtbot: QtBot, desk: Desk, works: list[int]) -> Iterator[Reports]:
    assert works
    with context_on(desk) as (context, told):
        page = ReportPage(context)
        qtbot.addWidget(page)
        shown(page, 1200, 700)
        yield Reports(page, context, told)


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))


# --- preview


def test_the_preview_shows_every_page_of_the_pdf(reports: Reports) -> None:
    with Preview(reports.pdf) as preview:
        assert reports.view.pages.pages == len(preview)
    assert reports.view.bar.count.text() == f"/ {reports.view.pages.pages} 页"
    assert "关于教育建设项目工程进展情况的通报" in reports.text


def test_pages_are_drawn_pixel_for_pixel_and_fit_as_asked(reports: Reports) -> None:
    pages = reports.view.pages
    pages.set_zoom(1.0)
    pages.viewport().repaint()
    pages.source.wait()
    settle()
    scale = pages.factor * pages.logicalDpiX() / 72
    image = pages.source.image(0, scale)
    assert image is not None
    assert image.width() == pytest.approx(pages.source.sizes[0][0] * scale, abs=2)
    pages.set_zoom(Fit.PAGE)
    highest = max(height for _, height in pages.source.sizes) * pages.logicalDpiX() / 72
    assert highest * pages.factor <= pages.viewport().height()
    assert reports.view.bar.fits[Fit.PAGE].isChecked()


def test_page_keys_turn_the_pages(reports: Reports) -> None:
    pages = reports.view.pages
    pages.set_zoom(Fit.PAGE)
    QTest.keyClick(pages, Qt.Key.Key_PageDown)
    assert reports.view.bar.page.text() == "2"
    QTest.keyClick(pages, Qt.Key.Key_Home)
    assert reports.view.bar.page.text() == "1"
    reports.view.bar.page.setText("99")
    reports.view.bar.page.returnPressed.emit()
    assert reports.view.bar.page.text() == str(pages.pages)


def test_a_figure_of_the_text_says_how_it_came_about(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, *_rest: said.append(text))
    pages = reports.view.pages
    pages.set_zoom(1.0)
    place = next(p for p in pages.places if "开工率" in p.figure.name)
    pages.go_to(place.page)
    scale = pages.factor * pages.logicalDpiX() / 72
    sheet = pages._rects[place.page]
    x = sheet.x() + (place.x + place.width / 2) * scale
    y = sheet.y() + (place.y + place.height / 2) * scale
    pages.verticalScrollBar().setValue(int(y) - 100)
    left, top = pages.horizontalScrollBar().value(), pages.verticalScrollBar().value()
    spot = QPoint(int(x) - left, int(y) - top)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, spot, pages.viewport().mapToGlobal(spot))
    pages.viewportEvent(event)
    assert "900.00 / 2,000.00 ㎡" in said[0]


# --- options


def test_options_change_the_document(reports: Reports) -> None:
    assert "45.00%" in reports.text
    reports.option("places", 1)
    assert "45.0%" in reports.text
    reports.option("trim_zeros", True)
    assert "45%" in reports.text
    reports.option("until", "截止")
    assert "截止2026年3月11日" in reports.text
    reports.option("number", "临教项目〔2026〕3号")
    reports.option("addressees", "各乡镇中心学校：")
    assert "临教项目〔2026〕3号" in reports.text
    assert "各乡镇中心学校：" in reports.text


def test_the_paper_of_tables_is_the_one_chosen(reports: Reports) -> None:
    reports.choose("progress_table")
    reports.option("paper", "A3")
    with Preview(reports.pdf) as preview:
        assert [round(n) for n in preview.size(0)] == [1191, 842]
    reports.option("paper", "A4")
    with Preview(reports.pdf) as preview:
        assert [round(n) for n in preview.size(0)] == [842, 595]


def test_a_report_shows_only_the_options_it_understands(reports: Reports) -> None:
    reports.view.head.more.setChecked(True)
    assert reports.view.options.editors["number"].isVisible()
    reports.choose("missing")
    assert not reports.view.options.editors["number"].isVisible()
    assert not reports.view.options.editors["school_id"].isVisible()
    reports.choose("school_progress")
    assert reports.view.options.editors["school_id"].isVisible()


def test_date_and_programme_are_those_of_the_whole_window(reports: Reports) -> None:
    reports.view.options.as_of.edit.setDate(date(2026, 3, 8))  # type: ignore[arg-type]  # Qt takes Python's dates
    settle()
    assert reports.context.as_of == date(2026, 3, 8)
    assert "截至2026年3月8日" in reports.text
    reports.context.set_scope(as_of=date(2026, 3, 10))
    settle()
    assert "截至2026年3月10日" in reports.text


def test_what_others_type_is_on_the_paper_at_once(reports: Reports, works: list[int]) -> None:
    reports.context.runner.do(
        lambda desk: week.enter(desk, WEEK, [Cell(works[0], "started_area", Area.of(950))])
    )
    settle()
    assert "47.50%" in reports.text


# --- files


def test_the_saved_pdf_is_what_was_previewed(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "通报.pdf"
    save_as(monkeypatch, path)
    reports.view.save_pdf()
    settle()
    assert path.read_bytes() == reports.pdf
    assert reports.told.last == f"已保存：{path}"


def test_the_saved_workbook_holds_the_same_table(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports.choose("progress_table")
    path = tmp_path / "进度表"
    save_as(monkeypatch, path)
    reports.view.save_xlsx()
    settle()
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "进度表.xlsx").read_bytes()))
    cells = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"城关镇中心小学", "白沙镇初级中学", 900} <= cells


def test_a_full_or_closed_folder_is_one_sentence(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_as(monkeypatch, tmp_path / "没有的文件夹" / "通报.pdf")
    reports.view.save_pdf()
    settle()
    assert reports.told[-1][1] == "red"
    assert "没有的文件夹" in reports.told.last


def test_each_school_gets_a_file_of_its_own(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_work(reports.context.desk, project="运动场建设项目")
    reports.choose("school_progress")
    assert reports.view.paper is None
    assert "选择学校" in reports.view.pages.message
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a, **_k: str(tmp_path))
    reports.view.save_each()
    settle()
    files = sorted(tmp_path.glob("*.pdf"))
    assert [path.stem for path in files] == [
        "学校项目进度表_城关镇中心小学_20260311",
        "学校项目进度表_白沙镇初级中学_20260311",
    ]
    with Preview(files[0].read_bytes()) as preview:
        text = preview.text(0)
    assert "教学楼建设项目" in text
    assert "运动场建设项目" in text
    assert "综合楼" not in text


# --- printing


def pdf_printer(pdf: bytes, path: Path) -> QPrinter:
    printer = printers.prepared(pdf)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


def test_a_printer_gets_every_page_on_the_paper_of_the_document(
    reports: Reports, tmp_path: Path
) -> None:
    out = tmp_path / "打印.pdf"
    printer = pdf_printer(reports.pdf, out)
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Portrait
    sending.send(reports.context, "通报", reports.pdf, printer)
    settle()
    with Preview(reports.pdf) as wanted, Preview(out.read_bytes()) as got:
        assert len(got) == len(wanted)
        assert {wanted.size(n)[0] > wanted.size(n)[1] for n in range(len(wanted))} == {True, False}
        for n in range(len(wanted)):
            assert got.size(n) == pytest.approx(wanted.size(n), abs=1)
    assert "已输出" in reports.told.last


def test_a_range_of_pages_is_printed_as_chosen(reports: Reports, tmp_path: Path) -> None:
    out = tmp_path / "打印.pdf"
    printer = pdf_printer(reports.pdf, out)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    sending.send(reports.context, "通报", reports.pdf, printer)
    settle()
    with Preview(out.read_bytes()) as got:
        assert len(got) == 2


def test_without_a_printer_the_pdf_is_kept_and_nothing_counts_as_printed(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "available", lambda: False)
    stored = reports.issue()
    reports.view.print_paper()
    settle()
    (kept,) = Path(reports.context.desk.place).parent.glob("打印件/*.pdf")
    assert kept.read_bytes() == reports.pdf
    assert str(kept) in reports.told.last
    assert printing.find(reports.context.desk, stored).printed is None


def test_ctrl_p_prints_while_the_keyboard_is_in_the_list_of_reports(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "available", lambda: False)
    reports.page.activateWindow()
    reports.page.list.setFocus()
    QTest.keyClick(reports.page.list, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert reports.told.last.startswith("未找到可用的打印机")


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)  # Qt says itself that it failed
def test_a_printer_that_refuses_keeps_the_pdf_and_nothing_counts_as_printed(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "available", lambda: True)
    bad = pdf_printer(reports.pdf, tmp_path / "没有" / "打印.pdf")
    monkeypatch.setattr(printers, "prepared", lambda _pdf: bad)
    monkeypatch.setattr(sending, "asked", lambda *_a: True)
    stored = reports.issue()
    reports.view.print_paper()
    settle()
    assert list(Path(reports.context.desk.place).parent.glob("打印件/*.pdf"))
    assert "未记为已打印" in reports.told.last
    assert printing.find(reports.context.desk, stored).printed is None


def test_a_printer_that_took_the_stored_paper_marks_it_printed(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "available", lambda: True)
    monkeypatch.setattr(sending, "asked", lambda *_a: True)
    taken = printers.Sent(3, "办公室打印机")
    monkeypatch.setattr(printers, "send", lambda *_a: taken)
    stored = reports.issue()
    reports.view.print_paper()
    settle()
    assert printing.find(reports.context.desk, stored).printed is not None
    assert "办公室打印机" in reports.told[-1][0]


# --- issuing


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
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("合计有误", True))
    reports.page.prints.withdraw()
    settle()
    assert printing.find(reports.context.desk, stored).withdrawn == "合计有误"
    model = reports.page.prints.model
    state = model.index(0, model.by_key["state"]).data()
    assert state == "已作废：合计有误"
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


def test_the_buttons_above_the_pages_have_their_room(reports: Reports) -> None:
    """At 1366 px the reports of each school have one button more than fits beside the zoom."""
    for name in ("school_reconciliation", "execution", "school_settlement"):
        reports.choose(name)
        for width in (1366 - 168, 1010):
            reports.view.resize(width, 620)
            settle()
            bar = reports.view.bar
            places = [
                (made.mapTo(reports.view, made.rect().topLeft()), made.size())
                for made in bar.children()
                if isinstance(made, QWidget) and made.isVisible()
            ]
            row = sorted((at.x(), size.width()) for at, size in places)
            assert all(x + wide <= row[n + 1][0] for n, (x, wide) in enumerate(row[:-1])), row
            for made in bar.fits.values():
                assert made.width() >= made.sizeHint().width()
            assert row[-1][0] + row[-1][1] <= width
