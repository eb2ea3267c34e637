"""The columns of the week grid. To add one: name it here; its field stands in domain/fields.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facilitydesk.domain.fields import Kind, term
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.week_rules import Entry
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.theme import Tone
from facilitydesk.services.missing import due
from facilitydesk.services.week import SheetRow

if TYPE_CHECKING:
    from datetime import date

    from facilitydesk.domain.cells import Reading

MISSING, UNCHANGED, DRAFT, REPORTED, EXEMPT = (
    tr("未报"),
    tr("无变化"),
    tr("草稿"),
    tr("已报"),
    tr("免报"),
)
_STATE_TIPS = {
    MISSING: tr("本周尚未填报；没有变化请按 Ctrl+M 标记“无变化”"),
    UNCHANGED: tr("已报：与上期相比无变化"),
    DRAFT: tr("已填写并保存，本周提交后成为已报"),
    REPORTED: tr("本周已提交，数据锁定"),
    EXEMPT: tr("上期已完工或已调整、取消，不列入未报"),
}


def state_of(row: SheetRow, *, locked: bool) -> str:
    """The state of a line: 未报, 免报, 无变化, 草稿 (not submitted yet), 已报 (submitted, locked)."""
    if row.now is None:
        return MISSING if due(row) else EXEMPT
    if row.now.unchanged:
        return UNCHANGED
    return REPORTED if locked else DRAFT


def title_of(row: SheetRow) -> str:
    """The project, with the single work where the project has several."""
    return f"{row.project} · {row.work}" if row.work and row.work != row.project else row.project


def stage_terms() -> list[str]:
    """The pick list of 形象进度."""
    return [stage.term for stage in Stage]


class WeekColumns:
    """Builds the columns; `locked` is what the state column needs to know of the week."""

    def __init__(self) -> None:
        self.locked = False

    def build(self) -> list[Column]:
        """All columns in their first order."""
        cell = self._cell
        return [
            Column.of("school", lambda row: row.school, head=tr("学校"), width=150, frozen=True),
            Column.of(
                "project", title_of, head=tr("项目"), width=178, frozen=True, tip=_register_tip
            ),
            Column(
                key="state",
                head=tr("状态"),
                value=lambda row: state_of(row, locked=self.locked),
                width=70,
                frozen=True,
                tip=lambda row: _STATE_TIPS[state_of(row, locked=self.locked)],
                ink=self._state_ink,
            ),
            cell("stage", width=196, choices=stage_terms),
            cell("progress", width=120),
            cell("started_area", width=186),
            cell("completed_area", width=186),
            cell("invested", width=210),
            cell("problem", paired=False, width=200, lines=True),
            cell("measure", paired=False, width=200, lines=True),
            Column(
                key="reason",
                head=tr("更正原因"),
                value=lambda row: row.now.reason if row.now else None,
                editable=True,
                width=150,
            ),
            Column(
                key="as_of",
                head=tr("截至日期"),
                kind=Kind.DATE,
                value=lambda row: row.now.as_of if row.now else None,
                parse=_read_day,
                editable=True,
                width=108,
            ),
            Column.of("township", lambda row: row.township, width=96),
            Column.of("nature", lambda row: row.nature, width=92),
            Column.of("planned_area", lambda row: _area(row.planned_area), width=112),
            Column.of("planned_investment", lambda row: _money(row.planned_investment), width=124),
        ]

    def _cell(self, key: str, *, width: int, paired: bool = True, **more: Any) -> Column:
        """A cell of the entry; last week's value stands beside it, or grey in its place."""

        def now(row: SheetRow) -> Any:
            return _of(row.now, key)

        def last(row: SheetRow) -> Any:
            return _of(row.last, key)

        past: dict[str, Any] = {"past": last} if paired else {"ghost": last}
        return Column.of(key, now, width=width, editable=True, head=term(key), **past, **more)

    def _state_ink(self, row: SheetRow) -> str:
        state = state_of(row, locked=self.locked)
        return {MISSING: Tone.AMBER, DRAFT: Tone.ACCENT}.get(state, Tone.QUIET)


def _of(entry: Entry | None, key: str) -> Any:
    return None if entry is None else getattr(entry, key) or _zero(getattr(entry, key))


def _zero(value: Any) -> Any:
    """0 is a figure; an empty text is blank."""
    return None if value == "" else value


def _area(raw: int | None) -> Area | None:
    return None if raw is None else Area(raw)


def _money(raw: int | None) -> Money | None:
    return None if raw is None else Money(raw)


def _read_day(text: str) -> Reading[date]:
    from facilitydesk.domain.cell_dates import read_date
    from facilitydesk.domain.cells import Reading, ask

    found = read_date(text)
    if found.value is None:
        return Reading(None, found.changed, found.problem or ask("required", text, term="截至日期"))
    if not found.value.exact:
        return Reading(None, problem=ask("not_a_date", text))
    return Reading(found.value.first, found.changed, found.problem)


def _register_tip(row: SheetRow) -> str:
    parts = [title_of(row), row.school, row.nature]
    if row.year:
        parts.append(f"{row.year}年")
    return "　".join(part for part in parts if part)
