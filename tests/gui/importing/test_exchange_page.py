"""The page that takes workbooks in: what it promises, does, corrects and leaves out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from facilitydesk.gui.importing.steps import RESULT
from facilitydesk.services import figures, schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures_json import to_json
from facilitydesk.services.journal import undoing
from tests.gui.desks import settle
from tests.gui.importing.exchange_steps import counts, through
from tests.gui.importing.exchanges import Exchange, exchange_page, workbook
from tests.interchange.books import HEAD, sums, works, write
from tests.services.money import a_month
from tests.services.money.ledgers import add_project, allot, paper


@pytest.fixture
def exchange(qtbot: QtBot, desk: Desk) -> Iterator[Exchange]:
    with exchange_page(qtbot, desk) as made:
        yield made


def test_the_review_promises_exactly_what_the_import_does(exchange: Exchange, desk: Desk) -> None:
    exchange.start(workbook("16"))
    exchange.next()
    assert exchange.count("新增项目") == "40"
    assert exchange.count("退回") == "0"
    promised = int(exchange.count("新增学校"))
    assert promised > 0
    assert exchange.page.next.text() == "导入40行"
    assert {line.outcome for line in exchange.lines("planned")} == {"新增"}
    printed_totals = exchange.lines("totals")
    assert {line.foots for line in printed_totals} == {"相符"}
    assert counts(desk) == (0, 0, 0, 0)
    exchange.next()
    assert exchange.step == RESULT
    assert counts(desk) == (promised, 40, 40, 40)
    assert exchange.page.result.figure("新增项目") == "40"
    assert exchange.page.result.head.text() == "已从“16_改薄进度_2003格式.xls”导入40行"
    answer = figures.ask(desk, figures.Scope(date(2016, 12, 30)))
    told = to_json(answer)["rows"][0]
    printed = {line.field: line.declared.replace(",", "") for line in printed_totals}
    assert told["planned_area_m2"] == printed["规划面积（㎡）"]
    assert told["started_area_m2"] == printed["开工面积（㎡）"]
    assert told["completed_area_m2"] == printed["竣工面积（㎡）"]


def test_one_import_is_one_step_and_the_page_says_when_it_was_undone(
    exchange: Exchange, desk: Desk
) -> None:
    through(exchange, workbook("01"))
    assert counts(desk)[1] == 18
    assert [step.label for step in undoing.steps(desk).undo] == [
        "导入“01_项目进度表_总计在末.xlsx”"
    ]
    exchange.page.context.runner.do(undoing.undo_last)
    settle()
    assert counts(desk) == (0, 0, 0, 0)
    assert "已撤销" in exchange.page.result.head.text()
    assert not exchange.page.result.undo.isEnabled()
    exchange.page.context.runner.do(undoing.redo_last)
    settle()
    assert counts(desk)[1] == 18


def test_the_button_takes_the_import_back(exchange: Exchange, desk: Desk) -> None:
    through(exchange, workbook("01"))
    exchange.page.result.undo.click()
    settle()
    assert counts(desk) == (0, 0, 0, 0)
    assert "已撤销" in exchange.page.result.head.text()


def test_the_same_file_again_is_told_and_offers_nothing_new(exchange: Exchange, desk: Desk) -> None:
    through(exchange, workbook("01"))
    before = counts(desk)
    exchange.page.result.another.click()
    exchange.start(workbook("01"))
    assert exchange.page.note.isVisibleTo(exchange.page)
    assert exchange.page.note.text.text().startswith(
        "该文件已于2026-03-11 10:00由王敏导入过，共18行"
    )
    exchange.next()
    assert exchange.count("新增项目") == "0"
    assert exchange.count("无变化") == "18"
    assert exchange.page.next.text() == "没有要导入的内容"
    assert not exchange.page.next.isEnabled()
    assert counts(desk) == before


def test_blanks_of_known_schools_are_counted_and_bad_codes_never_go_in(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    head = ["学校名称", "学校标识码", "乡镇", "学校类别", "校长"]
    rows = [["甲镇小学", "S001", "甲镇", "小学", None], ["乙小学", None, "乙镇", "小学", None]]
    through(exchange, write(tmp_path / "学校.xlsx", [head, *rows]))
    exchange.page.result.another.click()
    exchange.start(tmp_path / "学校.xlsx")
    exchange.next()
    assert [exchange.count(word) for word in ("新增学校", "补充或更新", "无变化")] == [
        "0",
        "0",
        "2",
    ]
    assert exchange.problems() == [("B2", "警告")]
    assert exchange.page.next.text() == "没有要导入的内容"
    rows[0][4] = "张三"
    exchange.start(write(tmp_path / "校长.xlsx", [head, *rows]))
    exchange.next()
    assert [exchange.count(word) for word in ("新增学校", "补充或更新", "无变化")] == [
        "0",
        "1",
        "1",
    ]
    exchange.next()
    assert [(row.name, row.code, row.principal) for row in schools.rows(desk)] == [
        ("甲镇小学", None, "张三"),
        ("乙小学", None, ""),
    ]


def test_seven_bad_cells_are_corrected_here_and_all_dates_arrive(
    exchange: Exchange, desk: Desk
) -> None:
    exchange.start(workbook("09"))
    exchange.page.recognised.facts.as_of.setText("2024-12-31")
    exchange.page.recognised.facts.as_of.editingFinished.emit()
    settle()
    exchange.next()
    bad = [cell for cell, _ in exchange.problems() if cell]
    assert len(bad) == 7
    for cell in bad:
        exchange.type(cell, "2024-12-20" if cell.startswith("E") else "2024-03-05")
    assert [cell for cell, _ in exchange.problems() if cell] == []
    exchange.next()
    with sqlite3.connect(str(desk.place)) as other:
        dates = other.execute(
            "SELECT step, count(actual), count(planned) FROM milestone GROUP BY step"
        ).fetchall()
    other.close()
    assert sum(actual for _, actual, _ in dates) == 23  # D21 is blank
    assert sum(planned for _, _, planned in dates) == 24


def test_a_layout_mapped_once_needs_no_mapping_the_second_time(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    head = ["学校名称", "子目", "工程量", "备注"]
    first = [head, ["城关小学", "教学楼", 1200, "急"], ["城关中学", "宿舍楼", 800, "急"]]
    second = [head, ["白沙小学", "食堂", 450.5, ""]]
    exchange.start(write(tmp_path / "一.xlsx", first))
    assert exchange.fields() == {"A": "学校名称", "B": "忽略", "C": "忽略", "D": "备注"}
    exchange.page.recognised.sheet.mapped.emit("B", "project")
    settle()
    exchange.page.recognised.sheet.mapped.emit("C", "planned_area")
    settle()
    assert exchange.fields() == {
        "A": "学校名称",
        "B": "项目名称",
        "C": "规划面积（㎡）",
        "D": "备注",
    }
    exchange.page.recognised.facts.kind_changed.emit("projects")
    settle()
    exchange.next()
    exchange.next()
    assert counts(desk)[:2] == (2, 2)
    exchange.page.result.another.click()
    exchange.start(write(tmp_path / "二.xlsx", second))
    assert exchange.fields() == {
        "A": "学校名称",
        "B": "项目名称",
        "C": "规划面积（㎡）",
        "D": "备注",
    }
    exchange.next()
    exchange.next()
    with sqlite3.connect(str(desk.place)) as other:
        (area,) = other.execute(
            "SELECT planned_area FROM work JOIN project ON project.id = work.project_id"
            " WHERE project.name = '食堂'"
        ).fetchone()
    other.close()
    assert area == 450_50


def test_refused_rows_stay_out_and_go_back_with_their_reasons(
    exchange: Exchange, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = works(4)
    rows[2][1] = rows[2][2] = None  # nobody can say which school this is
    exchange.start(write(tmp_path / "缺校名.xlsx", [HEAD, *rows, sums(rows)]))
    exchange.next()
    assert exchange.count("退回") == "1"
    assert exchange.page.next.text() == "导入3行"
    assert exchange.kinds()[4] == "退回"
    assert exchange.lines("planned")[0].outcome == "退回"
    assert exchange.lines("planned")[0].row == 4
    exchange.next()
    assert counts(desk)[1] == 3
    assert exchange.page.result.figure("退回行") == "1"
    target = tmp_path / "退回.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    exchange.page.result.send_back.click()
    settle()
    assert "退回.xlsx" in exchange.page.note.text.text()
    sheet = openpyxl.load_workbook(target).worksheets[0]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert texts[0][:3] == HEAD[:3]
    assert len(texts) == 2
    assert texts[1][4] == 1003
    assert "无法识别是哪一项" in str(texts[1][-1])


def test_a_refused_row_is_corrected_and_goes_in(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    rows = works(4)
    rows[2][1] = rows[2][2] = None
    exchange.start(write(tmp_path / "缺校名.xlsx", [HEAD, *rows, sums(rows)]))
    exchange.next()
    exchange.type("B4", "第3镇中心小学")
    exchange.type("C4", "教学楼项目")
    assert exchange.count("退回") == "0"
    exchange.next()
    assert counts(desk)[1] == 4


def test_a_correction_that_leaves_no_table_is_taken_back(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    exchange.start(write(tmp_path / "项目表.xlsx", [HEAD, *works(2)]))
    exchange.next()
    for cell in ("B1", "C1"):
        exchange.type(cell, "无关内容")
    assert "刚才的更正已取消" in exchange.page.note.text.text()
    exchange.next()
    assert counts(desk)[1] == 2


def test_differences_are_shown_and_taken_over_only_when_ticked(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    rows = works(3)
    through(exchange, write(tmp_path / "原表.xlsx", [HEAD, *rows]))
    rows[0][4], rows[1][4] = 1500, 1600
    investment = HEAD.index("总投资")
    rows[2][investment] = 333
    exchange.page.result.another.click()
    exchange.start(write(tmp_path / "改表.xlsx", [HEAD, *rows]))
    exchange.next()
    lines = exchange.lines("different")
    assert [(line.cell, line.before, line.after, line.wanted) for line in lines] == [
        ("E2", "1,001.00", "1,500.00", False),
        ("E3", "1,002.00", "1,600.00", False),
        ("F4", "200.99", "333.00", False),
    ]
    assert lines[2].field == "计划投资（万元）", "and so are its figures"
    exchange.tick("different", lines[1], on=True)
    assert [line.wanted for line in exchange.lines("different")] == [False, True, False]
    exchange.next()
    with sqlite3.connect(str(desk.place)) as other:
        areas = other.execute("SELECT planned_area FROM work ORDER BY id").fetchall()
    other.close()
    assert areas == [(1001_00,), (1600_00,), (1003_00,)]


def test_a_near_school_is_confirmed_once_and_known_the_next_time(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    rows = works(2)
    rows[0][1] = "临溪县白沙镇红旗希望小学"
    rows[0][2] = "宿舍楼项目"
    through(exchange, write(tmp_path / "一.xlsx", [HEAD, *rows]))
    assert counts(desk)[0] == 2
    later = [[1, "白沙红旗希望小学", "食堂项目", "新建", 300, 50, 5, "封顶", "2024.5.1"]]
    exchange.page.result.another.click()
    exchange.start(write(tmp_path / "二.xlsx", [HEAD, *later]))
    exchange.next()
    (guess,) = exchange.lines("schools")
    assert (guess.name, guess.candidate) == ("白沙红旗希望小学", "临溪县白沙镇红旗希望小学")
    assert not guess.wanted
    exchange.tick("schools", guess, on=True)
    (guess,) = exchange.lines("schools")
    assert guess.wanted
    assert exchange.count("新增学校") == "0"
    exchange.next()
    assert counts(desk)[0] == 2
    later[0][2] = "浴室项目"
    exchange.page.result.another.click()
    exchange.start(write(tmp_path / "三.xlsx", [HEAD, *later]))
    exchange.next()
    assert exchange.lines("schools") == []
    assert exchange.count("新增学校") == "0"


def test_a_statement_is_counted_in_lines_amount_and_days(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    add_project(desk, "教学楼")
    exchange.start(write(tmp_path / "国库.xlsx", a_month.rows()))
    exchange.next()
    assert list(exchange.page.reviewed.counts) == [
        "新增明细",
        "已登记",
        "金额（元）",
        "期间",
        "退回",
    ]
    assert exchange.count("新增明细") == "20"
    # Σ (12,300 + 1,111 n + n/100) for n = 0…13, and the six other lines
    assert exchange.count("金额（元）") == "1,067,651.91"
    assert exchange.count("期间") == "2026-01-02—2026-01-31"
    exchange.next()
    assert exchange.page.result.figure("新增支付明细") == "20"


def test_carried_money_is_counted_and_a_list_of_funds_tells_its_shares(
    exchange: Exchange, desk: Desk, tmp_path: Path
) -> None:
    project, document = add_project(desk, "教学楼"), paper(desk, year=2025, day=date(2025, 1, 5))
    allot(desk, document, project, 5_000, day=date(2025, 2, 1))
    heads = ["项目名称", "资金文号", "变动类型", "金额（元）", "变动日期"]
    line = ["教学楼", "川财教〔2026〕1号", "结转", 5000, "2026-01-01"]
    exchange.start(write(tmp_path / "结转.xlsx", [["资金结转表"], heads, line]))
    exchange.next()
    assert exchange.count("新增变动") == "1"
    assert exchange.count("金额（元）") == "5,000.00"
    exchange.start(workbook("03"))
    exchange.next()
    assert "新增分配" in exchange.page.reviewed.counts
