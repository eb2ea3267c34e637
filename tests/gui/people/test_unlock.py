"""The question of an unlocking stays open, with all that was typed, until it is carried out."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.gui.context import Context
from facilitydesk.gui.people.unlock import UnlockDialog, unlock
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing
from facilitydesk.services.people.second import Second
from facilitydesk.store import tables
from tests.gui.desks import Notices, settle, shown
from tests.gui.people.people import FEBRUARY, HIS, staff
from tests.gui.unlocking import answering

Told = tuple[Context, Notices]


def reopen(desk: Desk, reason: str, second: Second | None) -> Any:
    return closing.reopen(desk, PeriodKind.MONTH, FEBRUARY, reason, second)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> QWidget:
    """February is closed; two persons are wanted; 李建平 (审核) and 周芳 (录入) have passwords."""
    staff(desk)
    settings.change(desk, "login.two_persons", value=True)
    closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    made = QWidget()
    qtbot.addWidget(made)
    shown(made)
    return made


def last_label(desk: Desk) -> str:
    operation = tables.operation
    with desk.read() as connection:
        query = operation.select().order_by(operation.c.seq.desc())
        row = connection.execute(query).first()
    assert row is not None
    return str(row.label)


def test_a_wrong_password_of_the_other_officer_costs_nothing_else(
    window: QWidget, told: Told
) -> None:
    context, notices = told
    desk = context.desk
    done: list[Any] = []

    def answer(dialog: UnlockDialog) -> None:
        dialog.reason.setText("更正支付日期")
        assert [dialog.person.itemText(n) for n in range(dialog.person.count())] == ["李建平"]
        dialog.proof.setText("记不清的密码1")
        dialog.go.click()
        settle()
        assert not dialog.isHidden()
        assert dialog.trouble.isVisible()
        assert dialog.trouble.text() == "密码不正确；还可试4次。"
        below, field = dialog.trouble.geometry(), dialog.proof.geometry()
        assert 0 <= below.top() - field.bottom() < 24, "it stands at the field"
        assert (dialog.reason.text(), dialog.person.currentText()) == ("更正支付日期", "李建平")
        assert dialog.focusWidget() is dialog.proof
        assert len(closing.closed(desk)) == 1
        dialog.proof.insert(HIS)  # over the wrong one, which is selected
        QTest.keyClick(dialog.proof, Qt.Key.Key_Return)

    answering(
        lambda: unlock(window, context, "解锁2026年2月", "", reopen, done=done.append), answer
    )
    assert closing.closed(desk) == ()
    assert len(done) == 1
    assert last_label(desk).endswith("更正支付日期（王敏申请，李建平确认）")
    assert [severity for _, severity in notices] == [], "nothing in the line at the foot"


def test_after_too_many_tries_the_waiting_time_stands_in_the_question(
    window: QWidget, told: Told
) -> None:
    context, _ = told

    def answer(dialog: UnlockDialog) -> None:
        dialog.reason.setText("更正支付日期")
        for number in range(6):
            dialog.proof.setText(f"记不清的密码{number}")
            dialog.go.click()
            settle()
        assert "请等待" in dialog.trouble.text()
        assert dialog.reason.text() == "更正支付日期"
        dialog.reject()

    answering(lambda: unlock(window, context, "解锁2026年2月", "", reopen), answer)
    assert len(closing.closed(context.desk)) == 1


def test_what_another_has_unlocked_meanwhile_is_told_in_the_question(
    qtbot: QtBot, told: Told
) -> None:
    context, _ = told
    parent = QWidget()
    qtbot.addWidget(parent)
    shown(parent)

    def answer(dialog: UnlockDialog) -> None:
        assert not dialog.proof.isVisible(), "one person is enough"
        dialog.reason.setText("更正支付日期")
        dialog.go.click()
        settle()
        assert "没有结账" in dialog.trouble.text()
        assert dialog.focusWidget() is dialog.reason
        dialog.reject()

    answering(lambda: unlock(parent, context, "解锁2026年2月", "", reopen), answer)
