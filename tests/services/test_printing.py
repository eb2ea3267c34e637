"""What was issued stays as it was issued: numbers, pages, figures, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import printing, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import undoing
from facilitydesk.services.printing import Paper, StoredFigure
from facilitydesk.store import tables

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 40
AREA = StoredFigure("竣工面积", "57,130.24㎡", "按面积", "57130.24", sums=True)
RATE = StoredFigure("竣工率", "72%", "72.00% = 72 / 100", "72")


def paper(day: date = date(2026, 3, 8), **changes: object) -> Paper:
    whole = Paper(
        "bulletin",
        "工程进展情况通报",
        day,
        3,
        {"programme": "全面改薄", "places": 0},
        (AREA, RATE),
        PDF,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # the keywords are Paper's own


def test_prints_are_numbered_within_the_year(any_desk: Desk) -> None:
    first = printing.issue(any_desk, paper())
    second = printing.issue(any_desk, paper())
    assert (first.number, second.number) == ("2026-001", "2026-002")
    # 2027 begins at 16:00 UTC in Beijing.
    any_desk.clock = lambda: datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert printing.issue(any_desk, paper()).number == "2027-001"
    assert [p.number for p in printing.prints(any_desk)] == ["2027-001", "2026-002", "2026-001"]


def test_a_reprint_is_byte_for_byte_what_was_issued(any_desk: Desk) -> None:
    stored = printing.issue(any_desk, paper())
    found = printing.find(any_desk, stored.id)
    assert printing.pdf(any_desk, stored.id) == PDF
    assert found.sha256 == hashlib.sha256(PDF).hexdigest()
    assert found.options == {"programme": "全面改薄", "places": 0}
    assert found.figures == (AREA, RATE)
    assert (found.as_of, found.known_at, found.officer) == (date(2026, 3, 8), 3, "王敏")


def test_a_paper_that_was_tampered_with_is_not_shown(any_desk: Desk) -> None:
    stored = printing.issue(any_desk, paper())
    with any_desk.operation("test", "改动") as unit:
        unit.connection.execute(tables.printed_report.update().values(pdf=PDF + b" "))
        unit.insert(tables.officer, {"name": "别人"})
    with pytest.raises(Trouble, match="2026-001"):
        printing.pdf(any_desk, stored.id)


def test_the_journal_keeps_the_check_sum_not_the_pages(any_desk: Desk) -> None:
    stored = printing.issue(any_desk, paper())
    with any_desk.read() as connection:
        query = select(tables.change.c.after).where(tables.change.c.row_id == stored.id)
        content = json.loads(connection.execute(query).scalar_one() or "")
    assert content["pdf"] == f"sha256:{hashlib.sha256(PDF).hexdigest()}"


def test_issuing_is_no_step_of_undo(any_desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    printing.issue(any_desk, paper())
    undoing.undo_last(any_desk)
    assert len(printing.prints(any_desk)) == 1


def test_a_print_is_withdrawn_with_a_reason_once(any_desk: Desk) -> None:
    stored = printing.issue(any_desk, paper())
    with pytest.raises(Refused):
        printing.withdraw(any_desk, stored.id, "  ")
    printing.withdraw(any_desk, stored.id, "合计有误")
    assert printing.find(any_desk, stored.id).withdrawn == "合计有误"
    with pytest.raises(Refused, match="合计有误"):
        printing.withdraw(any_desk, stored.id, "再次")
    assert printing.pdf(any_desk, stored.id) == PDF


def test_only_a_printer_that_took_it_makes_it_printed(any_desk: Desk) -> None:
    stored = printing.issue(any_desk, paper())
    assert printing.find(any_desk, stored.id).printed is None
    printing.mark_printed(any_desk, stored.id)
    assert printing.find(any_desk, stored.id).printed == any_desk.clock()


def test_the_previous_print_is_the_last_valid_one_of_the_same_programme(any_desk: Desk) -> None:
    early = printing.issue(any_desk, paper(date(2026, 2, 22)))
    printing.issue(any_desk, paper(date(2026, 3, 1), options={"programme": "学前"}))
    bad = printing.issue(any_desk, paper(date(2026, 3, 1)))
    printing.withdraw(any_desk, bad.id, "数字有误")
    same = {"programme": "全面改薄"}
    found = printing.previous(any_desk, "bulletin", date(2026, 3, 8), same)
    assert found is not None
    assert found.id == early.id
    assert printing.previous(any_desk, "bulletin", date(2026, 2, 22), same) is None


def test_a_cumulative_figure_that_fell_is_found_a_rate_is_not(any_desk: Desk) -> None:
    stored = printing.issue(any_desk, paper())
    lower = replace(AREA, text="57,030.24㎡", value="57030.24")
    now = (lower, replace(RATE, text="71%", value="71"))
    before = printing.find(any_desk, stored.id)
    (found,) = printing.fallen(before, now)
    assert "57,130.24㎡降为57,030.24㎡" in found.message
    assert printing.fallen(before, (AREA,)) == ()
    changed = printing.differences(before.figures, (lower, RATE, StoredFigure("新增", "1个")))
    assert [(d.name, d.then, d.now) for d in changed] == [
        ("竣工面积", "57,130.24㎡", "57,030.24㎡"),
        ("新增", "", "1个"),
    ]


def test_what_is_built_while_somebody_writes_is_built_again(
    any_desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    percents = iter((10, 20))

    def build() -> int:
        value = next(percents)
        if value == 10:  # another officer types while the report is being read
            cell = week.Cell(work, "progress", Percent.of(5))
            week.enter(any_desk, date(2026, 3, 9), [cell])
        return value

    answer, known = printing.steady(any_desk, build)
    assert answer == 20
    assert known == printing.known_now(any_desk)
