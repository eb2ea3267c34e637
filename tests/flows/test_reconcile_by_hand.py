"""January on the pages, over two sittings: tick, mend in the middle, put off, go on, finish, print.

The treasury's list has a payment in two parts, a swapped digit, one booked on the 31st, one line
twice, one payment that the ledger lacks and one to another payee with the same amount; it lacks one
of the ledger's. The ledger has one payment twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from facilitydesk.domain.matching import Grade
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.explaining import Explaining
from facilitydesk.gui.money.pairing_side import Entry, Side
from facilitydesk.gui.money.payments_page import PaymentsPage
from facilitydesk.gui.money.reconcile_page import ReconcilePage
from facilitydesk.gui.report import press
from facilitydesk.gui.report.press import Wanted
from facilitydesk.interchange.importing import run_import
from facilitydesk.reports.catalogue import report_named
from facilitydesk.reports.paper.page import Row, RowKind, Sheet, Table
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import payments, reconcile
from facilitydesk.store import tables
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import Hand, open_page
from tests.gui.unlocking import unlocked
from tests.interchange.books import write
from tests.services.money import a_month
from tests.services.money.a_month import NUMBER, SUPPLIER, Month
from tests.store_fixtures import clock

LAST, FEBRUARY = date(2026, 1, 31), "2026-02-10"
LACKING = ["2026-01-27", "1120", SUPPLIER, "图书架", 18_600, NUMBER]


def listed() -> list[list[object]]:
    """The list of the month, with one line twice and one payment that the ledger lacks."""
    head, body, total = a_month.rows()[:3], a_month.rows()[3:-1], a_month.rows()[-1]
    twin = next(row for row in body if row[1] == "1011")
    body = [*body, list(twin), list(LACKING)]
    total = [*total[:4], round(sum(float(str(row[4])) for row in body), 2), None]
    return [*head, *body, total]


@contextmanager
def sitting(path: Path, qtbot: QtBot) -> Iterator[tuple[ReconcilePage, Context]]:
    """The page of January on the file; the file is closed afterwards."""
    with (
        closing(files.open_desk(path, officer="王敏", clock=clock)) as desk,
        context_on(desk) as (context, _told),
    ):
        page = open_page(qtbot, context, ReconcilePage)
        page.show_where({"month": LAST})
        settle()
        yield page, context


@pytest.fixture
def books(tmp_path: Path) -> tuple[Path, Month]:
    path = tmp_path / "临溪县.fdk"
    with closing(
        files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
    ) as desk:
        made = a_month.ledger(desk)
        run_import(desk, write(tmp_path / "国库1月.xlsx", listed()))
    return path, made


def entries(page: ReconcilePage) -> dict[int, Entry]:
    sides = (page.pairing.payments, page.pairing.lines)
    return {entry.id: entry for side in sides for entry in side.entries}


def line(page: ReconcilePage, voucher: str, *, ticked: bool = False) -> Entry:
    found = [e for e in page.pairing.lines.entries if e.voucher == voucher and e.ticked == ticked]
    assert len(found) == 1
    return found[0]


def go(page: ReconcilePage, entry_id: int) -> Side:
    mine = {entry.id for entry in page.pairing.payments.entries}
    side = page.pairing.payments if entry_id in mine else page.pairing.lines
    at = side.model.line_of(entry_id)
    assert at is not None
    index = side.model.index(at, 2)
    side.view.scrollTo(index)
    place = side.view.visualRect(index).center()
    QTest.mouseClick(side.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    return side


def space(page: ReconcilePage, entry_id: int) -> None:
    QTest.keyClick(go(page, entry_id).view, Qt.Key.Key_Space)
    settle()


def explain(page: ReconcilePage, entry_id: int, reason: str) -> None:
    go(page, entry_id)
    page.buttons.explain.click()
    form = page.side.content
    assert isinstance(form, Explaining)
    form.reason.setCurrentText(reason)
    form.day.setText(FEBRUARY)
    form.store.click()
    settle()


def wanted_page(context: Context, act: object) -> tuple[str, dict[str, object]]:
    """Which page a button asks for, and with what."""
    asked: list[tuple[str, dict[str, object]]] = []
    context.page_wanted.connect(lambda key, where: asked.append((key, where)))
    act()  # type: ignore[operator]  # a button's click
    return asked[-1]


def first_day(page: ReconcilePage, context: Context, made: Month) -> None:
    """Begin, take what agrees, look at the doubts, put right two things in the middle."""
    page.deeds.start()
    settle()
    page.buttons.green.click()
    settle()
    seen = entries(page)
    split = line(page, "1103", ticked=True)
    assert seen[made.last_day].ticked
    assert split.day == LAST, "the 31st belongs to January"
    assert seen[made.split].ticked
    assert not any(seen[each].ticked for each in (made.swapped, made.missing, made.elsewhere))
    assert [seen[each].ticked for each in made.double] == [True, False], "the day decides"
    twin = line(page, "1011")
    assert "完全相同，疑似重复" in twin.reason
    assert twin.state == "存疑"
    assert "数字颠倒" in seen[made.swapped].reason
    assert "收款人不同" in seen[made.elsewhere].reason
    assert not page.buttons.finish.isEnabled()

    # The swapped digit: corrected among the payments, ticked by hand.
    space(page, made.swapped)
    assert "900.00" in page.note.text.text()
    go(page, made.swapped)
    key, where = wanted_page(context, page.buttons.correct.click)
    desk_page = PaymentsPage(context)
    try:
        desk_page.show_where(where)
        desk_page.refresh()
        settle()
        Hand(desk_page.table).type(0, "amount", "124350")
        assert key == "payments"
        # What the treasury paid and the ledger lacks: carried into the entry form.
        page.refresh()
        settle()
        go(page, line(page, "1120").id)
        _, where = wanted_page(context, page.buttons.book.click)
        desk_page.show_where(where)
        settle()
        form = desk_page.payments.entry
        assert (form.text("amount"), form.text("day")) == ("18,600.00", "2026-01-27")
        form.set_text("document_id", desk_page.documents.labels()[0])
        form.set_text("project_id", desk_page.projects.labels()[0])
        form.submit()
        settle()
        assert form.problem.text().startswith("已登记 18,600.00 元")
    finally:
        desk_page.deleteLater()
    page.refresh()
    settle()
    assert entries(page)[made.last_day].ticked, "ticks are kept"
    space(page, made.swapped)
    space(page, line(page, "1120").id)
    assert entries(page)[made.swapped].ticked


def test_a_month_by_hand(qtbot: QtBot, books: tuple[Path, Month]) -> None:
    path, made = books
    with sitting(path, qtbot) as (page, context):
        first_day(page, context, made)
        before = len(page.sheet.ticks) if page.sheet else 0

    with sitting(path, qtbot) as (page, context):
        assert page.sheet is not None
        assert page.buttons.months.currentText() == "2026年1月　进行中"
        assert len(page.sheet.ticks) == before == 19
        assert page.sheet.green == ()
        payments.void(context.desk, made.double[1], reason="重复登记")
        page.refresh()
        settle()
        page.buttons.green.click()
        settle()
        todo = {e.id for e in entries(page).values() if not e.ticked}
        assert todo == {
            made.missing, made.elsewhere, line(page, "1011").id, line(page, "1199").id,
        }  # fmt: skip
        page.buttons.shown.button("open").click()
        settle()
        assert [e.id for e in rows(page.pairing.lines)] == [line(page, "1011").id]
        page.buttons.shown.button("all").click()
        settle()
        explain(page, made.missing, "财政2月支付")
        explain(page, made.elsewhere, "付错收款人，待退回重付")
        explain(page, line(page, "1199").id, "付错收款人，待退回重付")
        assert not page.buttons.finish.isEnabled()
        assert page.sums.text("尚未说明的差额") == "-24,521.11"
        explain(page, line(page, "1011").id, "财政重复支付，待退回")
        assert page.sums.text("尚未说明的差额") == "0.00"
        assert page.buttons.finish.isEnabled()
        page.deeds.finish()
        settle()
        assert page.buttons.months.currentText() == "2026年1月　已完成"
        sheet_foots(context.desk)
        unlocked(page.deeds.ask_to_undo, "清单导错了月份")
        assert reconcile.runs(context.desk) == ()
        operation = tables.operation
        with context.desk.read() as connection:
            labels = connection.execute(select(operation.c.label)).scalars().all()
        assert "撤销2026年1月对账：清单导错了月份" in labels


def rows(side: Side) -> list[Entry]:
    return [side.model.row_at(number) for number in range(side.model.rowCount())]


def sheet_foots(desk: Desk) -> None:
    """The paper as it goes to the printer: open items by line, columns that add up, difference."""
    made = press.make(desk, Wanted(report_named("reconciliation"), LAST, {}), lambda *_: None)
    (sheet,) = made.document.parts
    assert isinstance(sheet, Sheet)
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    main = tables[0]
    data = [row for row in main.rows if row.kind is RowKind.DATA]
    (total,) = (row for row in main.rows if row.kind is RowKind.TOTAL)
    for place, column in enumerate(main.columns):
        if column.sums:
            assert raw(total, place) == sum(raw(row, place) for row in data), column.head
    told = "\n".join(sheet.notes)
    assert "相差0.00元；未说明的对账差额0.00元。" in told
    with Preview(made.printed.pdf) as preview:
        words = "".join(preview.text(n) for n in range(len(preview)))
    words = words.replace("\r", "").replace("\n", "")
    for shown in (
        "45,600.50", "24,521.11", "财政2月支付", "财政重复支付，待退回", "付错收款人，待退回重付",
        "财政局（科教文股）", "项目学校", "临溪一建",
    ):  # fmt: skip
        assert shown in words


def raw(row: Row, place: int) -> int:
    value = row.cells[place]
    return value.raw if isinstance(value, Money) else 0


def test_nothing_wrong_is_green(qtbot: QtBot, books: tuple[Path, Month]) -> None:
    """Every green proposal of the whole month joins what belongs together, by the vouchers."""
    path, made = books
    with sitting(path, qtbot) as (page, _context):
        page.deeds.start()
        settle()
        assert page.sheet is not None
        of = {item.id: item for item in (*page.sheet.payments, *page.sheet.lines)}
        green = [m for m in page.sheet.proposals if m.grade is Grade.GREEN]
        for match in green:
            vouchers = {of[int(str(key))].voucher for key in (*match.payments, *match.lines)}
            assert len(vouchers) == 1
        assert len(green) == 17
        assert {int(str(m.payments[0])) for m in green} >= {made.split, made.last_day, *made.plain}
