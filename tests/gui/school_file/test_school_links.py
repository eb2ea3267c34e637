"""From a school's page to the balance and to the ledger: only this school is shown there."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.gui.areas.page import BuildingsPage
from facilitydesk.gui.money.funds_page import FundsPage
from facilitydesk.gui.money.ledger_lines import Rows
from facilitydesk.services.areas import deeds
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.areas.a_school import TODAY, building, opening, school
from tests.services.money.ledgers import add_project, allot, paper, pay


def test_the_balance_is_that_of_the_school(qtbot: QtBot, desk: Desk) -> None:
    opening(desk, "1500")
    opening(desk, "900", where="河西小学")
    old = building(desk, "旧楼", "500")
    other = building(desk, "河西旧楼", "100", where="河西小学")
    for each in (old, other):
        deeds.remove(desk, [Removal(each)], Movement.DEMOLISHED, TODAY)
    where = {"view": "movements", "school": school(desk, "河西小学"), "title": "河西小学"}
    with page_on(qtbot, desk, BuildingsPage) as page:
        page.show_where(where)
        settle()
        balance, lines = Hand(page.movements.table), Hand(page.movements.lines)
        assert balance.column("name") == ["河西小学"]
        assert lines.column("area") == ["-100.00"]
        assert page.movements.line.text.startswith("期初 900.00")
        assert page.movements.table.bar.part.text() == "只显示：河西小学（1所）　×"
        wanted: list[object] = []
        page.context.page_wanted.connect(lambda *told: wanted.append(told))
        page.print.click()
        assert wanted == [("reports", {"report": "school_areas", "school": where["school"]})]
        page.movements.lines.bar.part.click()
        settle()
        assert balance.column("name") == ["城关镇中心小学", "河西小学"]
        assert lines.column("area") == ["-100.00", "-500.00"], "the newest first"
        assert page.movements.line.text.startswith("期初 2,400.00")
        assert page.movements.table.bar.part.isHidden()
        page.show_where(where)
        page.show_where({"view": "movements"})
        settle()
        assert len(balance.column("name")) == 2


def test_the_ledger_is_that_of_the_school(qtbot: QtBot, desk: Desk) -> None:
    mine, other = add_project(desk, "教学楼"), add_project(desk, "食堂", "青石镇中心小学")
    central, county = (
        paper(desk, "川财教〔2026〕1号"),
        paper(desk, "临财教〔2026〕9号", level="县级"),
    )
    for project, sum_ in ((mine, 60_000), (other, 30_000)):
        allot(desk, central, project, sum_)
    allot(desk, county, mine, 5_000)
    pay(desk, central, mine, 20_000)
    me = school(desk)
    with page_on(qtbot, desk, FundsPage) as page:
        page.head.unit.click()  # 元
        page.show_where({"school": me, "title": "城关镇中心小学"})
        settle()
        model = page.ledger.matrix.model
        assert model is not None
        assert [model.row_at(n).cells["name"] for n in range(model.rowCount())] == [
            "城关镇中心小学"
        ]
        assert page.ledger.sums.text("分配") == "65,000.00"
        assert page.ledger.sums.text("支付") == "20,000.00"
        assert page.ledger.part.text().startswith("只显示：城关镇中心小学（1行）")
        page.show_where({"school": me, "title": "城关镇中心小学", "sources": True})
        settle()
        model = page.ledger.matrix.model
        assert model is not None
        assert model.rowCount() == 1
        assert {"60,000.00", "5,000.00"} <= {
            str(model.index(0, n).data()) for n in range(model.columnCount())
        }
        page.ledger.part.click()
        settle()
        assert model.rowCount() == 3, "two schools, and what no school has yet"
        assert page.ledger.sums.text("分配") == "95,000.00"
        page.show_where({"school": me, "title": "城关镇中心小学"})
        page.ledger.ask(rows=Rows.PROJECT)
        settle()
        assert page.ledger.part.isHidden()
