"""Rows of a closed month altered behind the program's back: named at start, by verify, on every print."""

from __future__ import annotations

import ast
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing as shutting
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from facilitydesk.app import main
from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.problems import Severity
from facilitydesk.gui import opening
from facilitydesk.gui.report import press
from facilitydesk.gui.report.press import Wanted
from facilitydesk.reports.catalogue import REPORTS, report_named
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.reports.producing import produce
from facilitydesk.services import printing
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import closing
from tests.services.money.ledgers import add_project, allot, arrive, paper, pay
from tests.store_fixtures import clock

FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 11)
MONEY = [report.name for report in REPORTS if report.money]
ALTERED = {
    "payment amount": (
        "UPDATE payment SET amount = 3001000 WHERE voucher = '0217'",
        "2026年2月已结账的支付由30,000.00元变为30,010.00元，相差10.00元",
    ),
    "payment deleted": (
        "DELETE FROM payment WHERE voucher = '0217'",
        "2026年2月已结账的支付由1笔变为0笔，金额相差-30,000.00元",
    ),
    "payment moved to another payee": (
        "UPDATE payment SET payee = '王建国' WHERE voucher = '0217'",
        "2026年2月已结账的支付合计30,000.00元未变，但其中的日期、项目或来源被改动",
    ),
    "allocation": (
        "UPDATE allocation SET amount = amount - 500000",
        "2026年1月已结账的分配由80,000.00元变为75,000.00元，相差-5,000.00元",
    ),
    "receipt": (
        "UPDATE receipt SET amount = amount + 1",
        "2026年1月已结账的到位由90,000.00元变为90,000.01元，相差0.01元",
    ),
}


@dataclass(frozen=True)
class Books:
    """A file with January and February closed."""

    path: Path

    def alter(self, statement: str) -> None:
        """As a database tool does it."""
        with shutting(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(statement)
            connection.commit()

    def open(self) -> Desk:
        return files.open_desk(self.path, officer="王敏", clock=clock, readonly=True)


@pytest.fixture
def books(tmp_path: Path) -> Books:
    path = tmp_path / "临溪县.fdk"
    with shutting(
        files.create(path, home="临溪县", home_code="510999", officer="王敏", clock=clock)
    ) as desk:
        project, document = add_project(desk, "教学楼"), paper(desk)
        allot(desk, document, project, 80_000)
        arrive(desk, document, 90_000)
        pay(desk, document, project, 30_000, day=FEBRUARY, voucher="0217", payee="临溪一建")
        pay(desk, document, project, 7_000, day=date(2026, 3, 2), voucher="0301")
        closing.close(desk, PeriodKind.MONTH, date(2026, 1, 31))
        closing.close(desk, PeriodKind.MONTH, FEBRUARY)
    return Books(path)


def words(pdf: bytes) -> str:
    with Preview(pdf) as preview:
        return "".join(preview.text(n) for n in range(len(preview))).translate(
            {ord(mark): None for mark in "\r\n \ufffe"}
        )


@pytest.mark.parametrize("what", ALTERED)
def test_start_verify_and_print_name_month_and_amount(
    books: Books, tmp_path: Path, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    statement, told = ALTERED[what]
    books.alter(statement)
    assert main(["verify", str(books.path), "--json"]) == 1
    faults = json.loads(capfd.readouterr()[0])["faults"]
    assert told in [fault[: len(told)] for fault in faults]
    with shutting(books.open()) as desk:
        assert [line[: len(told)] for line in opening.damage(desk)] == [told]
    out = tmp_path / "执行.pdf"
    order = ["report", str(books.path), "execution", "--as-of", "2026-03-11", "--out", str(out)]
    assert main([*order, "--json"]) == 0
    notice = json.loads(capfd.readouterr()[0])["notices"][0]
    assert (notice["severity"], notice["message"][: len(told)]) == ("red", told)
    assert f"注意：本表所含数据与结账时不一致。{told}" in words(out.read_bytes())
    assert main(order) == 0
    assert told in capfd.readouterr()[0]


def test_a_sound_file_prints_without_a_word(books: Books, tmp_path: Path) -> None:
    with shutting(books.open()) as desk:
        assert opening.damage(desk) == ()
        made = produce(desk, "execution", as_of=MARCH, out=tmp_path / "a.pdf")
    assert not any(each.code.startswith("money.") for each in made.notices)
    assert "与结账时不一致" not in words(made.files[0].read_bytes())


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
@pytest.mark.parametrize("name", MONEY)
def test_every_paper_of_money_says_so(books: Books, tmp_path: Path, name: str, ending: str) -> None:
    """Papers for each school too: every file of the batch."""
    statement, told = ALTERED["payment amount"]
    books.alter(statement)
    with shutting(books.open()) as desk:
        made = produce(desk, name, as_of=MARCH, out=tmp_path / f"a{ending}")
    assert told in made.notices[0].message
    assert made.files
    for path in made.files:
        if ending == ".pdf":
            assert told in words(path.read_bytes())
        else:
            cells = [c.value for page in load_workbook(path) for row in page for c in row]
            assert any(told in str(value) for value in cells)


def test_the_window_shows_it_red_above_all_and_in_the_batch(books: Books, tmp_path: Path) -> None:
    statement, told = ALTERED["payment amount"]
    books.alter(statement)
    with shutting(books.open()) as desk:
        wanted = Wanted(report_named("school_payments"), MARCH, {})
        written = press.write_each(desk, wanted, tmp_path, lambda *_: None)
        assert [told in words(path.read_bytes()) for path in written.files] == [True]
        assert [told in each.message for each in written.findings] == [True]
        made = press.make(desk, Wanted(report_named("execution"), MARCH, {}), lambda *_: None)
    assert made.findings[0].severity is Severity.RED
    assert told in made.findings[0].message
    assert told in words(made.printed.pdf)


def test_a_paper_of_an_earlier_day_is_not_blamed(books: Books, tmp_path: Path) -> None:
    books.alter(ALTERED["payment amount"][0])
    with shutting(books.open()) as desk:
        made = produce(desk, "execution", as_of=date(2026, 1, 31), out=tmp_path / "a.pdf")
    assert not any(each.code.startswith("money.") for each in made.notices)


def test_what_was_issued_with_the_damage_says_so_for_ever(books: Books, tmp_path: Path) -> None:
    books.alter(ALTERED["receipt"][0])
    with shutting(files.open_desk(books.path, officer="王敏", clock=clock)) as desk:
        made = press.make(desk, Wanted(report_named("execution"), MARCH, {}), lambda *_: None)
        stored = printing.issue(desk, made.to_issue())
        assert ALTERED["receipt"][1] in words(printing.pdf(desk, stored.id))


def modules() -> Iterator[tuple[str, bool]]:
    for report in REPORTS:
        source = Path(report.build.__code__.co_filename).read_text("utf-8")
        names = {
            name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.ImportFrom) and node.module
            for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names))
        }
        yield report.name, any(name.startswith("facilitydesk.services.money") for name in names)


def test_a_report_that_reads_money_is_one_of_money() -> None:
    """So that a new paper cannot forget it."""
    assert [name for name, reads in modules() if reads] == MONEY
