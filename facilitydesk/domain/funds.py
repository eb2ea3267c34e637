"""Where project money comes from and how far it has come: levels, kinds of rows, and states.

The chain is 下达 (issued) → 分配 (allocated) → 到位 (arrived) → 支付 (paid); what is left is 结余.
All amounts are whole numbers of 分.
"""

from __future__ import annotations

from enum import StrEnum

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


class OverRule(StrEnum):
    """What a document does when more is allocated or paid than there is."""

    STOP = "stop"
    WARN = "warn"

    @property
    def term(self) -> str:
        return {"stop": "禁止", "warn": "提醒"}[self.value]
