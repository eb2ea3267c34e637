"""The ways back: from an open file, from the first page, and to look at a backup and return."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from facilitydesk.gui.people.prove import Proved
    from facilitydesk.gui.start import Shell
    from facilitydesk.services.datafile.restore_preview import Preview


class Ways(QObject):
    """What the shell does when a backup is wanted."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shell = shell
        self._restoring = False
        shell.opened.connect(self._on_opened)  # before the shell's own answer

    @Slot(object)
    def _on_opened(self, result: object) -> None:
        """After a restore the journal is not the one this PC closed last, and need not be."""
        restored, self._restoring = self._restoring, False
        if restored and not isinstance(result, BaseException):
            from facilitydesk.gui.people import heads
            from facilitydesk.services.desk import Desk

            if isinstance(result, Desk):
                heads.forget(self.shell.settings, result)

    @Slot(object, object, object)
    def restore(
        self,
        data_file: Path,
        source: Path,
        seen: Preview | None = None,
        who: Proved | None = None,
    ) -> None:
        """Go back to a backup and open the file again; the present one is kept beside it.

        `who`: by name and password while no file is open; else it is the officer at the desk.
        """
        shell = self.shell
        officer, context = shell.officer or "", shell.window.context
        if context is not None:
            officer = context.desk.officer
            if not shell.window.may_leave():
                return
        at_desk, password = context is not None, ""
        if who is not None and who.name:
            officer, password = who.name, who.password
        shell.returning = data_file
        if shell.keeper is not None:
            shell.keeper.restoring = True

        def restored() -> Path:
            from facilitydesk.services.datafile import progress, restoring

            done = restoring.restore(
                data_file,
                source,
                officer=officer,
                password=lambda: password,
                at_desk=at_desk,
                seen=seen,
                step=progress.watcher(),
            )
            return done.data_file

        shell.open(restored)
        self._restoring = True

    @Slot(object)
    def look_at(self, source: Path) -> None:
        """Show a backup without changing it; 切换数据文件 leads back."""
        shell, context = self.shell, self.shell.window.context
        if context is not None:
            if not shell.window.may_leave():
                return
            if isinstance(context.desk.place, Path) and shell.returning is None:
                shell.returning = context.desk.place
        shell.open(source, readonly=True)

    @Slot(object)
    def from_first_page(self, chosen: Path) -> None:
        """The backups of a file that is damaged or gone, or that a chosen backup belongs to."""
        from facilitydesk.gui.backups.dialog import RestoreDialog
        from facilitydesk.gui.people.prove import prove
        from facilitydesk.services.datafile import backups

        shell, data_file = self.shell, backups.data_file_of(chosen)
        last = str(shell.settings.get("window.officer") or "")
        who = prove(shell.window, data_file, None, last)
        if who is None:
            return
        dialog = RestoreDialog(data_file, shell.window)
        if dialog.exec():
            if shell.welcome is not None:
                shell.officer = shell.welcome.officer.text().strip() or shell.officer
            if dialog.chosen is not None:
                if not who.name:  # nothing of the file can be read but the backup itself
                    who = prove(shell.window, data_file, dialog.chosen, last)
                if who is not None:
                    self.restore(data_file, dialog.chosen, dialog.copies.seen, who)
            elif dialog.looked is not None:
                shell.returning = data_file
                self.look_at(dialog.looked)
        dialog.deleteLater()
