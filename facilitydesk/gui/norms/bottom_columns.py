"""The columns of 底线要求: matrix, a school's items, the sheets by unit and by item, the items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facilitydesk.domain.bottom_lines import KEYS, State, Verdict
from facilitydesk.domain.cells import Reading, ask
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.measures import Measure, Remedy
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rounding import Style
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.norms.columns import fixed
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone
from facilitydesk.services.norms.items import ItemRow


def _read_state(text: str) -> Reading[Any]:
    if not text.strip():
        return Reading(None)
    found = State.of_text(text)
    if found is None:
        return Reading(None, problem=ask("bottom.state", text))
    return Reading(found)


def _mark(value: Any) -> str:
    return value.mark if isinstance(value, State) else ""


_INKS = {State.FAILED: Tone.RED, State.MET: Tone.GREEN, State.NOT_APPLICABLE: Tone.QUIET}
_STROKES = {key: state.value for key, state in KEYS.items()}


def matrix_columns(items: tuple[ItemRow, ...]) -> list[Column]:
    """The school, what it comes to, and a narrow column for every item."""

    def state_of(item: ItemRow) -> Column:
        return Column(
            key=str(item.id),
            head=str(item.number),
            value=lambda row: row.state(item.id),
            width=48 if item.number > 9 else 40,
            editable=True,
            show=_mark,
            parse=_read_state,
            ink=lambda row: _INKS.get(row.state(item.id), Tone.INK),
            tip=lambda row: _cell_tip(row, item),
            strokes=_STROKES,
        )

    def verdict_ink(row: Any) -> str:
        return {Verdict.COMPLIES: Tone.GREEN, Verdict.FAILS: Tone.RED}.get(row.verdict, Tone.QUIET)

    return [
        fixed("name", tr("学校"), frozen=True, width=168),
        fixed("verdict", tr("结论"), frozen=True, width=60, ink=verdict_ink,
              value=lambda row: row.verdict.value),
        *(state_of(item) for item in items),
        fixed("failed", tr("未达标"), Kind.COUNT, width=76, value=lambda row: len(row.failed)),
        fixed("blanks", tr("未填"), Kind.COUNT, width=64),
        fixed("unit", tr("乡镇"), width=84),
        fixed("kind", tr("类别"), width=88),
    ]  # fmt: skip


def _cell_tip(row: Any, item: ItemRow) -> str:
    check = row.checks.get(item.id)
    lines = [tr("第{number}条　{text}").format(number=item.number, text=item.text)]
    if check is None or check.state is None:
        return "\n".join([*lines, tr("未核查；按1达标、2未达标、3不适用")])
    lines.append(f"{check.state.value}（{check.day}）")
    lines += [text for text in (check.evidence, check.measure) if text]
    if check.due:
        lines.append(tr("限期{day}").format(day=check.due))
    return "\n".join(lines)


def detail_columns() -> list[Column]:
    """The items of a school with evidence, measure and dates."""
    return [
        fixed("number", tr("条"), Kind.COUNT, frozen=True, width=40, adds=False,
              value=lambda row: row.item.number),
        fixed("text", tr("要求"), frozen=True, width=300, value=lambda row: row.item.text),
        Column(key="state", head=tr("结论"), width=72, editable=True, parse=_read_state,
               value=lambda row: row.state, strokes=_STROKES,
               choices=lambda: tuple(state.value for state in State),
               ink=lambda row: _INKS.get(row.state, Tone.INK)),
        Column(key="day", head=tr("核查日期"), kind=Kind.DATE, width=96, value=lambda row: row.day,
               editable=lambda row: row.check is not None),
        Column(key="evidence", head=tr("依据"), width=180, value=lambda row: row.evidence,
               editable=True, lines=True),
        Column(key="measure", head=tr("整改措施"), width=180, value=lambda row: row.measure,
               editable=True, lines=True),
        Column(key="due", head=tr("整改期限"), kind=Kind.DATE, width=96,
               value=lambda row: row.due, editable=True),
    ]  # fmt: skip


def unit_columns(style: Callable[[], Style]) -> list[Column]:
    """The sheet by unit, with 教学点 as sub-columns."""

    def count(key: str, head: str, what: str) -> Column:
        return fixed(f"{key}_{what}", head, Kind.COUNT, width=108 if what == "points" else 88,
                     value=lambda row: getattr(getattr(row.told, key), what))  # fmt: skip

    def rate(key: str, head: str) -> Column:
        return fixed(key, head, Kind.COUNT, width=96 if key == "rate" else 124, adds=False,
                     value=lambda row: getattr(row.told, key).text(style()),
                     show=lambda value: str(value or ""))  # fmt: skip

    return [
        fixed("name", tr("单位"), frozen=True, width=140, value=lambda row: row.told.unit),
        count("total", tr("学校总数"), "schools"),
        count("complies", tr("达标数"), "schools"),
        rate("rate", tr("达标率")),
        count("total", tr("其中教学点"), "points"),
        count("complies", tr("教学点达标"), "points"),
        rate("point_rate", tr("教学点达标率")),
        count("fails", tr("未达标数"), "schools"),
        count("unchecked", tr("未核查"), "schools"),
        count("blanks", tr("有未填项"), "schools"),
    ]


def tally_columns() -> list[Column]:
    """The sheet by item."""

    def count(key: str, head: str, what: str) -> Column:
        return fixed(f"{key}_{what}", head, Kind.COUNT, width=108, adds=False,
                     value=lambda row: getattr(getattr(row.told, key), what))  # fmt: skip

    return [
        fixed("number", tr("条"), Kind.COUNT, frozen=True, width=40, adds=False),
        fixed("text", tr("要求"), frozen=True, width=320),
        count("met", tr("达标学校"), "schools"),
        count("met", tr("其中教学点"), "points"),
        count("failed", tr("未达标学校"), "schools"),
        count("failed", tr("其中教学点"), "points"),
        count("not_applicable", tr("不适用"), "schools"),
        count("blank", tr("未填"), "schools"),
        count("total", tr("合计"), "schools"),
    ]


def item_columns() -> list[Column]:
    """The items of the bottom lines."""
    return [
        column("number", head=tr("编号"), kind=Kind.COUNT, frozen=True, width=64, editable=True,
               adds=False),
        column("text", head=tr("内容"), kind=Kind.TEXT, width=420, editable=True),
        column("active", head=tr("采用"), kind=Kind.FLAG, width=64, editable=True),
        column("remedy", head=tr("整改方式"), kind=Kind.TEXT, width=92, editable=True,
               choices=lambda: tuple(each.value for each in Remedy)),
        column("measure", lambda row: row.measure_term, head=tr("对应指标"), kind=Kind.TEXT,
               width=150, editable=True, choices=lambda: tuple(each.term for each in Measure)),
        column("document", head=tr("依据"), kind=Kind.TEXT, width=220, editable=True),
    ]  # fmt: skip
