"""Log-in, lock, officers, the log, and what is said before the first work."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from facilitydesk.domain.problems import Refused
from facilitydesk.gui.people.dialogs import PasswordDialog, RecoveryDialog
from facilitydesk.gui.people.lock import LockScreen
from facilitydesk.gui.people.login_page import LoginPage, Mode
from facilitydesk.gui.people.notice import ClassifiedNotice
from facilitydesk.gui.people.unlock import UnlockDialog
from facilitydesk.gui.runner import Runner
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins, officers, seating
from tests.gui.desks import AtOnce
from tests.shots.stage import OFFICER, Stage, scene


def _with_people(stage: Stage) -> Desk:
    desk = stage.desk()
    here = {row.name for row in officers.rows(desk)}
    new = [
        {"name": "李建平", "post": "计财股长", "role": "审核", "phone": "13800001234"},
        {"name": "周芳", "post": "项目办干事", "role": "录入", "phone": "13900005678"},
        {"name": "赵强", "post": "分管领导", "role": "查看"},
    ]
    officers.enter(desk, new=[row for row in new if row["name"] not in here])
    logins.set_own(desk, "", "春风又绿江南岸2026")
    logins.new_recovery(desk, desk.officer_id)
    other = next(row.id for row in officers.rows(desk) if row.name == "李建平")
    logins.reset(desk, other, "两个黄鹂鸣翠柳2026")
    return desk


def _login(stage: Stage) -> LoginPage:
    desk = _with_people(stage)
    logins.switch(desk, on=True)
    runner = Runner(desk, worker=AtOnce(), jobs=AtOnce(), parent=stage.window)
    page = LoginPage(desk, runner, OFFICER)
    stage.window.show_welcome(page)
    stage.settle()
    return page


@scene("login")
def login(stage: Stage) -> None:
    _login(stage)


@scene("login-wrong")
def login_wrong(stage: Stage) -> None:
    page = _login(stage)
    page.password.setText("不是这个密码1234")
    page.fail(str(Refused("login.wait", count=5, seconds=60)))


@scene("login-recover")
def login_recover(stage: Stage) -> None:
    page = _login(stage)
    page._show_mode(Mode.RECOVER)


@scene("lock")
def lock(stage: Stage) -> None:
    desk = _with_people(stage)
    logins.switch(desk, on=True)
    stage.open("week", desk)
    LockScreen(stage.context(), stage.window)
    stage.settle()


@scene("notice")
def notice(stage: Stage) -> None:
    stage.open("overview")
    ClassifiedNotice(stage.window, stage.settings)


@scene("people")
def people(stage: Stage) -> None:
    page = stage.open("settings", _with_people(stage))
    page.show_where({"subject": "officers"})


@scene("people-as-entry")
def people_as_entry(stage: Stage) -> None:
    desk = _with_people(stage)
    seating.seat(desk, "周芳", "")
    page = stage.open("settings", desk)
    page.show_where({"subject": "officers"})


@scene("week-as-viewer")
def week_as_viewer(stage: Stage) -> None:
    desk = _with_people(stage)
    seating.seat(desk, "赵强", "")
    stage.open("week", desk)


@scene("log")
def log(stage: Stage) -> None:
    page = stage.open("settings", _with_people(stage))
    page.show_where({"subject": "log"})


@scene("report-journal")
def report_journal(stage: Stage) -> None:
    page = stage.open("reports", _with_people(stage))
    page.show_where({"report": "journal"})


@scene("report-missing-phones")
def report_missing(stage: Stage) -> None:
    page = stage.open("reports")
    page.show_where({"report": "missing"})


@scene("password-dialog")
def password_dialog(stage: Stage) -> None:
    stage.open("settings")
    dialog = PasswordDialog(
        stage.window, "修改我的密码", "密码不会写入操作日志，也不能查看。", ask_old=True
    )
    dialog.fail(str(Refused("login.password_short", length=10, given=6)))
    stage.during(dialog.exec)


@scene("recovery-dialog")
def recovery_dialog(stage: Stage) -> None:
    stage.open("settings")
    code = "7KQ4M-XW2PD-9HCTR-4NBVE-LG6YS"
    dialog = RecoveryDialog(stage.window, stage.context(), OFFICER, code)
    stage.during(dialog.exec)


_EFFECT = "解锁后，2026年2月的金额可以更正，更正后请再次结账。"


@scene("unlock-dialog")
def unlock_dialog(stage: Stage) -> None:
    stage.open("funds")
    dialog = UnlockDialog(
        stage.window, "解锁2026年2月", _EFFECT, "解锁", others=("李建平", "周芳"), login=True
    )
    dialog.reason.setText("更正支付日期")
    stage.during(dialog.exec)


@scene("unlock-refused")
def unlock_refused(stage: Stage) -> None:
    stage.open("funds")
    dialog = UnlockDialog(
        stage.window, "解锁2026年2月", _EFFECT, "解锁", others=("李建平", "周芳"), login=True
    )
    dialog.reason.setText("更正支付日期")
    dialog.proof.setText("记不清的密码")
    QTimer.singleShot(0, dialog, lambda: dialog.fail(Refused("login.wrong", left=4)))
    stage.during(dialog.exec)
