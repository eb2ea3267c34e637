"""The one window: navigation at the left, the top bar, the pages, the status bar.

It appears before the data are opened, so nothing here imports services at module level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from facilitydesk import __version__
from facilitydesk.domain.messages import tr
from facilitydesk.gui import pages
from facilitydesk.gui.context import Context
from facilitydesk.gui.navigation import Navigation
from facilitydesk.gui.page import Page
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.status_bar import StatusBar
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.top_bar import TopBar

if TYPE_CHECKING:
    from facilitydesk.gui.help.window import HelpWindow

PROGRAM = tr("教育项目管理")


class MainWindow(QMainWindow):
    """The window of the program. `attach` gives it an open data file, `detach` takes it away."""

    first_painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.context: Context | None = None
        self._pages: dict[str, Page] = {}
        self._painted = False
        self._help: HelpWindow | None = None
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(1024, 600)
        self.navigation = Navigation(pages.entries())
        self.navigation.chosen.connect(self.open_page)
        self.navigation.help_wanted.connect(self.show_help)
        self.top_bar = TopBar()
        self.top_bar.search.left.connect(self.keyboard_to_page)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        self.banner = QLabel()
        self.banner.setWordWrap(True)
        self.banner.setStyleSheet(
            f"background:{Tone.AMBER_SOFT}; color:{Tone.INK}; padding:6px 16px;"
        )
        self.banner.linkActivated.connect(self.open_page)
        self.banner.hide()
        self.stack = QStackedWidget()
        self._blank = QWidget()
        self.stack.addWidget(self._blank)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self.banner)
        right.addWidget(self.stack, 1)
        whole = QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.navigation)
        whole.addLayout(right, 1)
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        self._shortcuts()
        self._restore_geometry()

    def attach(self, context: Context, *, page: str | None = None) -> None:
        """Show the pages of an open data file."""
        self.context = context
        context.page_wanted.connect(self._on_page_wanted)
        keys = [entry.key for entry in pages.entries()]
        wanted = page or context.setting("window.page", keys[0])
        self.open_page(wanted if wanted in keys else keys[0])  # its rows are read first
        self.top_bar.attach(context)
        self.status.attach(context)
        self.setWindowTitle(f"{self.status.file_name} — {PROGRAM}")
        self._tell_news()

    def _tell_news(self) -> None:
        """After an upgrade: what is new, once on each PC."""
        seen = self.settings.get("window.version")
        self.settings.set("window.version", __version__)
        if seen not in {None, __version__}:
            QTimer.singleShot(0, self, lambda: self.show_help("news"))

    def detach(self) -> None:
        """Take the pages away (the caller closes runner and desk)."""
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self.context = None
        self.top_bar.detach()
        self.status.detach()
        self.setWindowTitle(PROGRAM)

    def show_welcome(self, widget: QWidget) -> None:
        """Show a page in place of all others (no data file yet)."""
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        self.navigation.set_open(False)
        self.top_bar.hide()

    def hide_welcome(self, widget: QWidget) -> None:
        self.stack.removeWidget(widget)
        widget.deleteLater()
        self.navigation.set_open(True)
        self.top_bar.show()

    def may_leave(self) -> bool:
        """Whether the data file may be left: asks when texts would go that could not be stored."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # an open editor stores its text
        left = [
            tr("“{page}”页{count}行").format(page=page.title, count=count)
            for page in self._pages.values()
            if (count := page.unsaved())
        ]
        if not left:
            return True
        from facilitydesk.gui.widgets.confirm import confirm

        return confirm(
            self,
            tr("还有填写的内容没有保存：{left}。").format(left="、".join(left)),
            tr(
                "这些行有填写有误的单元格，或缺少必填项；关闭后这些内容不再保留，其余内容均已保存。"
            ),
            yes=tr("仍然关闭"),
            no=tr("返回更正"),
        )

    def set_banner(self, text: str) -> None:
        """A line above the page that stays: read-only, or a copy of the demonstration data."""
        self.banner.setText(text)
        self.banner.setVisible(bool(text))

    def offer_in_banner(self, words: str, page: str) -> None:
        """A way to a page at the end of the banner, where that page exists."""
        if page in [entry.key for entry in pages.entries()]:
            from html import escape

            text = escape(self.banner.text()).replace("\n", "<br>")
            self.banner.setText(f'{text}　<a href="{page}">{escape(words)}</a>')

    def page(self, key: str) -> Page:
        """The page of a key, made when it is asked for first. Raises KeyError."""
        if self.context is None:
            raise KeyError(key)
        if key not in self._pages:
            entry = next(entry for entry in pages.entries() if entry.key == key)
            made = entry.load()(self.context)
            self._pages[key] = made
            self.stack.addWidget(made)
        return self._pages[key]

    @Slot(str)
    def open_page(self, key: str) -> None:
        """Go to a page."""
        if self.context is None:
            return
        page = self.page(key)
        if page is not self.stack.currentWidget():
            self.status.page_changed()
        self.stack.setCurrentWidget(page)
        page.take_focus()
        self.navigation.select(key)
        self.settings.set("window.page", key)

    @Slot(str, object)
    def _on_page_wanted(self, key: str, where: dict[str, Any]) -> None:
        if key not in [entry.key for entry in pages.entries()]:
            return
        self.open_page(key)
        self.page(key).show_where(where)

    def _shortcuts(self) -> None:
        for keys, slot in (
            ("F1", self.show_help),
            ("F6", self.next_part),
            ("Ctrl+K", self.top_bar.focus_search),
            ("Ctrl+F", self._on_find),
            ("Ctrl+Z", self.top_bar.undo),
            ("Ctrl+Y", self.top_bar.redo),
            ("Ctrl+Shift+Z", self.top_bar.redo),
            ("Ctrl+PgUp", self.top_bar.previous_week),
            ("Ctrl+PgDown", self.top_bar.next_week),
            ("Alt+PgUp", self.navigation.previous),
            ("Alt+PgDown", self.navigation.next),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(slot)

    @Slot()
    def next_part(self) -> None:
        """F6: the keyboard goes round from the page to the list of pages and to the top bar."""
        held = QApplication.focusWidget()
        if held is not None and self.navigation.isAncestorOf(held) and self.top_bar.isEnabled():
            self.top_bar.programme.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif held is not None and self.top_bar.isAncestorOf(held):
            self.keyboard_to_page()
        else:
            self.navigation.take_focus()

    @Slot(QWidget, QWidget)
    def _on_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None:  # what had the keyboard was hidden, as when a page turns out to be empty
            QTimer.singleShot(0, self, self._on_focus_lost)
        elif (  # the same, and Qt gave it to what comes next: the button in the line at the foot
            before is not None
            and not before.isVisible()
            and self.stack.isAncestorOf(before)
            and now.window() is self
            and not self.stack.isAncestorOf(now)
        ):
            QTimer.singleShot(0, self, self._on_focus_strayed)

    @Slot()
    def _on_focus_strayed(self) -> None:
        held = self.focusWidget()
        if held is None or not self.stack.isAncestorOf(held):
            self.keyboard_to_page()

    @Slot()
    def _on_focus_lost(self) -> None:
        held = self.focusWidget()
        if self.isActiveWindow() and (held is None or not held.isVisible()):
            self.keyboard_to_page()

    @Slot()
    def keyboard_to_page(self) -> None:
        """The keyboard goes to the page that is shown, where there is one."""
        shown = self.stack.currentWidget()
        if isinstance(shown, Page):
            shown.take_focus()

    @Slot()
    def show_help(self, chapter: str = "") -> None:
        """F1: the manual, at the chapter of the page that is shown."""
        from facilitydesk.gui.help.window import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self)
        shown = self.stack.currentWidget()
        page = shown.key if isinstance(shown, Page) else ""
        self._help.show_chapter(chapter or page)

    @Slot()
    def _on_find(self) -> None:
        shown = self.stack.currentWidget()
        if isinstance(shown, Page):
            shown.search()

    def _restore_geometry(self) -> None:
        kept = self.settings.get("window.geometry")
        restored = isinstance(kept, str) and self.restoreGeometry(
            QByteArray.fromBase64(kept.encode("ascii", "ignore"))
        )
        if not restored:
            available = self.screen().availableGeometry()
            self.resize(min(1600, available.width() - 40), min(960, available.height() - 60))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            QTimer.singleShot(0, self, self._on_focus_lost)

    def closeEvent(self, event: QCloseEvent) -> None:
        kept = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.settings.set("window.geometry", kept)
        if not self.may_leave():
            event.ignore()
            return
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()
