"""The table of money rules: thresholds, severities and sources, as an office has set them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.money_rules import DEFAULT_RULES, MoneyRule, MoneyTest, Rules
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


def default_of(test: MoneyTest, first: date | None) -> MoneyRule | None:
    """The rule the program came with for a test and day; None for one the office added."""
    return next((r for r in DEFAULT_RULES if (r.test, r.first) == (test, first)), None)


def changed(row: RuleRow) -> bool:
    """Whether a rule is not as the program came with it."""
    own = default_of(row.test, row.first)
    return own is None or (row.name, row.threshold, row.severity, row.document, row.active) != (
        own.name, own.threshold, own.severity, own.document, own.active
    )  # fmt: skip


def restore(desk: Desk, ids: Sequence[int] | None = None) -> Changes:
    """Put rules back to what the program came with; without ids all of them.

    All means also that rules the office added go and removed ones come again.
    """
    with desk.operation("money_rule.restore", "恢复默认资金规则") as unit:
        found = unit.connection.execute(select(_T)).mappings().all()
        there = set()
        for row in found:
            own = default_of(MoneyTest(row["test"]), row["first"])
            there.add((row["test"], row["first"]))
            if ids is not None and row["id"] not in ids:
                continue
            if own is not None:
                unit.update(_T, row["id"], own.row)
            elif ids is None:
                unit.delete(_T, row["id"])
        if ids is None:
            lost = [r for r in DEFAULT_RULES if (r.test.value, r.first) not in there]
            unit.insert_many(_T, [rule.row for rule in lost])
    return unit.result


def delete(desk: Desk, row_id: int) -> Changes:
    """Remove a rule; its test is then not made (or by an earlier row of it)."""
    with desk.operation("money_rule.delete", "") as unit:
        row = unit.row(_T, row_id)
        unit.head.label = f"删除资金规则“{row['name']}”"
        unit.delete(_T, row_id)
    return unit.result
