"""The list of problems: who, until when, closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.projects import notes
from facilitydesk.services.projects import rows as project_rows
from tests.entering import added


@pytest.fixture
def project(desk: Desk, make_work: Callable[..., int]) -> int:
    make_work()
    return project_rows.rows(desk)[0].id


def note(desk: Desk, project: int, text: str, **values: object) -> int:
    return added(notes.enter, desk, {"text": text, **values}, project_id=project).row_id


def test_an_overdue_note_stands_first_and_says_by_how_much(desk: Desk, project: int) -> None:
    early = {"raised": date(2026, 2, 1)}
    note(desk, project, "围墙开裂", due=date(2026, 3, 20))
    note(desk, project, "施工许可未办", due=date(2026, 3, 8), owner="李强", **early)
    closed = note(desk, project, "扬尘", due=date(2026, 3, 1), **early)
    notes.enter(desk, [Edit(closed, "closed", date(2026, 3, 2))])
    assert [(n.text, n.state) for n in notes.rows(desk)] == [
        ("施工许可未办", "已逾期3天"),
        ("围墙开裂", "整改中"),
        ("扬尘", "已销号"),
    ]
    first = notes.rows(desk)[0]
    assert (first.owner, first.school, first.project) == (
        "李强",
        "城关镇中心小学",
        "教学楼建设项目",
    )
    assert len(notes.rows(desk, open_only=True)) == 2
    assert project_rows.rows(desk)[0].open_notes == 2
    # On 1 March the third was still open.
    assert [n.state for n in notes.rows(desk, as_of=date(2026, 3, 1))][-1] == "整改中"


def test_the_lines_of_a_note_stay_in_it(desk: Desk, project: int) -> None:
    note(desk, project, "一、未办许可\r\n二、资料不全\x07")
    assert notes.rows(desk)[0].text == "一、未办许可\n二、资料不全"


def test_dates_before_the_note_are_refused(desk: Desk, project: int) -> None:
    with pytest.raises(Refused, match="整改期限2026-03-01早于提出日期2026-03-11"):
        note(desk, project, "围墙开裂", due=date(2026, 3, 1))
    row = note(desk, project, "围墙开裂")
    edited = notes.enter(desk, [Edit(row, "closed", date(2026, 3, 1)), Edit(row, "owner", "李强")])
    assert [item.field for item in edited.rejected] == ["closed"]
    assert (notes.rows(desk)[0].owner, notes.rows(desk)[0].closed) == ("李强", None)


def test_a_note_needs_a_text(desk: Desk, project: int) -> None:
    with pytest.raises(Refused, match="请填写问题"):
        note(desk, project, "  \n ")


def test_a_deleted_note_comes_back(desk: Desk, project: int) -> None:
    row = note(desk, project, "围墙开裂", owner="李强")
    notes.delete(desk, [row])
    assert notes.rows(desk) == ()
    undo_last(desk)
    assert notes.rows(desk)[0].owner == "李强"
    undo_last(desk)
    assert notes.rows(desk) == ()
