"""Stop or warn, and the days to pass money on, for a level or a fund; each with its paper.

The most particular rule holds: level and fund, then the fund, then the level, then the one for
all. A new document takes it over; existing ones follow when asked to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.funds import OverRule
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T, _D = tables.source_rule, tables.fund_document


@dataclass(frozen=True, slots=True)
class SourceRule:
    """One rule; a blank level or fund stands for all. `uses`: how many documents it is about."""

    id: int
    revision: int
    level: str
    fund_name: str
    over_rule: OverRule
    pass_on_days: int | None
    basis: str
    uses: int = 0
    differ: int = 0  # documents that have something else

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.level, self.fund_name) if part) or "全部资金"


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    same = select(_T.c.id).where(
        _T.c.level == (row["level"] or ""),
        _T.c.fund_name == (row["fund_name"] or ""),
        _T.c.id != (row["id"] or 0),
    )
    if unit.connection.execute(same).first() is not None:
        name = " ".join(part for part in (row["level"], row["fund_name"]) if part) or "全部资金"
        args = {"term": "级次和资金", "value": name, "holder": "另一行"}
        yield Problem("not_unique", field="fund_name", args=args)


KIND = Kind(
    _T,
    "来源规则",
    {
        "level": Column("level", rules.listed(CodeList.FUND_LEVEL)),
        "fund_name": Column("fund_name", rules.text()),
        "over_rule": Column("over_rule", rules.one_of("超支规则", list(OverRule), required=True)),
        "pass_on_days": Column("pass_on_days", rules.whole("下达期限", 0, 3650), kind=int),
        "basis": Column("basis", rules.text()),
    },
    title="level",
    check=_check,
    terms={
        "level": "资金级次",
        "fund_name": "资金名称",
        "over_rule": "超支规则",
        "pass_on_days": "下达期限",
        "basis": "依据",
    },
)


def rows(desk: Desk) -> tuple[SourceRule, ...]:
    """All rules, the most general first."""
    with desk.read() as connection:
        known = _read(connection)
        counted: dict[int, list[int]] = {rule.id: [0, 0] for rule in known}
        for paper in connection.execute(select(_D)):
            rule = of(known, paper.level, paper.fund_name)
            if rule is not None:
                counted[rule.id][0] += 1
                counted[rule.id][1] += _differs(paper, rule)
    found = [
        SourceRule(
            each.id, each.revision, each.level, each.fund_name, each.over_rule,
            each.pass_on_days, each.basis, *counted[each.id],
        )
        for each in known
    ]  # fmt: skip
    return tuple(
        sorted(found, key=lambda r: (bool(r.fund_name), bool(r.level), r.level, r.fund_name))
    )


def _read(connection: Connection) -> tuple[SourceRule, ...]:
    return tuple(
        SourceRule(
            row.id, row.revision, row.level, row.fund_name, OverRule(row.over_rule),
            row.pass_on_days, row.basis,
        )
        for row in connection.execute(select(_T).order_by(_T.c.id))
    )  # fmt: skip


def of(known: Iterable[SourceRule], level: str, fund_name: str) -> SourceRule | None:
    """The rule for a level and fund, the most particular one; None where none is about it."""
    mine = [
        rule for rule in known if rule.level in ("", level) and rule.fund_name in ("", fund_name)
    ]
    return max(mine, key=lambda r: (bool(r.fund_name), bool(r.level)), default=None)


def defaults(connection: Connection, level: str, fund_name: str) -> dict[str, Any]:
    """What a new document of a level and fund takes over; {} where no rule is about it."""
    rule = of(_read(connection), level, fund_name)
    if rule is None:
        return {}
    return {"over_rule": rule.over_rule.value, "pass_on_days": rule.pass_on_days}


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add rules; existing documents keep theirs until `apply` is called."""
    full = [row if row.get("over_rule") else {**row, "over_rule": "stop"} for row in new]
    return edits.enter(desk, KIND, cells, full)


def delete(desk: Desk, ids: Sequence[int]) -> Changes:
    """Remove rules; documents keep what they took over."""
    with desk.operation("source_rule.delete", f"删除来源规则（{len(ids)}条）") as unit:
        for row_id in ids:
            unit.delete(_T, row_id)
    return unit.result


def apply(desk: Desk) -> Changes:
    """Let all existing documents follow the rules, as one operation."""
    with desk.operation("source_rule.apply", "资金文件按来源规则更新") as unit:
        known = _read(unit.connection)
        for paper in unit.connection.execute(select(_D)).all():
            rule = of(known, paper.level, paper.fund_name)
            if rule is not None and _differs(paper, rule):
                values = {"over_rule": rule.over_rule.value, "pass_on_days": rule.pass_on_days}
                unit.update(_D, paper.id, values)
    return unit.result


def _differs(paper: Any, rule: SourceRule) -> bool:
    return bool(paper.over_rule != rule.over_rule.value or paper.pass_on_days != rule.pass_on_days)
