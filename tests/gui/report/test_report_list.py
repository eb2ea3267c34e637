"""The list of reports: headings of subjects, and a keyboard that never stops on one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from facilitydesk.gui.report.report_list import PRINTS, ReportList
from facilitydesk.reports.catalogue import GROUPS, REPORTS
from tests.gui.desks import settle, shown
from tests.gui.report.reports import Reports


@pytest.fixture
def listing(qtbot: QtBot) -> ReportList:
    made = ReportList()
    qtbot.addWidget(made)
    made.fill(GROUPS)
    shown(made, 204, 620)
    made.choose_first()
    made.setFocus()
    return made


def press(listing: ReportList, key: Qt.Key) -> str:
    QTest.keyClick(listing, key)
    return listing.name


def test_every_report_stands_below_the_heading_of_its_subject(listing: ReportList) -> None:
    texts = [listing.item(n).text() for n in range(listing.count())]
    assert texts[:3] == ["进度", "工程进展情况通报", "项目进度表"]
    assert texts.index("资金") < texts.index("对账单") < texts.index("设备采购")
    assert texts.index("校舍") < texts.index("危房台账") < texts.index("学校与办学条件")
    assert texts.index("数据安全") < texts.index("操作日志") < texts.index("已印发")
    heads = [
        listing.item(n).text()
        for n in range(listing.count())
        if listing.item(n).flags() == Qt.ItemFlag.NoItemFlags and listing.item(n).text()
    ]
    assert heads == ["进度", "资金", "设备采购", "资产", "校舍", "学校与办学条件", "数据安全"]
    assert len(texts) == len(REPORTS) + len(heads) + 2, "and a line above 已印发"


def test_the_arrows_walk_through_all_reports_and_over_the_headings(listing: ReportList) -> None:
    walked = [listing.name]
    while walked[-1] != PRINTS and len(walked) <= len(REPORTS):
        walked.append(press(listing, Qt.Key.Key_Down))
    assert walked == [*(report.name for report in REPORTS), PRINTS]
    back = [listing.name]
    while back[-1] != REPORTS[0].name and len(back) <= len(REPORTS):
        back.append(press(listing, Qt.Key.Key_Up))
    assert back == walked[::-1]
    assert press(listing, Qt.Key.Key_Up) == REPORTS[0].name, "the heading above is no choice"
    assert listing.verticalScrollBar().value() == 0, "but it is in sight"


def test_home_end_and_page_keys_end_on_a_report(listing: ReportList) -> None:
    assert press(listing, Qt.Key.Key_End) == PRINTS
    assert press(listing, Qt.Key.Key_Home) == REPORTS[0].name
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        for _ in range(6):
            assert press(listing, key) != ""
            assert listing.currentItem().isSelected()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("资金", "execution"),  # not the heading 资金
        ("资产", "assets"),
        ("校舍", "areas"),
        ("危", "danger"),
        ("进度", "bulletin"),  # no title begins so: the cursor stays
    ],
)
def test_the_beginning_of_a_title_finds_it(listing: ReportList, typed: str, found: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(typed)
    QApplication.sendEvent(listing, event)
    assert listing.name == found


def test_a_press_on_a_heading_changes_nothing(listing: ReportList) -> None:
    listing.choose("payments")
    settle()
    heading = next(
        listing.item(n) for n in range(listing.count()) if listing.item(n).text() == "资金"
    )
    place = listing.visualItemRect(heading).center()
    QTest.mouseClick(listing.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert listing.name == "payments"
    assert listing.currentItem().isSelected()


def test_the_page_follows_the_keyboard(reports: Reports) -> None:
    assert reports.page.list.name == "bulletin"
    reports.page.list.setFocus()
    for _ in range(5):
        QTest.keyClick(reports.page.list, Qt.Key.Key_Down)
        settle()
    assert reports.view.head.title.text() == "未报名单"
    QTest.keyClick(reports.page.list, Qt.Key.Key_End)
    settle()
    assert reports.page.stack.currentWidget() is reports.page.prints
