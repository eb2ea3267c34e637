"""The columns of contracts, their changes and measurements, and of payments."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.lookup import Lookup
from facilitydesk.gui.money.source_columns import cell, figure, money_ink
from facilitydesk.gui.theme import Tone

KINDS = ("预付", "进度", "结算", "质保金", "其他")


def contract_columns(projects: Lookup) -> list[Column]:
    """A contract; invested, measured and paid stand side by side."""
    return [
        cell("name", tr("合同名称"), width=190, frozen=True),
        cell("project_id", tr("项目"), width=200, **projects.facts),
        cell("party", tr("施工（供货）单位"), width=160),
        cell("amount", tr("合同价"), Kind.MONEY, width=104),
        figure("changed", tr("变更"), width=88, ink=money_ink("changed")),
        figure("revised", tr("调整后合同价"), width=112),
        figure("invested", tr("完成投资"), width=104, tip=_beside),
        figure("measured", tr("累计计量"), width=104, tip=_beside),
        figure("paid", tr("累计支付"), width=104, tip=_beside),
        cell("settled_amount", tr("审定结算价"), Kind.MONEY, width=104),
        cell("settled_day", tr("结算日期"), Kind.DATE, width=92),
        cell("retention_share", tr("质保金"), Kind.PERCENT, width=72),
        figure("retention", tr("质保金额"), width=92),
        cell("retention_due", tr("质保到期"), Kind.DATE, width=92),
        cell("advance_share", tr("预付款"), Kind.PERCENT, width=72),
        cell("progress_share", tr("进度款"), Kind.PERCENT, width=72),
        cell("number", tr("合同编号"), width=130),
        cell("signed_day", tr("签订日期"), Kind.DATE, width=92),
        cell("start_day", tr("合同开工"), Kind.DATE, width=92),
        cell("finish_day", tr("合同竣工"), Kind.DATE, width=92),
        cell("wage_account", tr("农民工工资专户"), width=160),
        cell("note", tr("备注"), width=160, lines=True),
    ]


def change_columns() -> list[Column]:
    """A change of a contract's sum."""
    return [
        cell("day", tr("日期"), Kind.DATE, width=92),
        cell("amount", tr("增减金额"), Kind.MONEY, width=100, ink=money_ink("amount")),
        cell("number", tr("变更文号"), width=130),
        cell("reason", tr("原因"), width=150),
    ]


def measurement_columns() -> list[Column]:
    """What was measured to date."""
    return [
        cell("day", tr("日期"), Kind.DATE, width=92),
        cell("amount", tr("累计计量"), Kind.MONEY, width=108),
        cell("number", tr("期号"), width=110),
    ]


def share_columns(documents: Lookup) -> list[Column]:
    """What of a document is reserved for the contract; below 0 is given back."""
    return [
        cell("document_id", tr("资金文件"), width=150, **documents.facts),
        cell("amount", tr("安排金额"), Kind.MONEY, width=100, ink=money_ink("amount")),
        cell("day", tr("日期"), Kind.DATE, width=92),
        cell("number", tr("文号"), width=110),
        cell("note", tr("备注"), width=120, lines=True),
    ]


def payment_columns(documents: Lookup, projects: Lookup, contracts: Lookup) -> list[Column]:
    """A payment as it was booked; void ones stay and are crossed by their reversal."""

    def may(row: Any) -> bool:
        return not (row.reverses_id or row.reversed or row.locked)

    def ink(row: Any) -> str:
        if row.reverses_id:
            return Tone.RED
        return Tone.QUIET if row.reversed else Tone.INK

    def tip(row: Any) -> str:
        return tr("所在月份已结账或已对账，只能修改备注") if row.locked else ""

    def paid(key: str, head: str, kind: Kind = Kind.TEXT, **more: Any) -> Column:
        return cell(key, head, kind, editable=may, ink=ink, tip=tip, **more)

    return [
        paid("day", tr("日期"), Kind.DATE, width=92),
        paid("voucher", tr("凭证号"), width=90),
        paid("amount", tr("金额"), Kind.MONEY, width=112),
        figure("state", tr("状态"), Kind.TEXT, width=84, ink=ink),
        paid("kind", tr("类别"), Kind.CHOICE, width=64, choices=lambda: KINDS),
        paid("payee", tr("收款人"), width=160),
        paid("document_id", tr("资金来源"), width=170, **documents.facts),
        paid("contract_id", tr("合同"), width=170, **contracts.facts),
        paid("project_id", tr("项目"), width=190, **projects.facts),
        paid("summary", tr("摘要"), width=170),
        cell("note", tr("备注"), width=140, lines=True),
    ]


def _beside(row: Any) -> str:
    parts = (
        (tr("完成投资"), row.invested),
        (tr("累计计量"), row.measured),
        (tr("累计支付"), row.paid),
    )
    return "\n".join(
        f"{word} {'—' if value is None else f'{value.decimal:,.2f} 元'}" for word, value in parts
    )
