"""The grid by itself, as other pages use it: frozen cells that can be edited, rows to be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.filter_popup import FilterPopup
from facilitydesk.gui.grid.model import Edit, GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.services.desk import Desk
from tests.gui.desks import context_on, settle, shown

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Room:
    id: int
    building: str
    kind: str = ""
    building_area: Area | None = None
    floors: int | None = None
    boarding: bool = False


COLUMNS = [
    Column.of("building", lambda row: row.building, frozen=True, editable=True),
    Column(
        key="kind",
        head="用途",
        value=lambda row: row.kind,
        kind=Kind.CHOICE,
        choices=lambda: ["教学楼", "学生宿舍", "学生食堂"],
        editable=True,
    ),
    Column.of("building_area", lambda row: row.building_area, editable=True),
    Column.of("floors", lambda row: row.floors, editable=lambda row: row.kind != "学生食堂"),
    Column(
        key="boarding", head="寄宿", value=lambda row: row.boarding, kind=Kind.FLAG, editable=True
    ),
]


class Rooms:
    """A page in small: keeps rows in a list and stores what is typed."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.operations: list[tuple[int, str]] = []
        self.model = GridModel(COLUMNS, lambda row: row.id)
        self.model.edited.connect(self.store)
        self._on = context_on(desk)
        self.context, _ = self._on.__enter__()
        self.panel = GridPanel(
            self.context, "rooms", self.model, title_of=lambda row: row.building, add_rows=self.add
        )
        qtbot.addWidget(self.panel)
        self.model.set_rows(
            [Room(n, f"{n}号楼", "教学楼", Area.of(n * 100), n) for n in range(1, 5)]
        )
        shown(self.panel)
        self.panel.view.setFocus()

    def store(self, edits: list[Edit], label: str) -> None:
        self.operations.append((len(edits), label))
        for edit in edits:
            row = self.model.row_of(edit.row.id)
            assert row is not None
            value = (
                "" if edit.value is None and edit.column.key in ("building", "kind") else edit.value
            )
            self.model.put_rows([replace(row, **{edit.column.key: value})])

    def add(self, count: int) -> None:
        last = max(row.id for row in self.model.rows)
        more = [Room(last + n, "") for n in range(1, count + 1)]
        self.model.set_rows([*self.model.rows, *more])

    def at(self, line: int, key: str) -> None:
        index = self.model.index(line, self.model.by_key[key])
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.panel.view.selectionModel().setCurrentIndex(index, flags)

    def column(self, key: str) -> list[str]:
        number = self.model.by_key[key]
        return [str(self.model.index(n, number).data()) for n in range(self.model.rowCount())]

    def close(self) -> None:
        self.panel.close()
        self._on.__exit__(None, None, None)


@pytest.fixture
def rooms(qtbot: QtBot, desk: Desk) -> Iterator[Rooms]:
    made = Rooms(qtbot, desk)
    yield made
    made.close()


def test_the_model_keeps_the_rules_of_qt_when_rows_come_and_go(rooms: Rooms) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(rooms.model, fatal)
    rooms.add(3)
    rooms.panel.view.set_filter("kind", frozenset({"教学楼"}))
    rooms.model.set_rows(rooms.model.rows[:2])
    rooms.panel.view.clear_filters()
    assert rooms.column("building") == ["1号楼", "2号楼"]
    tester.deleteLater()


