"""对账: proposals, ticks by the space key, open items, finishing, going on another day, undoing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Money
from facilitydesk.gui.money.explaining import Explaining
from facilitydesk.gui.money.pairing_side import Entry, Side
from facilitydesk.gui.money.reconcile_page import ReconcilePage
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import payments, reconcile
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import open_page
from tests.gui.unlocking import unlocked
from tests.services.money import a_month
from tests.services.money.a_month import Month
from tests.store_fixtures import clock

JANUARY = date(2026, 1, 1)


@pytest.fixture
def month(desk: Desk, tmp_path: Path) -> Month:
    made = a_month.ledger(desk)
    a_month.statement(desk, tmp_path)
    return made


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, month: Month) -> Iterator[ReconcilePage]:
    """January begun: 20 payments beside 20 lines."""
    assert month.document
    with context_on(desk) as (context, _told):
        shown = open_page(qtbot, context, ReconcilePage)
        shown.show_where({"month": date(2026, 1, 31)})
        shown.deeds.start()
        settle()
        yield shown


def side_of(page: ReconcilePage, entry_id: int) -> Side:
    ledger = {entry.id for entry in page.pairing.payments.entries}
    return page.pairing.payments if entry_id in ledger else page.pairing.lines


def entry(page: ReconcilePage, entry_id: int) -> Entry:
    found = side_of(page, entry_id).model.row_of(entry_id)
    assert isinstance(found, Entry)
    return found


def ticks(page: ReconcilePage) -> int:
    assert page.sheet is not None
    return len(page.sheet.ticks)


def click(page: ReconcilePage, entry_id: int, *, ctrl: bool = False) -> Side:
    side = side_of(page, entry_id)
    line = side.model.line_of(entry_id)
    assert line is not None
    index = side.model.index(line, 2)
    side.view.scrollTo(index)
    place = side.view.visualRect(index).center()
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(side.view.viewport(), Qt.MouseButton.LeftButton, held, place)
    settle()
    return side


def go(page: ReconcilePage, entry_id: int) -> Side:
    """Click a row."""
    return click(page, entry_id)


def pick(page: ReconcilePage, *ids: int) -> None:
    """Click the first row, then the others with Ctrl held."""
    for number, entry_id in enumerate(ids):
        click(page, entry_id, ctrl=number > 0)


def space(side: Side) -> None:
    QTest.keyClick(side.view, Qt.Key.Key_Space)
    settle()


def line_of(page: ReconcilePage, amount: str, payee: str = "") -> int:
    found = [
        each.id
        for each in page.pairing.lines.entries
        if each.amount == Money.of(amount) and payee in each.payee
    ]
    assert len(found) == 1
    return found[0]


def test_both_lists_stand_side_by_side_with_their_sums(page: ReconcilePage) -> None:
    assert page.sheet is not None
    assert page.buttons.months.currentText() == "2026年1月　进行中"
    assert len(page.pairing.payments.entries) == len(page.sheet.payments) == 21
    assert len(page.pairing.lines.entries) == len(page.sheet.lines) == 20
    difference = page.sheet.difference.decimal
    assert page.sums.text("两边差额") == f"{difference:,.2f}"
    assert not page.buttons.finish.isEnabled()
    assert "尚不能完成" in page.buttons.finish.toolTip()


def test_proposals_show_grade_and_reason(page: ReconcilePage, month: Month) -> None:
    assert entry(page, month.plain[0]).state == "一致"
    swapped = entry(page, month.swapped)
    assert (swapped.state, "数字颠倒" in swapped.reason) == ("存疑", True)
    assert entry(page, month.missing).state == "未对上"
    go(page, month.swapped)
    assert "数字颠倒" in page.reason.text()
    partner = page.pairing.lines.selected
    assert [each.amount for each in partner] == [Money.of(124_350)]


def test_space_ticks_a_proposal_and_takes_it_back(page: ReconcilePage, month: Month) -> None:
    side = go(page, month.plain[0])
    space(side)
    assert entry(page, month.plain[0]).ticked
    assert ticks(page) == 1
    now = side.current
    assert now is not None
    assert now.id != month.plain[0], "the cursor goes on"
    space(go(page, month.plain[0]))
    assert not entry(page, month.plain[0]).ticked
    assert ticks(page) == 0


def test_all_that_agree_are_ticked_at_once_and_undone_as_one(page: ReconcilePage) -> None:
    assert page.sheet is not None
    green = len(page.sheet.green)
    assert page.buttons.green.text() == f"采用一致项（{green}）"
    page.buttons.green.click()
    settle()
    assert len(page.sheet.ticks) == green
    undoing.undo_last(page.context.desk)
    page.refresh()
    settle()
    assert page.sheet.ticks == ()


def test_one_payment_is_ticked_with_two_lines_by_hand(page: ReconcilePage, month: Month) -> None:
    pick(page, month.split, line_of(page, "300000"), line_of(page, "200000"))
    space(page.pairing.payments)
    assert page.sheet is not None
    (tick,) = page.sheet.ticks
    assert (tick.payments, len(tick.lines)) == ((month.split,), 2)


def test_what_differs_is_refused_with_the_difference(page: ReconcilePage, month: Month) -> None:
    pick(page, month.missing, line_of(page, "30000"))
    space(page.pairing.payments)
    assert page.sheet is not None
    assert page.sheet.ticks == ()
    assert "15,600.50" in page.note.text.text()


def test_a_suspicion_is_not_ticked_while_it_differs(page: ReconcilePage, month: Month) -> None:
    space(go(page, month.swapped))
    assert not entry(page, month.swapped).ticked
    assert "900.00" in page.note.text.text()
    payments.enter(page.context.desk, [Edit(month.swapped, "amount", Money.of(124_350))])
    page.refresh()
    settle()
    space(go(page, month.swapped))
    assert entry(page, month.swapped).ticked


def explain(page: ReconcilePage, *ids: int) -> None:
    pick(page, *ids)
    page.buttons.explain.click()
    form = page.side.content
    assert isinstance(form, Explaining)
    form.store.click()
    assert form.problem.text() == "请填写原因。"
    form.reason.setCurrentText("财政尚未支付")
    form.day.setText("2026-02-10")
    form.store.click()
    settle()


def mend(page: ReconcilePage, month: Month) -> None:
    """What an officer does with this January: correct, void, tick."""
    desk = page.context.desk
    payments.enter(desk, [Edit(month.swapped, "amount", Money.of(124_350))])
    payments.void(desk, month.double[1], reason="重复登记")
    page.refresh()
    settle()
    for _ in range(3):
        if page.buttons.green.isEnabled():
            page.buttons.green.click()
            settle()
    assert page.sheet is not None
    for match in page.sheet.proposals:
        if match.payments and match.grade.value == "yellow" and not match.difference:
            space(go(page, int(str(match.payments[0]))))


def test_it_is_finished_only_when_every_open_item_is_explained(
    page: ReconcilePage, month: Month
) -> None:
    mend(page, month)
    assert page.sheet is not None
    left = [item.id for item in page.sheet.open_payments]
    lines = [item.id for item in page.sheet.open_lines]
    assert month.missing in left
    assert not page.buttons.finish.isEnabled()
    explain(page, *left)
    assert not page.buttons.finish.isEnabled()
    explain(page, *lines)
    assert page.sums.text("尚未说明的差额") == "0.00"
    assert page.buttons.finish.isEnabled()
    assert entry(page, month.missing).state == "未达·已说明"
    page.deeds.finish()
    settle()
    assert page.buttons.months.currentText() == "2026年1月　已完成"
    assert not page.buttons.tick.isEnabled()
    (kept,) = [row for row in payments.rows(page.context.desk) if row.id == month.plain[0]]
    assert kept.locked
    unlocked(page.deeds.ask_to_reopen, "凭证号登记有误")
    assert page.buttons.months.currentText() == "2026年1月　进行中"
    assert page.buttons.finish.isEnabled()


def test_it_goes_on_where_it_was_left_after_the_file_was_closed(
    qtbot: QtBot, desk: Desk, month: Month
) -> None:
    place = desk.place
    with context_on(desk) as (context, _told):
        first = open_page(qtbot, context, ReconcilePage)
        first.show_where({"month": JANUARY})
        first.deeds.start()
        settle()
        space(go(first, month.plain[0]))
        explain(first, month.missing)
    desk.close()
    with (
        closing(files.open_desk(place, officer="李建平", clock=clock)) as again,
        context_on(again) as (context, _told),
    ):
        page = open_page(qtbot, context, ReconcilePage)
        settle()
        assert page.buttons.months.currentText() == "2026年1月　进行中", "the month that was begun"
        assert entry(page, month.plain[0]).ticked
        missing = entry(page, month.missing)
        assert (missing.open_reason, missing.expected) == ("财政尚未支付", date(2026, 2, 10))


def test_a_whole_run_is_taken_back_with_a_reason(page: ReconcilePage) -> None:
    page.buttons.green.click()
    settle()
    effect = "2026年1月对账的勾对、说明和锁定全部取消，支付和国库明细不变"
    unlocked(page.deeds.ask_to_undo, "清单导错了月份", effect)
    assert reconcile.runs(page.context.desk) == ()
    assert page.buttons.months.currentText() == "2026年1月　未开始"
    assert page.work.isHidden()


def test_only_what_is_still_to_be_done_is_shown(page: ReconcilePage, month: Month) -> None:
    page.buttons.green.click()
    settle()
    page.buttons.shown.button("todo").click()
    settle()
    shown = [
        page.pairing.payments.model.row_at(n).id
        for n in range(page.pairing.payments.model.rowCount())
    ]
    assert month.missing in shown
    assert month.plain[0] not in shown


def test_both_lists_show_the_same_of_a_finished_month(page: ReconcilePage) -> None:
    """Explained while only what is to be done was shown: afterwards neither list shows it."""
    page.buttons.green.click()
    settle()
    page.buttons.shown.button("todo").click()
    settle()
    assert page.sheet is not None
    explain(page, *(item.id for item in page.sheet.open_payments))
    explain(page, *(item.id for item in page.sheet.open_lines))
    page.deeds.finish()
    settle()
    sides = (page.pairing.payments, page.pairing.lines)
    assert [side.model.rowCount() for side in sides] == [0, 0]
    page.buttons.shown.button("all").click()
    settle()
    states = [[e.state for e in side.entries].count("未达·已说明") for side in sides]
    assert states == [4, 2]


def test_a_line_without_a_payment_is_carried_to_the_entry_form(page: ReconcilePage) -> None:
    wanted: list[tuple[str, object]] = []
    page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
    go(page, line_of(page, "30000"))
    page.buttons.book.click()
    key, where = wanted[-1]
    assert key == "payments"
    assert isinstance(where, dict)
    assert where["new"].amount == Money.of(30_000)
