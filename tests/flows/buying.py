"""An officer at the window who buys equipment: tabs, buttons, pasted blocks, papers, a scanner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from facilitydesk.gui.context import Context
from facilitydesk.gui.equipment.page import EquipmentPage
from facilitydesk.gui.remembered import Settings
from facilitydesk.gui.report.page import ReportPage
from facilitydesk.gui.window import MainWindow
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import Hand
from tests.reports.papers import plain


class Buyer:
    """What an officer does in the window."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        self.window, self.context = window, context

    @property
    def page(self) -> EquipmentPage:
        self.window.open_page("equipment")
        settle()
        return cast("EquipmentPage", self.window.page("equipment"))

    def go(self, view: str) -> Any:
        """Press the tab of a view."""
        page = self.page
        page.head.views.button(view).click()
        settle()
        return page.views[view]

    def press(self, text: str) -> None:
        """Press the one button in sight with this text."""
        page = self.page
        (button,) = [
            b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(page)
        ]
        button.click()
        settle()

    def paste(self, table: Any, rows: list[str]) -> Hand:
        """Begin a row, paste a block from the clipboard, let the missing rows be added."""
        table.add()
        settle()
        hand = Hand(table)
        hand.paste(0, "school_id", "\n".join(rows))
        hand.answers[f"添加{len(rows) - 1}行"].click()
        settle()
        return hand

    def look_at(self, school: str) -> None:
        """Follow the link of a school's page to its equipment."""
        (school_id,) = [row.id for row in schools.rows(self.context.desk) if row.name == school]
        self.context.page_wanted.emit("equipment", {"school": school_id, "title": school})
        settle()

    def paper(self, title: str) -> bytes:
        """Choose a paper in the 打印 menu of the view; its PDF as it stands on the screen."""
        menu = self.page.papers_menu
        menu.aboutToShow.emit()
        (action,) = [each for each in menu.actions() if each.text() == title]
        action.trigger()
        settle()
        reports = self.window.page("reports")
        assert isinstance(reports, ReportPage)
        assert reports.isVisible()
        paper = reports.view.paper
        assert paper is not None, reports.view.findings.text
        return paper.printed.pdf

    def scan(self, code: str) -> str:
        """Hold a label before the scanner, which types and presses Enter; what the bar says."""
        bar = self.page.stock.scan
        QTest.keyClicks(bar.edit, code)
        QTest.keyClick(bar.edit, Qt.Key.Key_Return)
        settle()
        return str(bar.told.text())


@contextmanager
def buyer_on(qtbot: QtBot, desk: Desk) -> Iterator[Buyer]:
    """The whole window on a desk."""
    with context_on(desk) as (context, _told):
        window = MainWindow(Settings(None))
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.attach(context, page="equipment")
        settle()
        try:
            yield Buyer(window, context)
        finally:  # a window that closes with a refused cell asks, and nobody answers here
            window.detach()
            settle()


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page without blanks and without the journal's head, which moves on."""
    with Preview(pdf) as preview:
        texts = [plain(preview.text(number)) for number in range(len(preview))]
    return [re.sub(r"数据校验值[0-9a-f]+第\d+号操作", "", text) for text in texts]


def codes_of(pdf: bytes, scale: float = 3) -> list[str]:
    """The QR codes as a scanner of 216 dpi reads them off the printed sheets, sorted."""
    import zxingcpp

    found: list[str] = []
    with Preview(pdf) as preview:
        for number in range(len(preview)):
            drawn = preview.image(number, scale)
            size = (drawn.width, drawn.height)
            image = Image.frombuffer("RGB", size, drawn.pixels, "raw", "BGRX", drawn.stride, 1)
            found += [code.text for code in zxingcpp.read_barcodes(image)]
    return sorted(found)
