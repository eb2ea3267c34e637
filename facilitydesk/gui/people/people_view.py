"""设置—人员: who works here with which post, the log-in, and what is asked of passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain import posts
from facilitydesk.domain.cells import Reading, ask
from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import clock_time
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import RegisterPage
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.settings.forms import PeopleForm
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.confirm import confirm
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import logins, officers

if TYPE_CHECKING:
    from facilitydesk.services.people.officers import OfficerRow


class PeopleView(QWidget):
    """The officers above, the rules below."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.table = officer_table(page)
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.switch = button(tr("启用登录……"), primary=True)
        self.own = button(tr("我的密码……"), tr("设置或修改自己的密码"))
        self.reset = button(tr("设置密码……"), tr("为所选人员设置密码；本人首次登录时改为自己的"))
        self.recovery = button(
            tr("恢复码……"), tr("为所选人员生成新的恢复码，打印后密封保存；以前的作废")
        )
        for made in (self.own, self.reset, self.recovery):
            self.table.bar.extend(made)
        strip = QWidget()
        strip.setObjectName("strip")
        strip.setStyleSheet(
            f"#strip {{ background:{Tone.BLUE_SOFT}; border-bottom:1px solid {Tone.LINE}; }}"
        )
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self.state, 1)
        row.addWidget(self.switch)
        self.rules = PeopleForm(page)
        self.rules.setFixedHeight(220)
        secrets = QLabel(sentence("notice.classified", {}))
        secrets.setWordWrap(True)
        secrets.setContentsMargins(16, 6, 16, 8)
        secrets.setProperty("role", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(strip)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.rules)
        layout.addWidget(secrets)
        self.switch.clicked.connect(self.switch_login)
        self.own.clicked.connect(self.set_own)
        self.reset.clicked.connect(self.reset_password)
        self.recovery.clicked.connect(self.new_recovery)
        self.table.current_changed.connect(self._fit)
        self.table.loaded.connect(self._fit)
        self._fit()

    def refresh(self) -> None:
        """Read officers and rules anew."""
        self.table.reload()
        self.rules.refresh()
        self._fit()

    @property
    def me(self) -> OfficerRow | None:
        """The officer who sits."""
        return next((row for row in self.table.rows if row.sits), None)

    # --- deeds --------------------------------------------------------------------------------

    @Slot()
    def set_own(self) -> None:
        """Set or change the own password."""
        me = self.me
        if me is not None:
            self._ask_own(me.has_password, self._stored)

    def _ask_own(self, has_one: bool, then: Callable[[], None]) -> None:
        from facilitydesk.gui.people.dialogs import PasswordDialog

        title = tr("修改我的密码") if has_one else tr("设置我的密码")
        words = tr("密码不会写入操作日志，也不能查看；忘记时凭恢复码重新设置。")
        dialog = PasswordDialog(self, title, words, ask_old=has_one)
        self._with(
            dialog, lambda desk: logins.set_own(desk, dialog.old.text(), dialog.fresh.text()), then
        )

    @Slot()
    def reset_password(self) -> None:
        """Set the password of the chosen officer."""
        row = self.table.current
        if row is None:
            return
        if row.sits:
            self.set_own()
            return
        from facilitydesk.gui.people.dialogs import PasswordDialog

        title = tr("为{name}设置密码").format(name=row.name)
        words = tr("请当面告知本人；本人首次登录时改为自己的密码。")
        dialog = PasswordDialog(self, title, words, ask_old=False)
        self._with(
            dialog, lambda desk: logins.reset(desk, row.id, dialog.fresh.text()), self._stored
        )

    def _with(self, dialog: Any, call: Callable[[Desk], Any], then: Callable[[], None]) -> None:
        """Ask, store on the worker (hashing takes some tenths of a second), ask again if refused."""

        def ask() -> None:
            if not dialog.exec():
                dialog.deleteLater()
                return
            self.context.runner.job(
                "", lambda _step: call(self.context.desk), done, failed=failed, initiator=self.page
            )

        def done(_result: Any) -> None:
            dialog.deleteLater()
            then()

        def failed(trouble: Trouble) -> None:
            dialog.fail(str(trouble))
            ask()

        ask()

    @Slot()
    def new_recovery(self) -> None:
        """A fresh recovery code for the chosen officer."""
        row = self.table.current or self.me
        if row is None:
            return
        if row.has_recovery and not confirm(
            self,
            tr("为{name}生成新的恢复码？").format(name=row.name),
            tr("以前打印的恢复单同时作废。"),
            yes=tr("生成"),
        ):
            return
        self._recovery(row, self._stored)

    def _recovery(self, row: OfficerRow, then: Callable[[], None]) -> None:
        def done(code: str) -> None:
            from facilitydesk.gui.people.dialogs import RecoveryDialog

            dialog = RecoveryDialog(self, self.context, row.name, code)
            dialog.exec()
            dialog.deleteLater()
            then()

        def work(desk: Desk) -> Any:
            code, changes = logins.new_recovery(desk, row.id)
            found.append(code)
            return changes

        found: list[str] = []
        self.context.runner.do(
            work, done=lambda _changes: done(found[0]), failed=self._fail, initiator=self.page
        )

    @Slot()
    def switch_login(self) -> None:
        """Ask for a log-in from now on, or no longer."""
        me = self.me
        if me is None:
            return
        if self.context.desk.login:
            if confirm(
                self,
                tr("停用登录？"),
                tr("停用后，打开数据文件的人可以任选姓名；密码保留，可随时再启用。"),
                yes=tr("停用登录"),
            ):
                self._switch(on=False)
            return
        self._prepare(me)

    def _prepare(self, me: OfficerRow) -> None:
        """Own password, then the recovery code, then the switch."""
        if not me.has_password:
            self._ask_own(has_one=False, then=self._again)
        elif not me.has_recovery:
            self._recovery(me, self._again)
        else:
            waiting = [row.name for row in self.table.rows if row.active and not row.has_password]
            words = tr("以后打开数据文件须输入姓名和密码。登录不加密数据文件。")
            if waiting:
                names = "、".join(waiting)
                words += tr("{names}尚无密码，设置前不能登录。").format(names=names)
            if confirm(self, tr("启用登录？"), words, yes=tr("启用登录")):
                self._switch(on=True)

    def _again(self) -> None:
        def take(rows: Any) -> None:
            self.table.show_rows(rows)
            me = self.me
            if me is not None:
                self._prepare(me)

        self.context.runner.read(officers.rows, take)

    def _switch(self, *, on: bool) -> None:
        self.context.runner.do(
            lambda desk: logins.switch(desk, on=on),
            done=lambda _changes: self._stored(),
            failed=self._fail,
            initiator=self.page,
        )

    # --- inside -------------------------------------------------------------------------------

    def _stored(self) -> None:
        self.refresh()
        self.table.panel.note.tell(tr("已保存。"), "info")

    def _fail(self, trouble: Trouble) -> None:
        self.table.panel.note.tell(str(trouble), "red")

    @Slot()
    def _fit(self) -> None:
        desk, row, me = self.context.desk, self.table.current, self.me
        self.state.setText(
            tr(
                "登录已启用：打开数据文件须输入姓名和密码。登录记明每次修改是谁所做，不加密数据文件。"
            )
            if desk.login
            else tr("登录未启用，适合一人使用的电脑：打开数据文件不需要密码，岗位按所选姓名执行。")
        )
        self.switch.setText(tr("停用登录……") if desk.login else tr("启用登录……"))
        allow(self.switch, desk, "login.switch", on=me is not None)
        allow(self.own, desk, "login.own", on=me is not None)
        allow(self.reset, desk, "login.reset", on=row is not None)
        kind = "login.own" if row is None or row.sits else "login.recovery"
        allow(self.recovery, desk, kind, on=me is not None)


