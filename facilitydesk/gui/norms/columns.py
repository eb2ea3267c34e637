"""The columns of 缺口, 底线要求, 薄弱学校, 建议清单, 学校数据 and 标准."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from facilitydesk.domain.bottom_lines import KEYS, State, Verdict
from facilitydesk.domain.cells import Reading, ask
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.norms import (
    PLACES,
    SIZES,
    STAGES,
    Direction,
    Fact,
    Measure,
    Remedy,
    plain,
)
from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.rounding import Style
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone
from facilitydesk.services.norms.items import ItemRow


def fixed(key: str, head: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
    """A column that is only read; by default the row's attribute of that name."""
    value = more.pop("value", None) or (lambda row: getattr(row, key))
    return Column(key=key, head=head, kind=kind, value=value, **more)


def _raw(value: int | None) -> Quantity | None:
    return None if value is None else Quantity(value)


def _plain(value: Any) -> str:
    return "" if value is None else plain(value.raw)


def _school(head: str = tr("学校"), key: str = "school") -> list[Column]:
    return [
        fixed(key, head, frozen=True, width=184),
        fixed("unit", tr("乡镇"), width=84),
    ]


def gap_columns() -> list[Column]:
    """A school and a norm."""

    def ink(row: Any) -> str:
        return {"达标": Tone.GREEN, "未达标": Tone.RED}.get(row.status, Tone.QUIET)

    def number(raw: Callable[[Any], int | None], row: Any, unit: str) -> str:
        value = raw(row)
        return "—" if value is None else f"{plain(value)}{unit}"

    return [
        *_school(),
        fixed("kind", tr("类别"), width=88),
        fixed("students", tr("学生数"), Kind.COUNT, width=78),
        fixed("measure", tr("指标"), width=150, value=lambda row: row.measure.term),
        fixed("norm", tr("标准"), width=112, value=lambda row: row.norm_text,
              tip=lambda row: row.document),
        fixed("actual", tr("实际"), Kind.COUNT, width=72, value=_actual, show=_dashed, adds=False),
        fixed("has", tr("现有"), Kind.COUNT, width=96, value=lambda row: _raw(row.has),
              show=lambda v: "—" if v is None else plain(v.raw), adds=False,
              tip=lambda row: number(lambda r: r.has, row, row.measure.fact.unit)),
        fixed("short", tr("缺额"), Kind.COUNT, width=96, value=lambda row: _raw(row.short),
              show=lambda v: "—" if v is None else plain(v.raw), adds=False, ink=ink,
              tip=lambda row: row.short_text),
        fixed("fact_unit", tr("单位"), width=60, value=lambda row: row.measure.fact.unit),
        fixed("status", tr("结论"), width=64, ink=ink),
        fixed("rank", tr("排名"), Kind.COUNT, width=64, adds=False),
        fixed("missing", tr("缺什么数据"), width=150),
        fixed("source", tr("现有数来源"), width=260),
    ]  # fmt: skip


def _actual(row: Any) -> Fraction | str | None:
    value = row.actual
    return value if value is not None else ("无" if row.actual_text == "无" else None)


def _dashed(value: Any) -> str:
    from facilitydesk.domain.norms import told

    return value if isinstance(value, str) else told(value)


def total_columns() -> list[Column]:
    """The county's sum of a measure."""
    return [
        fixed("measure", tr("指标"), width=184, frozen=True, value=lambda row: row.told.measure.term),
        *(
            fixed(key, head, Kind.COUNT, width=72, value=lambda row, key=key: getattr(row.told, key))
            for key, head in (
                ("schools", tr("学校数")), ("met", tr("达标")), ("failed", tr("未达标")),
                ("unknown", tr("缺数据")),
            )
        ),
        fixed("rate", tr("达标率"), Kind.COUNT, width=80, adds=False,
              value=lambda row: row.told.rate.fraction,
              show=lambda v: "—" if v is None else f"{_percent(v)}%"),
        fixed("short", tr("缺额合计"), Kind.COUNT, width=128, adds=False,
              value=lambda row: _raw(row.told.short), show=_plain),
        fixed("fact_unit", tr("单位"), width=56, value=lambda row: row.told.measure.fact.unit),
    ]  # fmt: skip


def _percent(value: Fraction) -> str:
    from facilitydesk.domain.rounding import digits

    return digits(value * 100)


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


