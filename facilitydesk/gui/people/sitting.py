"""Who sits at the window: logging in before the pages, changing seats, locking when nobody is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from facilitydesk.domain.messages import tr
from facilitydesk.gui.people.lock import IdleWatch, LockScreen

if TYPE_CHECKING:
    from facilitydesk.gui.context import Context
    from facilitydesk.gui.people.login_page import LoginPage
    from facilitydesk.gui.window import MainWindow
    from facilitydesk.services.desk import Desk
    from facilitydesk.services.people.logins import Person


class Sitting(QObject):
    """One per shell. Signals: `seated(desk)` somebody logged in, `left()` another file is wanted,
    `rise(name)` the seat is to be changed (name: to whom, empty: by log-in)."""  # noqa: D205,D209 - one thought

    seated = Signal(object)
    left = Signal()
    rise = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.page: LoginPage | None = None
        self.waiting: Desk | None = None  # open, and nobody sits at it
        self.idle: IdleWatch | None = None
        self.screen: LockScreen | None = None
        self._context: Context | None = None
        window.status.officer.clicked.connect(self._on_officer)
        self._keys = QShortcut(QKeySequence("Ctrl+L"), window)
        self._keys.activated.connect(self.lock)

    # --- before the pages ---------------------------------------------------------------------

    def ask(self, desk: Desk, last: str) -> None:
        """Show the log-in page for a desk."""
        from facilitydesk.gui.people.login_page import LoginPage
        from facilitydesk.gui.runner import Runner

        self.waiting = desk
        runner = Runner(desk, parent=self)
        page = self.page = LoginPage(desk, runner, last)
        page.entered.connect(self._on_entered)
        page.left.connect(self.left)
        self.window.show_welcome(page)

    def give_up(self) -> Desk | None:
        """Take the log-in page away; the desk that waited, for the caller to close."""
        desk, page = self.waiting, self.page
        self.waiting = self.page = None
        if page is not None:
            runner = page.runner
            self.window.hide_welcome(page)
            runner.close()
            runner.deleteLater()
        return desk

    @Slot(object)
    def _on_entered(self, entered: object) -> None:
        desk = self.give_up()
        if desk is None:
            return
        self.seated.emit(desk)
        wrong, spent = getattr(entered, "failures", 0), getattr(entered, "spent", False)
        words = []
        if wrong:
            text = tr("上次登录以后，有{n}次密码错误；如不是您本人，请告知“管理”人员。")
            words.append(text.format(n=wrong))
        if spent:
            words.append(tr("恢复码已用过作废，请在【设置】“人员与登录”中重新生成并打印。"))
        if words and self._context is not None:
            self._context.notice.emit("".join(words), "yellow")

    # --- at the pages -------------------------------------------------------------------------

    def attach(self, context: Context) -> None:
        """Somebody sits: watch for idleness where a log-in can uncover the window again."""
        self._context = context
        context.changed.connect(self._on_changed)
        self._load()

    def detach(self) -> None:
        """Nobody sits any more."""
        self._context = None
        if self.screen is not None:
            self.screen.uncover()
        if self.idle is not None:
            self.idle.close()
            self.idle = None

    @Slot()
    def lock(self) -> None:
        """Cover the window until the officer's password is given."""
        context = self._context
        if context is None or not context.desk.login or self.screen is not None:
            return
        self.screen = LockScreen(context, self.window)
        self.screen.opened.connect(self._on_uncovered)
        self.screen.switched.connect(self._on_switched)

    @Slot()
    def _on_uncovered(self) -> None:
        self.screen = None
        if self.idle is not None:
            self.idle.touched()

    @Slot()
    def _on_switched(self) -> None:
        self.rise.emit("")

    def _load(self) -> None:
        context = self._context
        if context is None:
            return
        if not context.desk.login:
            self._watch(0)
            return
        from facilitydesk.services import settings

        def take(found: settings.Settings) -> None:
            if self._context is context:
                self._watch(found.idle_minutes)

        context.runner.read(settings.load, take)

    def _watch(self, minutes: int) -> None:
        if minutes and self.idle is None:
            self.idle = IdleWatch(self)
            self.idle.idle.connect(self.lock)
        if self.idle is not None:
            self.idle.minutes = minutes

    @Slot(object, object)
    def _on_changed(self, changes: object, _initiator: object) -> None:
        if getattr(changes, "entities", frozenset()) & {"setting"}:
            self._load()

    # --- changing seats -----------------------------------------------------------------------

    @Slot()
    def _on_officer(self) -> None:
        context = self._context
        if context is None:
            return
        from facilitydesk.services.people import logins

        context.runner.read(logins.people, lambda found: self._offer(context, found))

    def _offer(self, context: Context, found: tuple[Person, ...]) -> None:
        menu = QMenu(self.window)
        desk = context.desk
        if desk.login:
            _add(menu, tr("换人登录……"), lambda: self.rise.emit(""))
            _add(menu, tr("锁屏（Ctrl+L）"), self.lock)
        else:
            others = [person for person in found if person.id != desk.officer_id]
            for person in others:
                _add(menu, f"{person.name}　{person.post.term}", self._rises(person.name))
            if not desk.file_readonly:
                _add(menu, tr("其他人员……"), self._ask_name)
        menu.addSeparator()
        _add(menu, tr("人员与密码……"), lambda: self._go(context))
        button = self.window.status.officer
        menu.popup(button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        menu.aboutToHide.connect(menu.deleteLater)

    def _rises(self, name: str) -> Callable[[], None]:
        return lambda: self.rise.emit(name)

    def _ask_name(self) -> None:
        from facilitydesk.gui.widgets.confirm import ask_line

        if name := ask_line(self.window, tr("换人"), tr("姓名："), yes=tr("换人")):
            self.rise.emit(name)

    @staticmethod
    def _go(context: Context) -> None:
        context.page_wanted.emit("settings", {"subject": "officers"})


def _add(menu: QMenu, text: str, call: Callable[[], None]) -> None:
    menu.addAction(text).triggered.connect(lambda _checked=False: call())
