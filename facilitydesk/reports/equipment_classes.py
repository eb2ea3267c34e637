"""设备分类汇总表: class, unit, quantity and money as provincial bulletins print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from facilitydesk.domain.equipment import moment_note
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.rounding import amount, digits
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.reports.annex import alone, signed
from facilitydesk.reports.options import Asked, Options, resolve
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Document,
    Figure,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import figures
from facilitydesk.services.equipment.figures import EquipmentBy

_WAN = Decimal(10_000)


class CountUnit(StrEnum):
    """In which units quantities are printed."""

    PLAIN = "plain"
    WAN = "wan"
    WAN_BUT_GB = "wan_but_gb"

    @property
    def term(self) -> str:
        return {
            "plain": "台/件/套、册、GB、套",
            "wan": "万台/件/套、万册、万GB、万套",
            "wan_but_gb": "万（数字资源用GB）",
        }[self.value]

    def scaled(self, kind: EquipmentClass) -> bool:
        """Whether a class is counted in ten thousands."""
        return self is CountUnit.WAN or (
            self is CountUnit.WAN_BUT_GB and kind is not EquipmentClass.DIGITAL
        )


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """Five classes with what was bought (at the moment that counts), and the sentence for a letter."""
    asked = resolve(desk, as_of, options)
    found = figures.ask(desk, as_of, EquipmentBy.CLASS, programme_id=options.programme_id)
    unit = CountUnit(options.count_unit)
    rows = {row.key: row for row in found.rows}
    # The bureau's choice of trailing zeros counts here: bulletins print 231.6 beside 5296.62.
    style = asked.style if options.trim_zeros is not None else asked.table_style
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("设备类别"),
        Column("计量单位", align=Align.CENTER),
        Column("数量", Kind.COUNT),
        Column("金额", Kind.MONEY, options.money_unit, sums=True),
        Column("占比(%)", Kind.PERCENT, "%"),
    )
    lines: list[Row] = []
    whole = found.total.progress.at(found.moment).money
    for number, kind in enumerate(EquipmentClass, 1):
        row = rows.get(kind)
        bought = None if row is None else row.progress.at(found.moment)
        lines.append(
            Row(
                (
                    *(number, kind.term, _unit(unit, kind)),
                    None if bought is None else _count(bought.quantity, unit, kind),
                    None if bought is None else bought.money,
                    None if bought is None else _share(bought.money.raw, whole.raw),
                )
            )
        )
    last = Row(("合计", None, None, None, whole, _share(whole.raw, whole.raw)), RowKind.TOTAL)
    title = f"{asked.home.name}设备分类汇总表"
    blocks: tuple[Block, ...] = (
        Table(heads, tuple([last, *lines] if asked.total_first else [*lines, last]), style=style),
        _sentence(found, asked, unit, options.money_unit),
    )
    sheet = signed(
        asked,
        title,
        blocks,
        subtitle=f"（{asked.up_to}{f'，{asked.programme}' if asked.programme else ''}）",
        unit=f"金额单位：{options.money_unit}",
        notes=(f"注：完成数{moment_note(found.moment)}；不同类别的计量单位不同，数量不相加。",),
        name="设备分类汇总",
    )
    return alone(sheet)


def _unit(unit: CountUnit, kind: EquipmentClass) -> str:
    return f"万{kind.unit}" if unit.scaled(kind) else kind.unit


def _count(quantity: int, unit: CountUnit, kind: EquipmentClass) -> Value:
    return Decimal(quantity) / _WAN if unit.scaled(kind) else quantity


def _share(part: int, whole: int) -> Value:
    return Decimal(part * 100) / Decimal(whole) if whole else None


def _sentence(found: figures.Table, asked: Asked, unit: CountUnit, money: str) -> Paragraph:
    """生活设施7.06万台/件/套、5296.62万元；图书…: what a bulletin takes over."""
    rate = found.total.rate(found.moment)
    runs: list[Run] = [f"{asked.up_to}，"]
    whole = found.total.progress.at(found.moment).money
    note = moment_note(found.moment)
    runs += [
        "完成设备购置",
        Figure("完成购置金额", amount(whole, money, asked.style) + money, note, whole),
    ]
    runs += [
        "，采购完成率",
        Figure("采购完成率", asked.percent(rate), rate.explain(asked.style), rate),
    ]
    runs.append(f"（{note}）。其中：" if found.rows else "。")
    for row in found.rows:
        kind = EquipmentClass(row.key)
        bought = row.progress.at(found.moment)
        count = _count(bought.quantity, unit, kind)
        shown = digits(count, asked.style) if isinstance(count, Decimal) else f"{count}"
        runs.append(f"{kind.term}{shown}{_unit(unit, kind)}、")
        told = amount(bought.money, money, asked.style) + money
        runs += [Figure(f"{kind.term}金额", told, note, bought.money), "；"]
    if found.rows:
        runs[-1] = "。"
    return Paragraph(tuple(runs))
