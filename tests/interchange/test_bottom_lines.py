"""Bottom-line lists go in as a matrix or as one check a line; the day of a check is never guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitydesk.domain.bottom_lines import State
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.template import TEMPLATES, blank_workbook
from facilitydesk.services import schools
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.norms import checks
from tests.interchange.books import codes, table, write

DAY = date(2025, 12, 31)
MET, FAILED, NONE = State.MET, State.FAILED, State.NOT_APPLICABLE
MARKS = ["√", "×", "／", None, "达标", "不达标", "不涉及"]
STATES = [MET, FAILED, NONE, None, MET, FAILED, NONE]


def matrix(desk: Desk, day: date = DAY) -> dict[str, dict[int, State | None]]:
    """School → number of the item → state."""
    told = checks.ask(desk, day)
    return {row.name: {item.number: row.state(item.id) for item in told.items} for row in told.rows}


def planned(result: ImportResult) -> list[tuple[str, str]]:
    """Cell and code of every finding of planning."""
    return [(told.cell, told.problem.code) for told in result.review.problems]


def heads_of(form: str) -> list[list[object]]:
    numbers = range(1, 21)
    names = ["序号", "学校名称", "乡镇"]
    return {
        "words": [[*names, *(f"第{n}条" for n in numbers), "备注"]],
        "wording": [[*names, *(f"{n}.学校要求内容{n}" for n in numbers), "备注"]],
        "numbers": [[*names, *numbers, "备注"]],
        "digits": [[*names, *(str(n) for n in numbers), "备注"]],
        "two levels": [
            [*names, "20条底线要求核查情况", *[None] * 19, "备注"],
            [None, None, None, *numbers, None],
        ],
        "two levels in words": [
            [*names, "核查情况", *[None] * 19, "备注"],
            [None, None, None, *(f"{n}、内容{n}" for n in numbers), None],
        ],
    }[form]


@pytest.mark.parametrize(
    "form", ["words", "wording", "numbers", "digits", "two levels", "two levels in words"]
)
def test_a_matrix_is_read_by_whatever_heads_its_items(
    desk: Desk, tmp_path: Path, form: str
) -> None:
    heads = heads_of(form)
    book = write(
        tmp_path / "底线.xlsx",
        [
            ["临溪县“20条底线要求”核查表"],
            ["截至2025年12月31日"],
            *heads,
            [1, "甲小学", "城关镇", *MARKS, *["√"] * 13, "好"],
            [2, "乙小学", "城关镇", *["√"] * 19, "×", None],
        ],
        ["D3:W3", "A3:A4", "B3:B4", "C3:C4", "X3:X4"] if len(heads) == 2 else [],
    )
    result = run_import(desk, book)
    assert planned(result) == []
    assert result.changed["bottom_checks"]["created"] == 19 + 20
    told = matrix(desk)
    assert [told["甲小学"][n] for n in range(1, 8)] == STATES
    assert (told["甲小学"][20], told["乙小学"][20]) == (MET, FAILED)
    assert matrix(desk, date(2025, 12, 30))["乙小学"][20] is None


def test_a_long_list_brings_evidence_measures_and_its_own_days(desk: Desk, tmp_path: Path) -> None:
    head = ["学校名称", "条目", "是否达标", "佐证材料", "核查日期", "整改措施", "整改期限"]
    rows = [
        ["底线要求核查明细"],
        head,
        ["甲小学", "第7条", "未达标", "现场查看", "2025-10-08", "增购图书", "2026年8月"],
        [None, "12", "达标", None, "2025.10.9", None, None],
        [None, "第二十条", "不适用", "无寄宿生", "2025-10-08", None, None],
        ["乙小学", "第7条", "大概达标", "看过", "2025-10-08", None, None],
        ["乙小学", "厕所要好", "达标", None, "2025-10-08", None, None],
        ["乙小学", "3", "达标", None, "2025年10月", None, None],
        ["乙小学", "4", "达标", None, "2027-01-01", None, None],
    ]
    path = write(tmp_path / "明细.xlsx", rows, ["A3:A5"])
    result = run_import(desk, path)
    told = matrix(desk)
    assert [told["甲小学"][n] for n in (7, 12, 20)] == [FAILED, MET, NONE]
    school = next(row for row in schools.rows(desk) if row.name == "甲小学")
    seventh = checks.details(desk, school.id, DAY)[6]
    assert (seventh.evidence, seventh.measure) == ("现场查看", "增购图书")
    assert (seventh.day, seventh.due) == (date(2025, 10, 8), date(2026, 8, 31))
    assert ("C6", "bottom.state") in codes(result.review.book)  # the evidence goes in without it
    assert planned(result) == [
        ("B7", "bottom.import_item"), ("E8", "day_needed"), ("E9", "bottom.future"),
    ]  # fmt: skip
    assert result.changed["bottom_checks"] == {
        "created": 4, "updated": 0, "unchanged": 0, "refused": 3,
    }  # fmt: skip


def test_without_a_day_nothing_goes_in(desk: Desk, tmp_path: Path) -> None:
    head = ["学校名称", *(f"第{n}条" for n in range(1, 21))]
    path = write(tmp_path / "底线.xlsx", [["底线要求"], head, ["甲小学", *["√"] * 20]])
    result = run_import(desk, path)
    assert planned(result) == [("", "bottom.import_day")]
    assert result.refused == {("Sheet1", 3)}
    assert run_import(desk, path, as_of=DAY).changed["bottom_checks"]["created"] == 20


def test_again_later_and_against_it(desk: Desk, tmp_path: Path) -> None:
    """The same list adds nothing; a later one only what changed; one of the same day asks."""

    def book(day: str, *states: str) -> Path:
        head = ["学校名称", *(f"第{n}条" for n in range(1, 6))]
        rows = [["底线要求"], [f"截至{day}"], head, ["甲小学", *states]]
        return write(tmp_path / f"{day}.xlsx", rows)

    first = book("2025年6月30日", "√", "×", "√", "／", "√")
    assert run_import(desk, first).changed["bottom_checks"]["created"] == 5
    assert run_import(desk, first).changed["bottom_checks"]["unchanged"] == 5
    later = book("2025年12月31日", "√", "√", "√", "／", "√")
    counted = run_import(desk, later).changed["bottom_checks"]
    assert (counted["created"], counted["unchanged"]) == (1, 4)
    assert matrix(desk, date(2025, 7, 1))["甲小学"][2] is FAILED
    assert matrix(desk)["甲小学"][2] is MET
    other = book("2025年6月30日", "×", "×", "√", "／", "√")
    told = run_import(desk, other).review.plan.differences
    assert [(d.term, d.before, d.after, d.written) for d in told] == [
        ("底线第1条", "达标", "未达标", False)
    ]
    assert matrix(desk, date(2025, 7, 1))["甲小学"][1] is MET
    run_import(desk, other, update=True)
    assert matrix(desk, date(2025, 7, 1))["甲小学"][1] is FAILED
    undoing.undo_last(desk)
    assert matrix(desk, date(2025, 7, 1))["甲小学"][1] is MET


@pytest.mark.parametrize("key", ["bottom_matrix", "bottom_list"])
def test_the_blank_workbook_comes_back_as_what_it_is(desk: Desk, tmp_path: Path, key: str) -> None:
    import openpyxl

    template = next(each for each in TEMPLATES if each.key == key)
    path = tmp_path / "空表.xlsx"
    path.write_bytes(blank_workbook(template))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["A2"] = "截至2025年12月31日"
    heads = {str(cell.value): number for number, cell in enumerate(sheet[3], 1)}
    filled = {"学校名称": "甲小学", "底线第3条": "达标", "底线条目": "第3条", "核查结果": "达标"}
    for head, text in filled.items():
        if head in heads:
            sheet.cell(4, heads[head], text)
    book.save(path)
    assert table(path).kind == "bottom_lines"
    run_import(desk, path)
    assert matrix(desk)["甲小学"][3] is MET
