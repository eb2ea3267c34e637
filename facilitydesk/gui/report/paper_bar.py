"""The bar over a preview: fit to width, whole page, 100 %, larger, smaller; page n of m."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.report.paper_view import Fit, PaperView, Zoom


class PaperBar(QWidget):
    """Belongs to one PaperView and shows its state."""

    def __init__(self, view: PaperView) -> None:
        super().__init__()
        self.view = view
        self.smaller = _button("－", tr("缩小（Ctrl+滚轮）"))
        self.larger = _button("＋", tr("放大（Ctrl+滚轮）"))
        self.factor = QLabel()
        self.factor.setFixedWidth(48)
        self.factor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.fits: dict[Zoom, QToolButton] = {
            Fit.WIDTH: _button(tr("适合宽度"), tr("页面与窗口同宽")),
            Fit.PAGE: _button(tr("整页"), tr("看到整页")),
            1.0: _button("100%", tr("与纸张同大")),
        }
        group = QButtonGroup(self)
        group.setExclusive(False)
        for zoom, button in self.fits.items():
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _on=False, zoom=zoom: self.view.set_zoom(zoom))
        self.first = _button("‹", tr("上一页（PageUp）"))
        self.next = _button("›", tr("下一页（PageDown）"))
        self.page = QLineEdit()
        self.page.setFixedWidth(44)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page.setValidator(QIntValidator(1, 99_999, self))
        self.page.setToolTip(tr("输入页码后按回车"))
        self.count = QLabel()
        # How many pages there are is known last: the room beside the buttons is shared out before.
        self.count.setMinimumWidth(
            self.fontMetrics().horizontalAdvance(tr("/ {pages} 页").format(pages=9999))
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        groups: tuple[tuple[QWidget, ...], ...] = (
            tuple(self.fits.values()),
            (self.smaller, self.factor, self.larger),
            (self.first, self.page, self.count, self.next),
        )
        for number, widgets in enumerate(groups):
            if number:
                layout.addSpacing(6)
            for widget in widgets:
                layout.addWidget(widget)
        self.smaller.clicked.connect(lambda: self.view.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.view.step_zoom(1))
        self.first.clicked.connect(lambda: self.view.go_to(max(0, self.view.page - 1)))
        self.next.clicked.connect(lambda: self.view.go_to(self.view.page + 1))
        self.page.returnPressed.connect(self._on_page)
        view.page_changed.connect(self._show)
        view.zoom_changed.connect(self._show)
        self._show()

    @Slot()
    def _on_page(self) -> None:
        if self.page.text():
            self.view.go_to(min(int(self.page.text()), self.view.pages) - 1)
        self._show()
        self.view.setFocus()

    @Slot()
    @Slot(int)
    def _show(self, _page: int = 0) -> None:
        pages, page = self.view.pages, self.view.page
        self.page.setText(str(page + 1) if pages else "")
        self.count.setText(tr("/ {pages} 页").format(pages=pages))
        self.first.setEnabled(page > 0)
        self.next.setEnabled(page + 1 < pages)
        for zoom, button in self.fits.items():
            button.setChecked(self.view.zoom == zoom)
        self.factor.setText(f"{self.view.factor * 100:.0f}%" if pages else "")
        self.setEnabled(pages > 0)


def _button(text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(tip)
    button.setProperty("flat", True)
    button.setStyleSheet("QToolButton { padding: 3px 6px; }")
    button.setMinimumWidth(button.sizeHint().width())
    return button
