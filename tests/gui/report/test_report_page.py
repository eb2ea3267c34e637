"""The page of the reports: its preview, its options, the files it saves, waiting."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QToolTip, QWidget

from facilitydesk.domain.quantities import Area
from facilitydesk.gui.report.paper_view import Fit
from facilitydesk.gui.report.view import ReportView
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import week
from facilitydesk.services.week import Cell
from tests.gui.desks import settle
from tests.gui.report.reports import WEEK, Reports
from tests.store_fixtures import add_work


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))


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


def test_the_saved_word_file_says_what_the_paper_says(
    reports: Reports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "通报.docx"
    save_as(monkeypatch, path)
    reports.view.head.docx.click()
    settle()
    with zipfile.ZipFile(path) as package:
        words = re.sub(r"<[^>]*>", "", package.read("word/document.xml").decode())
    assert "面积开工率45.00%" in words
    assert "城关镇中心小学" in words
    assert reports.told.last == f"已保存：{path}"


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


def test_the_buttons_above_the_pages_have_their_room(reports: Reports) -> None:
    """At 1366 px the reports of each school have one button more than fits beside the zoom."""
    for name in ("school_reconciliation", "execution", "school_settlement"):
        reports.choose(name)
        for width in (1500, 1366 - 136):
            reports.page.resize(width, 688)
            settle()
            _has_its_room(reports.view)


def test_the_number_of_pages_has_its_room_before_it_is_known(reports: Reports) -> None:
    bar = reports.view.bar
    reports.choose("execution")
    before = bar.sizeHint().width()
    bar.count.setText("/ 888 页")
    assert bar.sizeHint().width() == before


def _has_its_room(view: ReportView) -> None:
    bar = view.bar
    places = [
        (made.mapTo(view, made.rect().topLeft()), made.size())
        for made in bar.children()
        if isinstance(made, QWidget) and made.isVisible()
    ]
    row = sorted((at.x(), size.width()) for at, size in places)
    assert all(x + wide <= row[n + 1][0] for n, (x, wide) in enumerate(row[:-1])), row
    for made in bar.fits.values():
        assert made.width() >= made.sizeHint().width()
    assert row[-1][0] + row[-1][1] <= view.width()
