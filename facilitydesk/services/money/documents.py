"""Fund documents (指标文件): level × fund × year × batch, which carries on which, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.funds import OverRule
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.equipment import uses
from facilitydesk.services.money import periods, source_rules
from facilitydesk.services.money.cells import name_of, problem, severity_of
from facilitydesk.store import tables
from facilitydesk.store.reads import money as reads
from facilitydesk.store.unit import Changes, Unit

_T = tables.fund_document
_SAME = ("number", "level", "fund_name", "year", "batch")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document with what became of its money up to a day."""

    id: int
    revision: int
    level: str
    fund_name: str
    year: int | None
    batch: str
    number: str
    day: date | None
    issuer: str
    amount: Money
    early: bool
    purpose_rule: str
    pass_on_days: int | None
    over_rule: OverRule
    note: str
    parents: tuple[int, ...]
    parent_numbers: str
    allocated: Money
    remaining: Money  # 未分配
    received: Money
    paid: Money

    @property
    def name(self) -> str:
        """中央 义务教育补助资金 2026年 川财教〔2026〕1号."""
        return name_of(self.level, self.fund_name, self.year, self.number)

    @property
    def balance(self) -> Money:
        """结余: what arrived and was not paid."""
        return self.received - self.paid


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    yield from periods.guard(unit, "fund_document", row)
    same = select(_T.c.id).where(
        *(_T.c[name].is_(None) if row[name] is None else _T.c[name] == row[name] for name in _SAME),
        _T.c.id != (row["id"] or 0),
    )
    if row["number"] and unit.connection.execute(same).first() is not None:
        args = {"number": row["number"]}
        yield Problem("money.same_document", Severity.YELLOW, "number", args)
    if row["id"]:
        sums = reads.document_sums(unit.connection, row["id"])
        gone = sums.allocated + sums.returned
        if row["amount"] < gone and row["amount"] < sums.issued:
            severity = severity_of(row["over_rule"])
            args_ = {"allocated": gone, "issued": row["amount"]}
            yield problem("money.issued_below", "amount", severity, **args_)


KIND = Kind(
    _T,
    "指标文件",
    {
        "level": Column("level", rules.listed(CodeList.FUND_LEVEL)),
        "fund_name": Column("fund_name", rules.text("资金名称", required=True), required=True),
        "year": Column("year", rules.whole("年度", 1990, 2100), kind=int),
        "batch": Column("batch", rules.text()),
        "number": Column("number", rules.text()),
        "day": Column("day", rules.day("日期"), kind=date),
        "issuer": Column("issuer", rules.text()),
        "amount": Column(
            "amount", rules.quantity(Money, "下达金额", required=True), required=True, kind=Money
        ),
        "early": Column("early", rules.flag(), kind=bool),
        "purpose_rule": Column("purpose_rule", rules.text(lines=True)),
        "pass_on_days": Column("pass_on_days", rules.whole("下达期限", 0, 3650), kind=int),
        "over_rule": Column("over_rule", rules.one_of("超支规则", list(OverRule), required=True)),
        "note": Column("note", rules.text(lines=True)),
    },
    title="number",
    check=_check,
    terms={
        "level": "资金级次",
        "fund_name": "资金名称",
        "year": "年度",
        "batch": "批次",
        "number": "文号",
        "day": "日期",
        "issuer": "发文机关",
        "amount": "下达金额",
        "early": "提前下达",
        "purpose_rule": "使用范围",
        "pass_on_days": "下达期限",
        "over_rule": "超支规则",
        "note": "备注",
    },
)


def rows(desk: Desk, *, as_of: date | None = None) -> tuple[DocumentRow, ...]:
    """All documents in the order of levels, years and days, with their sums up to a day."""
    with desk.read() as connection:
        return read(connection, as_of)


