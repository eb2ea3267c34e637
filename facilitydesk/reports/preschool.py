"""学前教育项目进度表: the province's form of 32 coded columns under two levels of heads.

The codes run 01 … 32 below a row of units: the plan, what was started and completed, money.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.domain.rounding import Style
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Head,
    Row,
    RowKind,
    Table,
    Value,
)
from facilitydesk.services import preschool
from facilitydesk.services.desk import Desk
from facilitydesk.services.preschool import Counties

_PLAN = (
    ("项目园数", (("合计", "个"), ("新建", "个"), ("改扩建", "个"), ("设备购置", "个"))),
    ("班级数", "个"), ("幼儿数", "人"), ("建设面积", "平方米"), ("拟新增学位数", "个"),
    ("小区配套园个数", "个"), ("土建个数", "个"),
    ("民生工程", (("项目个数", "个"), ("新建", "个"), ("改扩建", "个"))),
    ("投资额", (("合计", "万元"), ("其中：中央专项", "万元"), ("其中：市县资金", "万元"))),
)  # fmt: skip
_DONE = (
    ("项目园数", "个"), ("{}园数比例", "%"), ("民生工程{}园数", "个"),
    ("民生工程{}园数比例", "%"), ("面积", "平方米"),
)  # fmt: skip
_MONEY = (
    ("完成投资额", "万元"), ("其中：设备完成投资", "万元"), ("投资完成比例", "%"),
    ("民生工程完成投资额", "万元"), ("民生工程投资完成比例", "%"),
)  # fmt: skip
STYLE = Style(trim_zeros=True)


def heads() -> tuple[Head | Column, ...]:
    """The columns with their codes: 市/县 (甲) and 01 to 32."""
    codes = count(1)

    def column(head: str, unit: str) -> Column:
        kinds = {"平方米": Kind.AREA, "万元": Kind.MONEY, "%": Kind.PERCENT}
        kind = kinds.get(unit, Kind.COUNT)
        return Column(head, kind, unit, code=f"{next(codes):02d}", sums=kind is not Kind.PERCENT)

    plan: list[Head | Column] = []
    for name, parts in _PLAN:
        if isinstance(parts, str):
            plan.append(column(name, parts))
        else:
            # Two levels, as the form has them: the group's name leads its parts.
            plan += [column(f"{name}{part}", unit) for part, unit in parts]
    begun = tuple(column(head.format("开工"), unit) for head, unit in _DONE)
    done = tuple(column(head.format("完工"), unit) for head, unit in _DONE)
    money = tuple(column(head, unit) for head, unit in _MONEY)
    reward = column("奖补资金", "万元")
    return (
        Column("市/县", code="甲", align=Align.CENTER),
        Head("计划情况", tuple(plan)),
        Head("已开工（含完工）", begun),
        Head("已完工", done),
        Head("投资完成情况", money),
        reward,
    )


def table(lines: Sequence[tuple[str, Sequence[Value]]], total: Sequence[Value] | None) -> Table:
    """The form over lines of 32 values each; the total stands first, as the form has it."""
    rows = [Row((name, *values)) for name, values in lines]
    first = [] if total is None else [Row(("合计", *total), RowKind.TOTAL)]
    return Table(heads(), (*first, *rows), style=STYLE, unit_row=True, code_row=True)


def values(told: Counties) -> tuple[Value, ...]:
    """The 32 columns of one line."""

    def rate(part: int, whole: int, basis: Basis = Basis.COUNT) -> Rate:
        if basis is Basis.MONEY:
            return Rate(Money(part), Money(whole) if whole else None, basis)
        return Rate(part, whole or None, basis)

    def money(raw: int | None) -> Money | None:
        return None if raw is None else Money(raw)

    return (
        *(told.gardens, told.new, told.rebuilt, told.equipped, told.classes, told.children),
        *(Area(told.area), told.places, told.estate, told.built),
        *(told.public, told.public_new, told.public_rebuilt),
        *(Money(told.invest), money(told.central), money(told.local)),
        *(told.started, rate(told.started, told.gardens)),
        *(told.public_started, rate(told.public_started, told.public), Area(told.started_area)),
        *(told.completed, rate(told.completed, told.gardens)),
        *(told.public_completed, rate(told.public_completed, told.public)),
        *(Area(told.completed_area), Money(told.invested), Money(told.invested_equipment)),
        rate(told.invested, told.invest, Basis.MONEY),
        *(Money(told.public_invested), rate(told.public_invested, told.public_invest, Basis.MONEY)),
        money(told.reward),
    )


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A line for each county, filled from the works of kindergartens."""
    asked = resolve(desk, as_of, options)
    found = preschool.rows(desk, asked.scope)
    whole = sum((told for _, told in found), Counties())
    title = f"{asked.home.name}学前教育项目进度表"
    sheet = signed(
        asked,
        title,
        (table([(name, values(told)) for name, told in found], values(whole)),),
        subtitle=f"（{asked.up_to}{f'，{asked.programme}' if asked.programme else ''}）",
        unit="",
        notes=(
            "注：01=02+03+04，14=15+16+其他资金，18=17/01，20=19/11，23=22/01，25=24/11，29=27/14。",
            "有新建工程的计新建，其余有土建的计改扩建，只购设备的计设备购置。",
            "拟新增学位数、小区配套园由填报人补填。",
        ),
        name="学前教育项目",
    )
    return alone(sheet)
