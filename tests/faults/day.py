"""A child that does a day's work and dies at the first socket.

`python -m tests.faults.day FILE BOOK FOLDER`: opens the window offscreen, types cells, imports a
workbook, writes a report as PDF and as workbook, makes a backup, looks through the file, and ends.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """No socket of any kind, no name looked up, no address opened."""
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")):
        os.write(2, f"network: {event} {arguments!r}\n".encode())
        os._exit(9)


sys.addaudithook(watch)


def work_by_hand(path: Path, book: Path, folder: Path) -> None:
    from facilitydesk.cli import run

    assert run(["import", str(path), str(book), "--as-of", "2026-03-08", "--officer", "王敏"]) in {
        0,
        1,
    }
    for name in ("bulletin.pdf", "bulletin.xlsx"):
        words = ["report", str(path), "bulletin", "--as-of", "2026-03-08", "--out"]
        assert run([*words, str(folder / name)]) == 0
        assert (folder / name).stat().st_size > 1000
    assert run(["backup", str(path), "--to", str(folder)]) == 0
    assert run(["verify", str(path)]) == 0


def work_in_the_window(path: Path, folder: Path) -> None:
    from PySide6.QtCore import QTimer

    from facilitydesk.domain.quantities import Percent
    from facilitydesk.gui.application import make_application
    from facilitydesk.gui.remembered import Settings
    from facilitydesk.gui.start import Shell
    from facilitydesk.services import week
    from facilitydesk.services.datafile import inspection
    from facilitydesk.services.journal import undoing
    from facilitydesk.services.week import Cell

    app = make_application()
    shell = Shell(Settings(folder / "window.json"), officer="王敏")
    shell.start(path)

    def work() -> None:
        context = shell.window.context
        if context is None:
            QTimer.singleShot(50, work)
            return
        for page in ("week", "projects", "schools", "overview", "reports", "exchange", "settings"):
            shell.window.open_page(page)
            app.processEvents()
        monday = date(2026, 3, 9)
        rows = week.sheet(context.desk, monday).rows
        context.runner.do(
            lambda desk: week.enter(desk, monday, [Cell(rows[0].work_id, "progress", Percent(100))])
        )
        undoing.undo_last(context.desk)
        assert inspection.inspect(context.desk, deep=True).faults == ()
        QTimer.singleShot(300, app.quit)

    QTimer.singleShot(0, work)
    app.exec()
    assert shell.window.context is not None
    shell.close()


def main() -> None:
    from facilitydesk.services.datafile import files

    path, book, folder = map(Path, sys.argv[1:4])
    with closing(files.open_desk(path, officer="王敏")):
        pass
    work_by_hand(path, book, folder)
    work_in_the_window(path, folder)
    print("done")


if __name__ == "__main__":
    main()
