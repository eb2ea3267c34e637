"""A closed month altered behind the program: reprints and exports of money say month and amount."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.gui.money.payments_page import PaymentsPage
from facilitydesk.gui.projects.page import ProjectsPage
from facilitydesk.gui.report import output, press, sending
from facilitydesk.gui.report.press import Wanted
from facilitydesk.gui.report.prints import PrintsView
from facilitydesk.reports.catalogue import report_named
from facilitydesk.services import printing
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing
from tests.gui.desks import context_on, settle, shown
from tests.gui.register.registers import open_page
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay
from tests.services.money.test_closing import alter

FEBRUARY = date(2026, 2, 28)
TOLD = "2026年2月已结账的支付由30,000.00元变为30,010.00元，相差10.00元"


@pytest.fixture
def payment(desk: Desk) -> int:
    """30,000 paid in February, which is closed."""
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 80_000)
    arrive(desk, document, 90_000)
    made = pay(desk, document, project, 30_000, day=FEBRUARY, payee="临溪一建")
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    return made


def damage(desk: Desk, payment: int) -> None:
    alter(desk, "payment", payment, amount=30_010_00)


def issue(desk: Desk, name: str = "execution", day: date = FEBRUARY) -> int:
    made = press.make(desk, Wanted(report_named(name), day, {}), lambda *_: None)
    return printing.issue(desk, made.to_issue()).id


def test_a_reprint_is_as_it_was_and_the_damage_stands_beside_it(
    qtbot: QtBot, desk: Desk, payment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = issue(desk)
    before = printing.pdf(desk, stored)
    sent: list[bytes] = []
    monkeypatch.setattr(sending, "print_paper", lambda _p, _c, _t, data, _then: sent.append(data))
    monkeypatch.setattr(output, "save_file", lambda _p, _c, _t, _s, make: sent.append(make()))
    with context_on(desk) as (context, told):
        view = PrintsView(context)
        qtbot.addWidget(view)
        shown(view, 1198, 620)
        view.refresh(stored)
        settle()
        assert view.findings.isHidden()
        view.reprint()
        settle()
        assert [severity for _, severity in told if severity == "red"] == []
        damage(desk, payment)  # while the window is open
        view.reprint()
        settle()
        assert TOLD in view.findings.text
        assert "重印的是印发时的原件" in told.last
        assert TOLD in told.last
        view.save_pdf()
        settle()
        assert sent == [before] * 3
        view.shown = None
        view.refresh(stored)  # chosen again
        settle()
        assert TOLD in view.findings.text


def test_an_earlier_print_and_one_without_money_are_not_blamed(desk: Desk, payment: int) -> None:
    january, plain = issue(desk, day=date(2026, 1, 31)), issue(desk, "issues")
    damage(desk, payment)
    for stored in (january, plain):
        assert press.damage_since(desk, printing.find(desk, stored)) == ()


def export(panel: Any, path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(path), ""))
    panel.export_action.trigger()
    settle()
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_an_exported_view_of_money_carries_the_warning(
    qtbot: QtBot, desk: Desk, payment: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with context_on(desk) as (context, told):
        page = open_page(qtbot, context, PaymentsPage)
        panel = page.table.panel
        cells = export(panel, tmp_path / "a.xlsx", monkeypatch)
        assert not any("与结账时不一致" in cell for cell in cells)
        assert told[-1][1] == "info"
        damage(desk, payment)
        cells = export(panel, tmp_path / "b.xlsx", monkeypatch)
        assert any("与结账时不一致" in cell and TOLD in cell for cell in cells)
        assert told[-1][1] == "red"
        assert TOLD in told.last
        projects = open_page(qtbot, context, ProjectsPage)
        cells = export(projects.table.panel, tmp_path / "c.xlsx", monkeypatch)
        assert not any("与结账时不一致" in cell for cell in cells)
