"""What rules of money are called and how their cells are read: tests, limits with units, severities."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.cells import Reading, ask, folded
from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.money_rules import MoneyTest
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.quantities import Percent
from facilitydesk.gui.grid.reading import reader
from facilitydesk.gui.theme import Tone
from facilitydesk.services.money import rule_table
from facilitydesk.services.money.rule_table import RuleRow

TESTS = {
    MoneyTest.ADVANCE_LOW: tr("预付款比例下限"),
    MoneyTest.ADVANCE_HIGH: tr("预付款比例上限"),
    MoneyTest.PROGRESS_SHARE: tr("进度款支付比例"),
    MoneyTest.RETENTION: tr("质保金比例上限"),
    MoneyTest.PAID_ABOVE_CONTRACT: tr("支付超合同价"),
    MoneyTest.PAID_ABOVE_VALUE: tr("支付超应付进度款"),
    MoneyTest.PAID_AHEAD: tr("支付超前于进度（百分点）"),
    MoneyTest.SETTLED_OVERPAID: tr("结算多付收回期限"),
    MoneyTest.RETENTION_DUE: tr("质保金到期未付"),
    MoneyTest.WAGE_ACCOUNT: tr("缺农民工工资专户"),
    MoneyTest.OVER_ALLOCATED: tr("分配超下达"),
    MoneyTest.PAID_ABOVE_RECEIVED: tr("支付超到位"),
    MoneyTest.RECEIVED_ABOVE_ISSUED: tr("到位超下达"),
    MoneyTest.HELD_BACK: tr("资金滞留期限"),
    MoneyTest.PURPOSE: tr("使用范围"),
    MoneyTest.PAID_ABOVE_ALLOCATED: tr("支付超分配"),
    MoneyTest.OVER_BUDGET: tr("投资超概算幅度"),
    MoneyTest.SURPLUS: tr("完工结余未缴回"),
    MoneyTest.YEARS: tr("年度计划与总投资"),
}
INKS = {"red": Tone.RED, "yellow": Tone.AMBER, "blue": Tone.ACCENT}


def test_word(test: Any) -> str:
    """The Chinese name of a test."""
    return TESTS[MoneyTest(test)] if test else ""


def read_test(text: str) -> Reading[Any]:
    """A test by its Chinese name."""
    return _one_of(text, {word: test.value for test, word in TESTS.items()}, tr("检查项目"))


def severity_word(severity: Any) -> str:
    """错误, 警告 or 提示."""
    return Severity(severity).term if severity else ""


def read_severity(text: str) -> Reading[Any]:
    """A severity by its word."""
    return _one_of(text, {item.term: item.value for item in Severity}, tr("级别"))


def _one_of(text: str, words: dict[str, str], term: str) -> Reading[Any]:
    plain = folded(text)
    for word, value in words.items():
        if plain in (folded(word), value):
            return Reading(value)
    if not plain:
        return Reading(None)
    return Reading(None, problem=ask("not_in_closed_list", text, term=term, known="、".join(words)))


def threshold(row: RuleRow) -> str | None:
    """What a rule limits, with its unit: 30%, 30日; None where it has no limit."""
    if row.threshold is None or not row.unit:
        return None
    if row.unit == "%":
        return f"{Percent(row.threshold).decimal.normalize():f}%"
    return f"{row.threshold}{row.unit}"


def read_threshold(text: str) -> Reading[Any]:
    """30% → 3000; 30日 → 30. Without a unit a share of 0.01 % is meant only where it has a %."""
    plain = folded(text)
    if not plain:
        return Reading(None)
    if plain.endswith(("日", "天")):
        return reader(Kind.COUNT, 1)(plain[:-1])
    if not plain.endswith("%"):
        return Reading(
            None, problem=ask("not_in_closed_list", text, term=tr("限值的单位"), known="%、日")
        )
    reading = reader(Kind.PERCENT, 1)(plain)
    value = reading.value
    if not isinstance(value, Percent):
        return reading
    return Reading(value.raw, problem=reading.problem)


def unit_words(row: RuleRow) -> str:
    """How a limit is typed."""
    if not row.unit:
        return tr("这项检查没有限值")
    return tr("写明单位，如 30%") if row.unit == "%" else tr("写明单位，如 30日")


def default_words(row: RuleRow) -> str:
    """What the program came with."""
    own = rule_table.default_of(row.test, row.first)
    if own is None:
        return tr("本单位增加的规则")
    limit = ""
    if own.threshold is not None and row.unit:
        limit = f"{Percent(own.threshold).decimal.normalize():f}%" if row.unit == "%" else ""
        limit = limit or f"{own.threshold}{row.unit}"
    return tr("默认：{name} {limit}　{severity}　{document}").format(
        name=own.name, limit=limit, severity=own.severity.term, document=own.document
    )
