"""The matrix on paper and as a workbook that comes back in; the weak schools with their reasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from facilitydesk.domain.bottom_lines import State
from facilitydesk.interchange.importing import run_import
from facilitydesk.reports import producing
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import checks
from tests.interchange.books import table
from tests.reports.papers import plain
from tests.services.areas.a_school import building
from tests.services.norms.a_county import all_met, found, pupils

TODAY = date(2026, 3, 11)


@pytest.fixture
def county(desk: Desk) -> Desk:
    one, two = pupils(desk, "甲小学", 300), pupils(desk, "乙小学", 90)
    all_met(desk, one, date(2026, 1, 5))
    found(desk, two, {1: "未达标", 2: "不适用", 3: "未达标", 4: "未达标"}, date(2026, 1, 6))
    building(desk, "旧楼", "200.25", "乙小学", danger_grade="D")
    return desk


def test_the_matrix_prints_and_comes_back_in(county: Desk, tmp_path: Path) -> None:
    paper, book = tmp_path / "核查.pdf", tmp_path / "核查.xlsx"
    producing.produce(county, "bottom_matrix", as_of=TODAY, out=paper)
    with Preview(paper.read_bytes()) as preview:
        text = plain(preview.text(0))
    assert "乙小学" in text
    assert "×／××" in text
    assert "√达标，×未达标，／不适用；空白为未核查" in text
    producing.produce(county, "bottom_matrix", as_of=TODAY, out=book)
    assert table(book).kind == "bottom_lines"
    again = run_import(county, book)
    counts = again.changed["bottom_checks"]
    assert (counts["created"], counts["unchanged"], counts["refused"]) == (0, 24, 0)
    told = checks.ask(county, TODAY)
    states = {row.name: [row.state(item.id) for item in told.items[:4]] for row in told.rows}
    assert states["乙小学"] == [
        State.FAILED, State.NOT_APPLICABLE, State.FAILED, State.FAILED,
    ]  # fmt: skip


def test_weak_schools_are_printed_with_their_reasons(county: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "薄弱.pdf"
    producing.produce(county, "weak_schools", as_of=TODAY, out=paper)
    with Preview(paper.read_bytes()) as preview:
        text = plain(preview.text(0))
    assert "乙小学" in text
    assert "1、3、4" in text
    assert "200.25" in text
    assert "2所学校中列入1所" in text
    assert "甲小学" not in text
