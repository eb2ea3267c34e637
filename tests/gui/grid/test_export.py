"""What stands on the screen is what stands in the workbook: rows, order, exact numbers, sums."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.stages import Stage
from facilitydesk.gui import export
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.services.desk import Desk
from tests.gui.desks import Notices, context_on, settle, shown


@dataclass(frozen=True)
class Line:
    id: int
    school: str
    year: int | None
    planned_area: Area | None
    planned_investment: Money | None
    stage: Stage | None
    start_date: date | None


LINES = (
    Line(1, "城关镇中心小学", 2024, Area.of("1200.55"), Money.of("1915000.01"), Stage.read("封顶"), date(2024, 3, 5)),
    Line(2, "白沙镇初级中学", 2025, Area.of("800"), None, Stage.read("停工"), None),
    Line(3, "=1+1学校", 2025, None, Money.of("0.99"), None, None),
)  # fmt: skip
COLUMNS = [
    Column.of(key, attrgetter(key))
    for key in ("school", "year", "planned_area", "planned_investment", "stage", "start_date")
]


@pytest.fixture
def grid(qtbot: QtBot, desk: Desk) -> Iterator[tuple[GridPanel, Notices]]:
    with context_on(desk) as (context, told):
        model = GridModel(COLUMNS, row_id=lambda row: row.id)
        panel = GridPanel(context, "lines", model, title_of=lambda row: row.school)
        qtbot.addWidget(panel)
        model.set_rows(LINES)
        shown(panel)
        yield panel, told


def export_to(panel: GridPanel, path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    panel.export_action.trigger()
    settle()
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]


def cells(sheet: Any, first: str) -> list[list[Any]]:
    """The rows from the one whose first cell reads so, to the end."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == first)
    return rows[start:]


def test_the_shown_rows_come_in_their_order_with_dates_and_exact_money(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, told = grid
    panel.view.set_sort("planned_area")
    rows = cells(export_to(panel, tmp_path / "表.xlsx", monkeypatch), "白沙镇初级中学")
    assert rows[0][:3] == ["白沙镇初级中学", 2025, 800]
    assert rows[1][5] == datetime(2024, 3, 5)  # noqa: DTZ001 - a workbook's date has no zone
    assert Decimal(repr(rows[1][3])) == Decimal("191.500001")
    assert rows[1][4] == LINES[0].stage.term  # type: ignore[union-attr]  # it is a stage
    assert rows[2][0] == "=1+1学校"
    assert "已导出3行" in told.last


def test_the_sums_are_formulas_and_equal_the_screen(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, _ = grid
    path = tmp_path / "表.xlsx"
    total = cells(export_to(panel, path, monkeypatch), "合计")[0]
    assert str(total[2]).startswith("=SUM(")
    assert total[1] is None  # years do not add up
    kept = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    total = cells(kept, "合计")[0]
    assert Decimal(repr(total[2])) == Decimal("2000.55")
    assert round(Decimal(repr(total[3])), 6) == Decimal("191.5001")


def test_a_filter_and_hidden_columns_hold_and_are_told(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, _ = grid
    panel.view.set_filter("year", frozenset({COLUMNS[1].text(2025)}))
    panel.view.show_column(5, on=False)
    sheet = export_to(panel, tmp_path / "表.xlsx", monkeypatch)
    rows = cells(sheet, "白沙镇初级中学")
    assert [row[0] for row in rows[:3]] == ["白沙镇初级中学", "=1+1学校", "合计"]
    assert len(rows[0]) == 5
    assert any("2 / 3" in str(row[0]) for row in rows)


def test_yuan_on_the_screen_is_yuan_in_the_workbook(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, _ = grid
    panel.model.set_money_scale(1)
    row = cells(export_to(panel, tmp_path / "表.xlsx", monkeypatch), "城关镇中心小学")[0]
    assert Decimal(repr(row[3])) == Decimal("1915000.01")


def test_an_empty_view_and_a_folder_that_is_gone_are_told(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, told = grid
    gone = tmp_path / "没有" / "表.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(gone), ""))
    panel.export_action.trigger()
    settle()
    assert told[-1][1] == "red"
    assert "没有" in told.last
    panel.model.wanted.quick = "无此校"
    panel.view.rearrange()
    export.export_view(panel, panel.context, panel.model, panel.view.shown_columns(), "表")
    assert told.last == "当前视图没有可导出的行。"


def test_giving_up_the_file_dialog_writes_nothing(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel, told = grid
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: ("", ""))
    panel.export_action.trigger()
    settle()
    assert told == []
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_view_as_csv_opens_in_chinese_with_exact_numbers(
    grid: tuple[GridPanel, Notices], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first bytes tell Excel and WPS that the text is UTF-8, so that a double click suffices."""
    panel, told = grid
    path = tmp_path / "表"
    kind = "CSV文件 (*.csv)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), kind))
    panel.export_action.trigger()
    settle()
    data = (tmp_path / "表.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        "学校名称,年度,规划面积（㎡）,计划投资（万元）,形象进度,实际开工",
        f"城关镇中心小学,2024,1200.55,191.500001,{LINES[0].stage.term},2024-03-05",  # type: ignore[union-attr]  # it is a stage
        f"白沙镇初级中学,2025,800,,{LINES[1].stage.term},",  # type: ignore[union-attr]  # as above
        "'=1+1学校,2025,,0.000099,,",
        "",
    ]
    assert "已导出3行" in told.last
