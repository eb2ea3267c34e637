"""The question behind 确认收款: several chosen payments in one step, which one undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.money.asking import Field, Question, ask, yuan
from facilitydesk.services.money import confirmations
from facilitydesk.services.money.confirmations import ConfirmedRow

if TYPE_CHECKING:
    from facilitydesk.gui.money.payments_page import PaymentsPage

Tell = Callable[[str, str], None]


def ask_to_confirm(
    page: PaymentsPage, rows: Sequence[ConfirmedRow], tell: Tell, done: Callable[[], None]
) -> None:
    """Ask who confirms the payments, on which day; confirmed ones stay as they are."""
    waiting = [row for row in rows if row.amount is None]
    if not waiting:
        tell(tr("请选择还没有确认收款的支付。"), "yellow")
        return
    whole = Money(sum(row.paid.raw for row in waiting))
    question = Question(
        tr("确认 {n} 笔支付全额收到，合计 {sum} 元。金额不同的，直接在表中填写。").format(
            n=len(waiting), sum=yuan(whole)
        ),
        [
            Field(
                key="day",
                label=tr("确认日期"),
                kind=Kind.DATE,
                value=page.context.desk.today,
                required=True,
            ),
            Field(key="person", label=tr("确认人"), hint=tr("如 学校报账员、施工单位会计")),
        ],
        store=tr("确认收款"),
    )
    question.end()
    ids = [row.id for row in waiting]

    def stored(_result: object) -> None:
        page.close_side()
        words = tr("已确认 {n} 笔收款；按 Ctrl+Z 可以一次撤销。")
        tell(words.format(n=len(ids)), "info")
        done()

    ask(
        page.context, question,
        lambda desk, given: confirmations.confirm(desk, ids, **given), stored, page,
    )  # fmt: skip
    page.open_side(tr("确认收款"), question)
    question.begin()
