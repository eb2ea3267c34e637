"""The treasury's list of payments (国库支付明细): every line kept as it was printed.

A line that is there already (day, voucher, payee, amount, words the same) is not taken in again:
of a later list that holds the month once more only what is new comes in. The same line twice
within one list is two payments.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services.importing.lines import Line, Options, Outcome, Plan, Source
from facilitydesk.services.importing.writes import Writes
from facilitydesk.store import tables

_L = tables.statement_line
Key = tuple[Any, ...]


class Statements:
    """Takes statement lines in."""

    def __init__(
        self, connection: Connection, writes: Writes, plan: Plan, options: Options
    ) -> None:
        self._writes = writes
        self._plan = plan
        self._options = options
        columns = (_L.c.day, _L.c.voucher, _L.c.payee, _L.c.amount, _L.c.document, _L.c.summary)
        self._known: Counter[Key] = Counter(
            tuple(row) for row in connection.execute(select(*columns))
        )

    def take(self, source: Source) -> None:
        """Plans the lines of one table: new, known already, or refused."""
        fresh: list[dict[str, Any]] = []
        for line in source.lines:
            values = self._values(source, line)
            if values is None:
                self._tell(source, line, "refused")
                continue
            key = tuple(values.values())
            if self._known[key]:
                self._known[key] -= 1
                problem = Problem("statement.line_known")
                self._plan.note(source.sheet, line.row, None, problem, severity=Severity.BLUE)
                self._tell(source, line, "found")
                continue
            fresh.append({**values, "position": line.row})
            self._tell(source, line, "new")
        if fresh:
            self._write(fresh)

    def _write(self, fresh: list[dict[str, Any]]) -> None:
        days = [values["day"] for values in fresh]
        statement = self._writes.insert(
            tables.statement,
            {
                "first": min(days),
                "last": max(days),
                "file_name": self._options.file_name,
                "sha256": self._options.sha256,
            },
        )
        for values in fresh:
            self._writes.insert(_L, {"statement_id": statement["id"], **values})

    def _values(self, source: Source, line: Line) -> dict[str, Any] | None:
        day, amount = line.values.get("pay_date"), line.values.get("amount")
        exact = _exact(day)
        if exact is None:
            self._plan.refuse(source.sheet, line.row, "pay_date", "statement.no_day")
        if not isinstance(amount, Money) or not amount:
            self._plan.refuse(source.sheet, line.row, "amount", "statement.no_amount")
        if exact is None or not isinstance(amount, Money) or not amount:
            return None
        return {
            "day": exact,
            "voucher": _text(line, "voucher"),
            "payee": _text(line, "payee"),
            "amount": amount.raw,
            "document": _text(line, "fund_document"),
            "summary": _text(line, "summary") or _text(line, "project"),
        }

    def _tell(self, source: Source, line: Line, what: str) -> None:
        named = {"new": "created", "found": "unchanged", "refused": "refused"}[what]
        self._plan.count("statement_lines", named)
        payee = _text(line, "payee") or _text(line, "summary")
        self._plan.outcomes.append(Outcome(source.sheet, line.row, what, project=payee))


def _exact(value: object) -> date | None:
    """The day of a date that names one; a month alone is none."""
    if isinstance(value, LooseDate) and value.first == value.last:
        return value.first
    return value if isinstance(value, date) else None


def _text(line: Line, key: str) -> str:
    value = line.values.get(key)
    return "" if value is None else str(value).strip()
