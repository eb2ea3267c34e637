"""The journal under attack: a row edited, a row deleted, the end cut off, the whole written anew.

The chain alone finds two of the four; with a head kept elsewhere all four are found and named.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import printing, week
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk
from facilitydesk.services.journal import auditing
from facilitydesk.services.journal.auditing import Anchor
from tests.faults import audit_attacks
from tests.store_fixtures import add_work, clock

WEEK = date(2026, 3, 9)


@dataclass(frozen=True)
class Kept:
    """What lies outside: the path of the file and the head on a paper."""

    path: Path
    paper: Anchor


@pytest.fixture
def kept(file_desk: Desk) -> Kept:
    """A file with eight operations of entries; the head of the sixth went out on paper."""
    work = add_work(file_desk)
    for percent in range(10, 60, 10):
        week.enter(file_desk, WEEK, [week.Cell(work, "progress", Percent.of(percent))])
    head = auditing.current(file_desk)
    for percent in range(60, 90, 10):
        week.enter(file_desk, WEEK, [week.Cell(work, "progress", Percent.of(percent))])
    file_desk.close()
    return Kept(Path(file_desk.place), auditing.anchor(head.text))


def found(kept: Kept, *, paper: bool) -> list[str]:
    with closing(files.open_desk(kept.path, readonly=True, clock=clock)) as desk:
        heads = [kept.paper] if paper else []
        return [problem.message for problem in auditing.check(desk, heads)]


def attack(kept: Kept, *statements: str) -> None:
    audit_attacks.run(kept.path, *statements)


def test_an_untouched_journal_has_nothing_to_say(kept: Kept) -> None:
    assert found(kept, paper=True) == []


def test_a_row_edited(kept: Kept) -> None:
    attack(kept, "UPDATE change SET after = '9900' WHERE seq = 5 AND field = 'progress'")
    assert found(kept, paper=False) == [
        "操作日志第5条（2026-03-11 10:00，王敏）与其校验值不符，可能被其他程序改动过。"
    ]


def test_who_did_it_cannot_be_changed(kept: Kept) -> None:
    attack(kept, "UPDATE operation SET label = '别的' WHERE seq = 4")
    assert [text[:8] for text in found(kept, paper=False)] == ["操作日志第4条（"]


def test_rows_deleted(kept: Kept) -> None:
    attack(
        kept,
        "DELETE FROM change WHERE seq IN (4, 5)",
        "DELETE FROM operation WHERE seq IN (4, 5)",
    )
    assert found(kept, paper=False) == ["操作日志缺第4至第5条，可能被其他程序删除过。"]


def test_the_end_cut_off_is_found_by_the_paper_alone(kept: Kept) -> None:
    attack(kept, "DELETE FROM change WHERE seq > 5", "DELETE FROM operation WHERE seq > 5")
    assert found(kept, paper=False) == []
    (said,) = found(kept, paper=True)
    assert said.startswith("所给的校验值记有第7号操作，现在的操作日志只到第5号，末尾可能被删去；")
    assert "如恢复过备份，请核对恢复的时间；如另有一份副本在别处填报过，请与那份核对" in said


def rewritten(kept: Kept) -> None:
    audit_attacks.rewrite(kept.path)


def test_four_of_four_with_a_head_from_paper_two_without(kept: Kept) -> None:
    assert audit_attacks.measure(kept.path) == {
        "edit": (True, True),
        "delete": (True, True),
        "tail cut": (False, True),
        "rewrite": (False, True),
    }


def test_a_journal_written_anew_is_found_by_the_paper_alone(kept: Kept) -> None:
    rewritten(kept)
    assert found(kept, paper=False) == []
    (told,) = found(kept, paper=True)
    assert told.startswith("第7号操作的校验值与所给的校验值所记不符")


def test_a_stored_print_contradicts_a_journal_written_anew(file_desk: Desk) -> None:
    """Nobody typed anything from paper: the prints in the file carry heads of their own."""
    work = add_work(file_desk)
    week.enter(file_desk, WEEK, [week.Cell(work, "progress", Percent.of(30))])
    known = auditing.current(file_desk)
    paper = printing.Paper("bulletin", "通报", WEEK, known.seq, {}, (), b"%PDF", known.hash)
    printing.issue(file_desk, paper)
    week.enter(file_desk, WEEK, [week.Cell(work, "progress", Percent.of(40))])
    file_desk.close()
    kept = Kept(Path(file_desk.place), Anchor(1, "", ""))
    assert found(kept, paper=False) == []
    rewritten(kept)
    (told,) = found(kept, paper=False)
    assert "与存档的2026-001所记不符" in told


def test_a_moment_that_is_none_is_named_and_the_rest_is_checked(kept: Kept) -> None:
    attack(
        kept,
        "UPDATE operation SET at = 'gestern' WHERE seq = 4",
        "UPDATE operation SET label = '别的' WHERE seq = 7",
    )
    told = found(kept, paper=False)
    assert told[0] == "操作日志第4条无法读出，可能已损坏，或被其他程序改动过。"
    assert told[1].startswith("操作日志第7条")


@pytest.mark.parametrize(
    "text", ["", "120", "120:", "120:3f9a", "x:3f9a12bc77d0e1f2", "3f9a12bc77d0e1f2"]
)
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="不是校验值"):
        auditing.anchor(text)


def test_a_head_is_read_as_it_stands_on_paper() -> None:
    typed = auditing.anchor(" 120：3F9A 12bc 77d0 e1f2 ")
    assert (typed.seq, typed.hash) == (120, "3f9a12bc77d0e1f2")


def test_the_line_on_paper(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    line = auditing.mark(auditing.current(desk))
    head = auditing.current(desk).hash
    assert line == f"数据校验值 {head[:4]} {head[4:8]} {head[8:12]} {head[12:16]}　第2号操作"
