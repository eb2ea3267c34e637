"""The columns of 缺口, 薄弱学校, 建议清单, 学校数据 and 标准."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from facilitydesk.domain.cells import Reading
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.measures import Direction, Fact, Measure
from facilitydesk.domain.messages import tr
from facilitydesk.domain.norms import PLACES, SIZES, STAGES, plain
from facilitydesk.domain.quantities import Quantity
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone


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
