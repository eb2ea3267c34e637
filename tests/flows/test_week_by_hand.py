"""A week as an officer lives it: Friday afternoon in the project office of 临溪县.

周五下午，县教育局项目办的王敏用键盘和WPS表格把全县项目的周进度填完、核对、提交。
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.services import missing
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.week.weeks import THIS, Week, add_works, week_page


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> Iterator[Week]:
    add_works(desk, 20)
    with week_page(qtbot, desk) as page:
        yield page


def test_wang_min_fills_in_the_week_and_submits_it(week: Week, desk: Desk) -> None:
    # She opens the week: last week's figures stand grey beside blank cells; 20 are missing.
    assert week.page.bar.counts.text() == "共20项 · 未报 20"
    assert week.past(0, "progress") == "50"

    # Three schools have telephoned; she types their figures, Enter after each.
    for line, percent in enumerate(("55", "６０", "62%")):
        week.type(line, "progress", percent)
    assert week.column("progress")[:3] == ["55", "60", "62"]

    # Five schools have sent a table by WPS; it has a blank line at its end.
    table = "".join(f"{60 + n}\t{700 + n}㎡\t0\t13.{n}万元\r\n" for n in range(5)) + "\r\n"
    week.paste(3, "progress", table)
    assert week.column("progress")[3:9] == ["60", "61", "62", "63", "64", ""]
    assert week.text(4, "invested") == "13.10"

    # One school's money went down: it was wrong last week, and the reason is stored with it.
    week.type(8, "invested", "10")
    assert len(week.bad) == 1
    box = week.page.panel.bad.reason_box(week.page.panel.bad.places[0])
    box.setText("上周误按合同价填报")
    box.returnPressed.emit()
    settle()
    assert week.bad == []
    assert (week.text(8, "invested"), week.text(8, "reason")) == ("10.00", "上周误按合同价填报")

    # The block was for last month: one Ctrl+Z takes it back, one Ctrl+Y brings it again.
    week.undo()
    week.undo()
    assert week.column("progress")[3:8] == [""] * 5
    week.redo()
    week.redo()
    assert week.column("progress")[3:8] == ["60", "61", "62", "63", "64"]

    # Ten schools had no change; one has not answered and stays on the list.
    week.select((9, "stage"), (18, "stage"))
    week.page.deeds.mark_unchanged()
    settle()
    assert week.page.bar.counts.text() == "共20项 · 未报 1 · 草稿 9 · 无变化 10"
    (left,) = missing.missing_schools(desk, THIS)
    assert left.school == "第20小学"

    # She submits; the file holds it, and nothing can be changed any more.
    week.page.deeds.submit()
    settle()
    assert week.text(0, "state") == "已报"
    other = sqlite3.connect(str(desk.place))
    rows = other.execute("SELECT count(*) FROM week_entry WHERE week_start = ?", [THIS.isoformat()])
    assert rows.fetchone() == (19,)
    other.close()
    week.paste(0, "progress", "99")
    assert week.text(0, "progress") == "55"
