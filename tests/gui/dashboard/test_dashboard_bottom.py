"""底线达标率 on the dashboard: the printed rate, what is lacking most, and the way to the matrix."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from facilitydesk.gui.dashboard.page import DashboardPage
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle
from tests.gui.register.registers import open_page
from tests.services.norms.a_county import all_met, found, pupils
from tests.store_fixtures import add_work


def test_the_tile_tells_the_rate_and_opens_the_matrix(qtbot: QtBot, desk: Desk) -> None:
    add_work(desk)
    one, two = pupils(desk, "甲小学", 100), pupils(desk, "乙小学", 100)
    all_met(desk, one)
    all_met(desk, two)
    found(desk, two, {8: "未达标"})
    with context_on(desk) as (context, _told):
        page = open_page(qtbot, context, DashboardPage)
        settle()
        tile = page.areas.bottom
        assert tile.figure.text() in ("50.00%", "33.33%")
        assert "达标1所" in tile.lines[0].toolTip() + tile.lines[0].text()
        wanted: list[tuple[str, object]] = []
        context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
        tile.figure.click()
        assert wanted == [("norms", {"view": "bottom"})]


def test_without_checks_there_is_no_tile(qtbot: QtBot, desk: Desk) -> None:
    add_work(desk)
    with context_on(desk) as (context, _told):
        page = open_page(qtbot, context, DashboardPage)
        settle()
        assert not page.areas.isVisible()