def read(connection: Connection, as_of: date | None = None) -> tuple[DocumentRow, ...]:
    """The same inside a read."""
    sums: dict[int, list[int]] = {}
    for cell in reads.moved(connection, by_school=False, last=as_of):
        three = sums.setdefault(cell.source, [0, 0, 0])
        for place, value in enumerate((cell.allocated, cell.received, cell.paid)):
            three[place] += value
    receipt = tables.receipt
    back = select(receipt.c.document_id, reads.total(-receipt.c.amount)).where(
        receipt.c.kind == "缴回", *(() if as_of is None else (receipt.c.day <= as_of,))
    )
    returned: dict[int, int] = dict(connection.execute(back.group_by(receipt.c.document_id)).all())
    link = tables.fund_link
    parents: dict[int, list[int]] = {}
    for child, parent in connection.execute(
        select(link.c.child_id, link.c.parent_id).order_by(link.c.id)
    ):
        parents.setdefault(child, []).append(parent)
    found = connection.execute(_ordered()).mappings().all()
    numbers = {row["id"]: row["number"] or row["fund_name"] for row in found}
    answer = []
    for row in found:
        allocated, received, paid = sums.get(row["id"], (0, 0, 0))
        mine = parents.get(row["id"], [])
        facts = {
            **row,
            "amount": Money(row["amount"] or 0),
            "over_rule": OverRule(row["over_rule"]),
        }
        remaining = (row["amount"] or 0) - allocated - int(returned.get(row["id"], 0))
        answer.append(
            DocumentRow(
                **facts,
                parents=tuple(mine),
                parent_numbers="、".join(numbers[each] for each in mine),
                allocated=Money(allocated),
                remaining=Money(remaining),
                received=Money(received),
                paid=Money(paid),
            )
        )
    return tuple(answer)


def _ordered() -> Any:
    item = tables.code_item
    return (
        select(_T)
        .outerjoin(item, (item.c.list == CodeList.FUND_LEVEL.value) & (item.c.name == _T.c.level))
        .order_by(item.c.ordinal.is_(None), item.c.ordinal, _T.c.year, _T.c.day, _T.c.id)
    )


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Store typed cells and add documents."""
    return edits.enter(desk, KIND, cells, _with_defaults(desk, new))


def _with_defaults(desk: Desk, rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """New rows with what their level and fund's rule says where nothing was typed."""
    if not rows:
        return []
    with desk.read() as connection:
        return [
            {
                "over_rule": OverRule.STOP.value,
                **source_rules.defaults(
                    connection, str(row.get("level") or ""), str(row.get("fund_name") or "")
                ),
                **{key: value for key, value in row.items() if value not in (None, "")},
            }
            for row in rows
        ]


def set_parents(desk: Desk, document_id: int, parents: Iterable[int]) -> Changes:
    """Say which documents one carries on (转下达). Raises Refused for itself."""
    wanted = list(dict.fromkeys(parents))
    link = tables.fund_link
    with desk.operation("fund_link.set", "") as unit:
        row = unit.row(_T, document_id)
        unit.head.label = f"设置“{row['number'] or row['fund_name']}”的上级文件"
        if document_id in wanted:
            raise Refused("money.linked_to_itself")
        query = select(link.c.id, link.c.parent_id).where(link.c.child_id == document_id)
        known = {each.parent_id: each.id for each in unit.connection.execute(query)}
        for parent_id, row_id in known.items():
            if parent_id not in wanted:
                unit.delete(link, row_id)
        for parent_id in wanted:
            unit.row(_T, parent_id)
            if parent_id not in known:
                unit.insert(link, {"parent_id": parent_id, "child_id": document_id})
    return unit.result


def delete(desk: Desk, ids: Iterable[int]) -> Changes:
    """Delete documents that nothing hangs on. Raises Refused with the places of use."""
    link = tables.fund_link
    with desk.operation("fund_document.delete", "") as unit:
        names = []
        for row_id in ids:
            row = unit.row(_T, row_id)
            names.append(row["number"] or row["fund_name"])
            periods.refuse_closed(unit.connection, row["day"])
            used = [
                (rules.count_where(unit, table, document_id=row_id), what)
                for table, what in (
                    (tables.allocation, "笔分配"),
                    (tables.receipt, "笔到位"),
                    (tables.payment, "笔支付"),
                    (tables.contract_allocation, "笔合同资金安排"),
                    (tables.payment_application, "笔拨付申请"),
                )
            ]
            used += uses.of_document(unit, row_id)
            rules.refuse_in_use(names[-1], used)
            both = (link.c.parent_id == row_id) | (link.c.child_id == row_id)
            for link_id in unit.connection.execute(select(link.c.id).where(both)).scalars().all():
                unit.delete(link, link_id)
            unit.delete(_T, row_id)
        unit.head.label = f"删除指标文件“{'、'.join(names)}”"
    return unit.result