def officer_table(page: RegisterPage) -> RegisterTable:
    """Who may sit at the desk."""
    source = Source(
        noun=tr("人员"),
        measure=tr("人"),
        load=officers.rows,
        enter=officers.enter,
        delete=lambda desk, ids: [officers.delete(desk, row_id) for row_id in ids],
        required=("name",),
        defaults=lambda: {"active": True, "role": Post.ENTER},
    )
    columns = [
        column(
            "name",
            head=tr("姓名"),
            editable=True,
            width=110,
            tip=lambda row: tr("当前使用") if getattr(row, "sits", False) else "",
        ),
        column("post", editable=True, width=120),
        column(
            "role",
            head=tr("岗位"),
            editable=True,
            width=80,
            choices=lambda: tuple(post.term for post in Post),
            show=_term,
            parse=_read_post,
            tip=_explained,
        ),
        column("phone", editable=True, width=120),
        column("active", editable=True, width=56),
        column("secret", _secret, new=False, head=tr("密码"), width=140),
        column("last_login", _last, new=False, head=tr("上次登录"), width=120),
        column("state", _sits, new=False, head=tr("当前"), width=76),
    ]
    return RegisterTable(page, "officers", tr("人员"), columns, source, search=False)


def _term(value: Any) -> str:
    return Post(value).term if value else ""


def _read_post(text: str) -> Reading[Any]:
    wanted = text.strip()
    for post in Post:
        if wanted in (post.term, post.value):
            return Reading(post)

    known = "、".join(post.term for post in Post)
    return Reading(None, problem=ask("not_in_closed_list", text, term=tr("岗位"), known=known))


def _explained(row: Any) -> str:
    role = getattr(row, "role", None)
    return posts.HELP[Post(role)] if role else ""


def _secret(row: Any) -> str:
    if not row.has_password:
        return tr("未设置")
    return tr("已设置，有恢复码") if row.has_recovery else tr("已设置")


def _last(row: Any) -> str:
    if row.last_login is None:
        return ""
    wrong = tr("，错{n}次").format(n=row.failures) if row.failures else ""
    return clock_time(row.last_login) + wrong


def _sits(row: Any) -> str:
    return tr("当前使用") if row.sits else ""
