"""The columns of the list of projects. To add one: name it here and in services/projects/register.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.stages import StageGroup
from facilitydesk.domain.words.register_terms import PARTIES
from facilitydesk.domain.words.terms import AreaCategory
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone
from facilitydesk.services.projects.row import ProjectRow

Choices = Callable[[str], Callable[[], tuple[str, ...]]]

STATE_INK = {
    StageGroup.NOT_STARTED: Tone.QUIET,
    StageGroup.UNDER_WAY: Tone.ACCENT,
    StageGroup.STOPPED: Tone.RED,
    StageGroup.COMPLETED: Tone.GREEN,
    StageGroup.DROPPED: Tone.QUIET,
}


def category_terms() -> tuple[str, ...]:
    """The pick list of 面积类别."""
    return tuple(category.term for category in AreaCategory)


def project_columns(choices: Choices) -> list[Column]:
    """All columns in their first order; those of the card only are hidden at first."""

    def cell(key: str, value: Any = None, **more: Any) -> Column:
        return column(key, value, editable=True, **more)

    def of_work(key: str, value: Any = None, **more: Any) -> Column:
        return column(key, value, editable=_single, tip=_sum_tip, **more)

    return [
        of_work("school", head=tr("学校"), width=150, frozen=True, choices=choices("schools")),
        cell("name", head=tr("项目名称"), width=190, frozen=True),
        cell("programme", width=130, choices=choices("programmes")),
        cell("year", width=60, show=_year),
        cell("nature", width=92, choices=choices("natures")),
        column(
            "state",
            lambda row: row.state,
            new=False,
            head=tr("状态"),
            width=76,
            ink=lambda row: STATE_INK[row.state],
        ),
        column("stage", new=False, kind=Kind.TEXT, width=88),
        column("progress", _progress, new=False, width=72),
        of_work("category", head=tr("面积类别"), width=92, choices=category_terms),
        of_work("planned_area", width=104),
        of_work("planned_investment", width=104),
        column("works", lambda row: len(row.works), new=False, head=tr("单项数"), width=76),
        cell("planned_start_date", lambda row: row.planned_start, width=96),
        cell("start_date", lambda row: row.start, width=96),
        cell("planned_finish_date", lambda row: row.planned_finish, width=96),
        cell("finish_date", lambda row: row.finish, width=96),
        column(
            "late",
            new=False,
            head=tr("滞后天数"),
            width=92,
            show=_late,
            ink=lambda row: Tone.RED if (row.late or 0) > 0 else Tone.INK,
            tip=lambda _row: tr("竣工比冻结计划晚的天数，负数为提前"),
        ),
        column("open_notes", lambda row: row.open_notes or None, new=False, width=64),
        cell("pooled", width=52),
        cell("livelihood", head=tr("民生"), width=52),
        cell("key_project", head=tr("重点"), width=52),
        cell("contractor_unit", _party("contractor_unit"), width=150),
        cell("batch", width=80),
        cell("code", head=tr("项目代码"), width=180),
        cell("approval_document", width=150),
        cell("fund_document", width=150),
        column("township", new=False, width=100),
        of_work(
            "room_kind", lambda row: _one(row, "room_kind"), width=90, choices=choices("room_kinds")
        ),
        *(
            cell(key, _party(key), hidden=True, width=130)
            for party in PARTIES
            for key in (f"{party}_unit", f"{party}_person")
            if key != "contractor_unit"
        ),
        cell("agent_unit", hidden=True, width=130),
        cell("note", width=180, lines=True),
    ]


def search_words(row: ProjectRow) -> str:
    """What the search field of the page searches in."""
    parts = (row.name, row.initials, row.code or "", row.township, *row.schools)
    return " ".join((*parts, *(work.name for work in row.works), *row.school_initials))


def _single(row: ProjectRow) -> bool:
    return len(row.works) == 1


def _one(row: ProjectRow, key: str) -> Any:
    return getattr(row.works[0], key) if len(row.works) == 1 else None


def _progress(row: ProjectRow) -> Any:
    return _one(row, "progress")


def _party(key: str) -> Callable[[ProjectRow], str]:
    return lambda row: row.parties[key]


def _sum_tip(row: ProjectRow) -> str:
    if len(row.works) == 1:
        return ""
    words = tr("{works}个单项工程之和，请在右侧“单项工程”中修改").format(works=len(row.works))
    aside = row.aside_area
    if aside:
        words += "\n" + tr("另有运动场、附属{area}㎡，不计入校舍面积").format(area=amount(aside))
    return words


def _year(value: Any) -> str:
    return "" if value is None else str(value)


def _late(value: Any) -> str:
    return "" if value is None else f"{value:+d}" if value else "0"
