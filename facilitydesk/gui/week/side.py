"""What the week page shows at its side: the history of a cell, and who has not reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.domain.phones import shown
from facilitydesk.gui.context import clock_time
from facilitydesk.gui.theme import Tone
from facilitydesk.services.journal.history import Past
from facilitydesk.services.missing import MissingSchool

_ID = int(Qt.ItemDataRole.UserRole)


class HistoryList(QScrollArea):
    """The changes of one cell, newest first. Signal `restored(value)`: 恢复 was pressed."""

    restored = Signal(object)

    def __init__(
        self, changes: Sequence[Past], text_of: Callable[[Any], str], *, restorable: bool
    ) -> None:
        super().__init__()
        self.buttons: list[QPushButton] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner.setStyleSheet(f"background: {Tone.SURFACE};")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 0, 16, 16)
        layout.setSpacing(0)
        if not changes:
            layout.addWidget(_quiet(tr("本周尚未填写。")))
        for number, past in enumerate(changes):
            layout.addWidget(self._entry(past, text_of, restorable=restorable and number > 0))
        layout.addStretch(1)
        self.setWidget(inner)

    def _entry(self, past: Past, text_of: Callable[[Any], str], *, restorable: bool) -> QWidget:
        blank = tr("（空）")
        before, after = text_of(past.before) or blank, text_of(past.after) or blank
        what = QLabel(f"{before}　→　{after}")
        what.setWordWrap(True)
        what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        who = _quiet(f"{clock_time(past.at, '%Y-%m-%d %H:%M')}　{past.officer}")
        why = _quiet(past.label)
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(2)
        layout.addWidget(who)
        layout.addWidget(what)
        layout.addWidget(why)
        if restorable:
            button = QPushButton(tr("恢复为“{value}”").format(value=after[:16]))
            value = past.after
            button.clicked.connect(lambda: self.restored.emit(value))
            self.buttons.append(button)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
        box.setObjectName("entry")
        box.setStyleSheet(f"#entry {{ border-bottom: 1px solid {Tone.LINE}; }}")
        return box


class MissingList(QWidget):
    """The schools that have not reported, with phone numbers.

    Signals: `chosen(work id)`, `copied()`: the list is on the clipboard, its numbers masked
    unless `full_phones`.
    """

    chosen = Signal(object)
    copied = Signal()

    def __init__(self, schools: Sequence[MissingSchool], *, full_phones: bool = False) -> None:
        super().__init__()
        self._schools = schools
        self._full = full_phones
        works = sum(len(school.works) for school in schools)
        head = (
            tr("{schools}所学校、{works}项未报").format(schools=len(schools), works=works)
            if schools
            else tr("全部学校均已填报。")
        )
        self.count = QLabel(head)
        self.copy = QPushButton(tr("复制名单"))
        self.copy.setEnabled(bool(schools))
        self.copy.clicked.connect(self._on_copy)
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr("学校 / 项目"), tr("联系电话")])
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.tree.setRootIsDecorated(True)
        self.tree.setUniformRowHeights(True)
        columns = self.tree.header()
        columns.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        columns.setStretchLastSection(False)
        for school in schools:
            phone = " ".join(part for part in (school.contact, school.phone) if part)
            item = QTreeWidgetItem([school.school, phone or tr("待补")])
            item.setToolTip(0, f"{school.school}　{school.township}")
            item.setToolTip(1, phone or tr("学校登记中还没有联系电话"))
            item.setData(0, _ID, school.work_ids[0])
            for work, work_id in zip(school.works, school.work_ids, strict=True):
                child = QTreeWidgetItem([work])
                child.setToolTip(0, work)
                child.setData(0, _ID, work_id)
                item.addChild(child)
            self.tree.addTopLevelItem(item)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 8)
        top.addWidget(self.count, 1)
        top.addWidget(self.copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.tree, 1)
        self.tree.itemActivated.connect(self._on_item)
        self.tree.itemClicked.connect(self._on_item)

    @Slot(QTreeWidgetItem, int)
    def _on_item(self, item: QTreeWidgetItem, _column: int) -> None:
        self.chosen.emit(item.data(0, _ID))

    @Slot()
    def _on_copy(self) -> None:
        lines = [
            "\t".join(
                (
                    *(s.school, s.township, shown(s.contact, full=self._full)),
                    *(shown(s.phone, full=self._full), "、".join(s.works)),
                )
            )
            for s in self._schools
        ]
        head = "\t".join((tr("学校"), tr("乡镇"), tr("联系人"), tr("联系电话"), tr("未报项目")))
        QApplication.clipboard().setText("\n".join([head, *lines]))
        self.copied.emit()


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "quiet")
    return label
