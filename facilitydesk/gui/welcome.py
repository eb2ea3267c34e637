"""The first page: a new data file, an existing one, or the demonstration data."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitydesk import places
from facilitydesk.domain.cells import folded
from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.welcome_places import FILTER, NewPlaces

_WIDTH, _MARGIN = 600, 40
_INNER = _WIDTH - 2 * _MARGIN
DEMO_BANNER = tr("演示数据：学校和项目均为虚构，可随意修改，关闭后不保留。")


@dataclass(frozen=True)
class Wish:
    """What the officer chose: `place` to open, or to create when `county` is given."""

    place: Path | None
    officer: str = ""
    county: str = ""
    code: str = ""
    second: Path | None = None  # the second place of backups
    demonstration: bool = False
    back: bool = False  # to the file that was open before

    @property
    def banner(self) -> str:
        """The line above the pages of demonstration data."""
        return DEMO_BANNER if self.demonstration else ""


def fulfil(wish: Wish) -> Path:
    """The data file of a wish, created when it was asked for. Raises Trouble."""
    if wish.demonstration:
        return demonstration()
    if wish.place is None:
        raise ValueError("a wish without a place")
    if wish.county:
        from facilitydesk.services import settings
        from facilitydesk.services.datafile import files

        desk = files.create(
            wish.place, home=wish.county, home_code=wish.code, officer=wish.officer or None
        )
        try:
            if wish.second is not None:
                settings.change(desk, "backup.second", str(wish.second))
        finally:
            desk.close()
    return wish.place


def demonstration() -> Path:
    """A throw-away copy of the demonstration data; it goes with the process."""
    from facilitydesk.services.demo.make import demo_copy

    folder = tempfile.mkdtemp(prefix="facilitydesk-demo-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return demo_copy(Path(folder))


class Welcome(QWidget):
    """Shown while no data file is open."""

    wished = Signal(object)
    restore_wanted = Signal(object)  # the data file whose backups are to be shown
    upgrade_wanted = Signal()

    def __init__(self, officer: str = "") -> None:
        super().__init__()
        self.county = QLineEdit()
        self.county.setPlaceholderText(tr("例如：临溪县"))
        self.code = QLineEdit()
        self.code.setPlaceholderText(tr("六位数字，可不填"))
        self.officer = QLineEdit(officer)
        self.officer.setPlaceholderText(tr("您的姓名，用于记录每次修改"))
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setStyleSheet(
            f"background:{Tone.RED_SOFT}; color:{Tone.RED}; padding:8px 12px; border-radius:3px;"
        )
        self.trouble.hide()
        title = QLabel(tr("欢迎使用教育项目管理"))
        title.setProperty("role", "title")
        words = QLabel(
            tr(
                "学校建设项目的周进度、设备与资金在这里登记、核对、汇总、打印。"
                "全部数据保存在本机的一个文件里，不连接网络。"
            )
        )
        words.setWordWrap(True)
        words.setProperty("role", "quiet")
        form = QFormLayout()
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for box in (self.county, self.code, self.officer):
            box.setMinimumHeight(32)
            box.returnPressed.connect(self._on_new)
        form.addRow(tr("县（市、区）名称"), self.county)
        form.addRow(tr("行政区划代码"), self.code)
        form.addRow(tr("经办人"), self.officer)
        self.places = NewPlaces(form)
        self.county.textChanged.connect(self.places.set_county)
        self.new = QPushButton(tr("新建数据文件"))
        self.new.setProperty("primary", True)
        self.new.setDefault(True)
        self.open = QPushButton(tr("打开已有文件……"))
        self.demo = QPushButton(tr("用演示数据试一试"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new, self.open, self.demo):
            button.setMinimumHeight(36)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.restore = QPushButton(tr("从备份恢复……"))
        self.restore.setProperty("flat", True)
        self.restore.setMinimumHeight(36)
        self._broken: Path | None = None  # the file that could not be opened
        self.back = QPushButton(tr("返回"))
        self.back.setProperty("flat", True)
        self.back.hide()
        self._back: Path | None = None
        self.upgrade = QPushButton(tr("从U盘升级程序……"))
        self.upgrade.setProperty("flat", True)
        self.upgrade.setMinimumHeight(36)
        self.upgrade.clicked.connect(self.upgrade_wanted)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self.restore)
        second.addWidget(self.upgrade)
        second.addStretch(1)
        second.addWidget(self.back)
        card = QFrame()
        card.setObjectName("card")
        card.setStyleSheet(
            f"#card {{ background:{Tone.SURFACE}; border:1px solid {Tone.LINE}; border-radius:4px; }}"
        )
        card.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(_MARGIN, 32, _MARGIN, 32)
        inner.setSpacing(20)
        inner.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        inner.addWidget(title)
        inner.addWidget(words)
        inner.addWidget(self.trouble)
        inner.addLayout(form)
        inner.addLayout(buttons)
        inner.addLayout(second)
        ground = QWidget()
        scroll = QScrollArea()
        scroll.setWidget(ground)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        outer = QVBoxLayout(ground)
        outer.addStretch(2)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.new.clicked.connect(self._on_new)
        self.open.clicked.connect(self._on_open)
        self.demo.clicked.connect(self._on_demo)
        self.back.clicked.connect(self._on_back)
        self.restore.clicked.connect(self._on_restore)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.county if self._broken is None else self.restore).setFocus()

    def set_trouble(self, text: str) -> None:
        """What went wrong with the last choice; empty: nothing."""
        self.trouble.setText(text)
        # Without this the form is squeezed where the sentence takes two lines.
        self.trouble.setMinimumHeight(max(0, self.trouble.heightForWidth(_INNER)))
        self.trouble.setVisible(bool(text))

    def set_broken(self, place: Path | None) -> None:
        """The data file that could not be opened; its backups are offered first."""
        self._broken = place
        self.restore.setProperty("flat", place is None)
        self.restore.setProperty("primary", place is not None)
        self.new.setProperty("primary", place is None)
        for button in (self.restore, self.new):
            button.style().unpolish(button)
            button.style().polish(button)
        if place is not None:
            self.restore.setFocus()

    def set_back(self, place: Path) -> None:
        """Offer the file that was open before."""
        self._back = place
        self.back.setText(tr("返回{name}").format(name=place.stem))
        self.back.show()

    @Slot()
    def _on_back(self) -> None:
        self.wished.emit(Wish(self._back, self.officer.text().strip(), back=True))

    @Slot()
    def _on_new(self) -> None:
        county, officer = self.county.text().strip(), self.officer.text().strip()
        code = folded(self.code.text())
        if not county or not officer:
            self.set_trouble(tr("请填写县（市、区）名称和经办人。"))
            (self.county if not county else self.officer).setFocus()
            return
        if code and not (len(code) == 6 and code.isdecimal() and code.isascii()):
            self.set_trouble(tr("行政区划代码应为六位数字。"))
            self.code.setFocus()
            return
        self.wished.emit(Wish(self.places.path, officer, county, code, self.places.second))

    @Slot()
    def _on_open(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("打开数据文件"), str(places.documents()), FILTER
        )
        if chosen:
            self.wished.emit(Wish(Path(chosen), self.officer.text().strip()))

    @Slot()
    def _on_restore(self) -> None:
        if self._broken is not None:
            self.restore_wanted.emit(self._broken)
            return
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("选择数据文件，或任意一份备份"), str(places.documents()), FILTER
        )
        if chosen:
            self.restore_wanted.emit(Path(chosen))

    @Slot()
    def _on_demo(self) -> None:
        self.wished.emit(Wish(None, self.officer.text().strip(), demonstration=True))
