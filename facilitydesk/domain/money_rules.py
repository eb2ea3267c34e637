"""The rules money is checked against: rows an office may edit, each with the paper behind it.

A rule is a test of the program with a threshold, a severity and the day it applies from; of
several rows for one test the latest that applies is used. Shares are in 0.01 %, times in days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from facilitydesk.domain.problems import Severity


class MoneyTest(StrEnum):
    """What the program knows how to test."""

    ADVANCE_LOW = "advance_low"
    ADVANCE_HIGH = "advance_high"
    PROGRESS_SHARE = "progress_share"
    RETENTION = "retention"
    PAID_ABOVE_CONTRACT = "paid_above_contract"
    PAID_ABOVE_VALUE = "paid_above_value"
    PAID_AHEAD = "paid_ahead"
    SETTLED_OVERPAID = "settled_overpaid"
    RETENTION_DUE = "retention_due"
    WAGE_ACCOUNT = "wage_account"
    OVER_ALLOCATED = "over_allocated"
    PAID_ABOVE_RECEIVED = "paid_above_received"
    RECEIVED_ABOVE_ISSUED = "received_above_issued"
    HELD_BACK = "held_back"
    PURPOSE = "purpose"
    PAID_ABOVE_ALLOCATED = "paid_above_allocated"
    OVER_BUDGET = "over_budget"
    SURPLUS = "surplus"
    YEARS = "years"

    @property
    def unit(self) -> str:
        """What the threshold counts: %, 日, or nothing where the test has none."""
        if self in _SHARES:
            return "%"
        return "日" if self in (MoneyTest.HELD_BACK, MoneyTest.SETTLED_OVERPAID) else ""


_SHARES = frozenset(
    {
        MoneyTest.ADVANCE_LOW,
        MoneyTest.ADVANCE_HIGH,
        MoneyTest.PROGRESS_SHARE,
        MoneyTest.RETENTION,
        MoneyTest.PAID_AHEAD,
        MoneyTest.OVER_BUDGET,
    }
)


@dataclass(frozen=True, slots=True)
class MoneyRule:
    """One row of the table of rules."""

    test: MoneyTest
    name: str
    threshold: int | None
    severity: Severity
    document: str  # where the rule stands
    first: date | None = None
    active: bool = True

    @property
    def row(self) -> dict[str, Any]:
        """The rule as its table keeps it."""
        return {
            "test": self.test.value,
            "name": self.name,
            "threshold": self.threshold,
            "severity": self.severity.value,
            "document": self.document,
            "first": self.first,
            "active": self.active,
        }


_SETTLEMENT = "建设工程价款结算暂行办法"
_SETTLEMENT_2022 = "财建〔2022〕183号"
_INVESTMENT = "政府投资条例"
_IMPOSSIBLE = "资金核对"

DEFAULT_RULES = (
    MoneyRule(MoneyTest.ADVANCE_LOW, "预付款下限", 10_00, Severity.YELLOW, _SETTLEMENT),
    MoneyRule(MoneyTest.ADVANCE_HIGH, "预付款上限", 30_00, Severity.YELLOW, _SETTLEMENT),
    MoneyRule(
        MoneyTest.PROGRESS_SHARE, "进度款不低于已完成价款的80%", 80_00, Severity.YELLOW,
        _SETTLEMENT_2022, date(2022, 8, 1),
    ),
    MoneyRule(MoneyTest.RETENTION, "质保金不超过5%", 5_00, Severity.YELLOW, "建质〔2005〕7号"),
    MoneyRule(
        MoneyTest.RETENTION, "质保金不超过3%", 3_00, Severity.YELLOW,
        "建质〔2017〕138号", date(2017, 7, 1),
    ),
    MoneyRule(
        MoneyTest.PAID_ABOVE_CONTRACT, "支付不超过合同价", None, Severity.RED, _IMPOSSIBLE
    ),
    MoneyRule(
        MoneyTest.PAID_ABOVE_VALUE, "支付不超过应付进度款", None, Severity.YELLOW, _SETTLEMENT
    ),
    MoneyRule(
        MoneyTest.PAID_AHEAD, "支付超前于形象进度", 40_00, Severity.YELLOW, "多付工程款审计要点"
    ),
    MoneyRule(
        MoneyTest.SETTLED_OVERPAID, "结算多付款限期收回", 30, Severity.YELLOW, _SETTLEMENT_2022
    ),
    MoneyRule(
        MoneyTest.RETENTION_DUE, "质保金到期返还", None, Severity.BLUE, "建质〔2017〕138号"
    ),
    MoneyRule(
        MoneyTest.WAGE_ACCOUNT, "农民工工资专用账户", None, Severity.BLUE,
        "保障农民工工资支付条例",
    ),
    MoneyRule(MoneyTest.OVER_ALLOCATED, "分配不超过下达", None, Severity.RED, _IMPOSSIBLE),
    MoneyRule(MoneyTest.PAID_ABOVE_RECEIVED, "支付不超过到位", None, Severity.RED, _IMPOSSIBLE),
    MoneyRule(MoneyTest.RECEIVED_ABOVE_ISSUED, "到位与下达核对", None, Severity.BLUE, _IMPOSSIBLE),
    MoneyRule(MoneyTest.HELD_BACK, "资金30日内分配下达", 30, Severity.YELLOW, "预算法"),
    MoneyRule(MoneyTest.PURPOSE, "资金使用范围", None, Severity.YELLOW, "资金管理办法"),
    MoneyRule(MoneyTest.PAID_ABOVE_ALLOCATED, "支付不超过分配", None, Severity.RED, _IMPOSSIBLE),
    MoneyRule(MoneyTest.OVER_BUDGET, "投资不超过概算", 0, Severity.YELLOW, f"{_INVESTMENT}第23条"),
    MoneyRule(MoneyTest.SURPLUS, "结余资金缴回", None, Severity.BLUE, f"{_INVESTMENT}第25条"),
    MoneyRule(MoneyTest.YEARS, "年度计划与总投资核对", None, Severity.BLUE, _IMPOSSIBLE),
)  # fmt: skip


class Rules:
    """The rules in force, by test and day."""

    def __init__(self, rules: Iterable[MoneyRule] = DEFAULT_RULES) -> None:
        self._by_test: dict[MoneyTest, list[MoneyRule]] = {}
        for rule in sorted(rules, key=lambda r: r.first or date.min):
            self._by_test.setdefault(rule.test, []).append(rule)

    def on(self, test: MoneyTest, day: date | None = None) -> MoneyRule | None:
        """The rule for something dated `day` (None: undated, the latest); None when switched off."""
        found: MoneyRule | None = None
        for rule in self._by_test.get(test, ()):
            if day is None or rule.first is None or rule.first <= day:
                found = rule
        return found if found is not None and found.active else None
