"""An officer types a week and issues the bulletin; every figure is checked with a pencil.

城关镇: 1,000 ㎡ planned, all built. 白沙镇: 2,000 ㎡ with 1,500 started, 1,000 ㎡ not started.
开工率 (1,000 + 1,500) ÷ 4,000 = 62.50 %, 竣工率 1,000 ÷ 4,000 = 25.00 %.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.model import Typed
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.report import printer
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.gui.week.page import WeekPage
from facilitydesk.gui.window import MainWindow
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import printing, settings
from facilitydesk.services.desk import Desk
from tests.gui.desks import Notices, context_on, settle
from tests.store_fixtures import add_work


@dataclass
class Office:
    """The window with the hands of an officer."""

    window: MainWindow
    context: Context
    told: Notices

    def type(self, project: str, cells: dict[str, str]) -> None:
        """Type cells of a project on the week page."""
        self.window.open_page("week")
        settle()
        page = cast("WeekPage", self.window.page("week"))
        model = page.model
        line = next(n for n in range(model.rowCount()) if model.row_at(n).project == project)
        for key, text in cells.items():
            model.enter([Typed(line, model.by_key[key], text)])
            settle()
        assert page.panel.bad.places == []

    def reports(self) -> ReportPage:
        self.window.open_page("reports")
        settle()
        return cast("ReportPage", self.window.page("reports"))

    def paper(self) -> tuple[bytes, str]:
        """The bulletin on the screen: its bytes and its words without line breaks."""
        page = self.reports()
        page.choose("bulletin")
        settle()
        assert page.view.paper is not None
        pdf = page.view.paper.printed.pdf
        with Preview(pdf) as preview:
            text = "".join(preview.text(n) for n in range(len(preview)))
        return pdf, text.replace("\r", "").replace("\n", "")


@pytest.fixture
def office(qtbot: QtBot, desk: Desk) -> Iterator[Office]:
    settings.change(desk, "bureau", "临溪县教育和体育局")
    add_work(desk, project="教学楼")
    add_work(
        desk,
        school="白沙镇初级中学",
        township="白沙镇",
        project="综合楼",
        planned_area=2_000_00,
    )
    add_work(desk, school="白沙镇中心小学", township="白沙镇", project="食堂")
    with context_on(desk) as (context, told):
        window = MainWindow(Settings(None))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.attach(context, page="week")
        settle()
        yield Office(window, context, told)
        window.detach()
        settle()


def type_the_week(office: Office) -> None:
    office.type(
        "教学楼",
        {"stage": "已完工", "progress": "100", "started_area": "1,000", "completed_area": "1000"},
    )
    office.type("综合楼", {"stage": "主体施工", "progress": "45%", "started_area": "１５００㎡"})
    office.type("食堂", {"stage": "未开工"})


def test_the_bulletin_says_what_a_pencil_says(office: Office) -> None:
    type_the_week(office)
    _, text = office.paper()
    assert "2026年3月11日" in text
    assert "62.50%" in text
    assert "25.00%" in text
    assert "4,000.00平方米" in text
    assert "2,500.00平方米" in text
    # 白沙镇: 1,500 ÷ 3,000 started, nothing completed; 城关镇: all.
    assert text.index("城关镇（100.00%）") < text.index("白沙镇（50.00%）")


def test_the_workbook_holds_the_same_figures_as_numbers(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_the_week(office)
    office.paper()
    path = tmp_path / "通报.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    office.reports().view.save_xlsx()
    settle()
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    numbers = {
        round(float(cell.value), 4)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    assert {4000.0, 2500.0, 1000.0} <= numbers
    assert numbers & {62.5, 0.625}
    assert numbers & {25.0, 0.25}


def test_what_was_issued_stays_when_the_next_day_corrects_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_the_week(office)
    pdf, _ = office.paper()
    page = office.reports()
    page.view._issue(cast("Any", page.view.paper))
    settle()
    assert "2026-001" in office.told.last
    office.type("综合楼", {"started_area": "1800"})
    after, text = office.paper()
    assert after != pdf
    assert "70.00%" in text  # (1,000 + 1,800) ÷ 4,000
    (stored,) = printing.prints(office.context.desk)
    assert printing.pdf(office.context.desk, stored.id) == pdf
    assert stored.figures
    monkeypatch.setattr(printer, "available", lambda: False)
    page.choose("prints")
    settle()
    page.prints.reprint()
    settle()
    (kept,) = Path(office.context.desk.place).parent.glob("打印件/*.pdf")
    assert kept.read_bytes() == pdf
    assert printing.find(office.context.desk, stored.id).printed is None


def test_undoing_a_typed_cell_changes_the_paper_back(office: Office) -> None:
    type_the_week(office)
    before = unmarked(office.paper()[1])
    office.type("食堂", {"stage": "基础施工", "started_area": "1000"})
    assert unmarked(office.paper()[1]) != before
    office.window.top_bar.undo()
    settle()
    office.window.top_bar.undo()
    settle()
    assert unmarked(office.paper()[1]) == before


def unmarked(text: str) -> str:
    """The paper without the head of the journal, in which an undo is an operation too."""
    return re.sub(r"数据校验值[0-9a-f ]+　第\d+号操作", "", text)


def test_a_draft_and_a_silent_school_are_told_before_issue(office: Office) -> None:
    office.type("教学楼", {"stage": "已完工", "completed_area": "1000", "started_area": "1000"})
    office.paper()
    told = office.reports().view.findings.text
    assert "未提交锁定" in told
    assert "2项单项工程未填报" in told
