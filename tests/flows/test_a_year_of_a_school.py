"""A year of a school: demolish, rebuild, repair, hand over; the balance foots, the paper explains it.

校舍办的王敏把学校的校舍台账导入，一年里登记拆除、重建、维修和移交，年底打印变动表。
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from facilitydesk.app import main
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.gui.areas.ask_form import AskForm
from facilitydesk.gui.areas.entry_form import EntryForm
from facilitydesk.gui.areas.page import BuildingsPage
from facilitydesk.interchange.importing import run_import
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.areas import balance
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal.undoing import redo_last, undo_last
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.interchange.books import write
from tests.reports.papers import plain
from tests.services.areas.a_school import done_work

SCHOOL = "城关镇中心小学"
TODAY = date(2026, 3, 11)
REGISTER: list[list[object]] = [
    ["临溪县中小学校舍台账"],
    ["（截至2025年12月31日）"],
    ["学校名称", "乡镇", "楼号", "建筑物名称", "结构", "建成年月", "建筑面积（㎡）", "危房等级"],
    [SCHOOL, "城关镇", "01", "教学楼", "砖混", "1998-09", 1200.5, "B"],
    [SCHOOL, "城关镇", "02", "旧教学楼", "土木", "1975", 640.25, "D"],
    [SCHOOL, "城关镇", "03", "村小校舍", "砖木", "1988", 300, "A"],
    ["合计", None, None, None, None, None, 2140.75, None],
]


def answer(page: BuildingsPage, **texts: str) -> None:
    """Fill in the questions at the right and register them."""
    form = page.side.content
    assert isinstance(form, AskForm)
    for key, text in texts.items():
        form.set_text(key, text)
    form.submit()
    settle()
    assert form.problem.isHidden() or not form.problem.text()


def deed(page: BuildingsPage, name: str, kind: Movement, **texts: str) -> None:
    page.show_view("buildings")
    settle()
    hand = Hand(page.table)
    hand.at(hand.column("name").index(name), "name")
    page.buildings.ask(kind)
    settle()
    answer(page, **texts)


def enter(page: BuildingsPage, project: str, **texts: str) -> EntryForm:
    """Open the entry of a completed work, see what is proposed, and answer."""
    page.show_view("waiting")
    settle()
    hand = Hand(page.waiting.table)
    hand.at(hand.column("name").index(project), "name")
    page.waiting.ask()
    settle()
    form = page.side.content
    assert isinstance(form, EntryForm)
    answer(page, **texts)
    return form


def test_the_year_of_a_school(
    qtbot: QtBot, desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # In January the register comes in from a workbook; the school begins with 2,140.75 ㎡.
    result = run_import(desk, write(tmp_path / "校舍台账.xlsx", REGISTER))
    assert (len(result.refused), result.changed["buildings"]["created"]) == (0, 3)
    with page_on(qtbot, desk, BuildingsPage) as page:
        # February: the D-graded building is pulled down.
        deed(
            page, "旧教学楼", Movement.DEMOLISHED, day="2026-02-03", document="临教校舍〔2026〕2号"
        )

        # March: two works are reported as completed; they wait for what they changed.
        done_work(desk, "980.40", date(2026, 3, 6), project="新教学楼", nature="新建")
        done_work(desk, "1200.50", date(2026, 3, 6), project="教学楼维修", nature="维修改造")
        page.refresh()
        form = enter(page, "新教学楼", name="新教学楼", document="竣备〔2026〕7号")
        # What was demolished is proposed as rebuilt; only the rest is a net gain.
        shares = form.row.proposal
        assert (shares.rebuilt_area, shares.net_area) == (640_25, 340_15)
        form = enter(page, "教学楼维修", document="竣备〔2026〕8号")
        assert form.row.proposal.repaired_area == 1200_50

        # A village school's house goes to the village; the new survey takes 1.35 ㎡ away.
        deed(page, "村小校舍", Movement.DISPOSED, day="2026-03-09", document="移交1号")
        deed(page, "教学楼", Movement.MEASURED, area="1199.15", document="测绘3号")

        # The line foots, the buildings agree, nothing is left to do.
        page.show_view("movements")
        settle()
        first, second = page.movements.line.text.splitlines()
        assert first == (
            "期初 2,140.75  ＋ 新建竣工 980.40  ＋ 购置/接收 0.00  － 拆除 640.25"
            "  － 报废/移交 300.00  － 测量更正 1.35  ＝ 期末 2,179.55"
        )
        assert second == (
            "竣工 2,180.90  ＝ 净增 340.15  ＋ 拆除重建 640.25  ＋ 维修加固 1,200.50"
            "  ＋ 非校舍 0.00  ；增减 38.80"
        )
        assert page.findings.isHidden()
        assert page.waiting.table.rows == [] or page.waiting.table.model.rowCount() == 0

        # Ctrl+Z takes the last step back, and Ctrl+Y brings it again.
        undo_last(desk)
        assert balance.ask(desk, TODAY).total.measured == 0
        redo_last(desk)
        (row,) = balance.ask(desk, TODAY).rows
        assert (row.balance.closing, row.difference) == (2179_55, None)
        page.show_view("buildings")
        settle()
        hand = Hand(page.table)
        states = dict(zip(hand.column("name"), hand.column("state"), strict=True))
        assert states == {
            "教学楼": "在用",
            "旧教学楼": "拆除",
            "村小校舍": "移交",
            "新教学楼": "在用",
        }
        assert hand.model.flags(hand.at(0, "name")) & Qt.ItemFlag.ItemIsEditable
    place = str(desk.place)
    desk.close()

    # The printed sheet explains it line by line, and so does the county's table.
    sheet = tmp_path / "变动表.pdf"
    words = ["report", place, "areas", "--as-of", "2026-03-11", "--school", SCHOOL]
    assert main([*words, "--out", str(sheet)]) == 0
    with Preview(sheet.read_bytes()) as paper:
        text = plain("".join(paper.text(page) for page in range(len(paper))))
    for told in (
        "期初校舍面积2,140.75平方米，期末2,179.55平方米，增加38.80平方米。",
        "期内竣工2,180.90平方米，其中净增340.15平方米；其余1,840.75平方米未增加校舍面积：",
        "拆除重建640.25平方米、维修加固1,200.50平方米。",
        "另有与竣工项目无关的增减-301.35平方米：报废、移交-300.00平方米、测量更正-1.35平方米。",
        "拆除（D级危房）",
        "临教校舍〔2026〕2号",
        "期末面积38.802,179.55",
        "现有合计2,179.55",
    ):
        assert told in text, told
    book = tmp_path / "变动表.xlsx"
    assert main(["report", place, "areas", "--as-of", "2026-03-11", "--out", str(book)]) == 0
    cells = [
        [cell.value for cell in row]
        for row in openpyxl.load_workbook(book)["按学校"].iter_rows()
        if row[0].value == SCHOOL
    ]
    assert [Area.of(str(value)) for value in (cells[0][1], cells[0][13], cells[0][14])] == [
        Area.of("2140.75"),
        Area.of("2179.55"),
        Area.of("38.80"),
    ]
    danger = tmp_path / "危房.pdf"
    assert main(["report", place, "danger", "--as-of", "2026-03-11", "--out", str(danger)]) == 0
    capfd.readouterr()
    with Preview(danger.read_bytes()) as paper:
        text = plain(paper.text(0))
    assert "B级1栋，C级0栋，D级0栋" in text
    assert "640.25" in text
