"""Step 1: a file by button, by drag and drop, or from the list of those taken in lately."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from facilitydesk import places
from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.panel import Panel
from facilitydesk.interchange.template import TEMPLATES

SUFFIXES = ("xlsx", "xls", "et", "ods", "csv", "xlsm", "xlsb")
_PATH = int(Qt.ItemDataRole.UserRole)
_DROP = f"""
#drop {{ background: {Tone.SURFACE}; border: 2px dashed #b4bfcc; border-radius: 6px; }}
#drop[over="true"] {{ background: {Tone.ACCENT_SOFT}; border-color: {Tone.ACCENT}; }}
"""


class ChooseView(QWidget):
    """Signals: `chosen(paths)`, `cancelled()` while a file is read, `template_wanted(template)`,
    `kind_cleared()` no kind is wanted any more."""  # noqa: D205,D209 - one thought

    chosen = Signal(object)
    cancelled = Signal()
    template_wanted = Signal(object)
    kind_cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.drop = _DropPlace()
        self.drop.dropped.connect(self.chosen)
        self.button = QPushButton(tr("选择文件……"))
        self.button.setProperty("primary", True)
        self.button.setMinimumWidth(140)
        self.button.clicked.connect(self._on_button)
        self.folder = places.documents()
        words = QLabel(tr("或将文件拖到这里；各校报来的同样表格可以一次选多个"))
        words.setProperty("role", "quiet")
        kinds = QLabel(tr("支持 xlsx、xls、et、ods、csv，不改动原文件"))
        kinds.setProperty("role", "quiet")
        self.kind = Link("")
        self.kind.setToolTip(tr("点击取消指定，按内容自动识别"))
        self.kind.clicked.connect(self.kind_cleared)
        self.kind.hide()
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.setObjectName("trouble")
        self.trouble.setStyleSheet(
            f"background: {Tone.RED_SOFT}; color: {Tone.RED}; border-radius: 3px; padding: 8px 12px;"
        )
        self.trouble.hide()
        self.reading = QLabel()
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setFixedSize(280, 10)
        self.cancel = QPushButton(tr("取消"))
        self.cancel.clicked.connect(self.cancelled)
        centre = Qt.AlignmentFlag.AlignHCenter
        inner = QVBoxLayout(self.drop)
        inner.setContentsMargins(32, 24, 32, 24)
        inner.setSpacing(8)
        inner.addStretch(1)
        inner.addWidget(self.kind, 0, centre)
        for widget in (self.button, words, kinds, self.reading, self.progress, self.cancel):
            inner.addWidget(widget, 0, centre)
        inner.addSpacing(8)
        inner.addWidget(self.trouble)
        inner.addStretch(1)
        self._idle = (self.button, words, kinds)
        self._busy = (self.reading, self.progress, self.cancel)
        self.recent = QListWidget()
        self.recent.setFrameShape(QFrame.Shape.NoFrame)
        self.recent.setSpacing(2)
        self.recent.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.itemActivated.connect(self._on_recent)
        self.recent.itemClicked.connect(self._on_recent)
        self.no_recent = QLabel(tr("还没有导入过文件。导入的文件会列在这里，便于下次再选。"))
        self.no_recent.setWordWrap(True)
        self.no_recent.setProperty("role", "quiet")
        self.no_recent.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.panel = Panel(tr("最近的文件"))
        self.panel.setFixedWidth(400)
        self.panel.body.addWidget(self.recent)
        self.panel.body.addWidget(self.no_recent, 1)
        self.templates = Panel(tr("空白表格（发给学校填报）"))
        self.links: dict[str, Link] = {}
        for template in TEMPLATES:
            link = Link(template.title)
            link.clicked.connect(
                lambda _on=False, template=template: self.template_wanted.emit(template)
            )
            self.templates.body.addWidget(link)
            self.links[template.key] = link
        self.templates.set_note(tr("栏目与本程序一致，收回后直接导入，不必对应。"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.drop, 1)
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self.panel, 1)
        side.addWidget(self.templates)
        layout.addLayout(side)
        self.set_reading("")
        self.set_recent(())

    def set_reading(self, name: str, count: int = 1) -> None:
        """While files are read: the first one's name, a moving bar, 取消. An empty name ends that."""
        for idle in self._idle:
            idle.setVisible(not name)
        for busy in self._busy:
            busy.setVisible(bool(name))
        words = tr("正在读取“{name}”……") if count == 1 else tr("正在读取“{name}”等{count}个文件……")
        self.reading.setText(words.format(name=name, count=count))
        if name:
            self.trouble.hide()

    def set_kind(self, words: str) -> None:
        """What the next file is taken in as; empty: whatever it is seen to be."""
        self.kind.setText(tr("导入为：{kind}　×").format(kind=words))
        self.kind.setVisible(bool(words))

    def set_trouble(self, text: str) -> None:
        """What went wrong with the last file; empty: nothing."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))

    def set_recent(self, files: Sequence[tuple[Path, str]]) -> None:
        """Files with what is known of them ("2026-03-11 导入20行"), the latest first."""
        self.recent.clear()
        for path, note in files:
            item = QListWidgetItem(f"{path.name}\n{note or path.parent}")
            item.setData(_PATH, path)
            item.setToolTip(str(path))
            if not path.exists():
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                item.setToolTip(tr("文件已不在原处：") + str(path))
            self.recent.addItem(item)
        self.recent.setVisible(bool(files))
        self.no_recent.setVisible(not files)

    @Slot()
    def _on_button(self) -> None:
        patterns = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        wanted = f"{tr('表格文件')} ({patterns});;{tr('所有文件')} (*)"
        paths, _ = QFileDialog.getOpenFileNames(self, tr("选择文件"), str(self.folder), wanted)
        if paths:
            self.chosen.emit([Path(path) for path in paths])

    @Slot(QListWidgetItem)
    def _on_recent(self, item: QListWidgetItem) -> None:
        self.chosen.emit([item.data(_PATH)])


class _DropPlace(QFrame):
    """Takes the files that are dropped."""

    dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setStyleSheet(_DROP)
        self.setAcceptDrops(True)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._mark(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(over=False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)
