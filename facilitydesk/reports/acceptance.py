"""设备验收单: one school's form for one batch, all of a county in one run, with room to sign."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.money_parts import number, yuan
from facilitydesk.reports.options import Asked, Options, resolve
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.reports.paper.page import (
    Align,
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    RowKind,
    Setup,
    Sheet,
    Table,
    Value,
)
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import forms
from facilitydesk.services.equipment.forms import Form

SIGNERS = 3  # places to sign for those who accept, also where fewer were named
TITLE = "设备验收单"


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """A sheet for each form signed by the day; a blank page that says so where there is none."""
    asked = resolve(desk, as_of, options)
    found = forms.forms(
        desk,
        as_of,
        school_id=options.school_id,
        batch_id=options.batch_id,
        programme_id=options.programme_id,
    )
    sheets = tuple(_sheet(form, asked) for form in found)
    if not sheets:
        empty = Paragraph((f"{asked.up_to}没有验收单。",))
        sheets = (Sheet(TITLE, (empty,), setup=Setup(landscape=False), name=TITLE),)
    return Document(TITLE, sheets)


def _sheet(form: Form, asked: Asked) -> Sheet:
    blocks: tuple[Block, ...] = (_head(form), _lines(form), _result(form), _signatures(form))
    return Sheet(
        TITLE,
        blocks,
        subtitle=form.number and f"编号：{form.number}",
        office=f"采购单位：{asked.bureau}" if asked.bureau else "",
        unit="单位：元",
        notes=(
            "注：差异=累计验收数-累计到货数，负数为未通过验收或缺少的数量；验收人不少于3人，采购人不参加验收。",
            "一式三份：教育局、项目学校、供应商各执一份。",
        ),
        setup=Setup(landscape=False),
        name=form.school,
    )


def _head(form: Form) -> Table:
    """Whose form it is and what it is about, two facts a line."""
    batch = form.batch
    facts: list[tuple[str, str]] = [
        ("项目学校", form.school),
        ("验收日期", chinese_date(form.day)),
        ("采购批次", batch.name),
        ("采购方式", batch.method),
        ("供应商", batch.supplier),
        ("合同编号", batch.contract_number or batch.contract),
        ("项目编号", batch.tender_number),
        ("签订日期", chinese_date(batch.signed_day) if batch.signed_day else ""),
        ("所属专项", batch.programme),
        ("资金来源", batch.document),
    ]
    left, right = facts[::2], facts[1::2]
    rows = tuple(Row((*one, *two)) for one, two in zip(left[1:], right[1:], strict=True))
    first, second = left[0], right[0]
    columns = (
        Column(first[0], width=22, align=Align.CENTER),
        Column(first[1], width=62),
        Column(second[0], width=22, align=Align.CENTER),
        Column(second[1], width=62),
    )
    return Table(columns, rows)


def _lines(form: Form) -> Table:
    heads = (
        number(),
        Column("设备名称", width=26),
        Column("规格型号", width=20),
        Column("单位", align=Align.CENTER),
        *((yuan("单价", sums=False),) if any(line.unit_price for line in form.lines) else ()),
        Column("合同数", Kind.COUNT),
        Column("到货数", Kind.COUNT),
        *((Column("此前验收", Kind.COUNT),) if form.later else ()),
        Column("验收数", Kind.COUNT),
        Column("差异", Kind.COUNT),
        yuan("验收金额"),
        Column("差异原因", width=28),
    )
    priced = any(line.unit_price for line in form.lines)
    rows: list[Row] = []
    for at, line in enumerate(form.lines, 1):
        cells: tuple[Value, ...] = (
            *(at, line.item, line.spec, line.unit),
            *((line.unit_price,) if priced else ()),
            *(line.contract, line.delivered),
            *((line.before,) if form.later else ()),
            *(line.accepted, line.difference, line.money, line.reason),
        )
        rows.append(Row(cells))
    width = len(heads)
    total: list[Value] = ["合计", *[None] * (width - 1)]
    total[-2] = form.money
    return Table(heads, (*rows, Row(tuple(total), RowKind.TOTAL)))


def _result(form: Form) -> Paragraph:
    short = [line for line in form.lines if line.difference]
    if any(line.accepted is None for line in form.lines):
        told = "尚有设备未验收。"
    elif short:
        named = "、".join(f"{line.item}{line.difference:+}{line.unit}" for line in short)
        told = f"数量有差异：{named}，原因见上表；其余与合同、到货清单相符。"
    else:
        told = "数量与到货清单相符。"
    open_ = [line for line in form.lines if line.delivered < line.contract]
    if open_:
        named = "、".join(
            f"{line.item}{line.contract - line.delivered}{line.unit}" for line in open_
        )
        told += f"合同内尚未到货：{named}。"
    extra = f"　备注：{form.note}" if form.note else ""
    return Paragraph((f"验收结论：{told}质量：□合格　□不合格{extra}",))


def _signatures(form: Form) -> Table:
    """采购人, at least three who accept, 保管人: the names that are known, and room to sign."""
    people = [("采购人", name) for name in form.buyer or ("",)]
    people += [("验收人", name) for name in form.acceptors]
    people += [("验收人", "")] * (SIGNERS - len(form.acceptors))
    people.append(("保管人", form.keeper))
    people.append(("学校负责人", ""))
    heads = (
        Column("身份", align=Align.CENTER, width=24),
        Column("姓名", align=Align.CENTER, width=30),
        Column("签　　字", width=58),
        Column("日　　期", align=Align.CENTER, width=46),
    )
    day = "　　年　　月　　日"
    rows = [Row((role, name, "　\n", day)) for role, name in people]
    rows.append(Row(("项目学校", None, "（公章）", day)))
    rows.append(Row(("供应商", None, "（公章）", day)))
    return Table(heads, tuple(rows))
