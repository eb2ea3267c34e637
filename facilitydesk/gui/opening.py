"""Opening a place on the opening thread, and the words for what could only be opened to be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble

if TYPE_CHECKING:
    from facilitydesk.gui.window import MainWindow
    from facilitydesk.services.datafile.loans import Loan
    from facilitydesk.services.desk import Desk

Place = Path | str | Callable[[], Path]
"""A data file, a server's URL, or what makes a data file (called on the opening thread)."""


def damage(desk: Desk) -> tuple[str, ...]:
    """What closed periods of money no longer add up to; runs on the worker."""
    from facilitydesk.services.money import closing

    return tuple(problem.message for problem in closing.recheck(desk))


def lent_as(desk: Desk) -> Loan | None:
    """The loan whose copy is open, if it is one."""
    from facilitydesk.services.datafile import loans

    return loans.loan_of(desk.place) if isinstance(desk.place, Path) else None


def open_place(place: Place, officer: str | None, *, readonly: bool = False) -> Desk:
    """The desk; read-only when another holds the file or its folder cannot be written.

    Raises Trouble("open.already_here") when another window of this PC has come forward with it.
    """
    from facilitydesk.services.datafile import files, holding, loans

    if callable(place):
        place = place()
    try:
        return files.open_desk(place, officer=officer, readonly=readonly)
    except Trouble as trouble:
        if trouble.code == "file.missing" and (kept := loans.waiting(Path(place))) is not None:
            return files.open_desk(kept.copy, officer=officer)  # the stick is not here
        if (
            trouble.code == "file.held"
            and trouble.args_.get("here")
            and holding.ask_to_raise(Path(place))
        ):
            raise Trouble("open.already_here") from trouble
        if trouble.code not in _SHOWN_ALL_THE_SAME:
            raise
        desk = files.open_desk(place, officer=officer, readonly=True)
        _WHY_READONLY[id(desk)] = only_reading(trouble)
        return desk


_WHY_READONLY: dict[int, str] = {}
_SHOWN_ALL_THE_SAME = {"file.held", "file.read_only", "lock.unsupported", "backup.only_reading"}


def meanwhile(window: MainWindow, work: Callable[[], Trouble | None]) -> Trouble | None:
    """Run the last backup on a thread; a window that stays goes on painting, but takes no input."""
    found: list[Trouble | None] = []
    thread = Thread(target=lambda: found.append(work()), name="last backup")
    thread.start()
    if window.isVisible():
        window.setEnabled(False)
        window.status.tell(tr("正在备份……"))
        while thread.is_alive():
            QCoreApplication.processEvents()
            thread.join(0.02)
        window.status.notice.clear()
        window.setEnabled(True)
    thread.join()
    return found[0] if found else None


def only_reading(trouble: Trouble) -> str:
    """What the trouble means for a file that is shown all the same."""
    if trouble.code == "backup.only_reading":
        return str(trouble)
    if trouble.code == "file.held":
        words = tr(
            "数据正由{officer}（{host}）使用（{since}起），现以只读方式打开，不能修改；"
            "对方关闭后请重新打开。"
        )
    elif trouble.code == "lock.unsupported":
        words = tr("“{path}”所在位置不支持文件锁，现以只读方式打开，不能修改；请复制到本机后打开。")
    else:
        words = tr(
            "“{path}”所在位置不可写，现以只读方式打开，不能修改；"
            "需要修改请复制到可写的文件夹后打开。"
        )
    return words.format(**trouble.args_)


def is_backup(desk: Desk) -> bool:
    """Whether a backup, or a file that a restore set aside, is open to be looked at."""
    if not desk.file_readonly or not isinstance(desk.place, Path):
        return False
    from facilitydesk.services.datafile import asides, backups

    return asides.is_aside(desk.place) or backups.noted(desk) is not None


def held_text(desk: Desk) -> str:
    """Why a desk is open for reading only."""
    if is_backup(desk):
        return str(Trouble("backup.only_reading", path=Path(desk.place).name))
    if desk.stopped is not None:
        return str(desk.stopped)
    if not desk.file_readonly:
        return tr("您的岗位是“查看”，可以查看和打印，不能修改。")
    return _WHY_READONLY.get(id(desk), tr("数据以只读方式打开，不能修改。"))
