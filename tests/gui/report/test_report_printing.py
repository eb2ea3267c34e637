"""Printing from the page of the reports: real pages, ranges, printers that refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from facilitydesk.gui.report import printer as printers
from facilitydesk.gui.report import sending
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import printing
from tests.gui.desks import settle
from tests.gui.report.reports import Reports


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
