"""A month with the finance bureau: what is proposed, ticked, explained, finished, undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitydesk.domain.matching import Grade, How
from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Money
from facilitydesk.interchange.importing import run_import
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import payments, reconcile
from facilitydesk.services.money.reconcile import Sheet
from facilitydesk.store.journal import verify_part
from tests.interchange.books import write
from tests.services.money import a_month
from tests.services.money.a_month import CONTROL, OTHER, SUPPLIER, Month
from tests.services.money.ledgers import pay
from tests.store_fixtures import clock

JANUARY = date(2026, 1, 1)
SOON = date(2026, 2, 10)


@pytest.fixture
def month(desk: Desk, tmp_path: Path) -> tuple[Month, int]:
    """January typed and its list taken in; the reconciliation begun."""
    made = a_month.ledger(desk)
    taken = a_month.statement(desk, tmp_path)
    assert taken.changed["statement_lines"]["created"] == 20
    run_id, _ = reconcile.start(desk, date(2026, 1, 31))
    return made, run_id


def payees(sheet: Sheet, side: str) -> list[tuple[str, str]]:
    items = sheet.open_payments if side == "ledger" else sheet.open_lines
    return [(item.payee, str(item.amount)) for item in items]


def settle(desk: Desk, made: Month, run_id: int) -> Sheet:
    """Everything an officer does with this January, up to the last explanation."""
    reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green)
    payments.enter(desk, [Edit(made.swapped, "amount", Money.of(124_350))])
    swapped = next(m for m in reconcile.look(desk, run_id).green if made.swapped in m.payments)
    reconcile.take_proposals(desk, run_id, [swapped])
    payments.void(desk, made.double[1], reason="重复登记")
    reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green)
    sheet = reconcile.look(desk, run_id)
    left = [i.id for i in sheet.open_payments]
    reconcile.explain(desk, run_id, payments=left, reason="财政尚未支付", expected=SOON)
    lines = [i.id for i in sheet.open_lines]
    reconcile.explain(desk, run_id, lines=lines, reason="财政误付，待退回", expected=SOON)
    return reconcile.look(desk, run_id)


def test_what_must_match_matches_and_nothing_wrong_is_green(
    desk: Desk, month: tuple[Month, int]
) -> None:
    made, run_id = month
    sheet = reconcile.look(desk, run_id)
    green = {p for match in sheet.green for p in match.payments}
    assert green == {*made.plain, made.split, made.last_day, made.double[0]}
    split = next(m for m in sheet.green if made.split in m.payments)
    assert (split.how, len(split.lines)) == (How.SPLIT, 2)
    red = {m.payments[0]: m.reason for m in sheet.proposals if m.grade is Grade.RED}
    assert set(red) == {made.swapped, made.elsewhere, made.double[1]}
    assert "仅日期不同，疑似重复登记" in red[made.double[1]]
    assert red[made.swapped].startswith("疑似数字颠倒：台账123,450.00元，清单124,350.00元")
    assert "收款人不同" in red[made.elsewhere]


def test_tick_until_nothing_is_left_and_only_then_finish(
    desk: Desk, month: tuple[Month, int]
) -> None:
    made, run_id = month
    sheet = reconcile.look(desk, run_id)
    # 台账多：45600.50 未付、60000 重复；少：数字颠倒 900
    assert sheet.difference == Money.of("104700.50")
    assert not sheet.can_finish
    reconcile.take_proposals(desk, run_id, sheet.green)
    sheet = reconcile.look(desk, run_id)
    assert len(sheet.ticks) == 17
    assert payees(sheet, "list") == [(SUPPLIER, "124350.00"), (OTHER, "30000.00")]
    with pytest.raises(Refused, match=r"还不能完成：未说明的差额104,700\.50元") as refused:
        reconcile.finish(desk, run_id)
    assert len(refused.value.problems) == 6
    sheet = settle(desk, made, run_id)
    assert (sheet.unexplained, sheet.obstacles) == (Money(0), ())
    assert payees(sheet, "ledger") == [(CONTROL, "30000.00"), (CONTROL, "45600.50")]
    assert payees(sheet, "list") == [(OTHER, "30000.00")]
    reconcile.finish(desk, run_id)
    done = reconcile.look(desk, run_id)
    assert done.run.finished
    assert (done.proposals, done.ticks) == ((), sheet.ticks)
    held = done.balances
    assert held.opening_ledger == held.opening_statement == Money.of(8_000_000)
    assert held.closing_statement.raw - held.closing_ledger.raw == Money.of("45600.50").raw


def test_a_correction_in_the_middle_keeps_the_ticks(desk: Desk, month: tuple[Month, int]) -> None:
    made, run_id = month
    reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green)
    before = reconcile.look(desk, run_id)
    pay(
        desk, made.document, made.project, 30_000, day=date(2026, 1, 21), voucher="1199",
        payee=OTHER, summary="造价咨询费",
    )  # fmt: skip
    after = reconcile.look(desk, run_id)
    assert after.ticks == before.ticks
    assert after.difference.raw - before.difference.raw == Money.of(30_000).raw
    assert [str(m.grade) for m in after.green] == ["green"]
    payments.enter(desk, [Edit(made.plain[0], "amount", Money.of(12_301))])
    changed = reconcile.look(desk, run_id)
    assert [str(each.difference) for each in changed.ticks if each.difference] == ["1.00"]
    assert any(o.code == "reconcile.tick_unequal" for o in changed.obstacles)


def test_every_tick_is_there_after_a_kill(
    desk: Desk, month: tuple[Month, int], tmp_path: Path
) -> None:
    """The desk is opened again without having been closed: as after the power was cut."""
    _, run_id = month
    reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green[:5])
    before = reconcile.look(desk, run_id)
    again = files.open_desk(desk.place, officer="王敏", readonly=True, clock=clock)
    try:
        assert reconcile.look(again, run_id).ticks == before.ticks
        assert [run.id for run in reconcile.runs(again)] == [run_id]
    finally:
        again.close()


def test_ticks_by_hand_must_be_equal_and_are_taken_back(
    desk: Desk, month: tuple[Month, int]
) -> None:
    made, run_id = month
    sheet = reconcile.look(desk, run_id)
    line = next(x for x in sheet.lines if x.amount == Money.of(124_350))
    with pytest.raises(Refused, match=r"相差-900\.00元"):
        reconcile.tick(desk, run_id, [made.swapped], [line.id])
    other = next(x for x in sheet.lines if x.payee == OTHER)
    reconcile.tick(desk, run_id, [made.elsewhere], [other.id], reason="户名变更")
    (ticked,) = reconcile.look(desk, run_id).ticks
    assert (ticked.by_hand, ticked.reason) == (True, "户名变更")
    with pytest.raises(Refused, match="已勾对"):
        reconcile.tick(desk, run_id, [made.elsewhere], [other.id])
    reconcile.untick(desk, run_id, [ticked.id])
    assert reconcile.look(desk, run_id).ticks == ()
    undoing.undo_last(desk)
    assert reconcile.look(desk, run_id).ticks == (ticked,)


def test_an_explanation_needs_a_day_and_goes_with_the_tick(
    desk: Desk, month: tuple[Month, int]
) -> None:
    made, run_id = month
    with pytest.raises(Refused, match="日期"):
        reconcile.explain(desk, run_id, payments=[made.missing], reason="在途")
    reconcile.explain(desk, run_id, payments=[made.plain[0]], reason="在途", expected=SOON)
    item = next(i for i in reconcile.look(desk, run_id).payments if i.id == made.plain[0])
    assert (item.reason, item.expected) == ("在途", SOON)
    reconcile.take_proposals(desk, run_id, reconcile.look(desk, run_id).green)
    item = next(i for i in reconcile.look(desk, run_id).payments if i.id == made.plain[0])
    assert not item.explained


def test_finished_rows_are_locked_but_for_their_notes(desk: Desk, month: tuple[Month, int]) -> None:
    made, run_id = month
    settle(desk, made, run_id)
    reconcile.finish(desk, run_id)
    changed = payments.enter(desk, [Edit(made.plain[0], "amount", Money.of(1))])
    assert changed.rejected
    assert not payments.enter(desk, [Edit(made.plain[0], "note", "已核")]).rejected
    with pytest.raises(Refused, match="已由王敏完成"):
        reconcile.untick(desk, run_id, [reconcile.look(desk, run_id).ticks[0].id])
    with pytest.raises(Refused, match="已由王敏完成"):
        reconcile.explain(desk, run_id, payments=[made.missing], reason="x", expected=SOON)
    undoing.undo_last(desk)  # the note
    with pytest.raises(Refused, match="已由王敏完成"):
        undoing.undo_last(desk)  # an explanation of the finished run


def test_reopening_keeps_the_ticks_and_undoing_takes_them(
    desk: Desk, month: tuple[Month, int]
) -> None:
    made, run_id = month
    settle(desk, made, run_id)
    reconcile.finish(desk, run_id)
    with pytest.raises(Refused):
        reconcile.reopen(desk, run_id, " ")
    reconcile.reopen(desk, run_id, "漏记一笔")
    sheet = reconcile.look(desk, run_id)
    assert (sheet.run.finished, len(sheet.ticks)) == (False, 19)
    reconcile.finish(desk, run_id)
    changes = reconcile.undo_run(desk, run_id, "清单有误")
    assert changes.label == "撤销2026年1月对账：清单有误"
    assert reconcile.runs(desk) == ()
    assert not payments.enter(desk, [Edit(made.plain[0], "amount", Money.of(12_301))]).rejected
    with desk.read() as connection:
        assert verify_part(connection, (0, ""))[0] is None


def test_what_stayed_open_is_in_the_next_month(
    desk: Desk, month: tuple[Month, int], tmp_path: Path
) -> None:
    made, run_id = month
    with pytest.raises(Refused, match="2026年1月的对账尚未完成"):
        reconcile.start(desk, date(2026, 2, 1))
    settle(desk, made, run_id)
    reconcile.finish(desk, run_id)
    rows = [
        ["临溪县国库集中支付明细表"], ["单位：元"],
        ["支付日期", "凭证号", "收款人", "摘要", "支付金额", "指标文号"],
        ["2026-02-02", "1104", CONTROL, "监理费尾款", 45600.50, a_month.NUMBER],
    ]  # fmt: skip
    run_import(desk, write(tmp_path / "国库2月.xlsx", rows))
    february, _ = reconcile.start(desk, date(2026, 2, 5))
    sheet = reconcile.look(desk, february)
    assert {item.id for item in sheet.payments} == {made.missing, made.elsewhere}
    assert all(item.carried for item in sheet.payments)
    assert [match.payments for match in sheet.green] == [(made.missing,)]
    assert sheet.difference == Money(0)
    with pytest.raises(Refused, match="2026年2月"):
        reconcile.take_proposals(desk, february, sheet.green)
        left = reconcile.look(desk, february)
        reconcile.explain(
            desk, february, payments=[i.id for i in left.open_payments],
            lines=[i.id for i in left.open_lines], reason="财政误付，待退回", expected=SOON,
        )  # fmt: skip
        reconcile.finish(desk, february)
        reconcile.reopen(desk, run_id, "更正")
    assert {i.id for i in reconcile.look(desk, run_id).open_payments} == {
        made.missing,
        made.elsewhere,
    }


def test_the_same_list_twice_brings_nothing_and_says_so(
    desk: Desk, month: tuple[Month, int], tmp_path: Path
) -> None:
    _, run_id = month
    again = a_month.statement(desk, tmp_path)
    assert again.changed["statement_lines"] == {
        "created": 0, "updated": 0, "unchanged": 20, "refused": 0,
    }  # fmt: skip
    told = {p["code"] for table in again.to_json()["tables"] for p in table["problems"]}
    assert "statement.line_known" in told
    assert len(reconcile.look(desk, run_id).lines) == 20