def test_a_frozen_cell_can_be_edited_in_its_place(rooms: Rooms) -> None:
    rooms.at(1, "building")
    QTest.keyClick(rooms.panel.view, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.parentWidget() is rooms.panel.view.frozen.viewport()
    QTest.keyClicks(editor, "B2")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert rooms.column("building")[:3] == ["1号楼", "B2", "3号楼"]
    assert rooms.panel.view.currentIndex().row() == 2


def test_typing_on_a_frozen_cell_begins_to_edit_it(rooms: Rooms) -> None:
    rooms.at(1, "building")
    QTest.keyClicks(rooms.panel.view, "B")
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.parentWidget() is rooms.panel.view.frozen.viewport()
    QTest.keyClicks(editor, "2")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert rooms.column("building")[:3] == ["1号楼", "B2", "3号楼"]


@pytest.mark.parametrize("key", ["building", "floors"])
def test_what_is_being_typed_survives_rows_that_come_in(rooms: Rooms, key: str) -> None:
    rooms.at(2, key)
    QTest.keyClicks(rooms.panel.view, "1")
    row = rooms.model.row_of(3)
    assert row is not None
    rooms.model.put_rows([replace(row, kind="学生宿舍")])  # an earlier cell of the row was stored
    QTest.keyClicks(focused(), "2")
    rooms.model.set_rows([replace(row, boarding=True) for row in rooms.model.rows])  # all read anew
    QTest.keyClicks(focused(), "3")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    settle()
    assert rooms.column(key)[2] == "123"


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_the_cell_stays_in_sight_when_the_list_of_refused_cells_opens(rooms: Rooms) -> None:
    rooms.add(60)
    settle()
    last = rooms.model.rowCount() - 1
    rooms.panel.view.walk.go(last, rooms.model.by_key["floors"])
    QTest.keyClicks(rooms.panel.view, "x")
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert rooms.panel.bad.isVisible()
    place = rooms.panel.view.visualRect(rooms.panel.view.currentIndex())
    assert rooms.panel.view.viewport().rect().contains(place)


def test_escape_in_the_search_field_shows_all_rows_again(rooms: Rooms) -> None:
    rooms.panel.layout().addWidget(rooms.panel.quick)  # type: ignore[union-attr]
    settle()  # shown, so that it takes the focus
    rooms.panel.quick.setFocus()
    rooms.panel.quick.insert("3号")
    rooms.panel.find()
    assert rooms.column("building") == ["3号楼"]
    rooms.panel.quick.setText("没有的楼")
    rooms.panel.find()
    painted = rooms.panel.view.viewport().grab().toImage()
    rooms.panel.view.nothing_found = ""
    assert painted != rooms.panel.view.viewport().grab().toImage()  # it says so
    QTest.keyClick(rooms.panel.quick, Qt.Key.Key_Return)  # nothing to go to: Escape stays at hand
    assert QApplication.focusWidget() is rooms.panel.quick
    QTest.keyClick(rooms.panel.quick, Qt.Key.Key_Escape)
    assert len(rooms.column("building")) == 4
    assert QApplication.focusWidget() is rooms.panel.view


def test_more_rows_than_there_are_can_be_added_or_cut(rooms: Rooms) -> None:
    block = "".join(f"{n}栋\t教学楼\t{n}00\r\n" for n in range(6))
    for answer, count in ((1, 4), (0, 8)):
        QApplication.clipboard().setText(block)
        rooms.at(2, "building")
        before = len(rooms.operations)
        QTest.keyClick(rooms.panel.view, Qt.Key.Key_V, CTRL)
        note = rooms.panel.note
        assert len(rooms.operations) == before  # nothing is pasted before the answer
        assert [button.text() for button in note.answers] == ["添加4行", "截断"]
        note.answers[answer].click()
        assert rooms.model.rowCount() == count
        assert len(rooms.operations) == before + 1
    assert rooms.column("building")[2:] == ["0栋", "1栋", "2栋", "3栋", "4栋", "5栋"]


def test_a_cell_may_be_closed_in_one_row_and_open_in_another(rooms: Rooms) -> None:
    rooms.at(0, "kind")
    QApplication.clipboard().setText("学生食堂\t500\t9\r\n学生宿舍\t600\t9")
    QTest.keyClick(rooms.panel.view, Qt.Key.Key_V, CTRL)
    assert rooms.column("kind")[:2] == ["学生食堂", "学生宿舍"]
    rooms.at(0, "floors")
    QApplication.clipboard().setText("5\r\n5")
    QTest.keyClick(rooms.panel.view, Qt.Key.Key_V, CTRL)
    assert rooms.column("floors")[:2] == ["9", "5"]


def test_chinese_names_are_sorted_by_pinyin(rooms: Rooms) -> None:
    names = ("万潮中学", "A区", "凯里中学", "大河小学", "")
    rooms.model.set_rows([Room(n, name) for n, name in enumerate(names)])
    rooms.panel.view.set_sort("building")
    assert rooms.column("building") == ["A区", "大河小学", "凯里中学", "万潮中学", ""]
    rooms.panel.view.set_sort("building", descending=True)
    assert rooms.column("building")[0] == "万潮中学"


def test_the_filter_of_a_column_lists_its_values_in_order(rooms: Rooms) -> None:
    rooms.at(0, "building_area")
    QApplication.clipboard().setText("1000\r\n90\r\n\r\n90")
    QTest.keyClick(rooms.panel.view, Qt.Key.Key_V, CTRL)
    view = rooms.panel.view
    header = view.horizontalHeader()
    texts = rooms.model.texts_of(rooms.model.columns[rooms.model.by_key["building_area"]])
    assert texts == ["90.00", "1,000.00", ""]
    popup = FilterPopup(view, texts, None)
    popup.filtered.connect(lambda chosen: view.set_filter("building_area", chosen))
    popup.check("90.00", on=False)
    popup.apply.click()
    settle()
    assert rooms.column("building") == ["1号楼", "3号楼"]
    assert header.isVisible()
    view.set_filter("building_area", None)
    view.set_sort("building_area", descending=True)
    assert rooms.column("building_area") == ["1,000.00", "90.00", "90.00", ""]


def test_yes_and_no_are_read_and_anything_else_is_asked(rooms: Rooms) -> None:
    rooms.at(0, "boarding")
    QApplication.clipboard().setText("是\r\n√\r\n否\r\n也许")
    QTest.keyClick(rooms.panel.view, Qt.Key.Key_V, CTRL)
    assert rooms.column("boarding") == ["是", "是", "", "也许"]
    assert [place[0] for place in rooms.panel.bad.places] == [4]


def test_a_selection_that_is_a_multiple_of_the_block_is_tiled(rooms: Rooms) -> None:
    from PySide6.QtCore import QItemSelection

    QApplication.clipboard().setText("1\r\n2")
    rooms.at(0, "floors")
    number = rooms.model.by_key["floors"]
    chosen = QItemSelection(rooms.model.index(0, number), rooms.model.index(3, number))
    rooms.panel.view.selectionModel().select(
        chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    QTest.keyClick(rooms.panel.view, Qt.Key.Key_V, CTRL)
    assert rooms.column("floors") == ["1", "2", "1", "2"]


def test_the_frozen_columns_lie_over_the_others_and_scroll_with_them(rooms: Rooms) -> None:
    rooms.add(60)
    settle()
    view = rooms.panel.view
    assert view.frozen.isVisible()
    assert view.frozen.width_of_columns() == view.columnWidth(0)
    view.verticalScrollBar().setValue(300)
    assert view.frozen.verticalScrollBar().value() == 300
    view.setColumnWidth(0, 240)
    assert view.frozen.columnWidth(0) == 240
    assert view.frozen.height() == view.viewport().height() + view.horizontalHeader().height()
