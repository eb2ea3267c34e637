"""Where project money comes from and how far it has come: levels, kinds of rows, and states.

The chain is 下达 (issued) → 分配 (allocated) → 到位 (arrived) → 支付 (paid); what is left is 结余.
All amounts are whole numbers of 分.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import DASH, Basis, Rate
from facilitydesk.domain.rounding import Style, amount

FUND_LEVELS = ("中央", "省级", "市州", "县级", "债券", "自筹", "捐赠", "其他")
"""The levels a new data file starts with; an officer may rename and add."""


class AllocationKind(StrEnum):
    """What an allocation row does to a project's share of a document."""

    GIVEN = "分配"
    ADJUSTED = "调整"
    TAKEN_BACK = "收回"
    CARRIED = "结转"


class ReceiptKind(StrEnum):
    """Money that came, and money that went back to the treasury."""

    ARRIVED = "到位"
    RETURNED = "缴回"


class PaymentKind(StrEnum):
    """What a payment settles."""

    ADVANCE = "预付"
    PROGRESS = "进度"
    SETTLEMENT = "结算"
    RETENTION = "质保金"
    OTHER = "其他"


class Reversal(StrEnum):
    """How a payment was taken back: it was wrong, or the bank returned the money."""

    NONE = ""
    VOID = "作废"
    RETURNED = "退回"


class ApplicationState(StrEnum):
    """How far an application for payment is."""

    ASKED = "申请"
    APPROVED = "批准"
    RETURNED = "退回"


class OverRule(StrEnum):
    """What a document does when more is allocated or paid than there is."""

    STOP = "stop"
    WARN = "warn"

    @property
    def term(self) -> str:
        return {"stop": "禁止", "warn": "提醒"}[self.value]


class FundRateKind(StrEnum):
    """The rates of money; the name of each says both ends of its ratio."""

    ALLOCATION = "allocation_rate"
    RECEIPT = "receipt_rate"
    PASSED_ON = "passed_on_rate"
    PAYMENT = "payment_rate"
    EXECUTION = "execution_rate"

    @property
    def term(self) -> str:
        return _RATES[self][0]

    @property
    def ends(self) -> tuple[str, str]:
        """What is divided by what: ("到位", "下达")."""
        return _RATES[self][1:]


_RATES = {
    FundRateKind.ALLOCATION: ("分配率", "分配", "下达"),
    FundRateKind.RECEIPT: ("到位率", "到位", "下达"),
    FundRateKind.PASSED_ON: ("拨付率", "支付", "到位"),
    FundRateKind.PAYMENT: ("支付率", "支付", "下达"),
    FundRateKind.EXECUTION: ("执行率", "当年支付", "当年预算（含结转）"),
}


@dataclass(frozen=True, slots=True)
class FundRate:
    """One rate of money with what it divides."""

    kind: FundRateKind
    rate: Rate

    def text(self, style: Style | None = None) -> str:
        """The percent as it is printed, or '—' where there is nothing below."""
        return self.rate.text(style)

    def explain(self, style: Style | None = None) -> str:
        """到位率90.00% = 到位9.00 / 下达10.00 万元，截至2026-03-31."""
        exact = Style(places=6, trim_zeros=True)
        above, below = self.kind.ends
        figures = [
            DASH if figure is None else amount(figure, "万元", exact)
            for figure in (self.rate.numerator, self.rate.denominator)
            if figure is None or isinstance(figure, Money)
        ]
        text = (
            f"{self.kind.term}{self.text(style)} = {above}{figures[0]} / {below}{figures[1]} 万元"
        )
        day = self.rate.as_of
        return "，".join(filter(None, (text, f"截至{day}" if day else "", *self.rate.notes)))


class Flow(NamedTuple):
    """The chain of one cell, row or total, in 分."""

    issued: int = 0
    allocated: int = 0
    received: int = 0
    paid: int = 0

    @property
    def balance(self) -> int:
        """结余: arrived and not paid."""
        return self.received - self.paid

    @property
    def unallocated(self) -> int:
        """未分配."""
        return self.issued - self.allocated

    @property
    def unpaid(self) -> int:
        """指标结余: allocated and not paid."""
        return self.allocated - self.paid

    def plus(self, other: Flow) -> Flow:
        """Both together, end by end."""
        return Flow(*(a + b for a, b in zip(self, other, strict=True)))

    def rates(self, as_of: date | None = None) -> tuple[FundRate, ...]:
        """分配率, 到位率, 拨付率, 支付率 of this chain."""
        ends = {"下达": self.issued, "分配": self.allocated, "到位": self.received}
        ends["支付"] = self.paid
        kinds = (
            FundRateKind.ALLOCATION,
            FundRateKind.RECEIPT,
            FundRateKind.PASSED_ON,
            FundRateKind.PAYMENT,
        )
        return tuple(
            fund_rate(kind, Money(ends[kind.ends[0]]), Money(ends[kind.ends[1]]), as_of)
            for kind in kinds
        )


class Measure(StrEnum):
    """The figures of the ledger in the order they are shown."""

    ISSUED = "issued"
    ALLOCATED = "allocated"
    RECEIVED = "received"
    PAID = "paid"
    BALANCE = "balance"

    @property
    def term(self) -> str:
        return {
            "issued": "下达",
            "allocated": "分配",
            "received": "到位",
            "paid": "支付",
            "balance": "结余",
        }[self.value]

    def of(self, flow: Flow) -> Money:
        """The amount of this figure in a chain."""
        return Money(getattr(flow, self.value))


def fund_rate(
    kind: FundRateKind, above: Money | None, below: Money | None, as_of: date | None = None
) -> FundRate:
    """A rate of money from its two ends."""
    return FundRate(kind, Rate(above, below, Basis.MONEY, None, as_of))
