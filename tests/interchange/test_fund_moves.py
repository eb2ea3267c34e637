"""Lists of carried and returned money: shares fall and rise, findings per row, there and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.quantities import Money
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.template import TEMPLATES, blank_workbook
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import allocations, carrying, closing, documents, receipts
from tests.entering import added
from tests.interchange.books import write
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay

NUMBER = "川财教〔2024〕7号"
HEAD = [
    "学校名称", "项目名称", "资金文号", "变动类型", "金额（元）", "变动日期", "变动文号", "来源年度",
]  # fmt: skip
NEW_YEAR, LAST = date(2026, 1, 1), date(2025, 12, 31)


@pytest.fixture
def places(desk: Desk) -> tuple[int, int]:
    """A document of 2024 with 1,000 at one project, 800 arrived, 300 paid in 2025."""
    project = add_project(desk, "教学楼")
    document = paper(desk, NUMBER, amount=Money.of(1000), year=2024, day=date(2024, 5, 1))
    allot(desk, document, project, 1000, day=date(2024, 6, 1))
    arrive(desk, document, 800, day=date(2024, 7, 1))
    pay(desk, document, project, 300, day=date(2025, 3, 1))
    return document, project


def line(kind: str, amount: object, day: str, number: str = "", year: object = None) -> list[Any]:
    return [None, "教学楼", NUMBER, kind, amount, day, number, year]


def take(desk: Desk, folder: Path, *lines: list[Any], **more: Any) -> ImportResult:
    more.setdefault("kind", "funding")
    rows = [["2026年资金结转缴回表"], HEAD, *lines]
    return run_import(desk, write(folder / "结转.xlsx", rows), **more)


def codes(result: ImportResult) -> list[tuple[int, str]]:
    return [(told.row, told.problem.code) for told in result.review.plan.problems]


def moved(desk: Desk) -> list[tuple[str, date, str, int | None, str]]:
    return [
        (row.kind.value, row.day, str(row.amount), row.source_year, row.number)
        for row in allocations.rows(desk)
        if row.kind.value != "分配"
    ]


def test_what_is_carried_leaves_one_year_and_enters_the_next(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    result = take(desk, tmp_path, line("结转", 450, "2026-01-01"))
    assert codes(result) == []
    assert result.changed["fund_moves"]["created"] == 1
    assert moved(desk) == [
        ("结转", LAST, "-450.00", 2024, "2025年结转"),
        ("结转", NEW_YEAR, "450.00", 2024, "2025年结转"),
    ]
    assert {row.transfer_id is None for row in allocations.rows(desk) if row.source_year} == {False}
    undoing.undo_last(desk)
    assert moved(desk) == []


def test_more_than_is_left_is_refused_with_what_is_left(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    result = take(
        desk, tmp_path, line("结转", 450, "2026-01-01"), line("结转", "250.01", "2025-12-31")
    )
    assert codes(result) == [(4, "fund_moves.carry_too_much")]
    (told,) = result.review.plan.problems
    assert "余额为250.00元" in told.problem.message
    assert len(moved(desk)) == 2
    assert result.refused == {("Sheet1", 4)}


def test_a_surplus_goes_back_from_the_share_and_from_what_arrived(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    take(desk, tmp_path, line("缴回", 500, "2026-02-01", "缴1"))
    assert moved(desk) == [("收回", date(2026, 2, 1), "-500.00", None, "缴1")]
    back = [(str(row.amount), row.voucher) for row in receipts.rows(desk) if row.amount.raw < 0]
    assert back == [("-500.00", "缴1")]
    # 1000 − 300 paid − 500 back: 200 are free, nothing of it has arrived.
    again = take(desk, tmp_path, line("缴回", 1, "2026-02-02"), line("收回", 200, "2026-02-02"))
    assert codes(again) == [(3, "money.surplus_too_much")]
    (document,) = documents.rows(desk)
    assert (str(document.allocated), str(document.balance)) == ("300.00", "0.00")


def test_lines_that_cannot_be_placed_are_named(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    strange = [
        [None, "食堂", NUMBER, "缴回", 1, "2026-02-01"],
        [None, "教学楼", "川财教〔2024〕77号", "缴回", 1, "2026-02-01"],
        [None, "教学楼", NUMBER, "退款", 1, "2026-02-01"],
        [None, "教学楼", NUMBER, "缴回", 1, None],
        [None, "教学楼", NUMBER, "缴回", 1, "2026-05-01"],
        [None, "教学楼", NUMBER, "结转", 1, "2026-12-31"],
        [None, "教学楼", NUMBER, "分配", 1, "2026-02-01"],
        [None, "教学楼", None, "缴回", 1, "2026-02-01"],
        [None, "教学楼", NUMBER, "缴回", 1, "2026-02-01"],
        [None, None, NUMBER, "缴回", 1, "2026-02-01"],
    ]
    result = take(desk, tmp_path, *strange)
    assert sorted(codes(result)) == [
        (3, "fund_moves.no_project"),
        (4, "fund_moves.no_document"),
        (5, "fund_moves.kind"),
        (6, "fund_moves.no_day"),
        (7, "money.future"),
        (8, "money.carry_early"),
        (9, "fund_moves.given"),
        (10, "required"),
        (12, "required"),
    ]
    assert len(moved(desk)) == 1
    assert result.changed["fund_moves"]["created"] == 1


def test_rows_of_another_kind_are_named_one_by_one_with_where_they_belong(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    rows = [line(kind, 1, "2026-02-01") for kind in ("分配", "调整", "到位", "缴回")]
    result = take(desk, tmp_path, *rows)
    told = result.review.plan.problems
    assert [(each.sheet, each.row, each.key) for each in told] == [
        ("Sheet1", row, "fund_move") for row in (3, 4, 5)
    ]
    for each, where in zip(told, ("“分配”表", "“调剂……”", "“到位”表"), strict=True):
        assert "未导入" in each.problem.message
        assert where in each.problem.message
    assert len(moved(desk)) == 1


def test_the_summary_says_done_only_of_what_was_done(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    back = [line("缴回", 1, f"2026-02-0{day}") for day in (1, 2, 3)]
    strange = line("退款", 1, "2026-02-01")
    assert "资金变动：已新增3；未导入1" in take(desk, tmp_path, *back, strange).summary()
    assert "资金变动：未变3、未导入1" in take(desk, tmp_path, *back, strange).summary()


def test_a_closed_month_takes_no_move(desk: Desk, places: tuple[int, int], tmp_path: Path) -> None:
    closing.close(desk, PeriodKind.MONTH, NEW_YEAR)
    result = take(desk, tmp_path, line("结转", 450, "2026-01-01"))
    assert codes(result) == [(3, "money.locked")]
    assert moved(desk) == []


def test_another_source_year_is_kept_and_told(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    result = take(desk, tmp_path, line("结转", 450, "2026-01-01", "结1", 2023))
    assert codes(result) == [(3, "fund_moves.source_year")]
    assert {year for _, _, _, year, _ in moved(desk)} == {2023}


def test_schools_of_one_project_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    from tests.store_fixtures import add_work

    add_work(desk, school="甲小学", project="教学楼")
    first = add_project(desk, "运动场")
    document = paper(desk, NUMBER, amount=Money.of(1000), year=2025, day=date(2025, 5, 1))
    from facilitydesk.services import schools

    (school,) = [row.id for row in schools.rows(desk) if row.name == "甲小学"]
    for where in (None, school):
        added(allocations.enter, desk,
            {
                "document_id": document, "project_id": first, "school_id": where,
                "amount": Money.of(100), "day": date(2025, 6, 1),
            },
        )  # fmt: skip
    named = ["甲小学", "运动场", NUMBER, "收回", 40, "2026-02-01", None, None]
    blank = [None, "运动场", NUMBER, "收回", 30, "2026-02-01", None, None]
    assert codes(take(desk, tmp_path, named, blank)) == []
    back = {row.school_id: str(row.amount) for row in allocations.rows(desk) if row.amount.raw < 0}
    assert back == {school: "-40.00", None: "-30.00"}


def test_what_the_window_wrote_is_known(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    document, project = places
    carrying.carry_over(desk, 2025)
    carrying.return_surplus(
        desk,
        document_id=document,
        project_id=project,
        amount=Money.of(100),
        day=date(2026, 2, 1),
    )
    before = moved(desk)
    result = take(
        desk, tmp_path,
        line("结转", -700, "2025-12-31"), line("结转", 700, "2026-01-01"),
        line("收回", -100, "2026-02-01"), line("缴回", -100, "2026-02-01"),
    )  # fmt: skip
    assert {code for _, code in codes(result)} == {"fund_moves.known"}
    assert result.changed["fund_moves"] == {
        "created": 0, "updated": 0, "unchanged": 4, "refused": 0,
    }  # fmt: skip
    assert moved(desk) == before


def test_both_halves_in_a_fresh_ledger_are_one_move(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    result = take(
        desk, tmp_path,
        line("结转", -700, "2025-12-31"), line("结转", 700, "2026-01-01"),
        line("收回", -100, "2026-02-01"), line("缴回", -100, "2026-02-01"),
    )  # fmt: skip
    assert codes(result) == [(6, "fund_moves.arrival_only")]
    assert result.changed["fund_moves"]["created"] == 3
    assert [amount for _, _, amount, _, _ in moved(desk)] == ["-700.00", "700.00", "-100.00"]
    assert [str(row.amount) for row in receipts.rows(desk)] == ["800.00", "-100.00"]


def test_the_blank_list_reads_back(desk: Desk, places: tuple[int, int], tmp_path: Path) -> None:
    import openpyxl

    (template,) = (each for each in TEMPLATES if each.key == "fund_moves")
    path = tmp_path / "空白.xlsx"
    path.write_bytes(blank_workbook(template))
    values: dict[str, Any] = {
        "project": "教学楼", "fund_document": NUMBER, "fund_move": "缴回", "amount": 20,
        "move_date": "2026.2.3", "move_number": "缴9", "remark": "结余",
    }  # fmt: skip
    book = openpyxl.load_workbook(path)
    for column, key in enumerate(template.fields, 2):
        book.worksheets[0].cell(4, column).value = values.get(key)
    book.save(path)
    result = run_import(desk, path)
    assert [table.kind for table in result.review.book.tables] == ["fund_moves"]
    assert codes(result) == []
    (row,) = [row for row in receipts.rows(desk) if row.amount.raw < 0]
    assert (str(row.amount), row.day, row.voucher, row.note) == (
        "-20.00", date(2026, 2, 3), "缴9", "结余",
    )  # fmt: skip


def test_a_dry_run_writes_nothing_and_says_the_same(
    desk: Desk, places: tuple[int, int], tmp_path: Path
) -> None:
    dry = take(desk, tmp_path, line("结转", 450, "2026-01-01"), dry_run=True)
    assert moved(desk) == []
    assert dry.changed == take(desk, tmp_path, line("结转", 450, "2026-01-01")).changed
