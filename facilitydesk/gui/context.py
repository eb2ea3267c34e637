"""What every page gets by its constructor: the desk, the runner, and what the top bar says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import week_end, week_start
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.remembered import Settings

if TYPE_CHECKING:
    from facilitydesk.gui.runner import Runner
    from facilitydesk.services.desk import Desk


class Context(QObject):
    """The shared state of one open data file.

    Signals: `changed(changes, initiator)` after every operation, `scope_changed()` when the top
    bar changed, `page_wanted(key, where)` to go to another page, `notice(text, severity)` for
    the status line (severity "info", "yellow" or "red").
    """

    changed = Signal(object, object)
    scope_changed = Signal()
    page_wanted = Signal(str, object)
    notice = Signal(str, str)
    restore_wanted = Signal(object, object, object)  # data file, backup, what was shown of it
    program_wanted = Signal(str)  # upgrade, back, forward, news
    backed_up = Signal()  # a backup was made by itself
    look_wanted = Signal(object)  # a backup to be looked at
    writing_stopped = Signal()  # the file was found damaged; `closed` says it in a sentence

    def __init__(
        self, desk: Desk, runner: Runner, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.runner = runner
        self.settings = settings
        self.programme_id: int | None = None
        self.as_of: date = desk.today
        self.week: date = week_start(desk.today)
        runner.changed.connect(self._on_changed)
        runner.trouble.connect(self._on_trouble)

    def set_scope(self, **parts: Any) -> None:
        """Change programme_id, as_of or week; the date and the week go together.

        A new week puts the date to its last day (today in the running week), a new date to its
        week.
        """
        before = (self.programme_id, self.as_of, self.week)
        if "programme_id" in parts:
            self.programme_id = parts["programme_id"]
        if "week" in parts:
            self.week = week_start(parts["week"])
            self.as_of = min(week_end(self.week), max(self.desk.today, self.week))
        if "as_of" in parts:
            self.as_of = parts["as_of"]
            self.week = week_start(self.as_of)
        if (self.programme_id, self.as_of, self.week) != before:
            self.scope_changed.emit()

    @property
    def closed(self) -> str:
        """Why nothing may be entered at this desk; empty when it may."""
        desk = self.desk
        if desk.stopped is not None:
            return str(desk.stopped)
        if not desk.readonly:
            return ""
        if not desk.file_readonly:
            return tr("您的岗位是“查看”，可以查看和打印，不能修改。")
        return tr("数据以只读方式打开，不能修改。")

    def stop_writing(self, why: Trouble) -> None:
        """From now on nothing is written, and nothing can be typed into any grid."""
        self.desk.stopped = why
        self.desk.readonly = True
        self.writing_stopped.emit()

    def step_week(self, weeks: int) -> None:
        """Go some weeks back or forth."""
        self.set_scope(week=self.week + timedelta(weeks=weeks))

    def setting(self, key: str, default: Any = None) -> Any:
        """What this PC remembers of the window."""
        return self.settings.get(key, default)

    def set_setting(self, key: str, value: Any) -> None:
        self.settings.set(key, value)

    @Slot(object, object)
    def _on_changed(self, changes: object, initiator: object) -> None:
        self.changed.emit(changes, initiator)

    @Slot(object)
    def _on_trouble(self, trouble: Trouble) -> None:
        self.notice.emit(str(trouble), "red")


def clock_time(moment: datetime, pattern: str = "%m-%d %H:%M") -> str:
    """A moment as screens show it: Beijing time, whatever the PC's time zone says."""
    from facilitydesk.services.desk import BEIJING

    return moment.astimezone(BEIJING).strftime(pattern)
