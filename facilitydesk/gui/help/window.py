"""The window of the manual: chapters and search at the left, the text at the right."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QDesktopServices,
    QKeySequence,
    QPageLayout,
    QPageSize,
    QShortcut,
    QTextCursor,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from facilitydesk import atomic
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.help import document, manual
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.confirm import tell

_PAPER_WIDTH = 640  # pixels of a line on A4 between margins of 20 mm
_ROLE = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """Stays beside the program's window; `show_chapter` brings it to the front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("使用手册"))
        self.resize(1060, 720)
        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("在手册中查找"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(self._on_words)
        self.words.returnPressed.connect(self._on_first_hit)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet(
            f"QListWidget {{ border:none; background:{Tone.GROUND}; }}"
            "QListWidget::item { padding:6px 8px; }"
            f"QListWidget::item:selected {{ background:{Tone.ACCENT_SOFT}; color:{Tone.INK}; }}"
        )
        self.list.currentItemChanged.connect(self._on_chosen)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._on_link)
        self.text.setStyleSheet(f"QTextBrowser {{ border:none; background:{Tone.SURFACE}; }}")
        self.text.document().setDocumentMargin(28)
        self.print = QPushButton(tr("打印整本手册……"))
        self.print.clicked.connect(self._on_print)
        self.save = QPushButton(tr("存为PDF文件……"))
        self.save.clicked.connect(self._on_save)
        self.card = QPushButton(tr("打印快捷键卡片……"))
        self.card.clicked.connect(self._on_card)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.list, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.print)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        column.addWidget(self.card)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([280, 780])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        for keys, slot in (("Ctrl+F", self._on_find), ("Ctrl+P", self._on_print)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.close)
        self._list_chapters()

    def show_chapter(self, key: str) -> None:
        """Open the chapter of a key or of a page of the window, in front of everything."""
        self.words.clear()
        wanted = manual.chapter(key)
        for row in range(self.list.count()):
            if self.list.item(row).data(_ROLE)[0] == wanted.key:
                self.list.setCurrentRow(row)
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus()

    def pdf(self, *, card: bool = False) -> bytes:
        """The whole manual on A4; the card of keys alone."""
        with tempfile.TemporaryDirectory(prefix="facilitydesk-") as folder:
            path = Path(folder) / "manual.pdf"
            printer = QPrinter(QPrinter.PrinterMode.HighResolution)
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(path))
            self._put_on(printer, card=card)
            return path.read_bytes()

    def _put_on(self, printer: QPrinter, *, card: bool = False) -> None:
        paper = QPageSize(QPageSize.PageSizeId.A4)
        upright = QPageLayout.Orientation.Portrait
        printer.setFullPage(True)  # Qt's printing of texts leaves margins of 2 cm by itself
        printer.setPageLayout(QPageLayout(paper, upright, QMarginsF(0, 0, 0, 0)))
        paged = document.card() if card else document.whole(_PAPER_WIDTH)
        paged.print_(printer)

    def _list_chapters(self) -> None:
        self.list.clear()
        for each in manual.chapters():
            item = QListWidgetItem(each.title)
            item.setData(_ROLE, (each.key, ""))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    @Slot(str)
    def _on_words(self, words: str) -> None:
        if not words.strip():
            self._list_chapters()
            return
        self.list.clear()
        for hit in manual.find(words):
            item = QListWidgetItem(f"{hit.chapter.title} › {hit.section}\n{hit.piece}")
            item.setData(_ROLE, (hit.chapter.key, hit.section))
            item.setSizeHint(QSize(0, item.sizeHint().height()))
            self.list.addItem(item)
        if not self.list.count():
            item = QListWidgetItem(tr("没有找到，换个词试试。"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    @Slot(QListWidgetItem, QListWidgetItem)
    def _on_chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        found = item.data(_ROLE) if item is not None else None
        if found is None:
            return
        key, section = found
        sharp = self.devicePixelRatioF()
        document.fill(self.text.document(), manual.chapter(key).text, sharp=sharp)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        if section:
            self.text.find(section)
            self.text.ensureCursorVisible()

    @Slot()
    def _on_first_hit(self) -> None:
        if self.list.count():
            self.list.setCurrentRow(0)
            self.text.setFocus()

    @Slot()
    def _on_find(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    @Slot(QUrl)
    def _on_link(self, link: QUrl) -> None:
        """A link to another chapter: `week.md`; to a file of the PC: opened by its program."""
        name = link.fileName()
        if name.endswith(".md"):
            self.show_chapter(name.removesuffix(".md"))
        elif link.isLocalFile():
            QDesktopServices.openUrl(link)

    @Slot()
    def _on_print(self) -> None:
        self._ask(tr("打印整本手册"), card=False)

    @Slot()
    def _on_card(self) -> None:
        self._ask(tr("打印快捷键卡片"), card=True)

    def _ask(self, title: str, *, card: bool) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(title)
        if dialog.exec():
            self._put_on(printer, card=card)

    @Slot()
    def _on_save(self) -> None:
        start = str(Path.home() / tr("教育项目管理使用手册.pdf"))
        chosen, _ = QFileDialog.getSaveFileName(self, tr("存为PDF"), start, "PDF (*.pdf)")
        if not chosen:
            return
        try:
            atomic.save(Path(chosen), self.pdf())
        except Trouble as trouble:
            tell(self, str(trouble))
