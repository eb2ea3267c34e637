"""校舍 on the dashboard: area and growth, dangerous buildings, completed works to be entered."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.gui.dashboard.page import DashboardPage
from facilitydesk.services.areas import deeds
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.register.registers import page_on
from tests.services.areas.a_school import building, done_work, opening


def test_areas_are_hidden_while_there_is_no_register(qtbot: QtBot, desk: Desk) -> None:
    done_work(desk, "600")
    with page_on(qtbot, desk, DashboardPage) as page:
        assert page.areas.isHidden()


def test_four_figures_lead_to_their_views(qtbot: QtBot, desk: Desk) -> None:
    opening(desk, "1500")
    bad = building(desk, "旧楼", "300", danger_grade="D")
    building(desk, "平房", "200", danger_grade="C")
    building(desk, "主楼", "1000")
    done_work(desk, "600.50")
    deeds.remove(desk, [Removal(bad)], Movement.DEMOLISHED, date(2026, 2, 2))
    with page_on(qtbot, desk, DashboardPage) as page:
        row = page.areas
        assert [tile.figure.text() for tile in (row.area, row.growth, row.danger, row.waiting)] == [
            "1,200.00 ㎡",
            "-300.00 ㎡",
            "200.00 ㎡",
            "1 项",
        ]
        assert "拆除、移交 300.00" in row.growth.figure.toolTip()
        assert "C级 200.00" in row.danger.figure.toolTip()
        wanted: list[tuple[str, object]] = []
        page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
        row.waiting.figure.click()
        row.danger.figure.click()
        settle()
        assert wanted == [("buildings", {"view": "waiting"}), ("buildings", {"view": "danger"})]
