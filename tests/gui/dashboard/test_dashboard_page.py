"""概览 on the screen: the shown figures are the services' figures, and a click opens their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.lights import Light
from facilitydesk.domain.rates import Basis, RateKind
from facilitydesk.domain.stages import StageGroup
from facilitydesk.gui.context import Context
from facilitydesk.gui.dashboard.page import DashboardPage
from facilitydesk.reports.paper import charts
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import PeriodScope, Scope
from facilitydesk.store import tables
from tests.gui.desks import context_on, settle, shown
from tests.services.dashboard.dashboard_story import (
    TODAY,
    plan_days,
    plan_version,
    programme_of,
    report,
    weeks_ago,
)

Make = Callable[..., int]
TOWNS = ("城关镇", "河口镇", "白马镇")


@pytest.fixture
def works(desk: Desk, make_work: Make) -> list[int]:
    """Nine works in three townships: two tendering, three under way, one stopped, three done."""
    stages = ["tendering"] * 2 + ["structure"] * 3 + ["stopped"] + ["completed"] * 3
    made: list[int] = []
    for n, stage in enumerate(stages):
        town = TOWNS[n % 3]
        work = make_work(project=f"楼{n}", school=f"{town}{n}小", township=town)
        plan_days(desk, work, "2025-06-01", "2026-06-30")
        done = 1_030_00 if stage == "completed" else 0
        report(desk, work, weeks_ago(1), stage="tendering", progress=0, invested=0)
        if n:
            figures = {"started_area": done or 500_00, "completed_area": done}
            extra = figures if stage not in ("tendering", "stopped") else {}
            report(
                desk, work, TODAY, stage=stage, progress=n * 10_00, invested=n * 9_000_00, **extra
            )
        made.append(work)
    return made


@pytest.fixture
def context(desk: Desk) -> Iterator[Context]:
    with context_on(desk) as (made, _told):
        yield made


@pytest.fixture
def wanted(context: Context) -> list[tuple[str, dict[str, Any]]]:
    """What the page asked other pages to show."""
    asked: list[tuple[str, dict[str, Any]]] = []
    context.page_wanted.connect(lambda key, where: asked.append((key, where)))
    return asked


def open_page(
    qtbot: QtBot, context: Context, width: int = 1230, height: int = 690
) -> DashboardPage:
    page = DashboardPage(context)
    qtbot.addWidget(page)
    shown(page, width, height)
    return page


def test_the_shown_figures_are_the_services_figures(
    qtbot: QtBot, desk: Desk, context: Context, works: list[int]
) -> None:
    page = open_page(qtbot, context)
    board = dashboard(desk, Scope(TODAY))
    for tile in board.tiles:
        assert page.tiles[tile.kind].figure.text() == tile.rate.text()
        assert page.tiles[tile.kind].figure.toolTip() == tile.rate.explain()
    assert page.tiles[RateKind.START].week.text() == "本周 +6"
    assert "河口镇4小 楼4" in page.tiles[RateKind.START].week.toolTip()
    assert page.tiles[RateKind.REPORTING].week.text() == "未填报 1 项"
    assert page.strip.total.number == "9"
    numbers = [int(button.number) for button in page.strip.states.values()]
    assert numbers == [2, 3, 1, 3]
    assert sum(numbers) == board.projects
    assert page.slowest.list.rowCount() == len(board.slowest)
    assert page.missing.list.item(0, 1).text() == "城关镇0小 楼0"  # type: ignore[union-attr]  # one row


def test_a_rate_past_the_mark_is_shown_and_explained(
    qtbot: QtBot, desk: Desk, context: Context, make_work: Make
) -> None:
    work = make_work(planned_area=50_00)
    report(desk, work, TODAY, stage="structure", started_area=60_00)
    plan_version(desk, programme_of(desk, work), "规划2014版", date(2014, 1, 1), area=50_00)
    page = open_page(qtbot, context)
    tile = page.tiles[RateKind.START]
    assert tile.figure.text() == "120.00%"
    assert tile.figure.toolTip().startswith("120.00% = 60.00 / 50.00 ㎡，按面积，规划2014版")
    assert tile.basis.text().startswith("按面积，规划2014版")
    tile.setFixedWidth(90)  # a narrow window: the basis goes on in the next line, it is not cut
    settle()
    assert tile.basis.height() >= 2 * tile.basis.fontMetrics().height()
    page.bars.kinds.button(RateKind.START).click()
    shapes = charts.draw(page.bars.view.chart, 400, 200, lambda text, size: len(text) * size)  # type: ignore[arg-type]  # it is shown
    assert any(isinstance(s, charts.Rect) and s.ink is charts.Ink.OVER for s in shapes)


def test_each_figure_opens_exactly_its_rows(
    qtbot: QtBot, context: Context, works: list[int], wanted: list[tuple[str, dict[str, Any]]]
) -> None:
    page = open_page(qtbot, context)
    board = page.board
    assert board is not None
    QTest.mouseClick(page.strip.states[StageGroup.STOPPED], Qt.MouseButton.LeftButton)
    assert wanted.pop() == ("projects", {"works": (works[5],), "title": "停工的项目"})
    page.tiles[RateKind.START].figure.click()
    # Stopped before anything was begun: 未开工 when started works are counted.
    assert wanted.pop()[1]["works"] == (*works[2:5], *works[6:])
    page.tiles[RateKind.COMPLETION].week.click()
    assert wanted.pop() == ("projects", {"works": tuple(works[6:]), "title": "本周新竣工的项目"})
    page.tiles[RateKind.REPORTING].week.click()
    assert wanted.pop() == ("projects", {"works": (works[0],), "title": "本周未填报的单项工程"})
    page.strip.drafts.click()
    assert wanted.pop()[1]["works"] == board.drafts
    page.slowest.every.click()
    late = [w for c in board.lights if c.light is not Light.GREEN for w in c.works]
    assert sorted(wanted.pop()[1]["works"]) == sorted(late)
    page.slowest.list.cellClicked.emit(0, 1)
    assert wanted.pop()[1]["works"] == (board.slowest[0].work_id,)


def test_a_bar_opens_its_township_by_mouse_and_by_keyboard(
    qtbot: QtBot, context: Context, works: list[int], wanted: list[tuple[str, dict[str, Any]]]
) -> None:
    page = open_page(qtbot, context)
    view = page.bars.view
    assert isinstance(view.chart, charts.Bars)
    names = [bar.label for bar in view.chart.bars]
    assert sorted(names) == sorted(TOWNS)
    places: dict[int, int] = {}
    for y in range(view.height()):
        index = view.index_at(QPointF(view.width() / 2, y))
        if index is not None:
            places.setdefault(index, y + 3)
    for index, y in places.items():
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() // 2, y))
        key, where = wanted.pop()
        town = TOWNS.index(names[index])
        assert (key, where["title"]) == ("projects", names[index])
        assert where["works"] == tuple(works[town::3])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert wanted.pop()[1]["title"] == names[-1]
    assert page.bars.note.text() == view.tips[-1]
    assert view.tips[0].splitlines()[2].startswith("竣工率")


def test_a_stage_opens_its_works(
    qtbot: QtBot, context: Context, works: list[int], wanted: list[tuple[str, dict[str, Any]]]
) -> None:
    page = open_page(qtbot, context)
    assert page.stages.title.text() == "在建单项工程3项，“主体施工”最多：3项"
    page.stages.view.chosen.emit(1)
    assert wanted.pop() == ("projects", {"works": tuple(works[2:5]), "title": "主体施工"})


def test_the_bars_say_how_many_are_below_the_target(
    qtbot: QtBot, desk: Desk, context: Context, works: list[int]
) -> None:
    with desk.operation("test.target", "目标") as unit:
        day = date(2026, 12, 31)
        unit.insert(tables.target, {"rate": "completion_rate", "day": day, "percent": 90_00})
    page = open_page(qtbot, context)
    assert page.bars.title.text() == "竣工率低于目标（90%）的乡镇：3个"
    page.bars.places.button(True).click()
    assert page.bars.title.text() == "竣工率低于目标（90%）的学校：6个"
    assert page.bars.note.text() == "目标线：2026-12-31前竣工率达到90%"


def test_the_switches_change_basis_scope_and_period(
    qtbot: QtBot, desk: Desk, context: Context, works: list[int], make_work: Make
) -> None:
    make_work(project="统筹楼", school="统筹小学", pooled=True)
    make_work(project="去年楼", school="去年小学", year=2025)
    page = open_page(qtbot, context)
    start = page.tiles[RateKind.START].figure
    page.basis.button(Basis.COUNT).click()
    settle()
    expected = dashboard(desk, Scope(TODAY, basis=Basis.COUNT)).tile(RateKind.START).rate
    assert start.text() == expected.text() == "54.55%"
    page.pooled.button(False).click()
    settle()
    assert start.text() == "60.00%"
    page.period.button(PeriodScope.YEAR).click()
    settle()
    assert start.text() == "66.67%"
    again = open_page(qtbot, context)  # the switches are remembered on this PC
    assert again.tiles[RateKind.START].figure.text() == "66.67%"
    assert again.basis.value is Basis.COUNT


def test_a_past_day_shows_what_was_reported_then(
    qtbot: QtBot, context: Context, works: list[int]
) -> None:
    page = open_page(qtbot, context)
    context.set_scope(as_of=weeks_ago(1))
    settle()
    assert page.tiles[RateKind.START].figure.text() == "0.00%"
    assert page.tiles[RateKind.REPORTING].figure.text() == "100.00%"
    assert "截至2026-03-06" in page.scope_words.text()


def test_an_entry_of_another_page_is_shown_at_once(
    qtbot: QtBot, desk: Desk, context: Context, works: list[int]
) -> None:
    page = open_page(qtbot, context)

    def work(desk: Desk) -> object:
        with desk.operation("test.more", "填报") as unit:
            entry = {"work_id": works[0], "week_start": date(2026, 3, 9), "as_of": TODAY}
            unit.insert(tables.week_entry, {**entry, "stage": "started"})
        return unit.result

    context.runner.do(work)
    settle()
    assert page.tiles[RateKind.REPORTING].week.text() == "未填报 0 项"
    assert page.tiles[RateKind.START].week.text() == "本周 +7"


def test_an_empty_file_says_the_first_steps(
    qtbot: QtBot, context: Context, wanted: list[tuple[str, dict[str, Any]]]
) -> None:
    page = open_page(qtbot, context)
    assert page.empty.isVisible()
    assert page.empty.title.text() == "还没有项目"
    page.empty.take.click()
    page.empty.new.click()
    assert wanted == [("exchange", {"import": "projects"}), ("projects", {"new": True})]


def test_an_empty_scope_is_not_an_empty_file(
    qtbot: QtBot, context: Context, make_work: Make
) -> None:
    make_work(pooled=True)
    page = open_page(qtbot, context)
    assert not page.empty.isVisible()
    page.pooled.button(False).click()
    settle()
    assert page.empty.title.text() == "本范围内没有项目"
    page.empty.every.click()
    settle()
    assert not page.empty.isVisible()


@pytest.mark.parametrize(("width", "height"), [(1230, 687), (1144, 639)])
def test_tiles_and_main_chart_are_visible_without_scrolling(
    qtbot: QtBot, context: Context, works: list[int], width: int, height: int
) -> None:
    page = open_page(qtbot, context, width, height)
    for part in (*page.tiles.values(), page.strip, page.bars, page.curve):
        corner = part.mapTo(page, part.rect().bottomRight())
        assert corner.x() < width
        assert corner.y() < height
