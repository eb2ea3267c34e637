"""校舍: buildings by hand, the line that foots, completed works entered, dangerous buildings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.gui.areas.ask_form import AskForm
from facilitydesk.gui.areas.entry_form import EntryForm
from facilitydesk.gui.areas.page import BuildingsPage
from facilitydesk.gui.export import view_document
from facilitydesk.reports.paper.page import Table
from facilitydesk.services.areas import buildings, completed, movements, openings, unentered, uses
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal.undoing import undo_last
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.areas.a_school import building, closing, done_work, opening, school
from tests.services.dashboard.dashboard_story import report

TODAY = date(2026, 3, 11)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[BuildingsPage]:
    """Two buildings of 1,500.25 ㎡ and an opening of as much; a completed work of 800 ㎡."""
    opening(desk, "1500.25")
    building(desk, "主楼", "1000.25", number="01", danger_grade="A")
    building(desk, "旧楼", "500", number="02", danger_grade="D", structure="土木")
    done_work(desk, "800", project="综合楼新建", nature="新建")
    with page_on(qtbot, desk, BuildingsPage) as made:
        made.show_view("buildings")
        settle()
        yield made


@pytest.fixture
def blank(qtbot: QtBot, desk: Desk) -> Iterator[BuildingsPage]:
    with page_on(qtbot, desk, BuildingsPage) as made:
        made.show_view("buildings")
        settle()
        yield made


def form_of(page: BuildingsPage) -> AskForm:
    form = page.side.content
    assert isinstance(form, AskForm)
    return form


def choose(form: AskForm, key: str, value: Any) -> None:
    field = form.fields[key]
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(value))


def test_a_building_is_typed_stored_and_undone(page: BuildingsPage) -> None:
    page.table.add()
    hand = Hand(page.table)
    for key, text in (
        ("number", "03"),
        ("built", "1998年9月"),
        ("area", "260.5㎡"),
        ("danger_grade", "c级"),
        ("name", "食堂"),
    ):
        hand.type(-1, key, text)
    rows = {row.name: row for row in buildings.rows(page.context.desk)}
    made = rows["食堂"]
    assert (made.school, made.number, made.built) == ("城关镇中心小学", "03", "1998-09")
    assert (str(made.area), made.danger_grade) == ("260.50", "C")
    undo_last(page.context.desk)
    assert "食堂" not in {row.name for row in buildings.rows(page.context.desk)}


def test_refused_cells_stay_with_their_reason(page: BuildingsPage) -> None:
    hand = Hand(page.table)
    hand.type(0, "built", "九十年代")
    hand.type(1, "number", "01")
    assert [text[:9] for text in hand.bad] == ["建成年月“九十年代", "“城关镇中心小学”的建筑"[:9]]
    assert hand.text(0, "built") == "九十年代"


def test_a_block_is_pasted_as_one_step(page: BuildingsPage) -> None:
    hand = Hand(page.table)
    hand.paste(0, "structure", "砖混\t1990\t3\n砖木\t1980\t1")
    rows = {
        row.name: (row.structure, row.built, row.floors)
        for row in buildings.rows(page.context.desk)
    }
    assert rows == {"主楼": ("砖混", "1990", 3), "旧楼": ("砖木", "1980", 1)}
    undo_last(page.context.desk)
    rows = {
        row.name: (row.structure, row.built, row.floors)
        for row in buildings.rows(page.context.desk)
    }
    assert rows["旧楼"] == ("土木", "", None)


def test_a_building_is_pulled_down_from_the_page(page: BuildingsPage) -> None:
    hand = Hand(page.table)
    hand.at(1, "name")
    page.buildings.ask(Movement.DEMOLISHED)
    settle()
    form = form_of(page)
    form.set_text("document", "拆1号")
    form.set_text("day", "2026-03-02")
    form.submit()
    settle()
    (moved,) = movements.rows(page.context.desk)
    assert (moved.building, str(moved.area), moved.document, moved.day) == (
        "旧楼",
        "-500.00",
        "拆1号",
        date(2026, 3, 2),
    )
    assert hand.text(1, "state") == "拆除"
    assert "Ctrl+Z" in hand.note
    assert not page.side.isVisible()


def test_a_future_day_is_refused_in_the_form(page: BuildingsPage) -> None:
    Hand(page.table).at(1, "name")
    page.buildings.ask(Movement.DISPOSED)
    settle()
    form = form_of(page)
    form.set_text("day", "2026-12-01")
    form.submit()
    settle()
    assert form.problem.text() == "日期2026-12-01尚未到来，请核对。"
    assert movements.rows(page.context.desk) == ()


def test_a_part_goes_and_a_measurement_corrects(page: BuildingsPage) -> None:
    hand = Hand(page.table)
    hand.at(0, "name")
    page.buildings.ask(Movement.DEMOLISHED)
    settle()
    form_of(page).set_text("area", "200.25")
    form_of(page).submit()
    settle()
    assert hand.text(0, "area") == "800.00"
    hand.at(0, "name")
    page.buildings.ask(Movement.MEASURED)
    settle()
    form_of(page).set_text("area", "801.5")
    form_of(page).submit()
    settle()
    assert hand.text(0, "area") == "801.50"
    assert closing(page.context.desk) == "1301.50"


def test_a_taken_over_building_joins_register_and_balance(page: BuildingsPage) -> None:
    Hand(page.table).at(0, "name")
    page.buildings.ask(Movement.ACQUIRED)
    settle()
    form = form_of(page)
    form.set_text("name", "接收楼")
    form.set_text("area", "300")
    form.submit()
    settle()
    assert Hand(page.table).column("name")[-1] == "接收楼"
    assert closing(page.context.desk) == "1800.25"


def test_the_line_foots_and_a_row_opens_its_lines(page: BuildingsPage) -> None:
    Hand(page.table).at(1, "name")
    page.buildings.ask(Movement.DEMOLISHED)
    settle()
    form_of(page).submit()
    settle()
    page.show_view("movements")
    settle()
    first, second = page.movements.line.text.splitlines()
    assert first == (
        "期初 1,500.25  ＋ 新建竣工 0.00  ＋ 购置/接收 0.00  － 拆除 500.00  － 报废/移交 0.00"
        "  ＋ 测量更正 0.00  ＝ 期末 1,000.25"
    )
    assert second == (
        "竣工 800.00  ＝ 净增 0.00  ＋ 拆除重建 0.00  ＋ 维修加固 0.00  ＋ 非校舍 0.00"
        "  ＋ 未入账 800.00  ；增减 -500.00"
    )
    hand = Hand(page.movements.table)
    assert (hand.text(0, "closing"), hand.text(0, "buildings")) == ("1,000.25", "1,000.25")
    assert Hand(page.movements.lines).column("area") == ["-500.00"]


def test_openings_are_typed_only_from_the_beginning(page: BuildingsPage) -> None:
    page.show_view("movements")
    settle()
    hand = Hand(page.movements.table)
    assert not hand.model.flags(hand.at(0, "opening")) & Qt.ItemFlag.ItemIsEditable
    page.years.setCurrentIndex(0)
    settle()
    hand.type(0, "opening", "1600")
    assert str(openings.rows(page.context.desk)[0].area) == "1600.00"
    assert "期末 1,600.00" in page.movements.line.text
    assert "相差99.75㎡" in page.findings.lines[0].text


def test_lines_are_pasted_with_their_sign_from_the_kind(page: BuildingsPage) -> None:
    page.show_view("movements")
    settle()
    hand = Hand(page.movements.lines)
    page.movements.lines.add()
    hand.type(-1, "school", "城关镇中心小学")
    hand.type(-1, "kind", "拆除")
    hand.type(-1, "area", "12.5")
    assert hand.column("area") == ["-12.50"]
    assert closing(page.context.desk) == "1487.75"


def test_a_completed_work_is_entered_from_the_list(page: BuildingsPage) -> None:
    page.show_view("waiting")
    settle()
    waiting = Hand(page.waiting.table)
    assert waiting.column("open") == ["800.00"]
    assert waiting.text(0, "proposed") == "净增 800.00"
    page.waiting.ask()
    settle()
    form = form_of(page)
    assert isinstance(form, EntryForm)
    form.set_text("net_area", "250")
    assert form.sum.text() == "各项之和 250.00，还差 550.00"
    form.submit()
    assert form.problem.text() == "各项之和 250.00，还差 550.00"
    form.set_text("net_area", "300")
    form.set_text("rebuilt_area", "500")
    assert form.sum.text() == "各项之和 800.00 ＝ 待入账"
    item = form.gone.item(0)
    assert item.text().startswith("02 旧楼")
    item.setCheckState(Qt.CheckState.Checked)
    assert form.fields["number"].property("text") == "03"
    form.set_text("name", "综合楼")
    form.set_text("document", "竣备3号")
    form.submit()
    settle()
    desk = page.context.desk
    assert closing(desk) == "1800.25"
    assert {row.name: row.state for row in buildings.rows(desk)} == {
        "主楼": "在用",
        "旧楼": "拆除",
        "综合楼": "在用",
    }
    assert page.waiting.table.rows == []
    assert Hand(page.waiting.entries).column("rebuilt_area") == ["500.00"]
    undo_last(desk)
    assert closing(desk) == "1500.25"


def test_an_entry_is_taken_back_and_a_changed_area_is_told(page: BuildingsPage) -> None:
    desk = page.context.desk
    (todo,) = unentered.rows(desk)
    from facilitydesk.domain.words.area_terms import Part

    completed.enter(desk, todo.id, {Part.NET: todo.open}, building={"name": "综合楼"})
    report(desk, todo.id, TODAY, completed_area=810_00, started_area=810_00)
    page.show_view("waiting")
    page.refresh()
    settle()
    assert Hand(page.waiting.table).column("state") == ["入账后竣工面积有变"]
    assert "相差10.00㎡" in page.findings.lines[0].text
    Hand(page.waiting.entries).at(0, "day")
    page.waiting.withdraw()
    settle()
    assert completed.entries(desk) == ()
    assert Hand(page.waiting.table).column("open") == ["810.00"]


def test_the_card_splits_the_area_and_keeps_the_history(page: BuildingsPage) -> None:
    hand = Hand(page.table)
    hand.at(0, "name")
    page.buildings.detail.setChecked(True)
    settle()
    card = page.buildings.card
    assert card is not None
    tab = card.uses
    assert tab.years.currentData() == 2026
    split = Hand(tab.table)
    split.type(0, "area", "1000.25")
    assert tab.sum.text() == "合计 1,000.25㎡，建筑面积 1,000.25㎡，相符"
    split.type(1, "area", "0.5")
    assert "相差 -0.50㎡" in tab.sum.text()
    (told,) = uses.of_building(page.context.desk, page.table.current.id)
    assert (told.year, str(told.total)) == (2026, "1000.75")
    card.tabs.setCurrentIndex(1)
    settle()
    card.checks.table.add()
    checks = Hand(card.checks.table)
    checks.type(-1, "danger_grade", "B")
    checks.type(-1, "kind", "鉴定")
    settle()
    assert hand.text(0, "danger_grade") == "B"


def test_dangerous_buildings_with_their_sums(page: BuildingsPage) -> None:
    page.show_view("danger")
    settle()
    assert Hand(page.danger.table).column("name") == ["旧楼"]
    assert page.danger.table.bar.title.text() == "危房台账　D级 1栋 500.00㎡"


def test_search_sort_and_export_as_in_every_grid(page: BuildingsPage) -> None:
    hand = Hand(page.table)
    hand.find("土木")
    assert hand.column("name") == ["旧楼"]
    columns = hand.view.shown_columns()
    (sheet,) = view_document(hand.model, columns, "单体建筑").parts
    (table,) = sheet.blocks
    assert isinstance(table, Table)
    name = [column.head for column in table.columns].index("建筑物名称")
    assert [row.cells[name] for row in table.rows][:1] == ["旧楼"]


def test_empty_pages_say_what_they_are_for(blank: BuildingsPage) -> None:
    assert blank.buildings.table.empty is not None
    assert blank.buildings.table.empty.isVisible()
    for view in ("movements", "waiting", "danger"):
        blank.show_view(view)
        settle()
        table = blank._views[view].table  # type: ignore[attr-defined]  # every view has one
        assert table.empty is not None
        assert table.empty.isVisible()
    assert blank.findings.isHidden()


def test_openings_from_buildings_in_one_step(qtbot: QtBot, desk: Desk) -> None:
    building(desk, "主楼", "1000")
    with page_on(qtbot, desk, BuildingsPage) as page:
        page.show_view("movements")
        settle()
        page.movements.begin.click()
        settle()
        assert closing(desk) == "1000.00"
        assert page.movements.begin.isHidden()
        assert Area.of("1000") == openings.rows(desk)[0].area


def test_findings_and_links_lead_where_they_say(page: BuildingsPage) -> None:
    wanted: list[tuple[str, object]] = []
    page.context.page_wanted.connect(lambda key, where: wanted.append((key, where)))
    page.print.click()
    page.danger.print.click()
    assert wanted == [("reports", {"report": "areas"}), ("reports", {"report": "danger"})]
    page.show_where({"school": school(page.context.desk), "title": "城关镇中心小学"})
    settle()
    assert len(Hand(page.table).column("name")) == 2
    page.show_where({"view": "waiting"})
    assert page.stack_key == "waiting"


@pytest.fixture
def locked(qtbot: QtBot, desk: Desk, make_work: Callable[..., int]) -> Iterator[BuildingsPage]:
    building(desk, "主楼", "1000")
    make_work()
    desk.readonly = True
    with page_on(qtbot, desk, BuildingsPage) as page:
        yield page


def test_a_read_only_desk_offers_nothing_to_do(locked: BuildingsPage) -> None:
    assert not locked.buildings.deeds.isEnabled()
    locked.buildings.ask(Movement.DEMOLISHED)
    assert locked.side.content is None
    assert not locked.waiting.store.isEnabled()
