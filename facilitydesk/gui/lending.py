"""A data file of a stick, a share or a synchronised folder: copied here, sent back when it is closed."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QProgressDialog, QWidget

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import loans

_KB = 1024


class Way(Enum):
    COPY = "copy"
    LOOK = "look"
    NOT = "not"


def ask(parent: QWidget, trouble: Trouble) -> Way:
    """How a file that lies on such a medium shall be opened."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("打开数据文件"))
    name, medium = Path(trouble.args_["path"]).name, trouble.args_["medium"]
    box.setText(tr("“{name}”在{medium}。").format(name=name, medium=medium))
    box.setInformativeText(
        tr(
            "直接在那里修改，断开、拔出或同步时容易丢失数据。\n"
            "建议复制到本机使用，关闭时自动核对并送回原处；也可以只读查看。"
        )
    )
    copy = box.addButton(tr("复制到本机使用，用完送回"), QMessageBox.ButtonRole.AcceptRole)
    look = box.addButton(tr("只读查看"), QMessageBox.ButtonRole.ActionRole)
    box.addButton(tr("取消"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(copy)
    box.exec()
    chosen = box.clickedButton()
    return Way.COPY if chosen is copy else Way.LOOK if chosen is look else Way.NOT


def banner(loan: loans.Loan) -> str:
    """The line that stays while a copy is worked on."""
    return tr("正在使用本机副本，关闭时核对并送回：{origin}").format(origin=loan.origin)


def bring_back(parent: QWidget, place: Path) -> str:
    """Send a closed copy back, asking where something stands against it; what to tell, or ""."""
    loan = loans.loan_of(place)
    if loan is None:
        return ""
    while True:
        trouble = _with_progress(parent, partial(loans.send_back, loan))
        if trouble is None:
            return sentence("medium.sent_back", {"path": loan.origin})
        if trouble.code == "medium.conflict":
            return _conflict(parent, loan, trouble)
        if not _again(parent, trouble, tr("重试"), tr("以后再送回")):
            return str(trouble)


def _conflict(parent: QWidget, loan: loans.Loan, trouble: Trouble) -> str:
    if not _again(parent, trouble, tr("把我的修改另存在原处旁边"), tr("留在本机")):
        return str(trouble)
    beside = loans.send_beside(loan)
    return sentence("medium.sent_back", {"path": beside})


def _again(parent: QWidget, trouble: Trouble, yes: str, no: str) -> bool:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(tr("送回数据文件"))
    box.setText(str(trouble))
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(accept)
    box.exec()
    return box.clickedButton() is accept


class _Bridge(QObject):
    """Brings what a thread tells back to the window's own."""

    moved = Signal(object, object)
    ended = Signal()

    def __init__(self, dialog: QProgressDialog, loop: QEventLoop) -> None:
        super().__init__()
        self._dialog, self._loop = dialog, loop
        self.moved.connect(self._show)
        self.ended.connect(self._end, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object)
    def _show(self, done: int, size: int) -> None:
        self._dialog.setMaximum(max(1, size // _KB))
        self._dialog.setValue(done // _KB)

    @Slot()
    def _end(self) -> None:
        self._loop.quit()


def _with_progress(parent: QWidget, work: Callable[[loans.Step], None]) -> Trouble | None:
    """Run a copy on a thread while a small window shows how far it is."""
    loop = QEventLoop()
    dialog = QProgressDialog(tr("正在核对并送回数据……"), "", 0, 0, parent)
    dialog.setCancelButton(None)
    dialog.setWindowTitle(tr("送回数据文件"))
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.setMinimumDuration(300)
    bridge = _Bridge(dialog, loop)
    caught: list[BaseException] = []

    def run() -> None:
        try:
            work(bridge.moved.emit)
        except BaseException as error:  # noqa: BLE001 - raised again below
            caught.append(error)
        finally:
            bridge.ended.emit()

    thread = Thread(target=run, name="sending back")
    thread.start()
    loop.exec()
    thread.join()
    dialog.close()
    dialog.deleteLater()
    for error in caught:
        if isinstance(error, Trouble):
            return error
        raise error
    return None
