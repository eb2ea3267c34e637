"""The columns of fund documents, of their allocations and of their receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from facilitydesk.domain.cells import Reading, ask, folded
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.lookup import Lookup
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone
from facilitydesk.services.money.ledger_years import age_of

Choices = Callable[[str], Callable[[], Sequence[str]]]
_OLD = 2  # years from which on a balance is marked
OVER_RULES = {"stop": tr("不允许"), "warn": tr("只提醒")}


def money_ink(key: str) -> Callable[[Any], str]:
    """Negative amounts in red."""

    def ink(row: Any) -> str:
        value = getattr(row, key)
        return Tone.RED if value is not None and value.raw < 0 else Tone.INK

    return ink


def year_text(value: Any) -> str:
    """A year without thousands marks."""
    return "" if value is None else str(value)


def cell(key: str, head: str, kind: Kind = Kind.TEXT, value: Any = None, **more: Any) -> Column:
    """A column the officer fills."""
    return column(key, value, head=head, kind=kind, editable=more.pop("editable", True), **more)


def figure(key: str, head: str, kind: Kind = Kind.MONEY, value: Any = None, **more: Any) -> Column:
    """A column the program fills."""
    return column(key, value, head=head, kind=kind, new=False, **more)


def document_columns(choices: Choices, day: Callable[[], date]) -> list[Column]:
    """A fund document with what became of its money; `day` is what its age is counted to."""
    return [
        cell("number", tr("文号"), width=164, frozen=True),
        cell("level", tr("级次"), Kind.CHOICE, width=60, choices=choices("levels")),
        cell("fund_name", tr("资金名称"), width=150, choices=choices("funds")),
        cell("year", tr("年度"), Kind.COUNT, width=56, show=year_text),
        cell("amount", tr("下达金额"), Kind.MONEY, width=100),
        figure("allocated", tr("已分配"), width=100),
        figure(
            "remaining",
            tr("未分配"),
            width=92,
            ink=money_ink("remaining"),
            tip=lambda _row: tr("下达 − 已分配 − 已缴回"),
        ),
        figure("received", tr("到位"), width=100),
        figure("paid", tr("支付"), width=100),
        figure(
            "balance",
            tr("结余"),
            width=92,
            ink=money_ink("balance"),
            tip=lambda _row: tr("到位 − 支付"),
        ),
        figure(
            "age",
            tr("结转年限"),
            Kind.COUNT,
            value=lambda row: age_of(row, day()),
            width=76,
            ink=lambda row: Tone.RED if (age_of(row, day()) or 0) >= _OLD else Tone.INK,
            tip=lambda _row: tr("未用完的资金已结转几年：截至年度 − 来源年度"),
        ),
        cell("batch", tr("批次"), width=70),
        cell("day", tr("下达日期"), Kind.DATE, width=92),
        cell("issuer", tr("发文机关"), width=140),
        figure(
            "parent_numbers",
            tr("转下达自"),
            Kind.TEXT,
            width=150,
            tip=lambda _row: tr("在右键菜单“上级文件”中勾选"),
        ),
        cell("early", tr("提前下达"), Kind.FLAG, width=76),
        cell("pass_on_days", tr("限期分配（日）"), Kind.COUNT, width=108),
        cell(
            "over_rule",
            tr("超支规则"),
            Kind.CHOICE,
            width=80,
            choices=lambda: tuple(OVER_RULES.values()),
            show=lambda key: OVER_RULES.get(key, key or ""),
            parse=read_over_rule,
            tip=lambda _row: tr("超分配、超支付时：不允许登记，或只提醒"),
        ),
        cell("purpose_rule", tr("使用范围"), width=200, lines=True),
        cell("note", tr("备注"), width=160, lines=True),
    ]


def read_over_rule(text: str) -> Reading[Any]:
    """不允许 or 只提醒 as the key that is stored; blank is 不允许."""
    plain = folded(text)
    for key, word in OVER_RULES.items():
        if plain in (word, key):
            return Reading(key)
    if not plain:
        return Reading("stop")
    known = "、".join(OVER_RULES.values())
    return Reading(None, problem=ask("not_in_closed_list", text, term=tr("超支规则"), known=known))


def allocation_columns(projects: Lookup, schools: Lookup) -> list[Column]:
    """What a project (and school) was given out of a document."""
    return [
        cell("project_id", tr("项目"), width=220, frozen=True, **projects.facts),
        cell(
            "school_id",
            tr("学校"),
            width=130,
            **schools.facts,
            tip=lambda _row: tr("项目涉及多所学校时填写"),
        ),
        cell("amount", tr("分配金额"), Kind.MONEY, width=104, ink=money_ink("amount")),
        cell("day", tr("日期"), Kind.DATE, width=92),
        cell("number", tr("分配文号"), width=140),
        cell("kind", tr("类型"), Kind.CHOICE, width=60, choices=lambda: ALLOCATION_KINDS),
        cell("source_year", tr("来源年度"), Kind.COUNT, width=76, show=year_text),
        cell("note", tr("备注"), width=140, lines=True),
    ]


def receipt_columns(projects: Lookup) -> list[Column]:
    """What arrived of a document, or went back."""
    return [
        cell("day", tr("日期"), Kind.DATE, width=92),
        cell("amount", tr("到位金额"), Kind.MONEY, width=108, ink=money_ink("amount")),
        cell("kind", tr("类型"), Kind.CHOICE, width=60, choices=lambda: ("到位", "缴回")),
        cell("voucher", tr("凭证号"), width=100),
        cell(
            "project_id",
            tr("项目"),
            width=200,
            **projects.facts,
            tip=lambda _row: tr("留空为整份文件到位；按项目到位或缴回的填写项目"),
        ),
        cell("note", tr("备注"), width=140, lines=True),
    ]


ALLOCATION_KINDS = ("分配", "调整", "收回", "结转")
