"""Lists of arranged money: documents by level, allocations by project, to the printed totals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.quantities import Money
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.services import figures
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, Scope
from facilitydesk.services.figures_json import to_json
from facilitydesk.services.journal import undoing
from facilitydesk.services.money import allocations, closing, documents
from facilitydesk.services.money.ledger import RowBy, SourceBy, View, matrix
from tests.entering import added
from tests.interchange.books import write

BOOK = Path(__file__).parents[1] / "workbooks" / "03_资金安排表_两级表头.xlsx"
DAY = date(2026, 3, 11)
HEAD = ["学校名称", "项目名称", "资金文号", "中央资金（元）", "县级资金（元）"]


def codes(result: ImportResult) -> list[str]:
    return [told.problem.code for told in result.review.plan.problems]


def test_the_levels_come_in_to_the_printed_totals(desk: Desk) -> None:
    result = run_import(desk, BOOK)
    assert result.changed["projects"]["created"] == 20
    assert result.changed["fund_documents"]["created"] == 4
    assert {row.level: str(row.amount) for row in documents.rows(desk)} == {
        "中央": "28079000.00",
        "省级": "16141300.00",
        "市州": "3781500.00",
        "县级": "54963300.00",
    }
    assert all(row.remaining == Money(0) for row in documents.rows(desk))
    assert {row.year for row in documents.rows(desk)} == {2024}
    answer = to_json(figures.ask(desk, Scope(DAY), by=By.SOURCE))
    assert [(row["group"], row["planned_funds_yuan"]) for row in answer["rows"]] == [
        ("中央", "28079000.00"),
        ("省级", "16141300.00"),
        ("市州", "3781500.00"),
        ("县级", "54963300.00"),
    ]
    (row,) = to_json(figures.ask(desk, Scope(DAY)))["rows"]
    assert row["planned_funds_yuan"] == "102965100.00"
    assert row["receipt_rate"]["percent"] == "0.00"


def test_each_school_has_what_its_line_says(desk: Desk) -> None:
    run_import(desk, BOOK)
    seen = matrix(desk, View(DAY, RowBy.SCHOOL, SourceBy.LEVEL))
    key = next(key for key, name in seen.rows.items() if name == "竹溪九年一贯制学校")
    mine = {
        source.name: Decimal(seen.cell(key, where).allocated) / 100
        for where, source in seen.sources.items()
    }
    assert mine == {"中央": 693300, "省级": 808800, "市州": 161800, "县级": 647000}


def test_a_day_that_is_not_there_is_told(desk: Desk) -> None:
    result = run_import(desk, BOOK)
    assert codes(result).count("funding.day_assumed") == 1
    assert {row.day for row in allocations.rows(desk)} == {date(2024, 1, 1)}
    assert "import.fields_not_stored" not in codes(result)


def test_the_same_list_again_brings_nothing_new(desk: Desk) -> None:
    first = run_import(desk, BOOK)
    again = run_import(desk, BOOK)
    given = first.changed["allocations"]["created"]
    assert again.changed["allocations"] == {
        "created": 0,
        "updated": 0,
        "unchanged": given,
        "refused": 0,
    }
    assert len(allocations.rows(desk)) == given
    undoing.undo_last(desk)
    assert documents.rows(desk) == ()


def test_a_dry_run_promises_what_happens(desk: Desk) -> None:
    dry = run_import(desk, BOOK, dry_run=True)
    assert documents.rows(desk) == ()
    assert run_import(desk, BOOK).changed == dry.changed


@pytest.mark.parametrize("over_rule", ["stop", "warn"])
def test_a_known_document_gives_what_is_free(desk: Desk, tmp_path: Path, over_rule: str) -> None:
    document = added(
        documents.enter,
        desk,
        {
            "level": "中央",
            "fund_name": "补助资金",
            "year": 2026,
            "number": "川财教〔2026〕1号",
            "amount": Money.of(1000),
            "over_rule": over_rule,
        },
    ).row_id
    lines = [
        HEAD,
        ["城关镇中心小学", "教学楼建设项目", "川财教〔2026〕1号", 600, 0],
        ["新田小学", "食堂建设项目", "川财教〔2026〕1号", 500, 70],
    ]
    result = run_import(desk, write(tmp_path / "a.xlsx", lines), kind="funding", as_of=DAY)
    assert "money.over_allocated" in codes(result)
    mine = [row for row in allocations.rows(desk) if row.document_id == document]
    assert [str(row.amount) for row in mine] == (
        ["600.00"] if over_rule == "stop" else ["600.00", "500.00"]
    )
    assert [row.level for row in documents.rows(desk)] == ["中央", "县级"]


def test_another_amount_waits_for_the_officer(desk: Desk, tmp_path: Path) -> None:
    lines: list[list[object]] = [
        [*HEAD],
        ["城关镇中心小学", "教学楼建设项目", "川财教〔2026〕1号", 600, 0],
    ]
    run_import(desk, write(tmp_path / "a.xlsx", lines), kind="funding", as_of=DAY)
    lines[1][3] = 650
    path = write(tmp_path / "b.xlsx", lines)
    result = run_import(desk, path, kind="funding", as_of=DAY)
    assert [(d.before, d.after, d.written) for d in result.review.plan.differences] == [
        ("600.00", "650.00", False)
    ]
    assert len(allocations.rows(desk)) == 1
    run_import(desk, path, kind="funding", as_of=DAY, update=True)
    assert [(row.kind.value, str(row.amount)) for row in allocations.rows(desk)] == [
        ("分配", "600.00"),
        ("调整", "50.00"),
    ]
    assert str(documents.rows(desk)[0].amount) == "650.00"


def test_a_closed_month_takes_no_list(desk: Desk, tmp_path: Path) -> None:
    closing.close(desk, PeriodKind.MONTH, date(2026, 2, 1))
    lines = [HEAD, ["城关镇中心小学", "教学楼建设项目", "川财教〔2026〕1号", 600, 0]]
    path = write(tmp_path / "a.xlsx", lines)
    result = run_import(desk, path, kind="funding", as_of=date(2026, 2, 28))
    assert "funding.closed" in codes(result)
    assert allocations.rows(desk) == ()
    assert result.changed["projects"]["created"] == 1
