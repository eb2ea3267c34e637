"""资金规则 and 来源规则 in 设置: typed thresholds, sources of rules, back to the default."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from facilitydesk.domain.money_rules import MoneyTest
from facilitydesk.domain.problems import Severity
from facilitydesk.gui.settings.page import SettingsPage
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import documents, rule_table, source_rules
from facilitydesk.services.money.rule_table import RuleRow
from tests.gui.desks import settle
from tests.gui.register.registers import Hand, page_on
from tests.services.money.ledgers import paper


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[SettingsPage]:
    paper(desk, "临财教〔2026〕9号", level="县级")
    with page_on(qtbot, desk, SettingsPage) as page:
        yield page


def subject(page: SettingsPage, name: str) -> Hand:
    page.show_where({"subject": name})
    settle()
    widget: object = page.subjects[name][1]
    return Hand(widget)  # type: ignore[arg-type]  # the tables of the page


def rule(page: SettingsPage, test: MoneyTest) -> RuleRow:
    return next(row for row in rule_table.rows(page.context.desk) if row.test is test)


def test_rules_stand_with_threshold_severity_and_paper(page: SettingsPage) -> None:
    hand = subject(page, "money_rules")
    line = hand.column("test").index("预付款比例上限")
    keys = ("threshold", "severity", "document", "state")
    assert [hand.text(line, key) for key in keys] == [
        "30%", "警告", "建设工程价款结算暂行办法", "",
    ]  # fmt: skip
    assert hand.text(hand.column("test").index("资金滞留期限"), "threshold") == "30日"


def test_a_threshold_is_typed_with_its_unit_and_put_back(page: SettingsPage) -> None:
    hand = subject(page, "money_rules")
    line = hand.column("test").index("预付款比例上限")
    hand.type(line, "threshold", "20%")
    hand.type(line, "severity", "错误")
    mine = rule(page, MoneyTest.ADVANCE_HIGH)
    assert (mine.threshold, mine.severity) == (20_00, Severity.RED)
    assert hand.text(line, "state") == "已改动"
    hand.type(line, "threshold", "20")
    assert len(hand.bad) == 1
    hand.at(line, "name")
    page.money_rules.back.click()
    settle()
    mine = rule(page, MoneyTest.ADVANCE_HIGH)
    assert (mine.threshold, mine.severity) == (30_00, Severity.YELLOW)
    assert "按 Ctrl+Z" in hand.note


def test_all_rules_come_back(page: SettingsPage) -> None:
    hand = subject(page, "money_rules")
    line = hand.column("test").index("使用范围")
    hand.at(line, "name")
    page.money_rules.remove()
    settle()
    assert "使用范围" not in hand.column("test")
    page.money_rules.restore(None)
    settle()
    assert "使用范围" in hand.column("test")


def test_a_rule_of_a_source_is_added_and_applied(page: SettingsPage) -> None:
    desk = page.context.desk
    hand = subject(page, "source_rules")
    page.source_rules.add()
    settle()
    hand.type(-1, "level", "县级")
    hand.type(-1, "over_rule", "只提醒")
    hand.type(-1, "pass_on_days", "60")
    (known,) = source_rules.rows(desk)
    assert (known.level, known.over_rule.value, known.pass_on_days) == ("县级", "warn", 60)
    (before,) = documents.rows(desk)
    assert before.over_rule.value == "stop"
    page.source_rules.apply.click()
    settle()
    (row,) = documents.rows(desk)
    assert (row.over_rule.value, row.pass_on_days) == ("warn", 60)
    assert hand.note.startswith("已更新 1 个资金文件")
