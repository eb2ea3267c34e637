"""The log in words: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.words import log_terms
from facilitydesk.services import printing, schools, settings
from facilitydesk.services import week as weeks
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal import log
from facilitydesk.services.journal.log import Asked
from facilitydesk.services.money import closing
from facilitydesk.services.people import officers, seating
from facilitydesk.services.printing import Paper
from facilitydesk.services.projects import register as projects
from facilitydesk.services.projects import rows as project_rows
from facilitydesk.store import tables
from facilitydesk.store.base import metadata
from tests.entering import added

WEEK = date(2026, 3, 9)


def brief(desk: Desk, asked: Asked | None = None) -> list[tuple[str, ...]]:
    return [
        (line.officer, line.what, line.kind, line.thing, line.field, line.before, line.after)
        for line in log.lines(desk, asked).lines
    ]


def test_a_cell_of_the_week(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    weeks.enter(desk, WEEK, [weeks.Cell(work, "progress", Percent.of(30))])
    weeks.enter(
        desk,
        WEEK,
        [
            weeks.Cell(work, "progress", Percent.of(45)),
            weeks.Cell(work, "stage", Stage.STRUCTURE),
            weeks.Cell(work, "invested", Money.of("12.5", scale=10_000)),
        ],
    )
    where = "城关镇中心小学 · 教学楼建设项目 · 2026年第11周"
    told = brief(desk)[:4]
    assert set(told[:3]) == {
        ("王敏", "修改", "周进度", where, "进度", "30.00%", "45.00%"),
        ("王敏", "修改", "周进度", where, "形象进度", "", "主体施工"),
        ("王敏", "修改", "周进度", where, "累计完成投资", "", "125,000.00元"),
    }
    assert told[3][:4] == ("王敏", "新增", "周进度", where)
    assert "进度：30.00%" in told[3][6]


def test_what_was_deleted_keeps_its_name(desk: Desk, make_work: Callable[..., int]) -> None:
    make_work()
    project = project_rows.rows(desk)[0]
    projects.delete(desk, [project.id])
    deleted = [line for line in log.lines(desk).lines if line.what == "删除"]
    names = {line.kind: line.thing for line in deleted}
    assert names["项目"] == "教学楼建设项目"
    assert names["单项工程"] == "城关镇中心小学 · 教学楼建设项目"


def test_an_issued_paper_is_called_by_its_title(desk: Desk) -> None:
    title = "关于教育建设项目工程进展情况的通报"
    paper = Paper("bulletin", title, date(2026, 3, 8), 3, {}, (), b"%PDF-1.7")
    printing.issue(desk, paper)
    line = next(line for line in log.lines(desk).lines if line.entity == "printed_report")
    assert line.thing == title
    assert "编号：2026-001" in line.after
    assert "bulletin" not in "".join(map(str, line.outside)) + line.after + line.label


def test_officer_days_kind_and_words_narrow_it_down(
    desk: Desk, make_work: Callable[..., int]
) -> None:
    work = make_work()
    weeks.enter(desk, WEEK, [weeks.Cell(work, "progress", Percent.of(30))])
    seating.seat(desk, "李建平", "")
    settings.change(desk, "bureau", "临溪县教育局")
    assert brief(desk, Asked(officer="李建平", entity="setting")) == [
        ("李建平", "新增", "设置", "单位名称", "", "", "设置项：单位名称；值：临溪县教育局")
    ]
    assert brief(desk, Asked(officer="李建平", entity="week_entry")) == []
    assert brief(desk, Asked(first=date(2026, 3, 12))) == []
    assert brief(desk, Asked(last=date(2026, 3, 10))) == []
    today = Asked(first=date(2026, 3, 11), last=date(2026, 3, 11))
    assert len(brief(desk, today)) == len(brief(desk))
    assert [row[2] for row in brief(desk, Asked(words="临溪县教育局"))] == ["设置"]
    answer = log.lines(desk)
    assert answer.officers == ("王敏", "李建平")
    assert ("week_entry", "周进度") in answer.kinds


def test_the_newest_lines_and_how_many_there_are(desk: Desk, make_work: Callable[..., int]) -> None:
    work = make_work()
    for percent in range(1, 9):
        weeks.enter(desk, WEEK, [weeks.Cell(work, "progress", Percent.of(percent))])
    part = log.lines(desk, most=3)
    assert [line.after for line in part.lines] == ["8.00%", "7.00%", "6.00%"]
    assert part.count == len(log.lines(desk).lines)


def test_closing_a_month_reads_as_words(desk: Desk) -> None:
    closing.close(desk, PeriodKind.MONTH, date(2026, 2, 1))
    closing.reopen(desk, PeriodKind.MONTH, date(2026, 2, 1), "更正")
    told = brief(desk, Asked(entity="period_lock"))
    assert (
        "王敏",
        "修改",
        "锁定记录",
        "2026-02-01至2026-02-28",
        "状态",
        "已锁定",
        "已解锁",
    ) in told


def test_phone_numbers_are_hidden_where_the_log_goes_out(desk: Desk) -> None:
    added(schools.enter, desk, {"name": "城关小学", "phone": "13812345678"})
    school = schools.rows(desk)[0]
    schools.enter(desk, [Edit(school.id, "phone", "0812-3456789")])
    out = brief(desk, Asked(full_phones=False, entity="school"))
    assert out[0][4:] == ("联系电话", "138****5678", "0812-****6789")
    assert "138****5678" in out[1][6]
    assert brief(desk)[0][5] == "13812345678"


def test_posts_and_passwords_as_an_officer_reads_them(desk: Desk) -> None:
    officers.enter(desk, new=[{"name": "李建平", "role": "录入"}])
    row = officers.rows(desk)[1]
    officers.enter(desk, [Edit(row.id, "role", "审核")])
    told = brief(desk, Asked(entity="officer"))
    assert told[0] == ("王敏", "修改", "人员", "李建平", "岗位", "录入", "审核")


def test_every_table_and_every_column_has_a_chinese_name() -> None:
    journalled = metadata.tables.keys() - tables.NOT_JOURNALLED
    assert sorted(journalled - log_terms.KINDS.keys()) == []
    nameless = [
        f"{name}.{column.name}"
        for name in journalled
        for column in metadata.tables[name].columns
        if column.name not in log_terms.HIDDEN
        and not any(char >= "\u4e00" for char in log_terms.term(name, column.name))
    ]
    assert nameless == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("+86 13812345678", "138****5678"),
        ("0812-3456789", "0812-****6789"),
        ("34567890", "****7890"),
        ("王敏13812345678、李建平13900001111", "王敏138****5678、李建平139****1111"),
        ("转8012", "转8012"),
        ("", ""),
        ("138****5678", "138****5678"),
    ],
)
def test_what_is_hidden_of_a_number(text: str, shown: str) -> None:
    from facilitydesk.domain.phones import masked

    assert masked(text) == shown
