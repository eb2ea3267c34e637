"""What cells of money hold beyond the register's rules: signed amounts, documents, words."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Money, Percent
from facilitydesk.services import rules
from facilitydesk.services.edits import Column, Rule
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

_D = tables.fund_document

TERMS = {
    "document_id": "指标文件",
    "project_id": "项目",
    "school_id": "学校",
    "contract_id": "合同",
    "amount": "金额",
    "day": "日期",
    "number": "文号",
    "kind": "类型",
    "note": "备注",
    "voucher": "凭证号",
    "payee": "收款人",
    "summary": "摘要",
    "source_year": "来源年度",
    "reason": "事由",
}


def signed(term: str = "金额") -> Rule:
    """An amount that may be negative but is never blank or 0."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> int:
        if value is None:
            raise Refused("required", term=term)
        if not isinstance(value, Money):
            raise TypeError(f"{value!r} is no Money")
        if value.raw == 0:
            raise Refused("money.zero")
        return value.raw

    return rule


def share(term: str) -> Rule:
    """A share of 0 to 100 %; blank is NULL."""

    def rule(_unit: Unit, _row_id: int | None, value: Any) -> int | None:
        if value is not None and not isinstance(value, Percent):
            raise TypeError(f"{value!r} is no Percent")
        if value is not None and not 0 <= value.raw <= 100_00:
            raise Refused("out_of_bounds", term=term, value=str(value), low=0, high=100)
        return None if value is None else value.raw

    return rule


def document(*, required: bool = True) -> Rule:
    """A fund document by its id or its 文号."""

    def rule(unit: Unit, _row_id: int | None, value: Any) -> int | None:
        if isinstance(value, int):
            if unit.find(_D, value) is None:
                raise Refused("unknown", term="指标文件", value=value)
            return value
        plain = clean_text(value or "")
        if not plain:
            if required:
                raise Refused("required", term="指标文件")
            return None
        found = unit.connection.execute(select(_D.c.id).where(_D.c.number == plain).limit(2))
        ids = found.scalars().all()
        if not ids:
            raise Refused("unknown", term="指标文件", value=plain)
        if len(ids) > 1:
            raise Refused("ambiguous", term="指标文件", value=plain)
        return int(ids[0])

    return rule


def word(term: str, words: type[StrEnum]) -> Rule:
    """One of the words of a closed list of money, always given."""
    return rules.one_of(term, [item.value for item in words], required=True)


def places() -> dict[str, Column]:
    """The columns that say which document, project and school an amount belongs to."""
    school, project = tables.school, tables.project
    return {
        "document_id": Column("document_id", document(), required=True, kind=_D),
        "project_id": Column(
            "project_id", rules.reference(project, "项目", required=True), True, project
        ),
        "school_id": Column("school_id", rules.reference(school, "学校"), kind=school),
    }


def document_name(connection: Connection, document_id: int) -> str:
    """What sentences call a document: its 文号 and fund, as far as they are known."""
    row = connection.execute(
        select(_D.c.number, _D.c.level, _D.c.fund_name, _D.c.year).where(_D.c.id == document_id)
    ).first()
    return "" if row is None else name_of(row.level, row.fund_name, row.year, row.number)


def name_of(level: str, fund_name: str, year: int | None, number: str) -> str:
    """中央 义务教育补助资金 2026年 川财教〔2026〕1号."""
    parts = (level, fund_name, f"{year}年" if year else "", number)
    return " ".join(part for part in parts if part)


def named_document(row: Any) -> str:
    """The same of a row that reads.money_rows.named gave."""
    return name_of(row.level, row.fund_name, row.year, row.document_number)


def project_name(connection: Connection, project_id: int) -> str:
    """A project's name."""
    table = tables.project
    name = connection.execute(select(table.c.name).where(table.c.id == project_id)).scalar()
    return str(name or "")


def severity_of(over_rule: str) -> Severity:
    """What a document does about more than there is: stop is red, warn is yellow."""
    return Severity.RED if over_rule == "stop" else Severity.YELLOW


def problem(code: str, field: str, severity: Severity = Severity.RED, /, **args: object) -> Problem:
    """A finding about one cell; whole numbers among the arguments are amounts in 分."""
    told = {key: Money(arg) if type(arg) is int else arg for key, arg in args.items()}
    return Problem(code, severity, field, told)
