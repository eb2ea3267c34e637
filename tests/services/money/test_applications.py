"""Applications for payment and confirmed receipts, and columns 5 and 7 of the sheet from them."""

from __future__ import annotations

from datetime import date

import pytest

from facilitydesk.domain.funds import ApplicationState
from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import applications, confirmations, payments, reviewing
from facilitydesk.services.money.accounts import accounts
from tests.entering import added
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay, yuan

DAY = date(2026, 2, 20)
TODAY = date(2026, 3, 11)


def shared(desk: Desk) -> tuple[int, int]:
    """A project with 60,000 of a document, all of it arrived."""
    project, document = add_project(desk, "教学楼"), paper(desk)
    allot(desk, document, project, 60_000)
    arrive(desk, document, 60_000)
    return project, document


def ask(desk: Desk, document: int, project: int, amount: int, number: str = "拨1") -> int:
    facts = {"document_id": document, "project_id": project, "amount": yuan(amount)}
    return added(
        applications.enter, desk, {**facts, "number": number, "day": DAY, "payee": "建司"}
    ).row_id


def approved(desk: Desk, row: int) -> int:
    reviewing.approve(desk, [row], education="王敏", finance="李强", day=date(2026, 2, 22))
    return row


def test_both_reviews_make_it_approved_and_a_return_wants_a_reason(desk: Desk) -> None:
    project, document = shared(desk)
    row = ask(desk, document, project, 20_000)
    reviewing.approve(desk, [row], education="王敏", day=DAY)
    (found,) = applications.rows(desk)
    assert (found.state, found.education_day) == (ApplicationState.ASKED, DAY)
    with pytest.raises(Refused, match="尚未批准"):
        reviewing.pay(desk, row, {"day": TODAY})
    reviewing.approve(desk, [row], finance="李强", day=DAY)
    assert applications.rows(desk)[0].state is ApplicationState.APPROVED
    with pytest.raises(Refused, match="退回的原因"):
        reviewing.send_back(desk, [row], reason=" ")
    reviewing.send_back(desk, [row], reason="附件不全", reviewer="李强")
    (found,) = applications.rows(desk)
    assert (found.state, found.note) == (ApplicationState.RETURNED, "退回：附件不全（李强）")


def test_paying_settles_it_and_not_more_than_was_asked_for(desk: Desk) -> None:
    project, document = shared(desk)
    row = approved(desk, ask(desk, document, project, 20_000))
    reviewing.pay(desk, row, {"day": TODAY, "amount": yuan(15_000), "voucher": "0311"})
    (found,) = applications.rows(desk)
    assert (found.paid, found.unpaid) == (yuan(15_000), yuan(5_000))
    with pytest.raises(Refused, match=r"还可支付5,000\.00元，本次6,000\.00元，超出1,000"):
        reviewing.pay(desk, row, {"day": TODAY, "amount": yuan(6_000)})
    reviewing.pay(desk, row, {"day": TODAY})
    assert [(p.amount, p.payee) for p in payments.rows(desk)] == [
        (yuan(15_000), "建司"),
        (yuan(5_000), "建司"),
    ]
    with pytest.raises(Refused, match=r"已支付20,000\.00元，不能"):
        applications.delete(desk, [row])
    undoing.undo_last(desk)
    assert applications.rows(desk)[0].paid == yuan(15_000)


def test_more_than_is_free_with_what_others_ask_for_is_told(desk: Desk) -> None:
    project, document = shared(desk)
    ask(desk, document, project, 50_000)
    facts = {"document_id": document, "project_id": project, "number": "拨2", "day": DAY}
    stored = added(applications.enter, desk, {**facts, "amount": yuan(12_000)})
    (told,) = stored.changes.problems
    assert "可用10,000.00元，本次申请12,000.00元，超出2,000.00元" in told.message


def test_the_sheet_takes_what_was_asked_for_and_confirmed(desk: Desk) -> None:
    project, document = shared(desk)
    row = approved(desk, ask(desk, document, project, 25_000))
    before = accounts(desk, TODAY)
    assert before.lines[0].applied == 25_000_00
    assert before.basis == "第5栏按申请1笔列示，未提申请的按支付数；第7栏按支付数列示。"
    (paid,) = reviewing.pay(desk, row, {"day": date(2026, 3, 1)}).added
    other = pay(desk, document, project, 4_000)
    assert paid is not None
    confirmations.enter(desk, [Edit(paid, "amount", yuan(24_000))])
    found = accounts(desk, TODAY)
    (line,) = found.lines
    assert (line.applied, line.paid, line.confirmed) == (29_000_00, 29_000_00, 28_000_00)
    assert (line.difference, found.unconfirmed) == (1_000_00, 1_000_00)
    assert found.basis.endswith("第7栏按确认收款1笔列示，其余1笔按支付数。")
    confirmations.confirm(desk, [paid, other], person="张校长")
    assert accounts(desk, TODAY).basis.endswith("第7栏按确认收款2笔列示。")


def test_a_payment_nobody_linked_counts_once(desk: Desk) -> None:
    project, document = shared(desk)
    ask(desk, document, project, 25_000)
    pay(desk, document, project, 25_000)
    assert accounts(desk, TODAY).lines[0].applied == 25_000_00
    again = ask(desk, document, project, 5_000, "拨2")
    reviewing.send_back(desk, [again], reason="重复")
    assert accounts(desk, TODAY).lines[0].applied == 25_000_00


def test_nothing_entered_shows_the_payments_as_before(desk: Desk) -> None:
    project, document = shared(desk)
    pay(desk, document, project, 8_000)
    found = accounts(desk, TODAY)
    assert (found.lines[0].applied, found.lines[0].confirmed) == (8_000_00, 8_000_00)
    assert found.basis == "第5、7栏按支付数列示。"


def test_a_confirmation_is_typed_beside_its_payment(desk: Desk) -> None:
    project, document = shared(desk)
    payment = pay(desk, document, project, 8_000)
    done = confirmations.enter(desk, [Edit(payment, "person", "张校长")])
    assert done.rejected == ()
    (row,) = confirmations.rows(desk)
    assert (row.amount, row.day, row.person, row.state) == (
        yuan(8_000), TODAY, "张校长", "已确认",
    )  # fmt: skip
    told = confirmations.enter(desk, [Edit(payment, "amount", yuan(7_500))])
    assert "相差500.00元" in told.changes.problems[0].message
    early = confirmations.enter(desk, [Edit(payment, "day", date(2026, 2, 1))])
    assert "早于支付日期" in early.rejected[0].problem.message
    assert confirmations.rows(desk)[0].state == "不一致"
    confirmations.enter(desk, [Edit(payment, "amount", None)])
    assert confirmations.rows(desk)[0].state == "未确认"


def test_money_that_came_back_needs_no_confirmation(desk: Desk) -> None:
    project, document = shared(desk)
    payment = pay(desk, document, project, 8_000)
    payments.give_back(desk, payment, amount=yuan(3_000), day=date(2026, 3, 3))
    confirmations.confirm(desk, [payment])
    (row,) = confirmations.rows(desk)
    assert (row.paid, row.amount, row.difference) == (yuan(5_000), yuan(5_000), yuan(0))
    assert accounts(desk, TODAY).lines[0].confirmed == 5_000_00
    with pytest.raises(Refused, match="不需要确认"):
        confirmations.confirm(desk, [r.id for r in payments.rows(desk) if r.reversal])
