"""After an import: taking it back, the workbook to send back, the rows on their own page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui import saving
from facilitydesk.gui.context import Context
from facilitydesk.gui.importing import taking
from facilitydesk.gui.importing.result import ResultView
from facilitydesk.gui.importing.taking import Done


class Afterwards(QObject):
    """Serves the result view. Signal `told(text, severity)`."""

    told = Signal(str, str)

    def __init__(self, context: Context, view: ResultView, parent: QWidget) -> None:
        super().__init__(parent)
        self.done: Done | None = None
        self._context = context
        self._view = view
        self._parent = parent
        view.undo_wanted.connect(self.undo)
        view.send_back_wanted.connect(self.send_back)
        view.rows_wanted.connect(self.open_rows)

    def show(self, done: Done) -> None:
        """What an import did."""
        self.done = done
        self._view.show_done(done)

    def refresh(self) -> None:
        """Say whether the import still stands; it may have been undone or brought back."""
        done = self.done
        if done is None:
            return

        def show(later: int | None) -> None:
            if later is None:
                self._view.show_undone()
            else:
                self._view.show_done(done, later)

        self._context.runner.read(lambda desk: taking.steps_since(desk, done), show)

    @Slot()
    def undo(self) -> None:
        """Take the import back, with all that the officer did after it."""
        from facilitydesk.services.journal import undoing

        seq = self.done.seq if self.done else None
        if seq is not None:
            desk = self._context.desk
            self._context.runner.job(
                tr("撤销"), lambda step: undoing.undo_to(desk, seq, step), lambda _changes: None
            )

    @Slot()
    def send_back(self) -> None:
        """Ask for a file name and write the refused rows with their reasons."""
        done = self.done
        if done is None or not done.refused:
            return
        path = saving.ask_file(
            self._parent,
            self._context,
            f"{Path(done.review.book.name).stem}（{tr('退回')}）",
            ".xlsx",
        )
        if path is not None:
            self._context.runner.job(
                tr("另存退回行"),
                lambda _step: taking.write_send_back(done, path),
                self._on_written,
                failed=lambda trouble: self.told.emit(str(trouble), "red"),
            )

    def _on_written(self, path: Path) -> None:
        self.told.emit(tr("退回的行已另存为“{path}”。").format(path=path), "info")

    @Slot()
    def open_rows(self) -> None:
        """Show what came in on the page of projects, a list of buildings on that of buildings."""
        if self.done is None:
            return
        if self.done.buildings and not self.done.works:
            rows = {"buildings": self.done.buildings, "title": tr("刚导入的单体建筑")}
            self._context.page_wanted.emit("buildings", rows)
        else:
            where = {"works": tuple(self.done.works), "title": tr("刚导入的项目")}
            self._context.page_wanted.emit("projects", where)