def weak_columns() -> list[Column]:
    """The weak schools."""
    return [
        *_school(key="name"),
        fixed("kind", tr("类别"), width=88),
        fixed("students", tr("学生数"), Kind.COUNT, width=78),
        fixed("reasons", tr("列入原因"), width=340, value=lambda row: "；".join(row.reasons),
              ink=lambda _row: Tone.RED),
        fixed("failed", tr("未达标条目"), width=128,
              value=lambda row: "、".join(str(number) for number in row.failed)),
        fixed("gap", tr("用房缺口"), Kind.COUNT, width=94, adds=False,
              show=lambda v: "—" if v is None else f"{_percent(v)}%"),
        fixed("short", tr("缺教学用房"), Kind.AREA, width=120),
        fixed("danger", tr("D级危房栋数"), Kind.COUNT, width=118),
        fixed("danger_area", tr("D级危房面积"), Kind.AREA, width=128),
    ]  # fmt: skip


def advice_columns() -> list[Column]:
    """What to build or buy next, with reasons."""
    return [
        fixed("rank", tr("序"), Kind.COUNT, frozen=True, width=52, adds=False),
        fixed("school", tr("学校"), frozen=True, width=168),
        fixed("remedy", tr("方式"), width=64, value=lambda row: row.remedy.term),
        fixed("title", tr("建议"), width=196, strong=True),
        fixed("amount", tr("数量"), Kind.COUNT, width=104, adds=False,
              value=lambda row: _raw(row.left), show=_plain, tip=lambda row: row.amount),
        fixed("measure_unit", tr("单位"), width=62),
        fixed("score", tr("分"), Kind.COUNT, width=52, adds=False),
        fixed("reasons", tr("理由（分值）"), width=560, value=lambda row: row.reason_text,
              tip=lambda row: "\n".join(str(each) for each in row.reasons)),
        fixed("deducted", tr("已有安排"), width=220),
        fixed("unit", tr("乡镇"), width=84),
    ]  # fmt: skip


def fact_columns() -> list[Column]:
    """The yearly figures of a school; grey where a register answers instead."""

    def of(fact: Fact) -> Column:
        return Column(
            key=fact.value,
            head=fact.term if fact.kind is not Kind.COUNT else f"{fact.term}（{fact.unit}）",
            kind=fact.kind,
            width=132 if fact.kind is Kind.MONEY else 142,
            value=lambda row: row.value(fact),
            ghost=lambda row: row.ghost(fact),
            editable=True,
            scale=1,
            tip=lambda row: row.source(fact),
        )

    return [
        fixed("name", tr("学校"), frozen=True, width=184),
        fixed("kind", tr("类别"), width=88),
        fixed("students", tr("学生数"), Kind.COUNT, width=78),
        *(of(fact) for fact in Fact),
        fixed("township", tr("乡镇"), width=84),
    ]


def norm_columns() -> list[Column]:
    """The table of norms."""
    return [
        column("measure", head=tr("指标"), kind=Kind.TEXT, frozen=True, width=152, editable=True,
               choices=lambda: tuple(each.term for each in Measure)),
        column("stage", head=tr("学段"), kind=Kind.TEXT, frozen=True, width=80, editable=True,
               choices=lambda: STAGES),
        column("active", head=tr("采用"), kind=Kind.FLAG, width=64, editable=True),
        column("direction", head=tr("方向"), kind=Kind.TEXT, width=56, editable=True,
               choices=lambda: tuple(each.term for each in Direction)),
        column("value", head=tr("标准值"), kind=Kind.COUNT, width=84, editable=True, adds=False,
               show=_plain, parse=_read_value),
        column("unit", head=tr("单位"), kind=Kind.TEXT, width=72, new=False),
        column("size_by", head=tr("规模按"), kind=Kind.TEXT, width=78, editable=True,
               choices=lambda: tuple(SIZES.values())),
        column("size_from", head=tr("从"), kind=Kind.COUNT, width=52, editable=True, adds=False),
        column("size_to", head=tr("到"), kind=Kind.COUNT, width=52, editable=True, adds=False),
        column("place", head=tr("适用地区"), kind=Kind.TEXT, width=92, editable=True,
               choices=lambda: PLACES),
        column("province", head=tr("省份"), kind=Kind.TEXT, width=60, editable=True),
        column("year", head=tr("年份"), kind=Kind.COUNT, width=60, editable=True, adds=False,
               show=lambda value: "" if value is None else str(value)),
        column("document", head=tr("依据"), kind=Kind.TEXT, width=300, editable=True),
        column("note", head=tr("备注"), kind=Kind.TEXT, width=180, editable=True),
    ]  # fmt: skip


def _read_value(text: str) -> Reading[Any]:
    from facilitydesk.domain.cells import read_area

    found: Reading[Any] = read_area(text)
    if found.value is None:
        return found
    return Reading(Quantity(found.value.raw), problem=found.problem)


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
