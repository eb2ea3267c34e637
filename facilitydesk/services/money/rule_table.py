"""The table of money rules: thresholds, severities and sources, as an office has set them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.money_rules import MoneyRule, MoneyTest, Rules
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.money_rule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule; `threshold` counts 0.01 % or days, as `unit` says."""

    id: int
    revision: int
    test: MoneyTest
    name: str
    threshold: int | None
    unit: str
    severity: Severity
    first: date | None
    document: str
    active: bool


def _test(_unit: Unit, _row_id: int | None, value: Any) -> str:
    if value not in set(MoneyTest):
        raise Refused("money.rule_test", value=value)
    return str(MoneyTest(value).value)


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    taken = select(_T.c.name).where(
        _T.c.test == row["test"],
        _T.c.first.is_(None) if row["first"] is None else _T.c.first == row["first"],
        _T.c.id != (row["id"] or 0),
    )
    holder = unit.connection.execute(taken).scalar()
    if holder is not None:
        args = {"term": "起用日期", "value": row["first"] or "（不限）", "holder": holder}
        yield Problem("not_unique", field="first", args=args)


KIND = Kind(
    _T,
    "资金规则",
    {
        "test": Column("test", _test, required=True),
        "name": Column("name", rules.text("名称", required=True), required=True),
        "threshold": Column("threshold", rules.whole("限值", 0, 100_00), kind=int),
        "severity": Column(
            "severity",
            rules.one_of("级别", [item.value for item in Severity], required=True),
            required=True,
        ),
        "first": Column("first", rules.day("起用日期"), kind=date),
        "document": Column("document", rules.text()),
        "active": Column("active", rules.flag(), kind=bool),
    },
    check=_check,
    terms={
        "test": "检查项目",
        "name": "名称",
        "threshold": "限值",
        "severity": "级别",
        "first": "起用日期",
        "document": "依据",
        "active": "启用",
    },
)


def rows(desk: Desk) -> tuple[RuleRow, ...]:
    """All rules in the order of the tests, those of one test by the day they apply from."""
    order = {test: place for place, test in enumerate(MoneyTest)}
    with desk.read() as connection:
        found = [
            RuleRow(
                row.id, row.revision, MoneyTest(row.test), row.name, row.threshold,
                MoneyTest(row.test).unit, Severity(row.severity), row.first, row.document,
                row.active,
            )
            for row in connection.execute(select(_T))
        ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (order[row.test], row.first or date.min)))


def read(connection: Connection) -> Rules:
    """The rules in force, within a read or an operation."""
    return Rules(
        MoneyRule(
            MoneyTest(row.test), row.name, row.threshold, Severity(row.severity), row.document,
            row.first, row.active,
        )
        for row in connection.execute(select(_T))
    )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add rules; all findings count anew at once."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, row_id: int) -> Changes:
    """Remove a rule; its test is then not made (or by an earlier row of it)."""
    with desk.operation("money_rule.delete", "") as unit:
        row = unit.row(_T, row_id)
        unit.head.label = f"删除资金规则“{row['name']}”"
        unit.delete(_T, row_id)
    return unit.result
