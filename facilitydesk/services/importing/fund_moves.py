"""Lists of money that leaves its year or its project: 结转, 收回, 缴回.

The lines say what the forms of the window say, and what the tables of a document export: of a
carried share the leaving and the entering row are one move, and a 缴回 beside its own 收回 is one.
What is registered already is found again. Amounts may be written with or without their sign.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.cells import folded
from facilitydesk.domain.fields import term
from facilitydesk.domain.funds import AllocationKind, ReceiptKind
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.quantities import Money
from facilitydesk.services.importing.fund_places import Places, paper_name
from facilitydesk.services.importing.fund_room import Room
from facilitydesk.services.importing.funding import Funding, Place
from facilitydesk.services.importing.known import Known
from facilitydesk.services.importing.lines import Line, Outcome, Plan, Source
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.money import carrying, periods
from facilitydesk.store import tables

_A, _R, _T = tables.allocation, tables.receipt, tables.transfer
_CARRIED, _BACK = AllocationKind.CARRIED.value, AllocationKind.TAKEN_BACK.value
_RETURNED = ReceiptKind.RETURNED.value
# What a table of a document exports beside the moves, and what is said of it.
_ELSEWHERE = {
    AllocationKind.GIVEN.value: "fund_moves.given",
    AllocationKind.ADJUSTED.value: "fund_moves.adjusted",
    "到位": "fund_moves.arrived",
}
Same = tuple[Place, str, date, int]  # where, kind, day, signed amount


class FundMoves:
    """Plans the lines of one source."""

    def __init__(
        self,
        connection: Connection,
        known: Known,
        writes: Writes,
        plan: Plan,
        funding: Funding,
        today: date,
    ) -> None:
        self._connection = connection
        self._known = known
        self._writes = writes
        self._plan = plan
        self._funding = funding
        self._today = today
        self._places = Places(known, plan, funding)
        self._room = Room(connection, writes)
        self._stored: Counter[Same] | None = None
        self._other_half: Counter[Same] = Counter()  # written with a line before
        self._taken_back: Counter[Same] = Counter()  # 收回 without its 缴回
        self._transfers: dict[tuple[int, str], int] = {}

    def take(self, source: Source) -> None:
        """All lines of a source."""
        self._places.ready()
        if self._stored is None:
            self._stored = self._known_moves()
        for line in source.lines:
            what = self._line(source, line)
            if what in ("new", "found", "refused"):
                counted = {"new": "created", "found": "unchanged", "refused": "refused"}[what]
                self._plan.count("fund_moves", counted)
            outcome = "new" if what == "half" else what
            named = (str(line.values.get(key) or "") for key in ("school", "project"))
            self._plan.outcomes.append(Outcome(source.sheet, line.row, outcome, *named))

    def _known_moves(self) -> Counter[Same]:
        found: Counter[Same] = Counter()
        for table, kinds in ((_A, (_CARRIED, _BACK)), (_R, (_RETURNED,))):
            query = select(table).where(table.c.kind.in_(kinds))
            for row in self._connection.execute(query):
                place = (row.document_id, row.project_id, row.school_id)
                found[place, row.kind, row.day, row.amount] += 1
        for (place, kind, day, amount), number in found.items():
            if kind == _BACK:
                alone = number - found.get((place, _RETURNED, day, amount), 0)
                self._taken_back[place, kind, day, amount] = max(alone, 0)
        return found

    def _line(self, source: Source, line: Line) -> str:
        """new, found, half (of a line before), left_out or refused."""
        kind = folded(str(line.values.get("fund_move") or ""))
        if kind in _ELSEWHERE:
            problem = Problem(_ELSEWHERE[kind])
            self._plan.note(source.sheet, line.row, "fund_move", problem, severity=Severity.BLUE)
            return "left_out"
        amount, day = line.values.get("amount"), _day(line, source)
        if kind not in (_CARRIED, _BACK, _RETURNED):
            return self._refuse(source, line, "fund_move", "fund_moves.kind", value=kind)
        if not isinstance(amount, Money):
            return self._refuse(source, line, "amount", "required", term=term("amount"))
        if not amount:
            return self._refuse(source, line, "amount", "money.zero")
        if day is None:
            return self._refuse(source, line, "move_date", "fund_moves.no_day")
        place = self._places.of(source, line)
        if place is None:
            return "refused"
        if kind == _CARRIED:
            return self._carry(source, line, place, amount, day)
        return self._back(source, line, place, Money(abs(amount.raw)), day, kind)

    # --- out of a year into the next

    def _carry(self, source: Source, line: Line, place: Place, amount: Money, day: date) -> str:
        """A positive amount enters a year (or leaves it, dated on its last day), a negative leaves."""
        ends = (day.month, day.day) == (12, 31)
        year = day.year if ends else day.year - 1
        value = abs(amount.raw)
        rows = carrying.halves(place, value, year)
        mine = (place, _CARRIED, rows[1 if amount.raw > 0 else 0]["day"], amount.raw)
        other = (place, _CARRIED, rows[0 if amount.raw > 0 else 1]["day"], -amount.raw)
        if self._seen(mine):
            return self._again(source, line)
        if self._other_half[mine]:
            self._other_half[mine] -= 1
            return "half"
        if self._today < date(year, 12, 31):
            return self._refuse(source, line, "move_date", "money.carry_early", year=year)
        if not self._open(source, line, *(row["day"] for row in rows)):
            return "refused"
        free = self._room.left(place, date(year, 12, 31))
        if value > free:
            args = {"year": year, "free": Money(max(free, 0)), "value": Money(value)}
            return self._too_much(source, line, place, "fund_moves.carry_too_much", **args)
        number = _number(line) or f"{year}年结转"
        from_year = self._source_year(source, line, place) or year
        more = {"source_year": from_year, "transfer_id": self._transfer(year, number)}
        for row in rows:
            self._writes.insert(_A, {**row, **more, "number": number, "note": _note(line)})
        self._other_half[other] += 1
        return "new"

    def _source_year(self, source: Source, line: Line, place: Place) -> int | None:
        """The year of the document; another one that the line names is kept, and told."""
        paper = self._funding.paper(place[0])
        told = line.values.get("source_year")
        if not isinstance(told, int):
            return paper["year"]  # type: ignore[no-any-return]  # a row is a dictionary
        if paper["year"] and told != paper["year"]:
            args = {"document": paper_name(paper), "year": paper["year"], "value": told}
            problem = Problem("fund_moves.source_year", args=args)
            self._plan.note(
                source.sheet, line.row, "source_year", problem, severity=Severity.YELLOW
            )
        return told

    def _transfer(self, year: int, number: str) -> int:
        """What groups the carried shares of one year and number, as the window groups them."""
        if (year, number) not in self._transfers:
            values = {"day": date(year, 12, 31), "number": number, "reason": carrying.REASON}
            self._transfers[year, number] = self._writes.insert(_T, values)["id"]
        return self._transfers[year, number]

    # --- back to the document or the treasury

    def _back(
        self, source: Source, line: Line, place: Place, amount: Money, day: date, kind: str
    ) -> str:
        falls = (place, kind, day, -amount.raw)
        share = (place, _BACK, day, -amount.raw)
        if self._seen(falls):
            return self._again(source, line)
        if kind == _BACK and self._other_half[share]:  # the line 缴回 before wrote it
            self._other_half[share] -= 1
            return "half"
        if day > self._today:
            return self._refuse(source, line, "move_date", "money.future", day=day)
        if not self._open(source, line, day):
            return "refused"
        parts = carrying.Back(
            document_id=place[0], project_id=place[1], school_id=place[2],
            amount=amount, day=day, number=_number(line),
        )  # fmt: skip
        arrived = kind == _RETURNED
        taken = arrived and self._taken_back[share] > 0
        free = self._room.arrived(place) if taken else self._room.free(place, arrived=arrived)
        if amount.raw > free:
            code = "money.surplus_too_much" if arrived else "money.take_back_too_much"
            args = {"free": Money(max(free, 0)), "value": amount}
            return self._too_much(source, line, place, code, **args)
        if taken:
            self._taken_back[share] -= 1
            problem = Problem("fund_moves.arrival_only", args={"value": amount})
            self._plan.note(source.sheet, line.row, "amount", problem, severity=Severity.BLUE)
        else:
            self._write(_A, parts.allocation(), line)
            (self._other_half if arrived else self._taken_back)[share] += 1
        if arrived:
            self._write(_R, parts.receipt(), line)
        return "new"

    def _write(self, table: Any, row: dict[str, Any], line: Line) -> None:
        self._writes.insert(table, {**row, "amount": row["amount"].raw, "note": _note(line)})

    # --- what is told

    def _seen(self, move: Same) -> bool:
        """Whether a move is registered already; each stored one answers for one line."""
        stored = self._stored
        if stored is None or not stored[move]:
            return False
        stored[move] -= 1
        return True

    def _again(self, source: Source, line: Line) -> str:
        problem = Problem("fund_moves.known")
        self._plan.note(source.sheet, line.row, None, problem, severity=Severity.BLUE)
        return "found"

    def _open(self, source: Source, line: Line, *days: date) -> bool:
        for day in days:
            found = periods.closed_on(self._connection, day)
            if found is not None:
                args = {"period": found.period.label, "officer": found.officer, "day": day}
                self._refuse(source, line, "move_date", "money.locked", **args)
                return False
        return True

    def _too_much(self, source: Source, line: Line, place: Place, code: str, **args: Any) -> str:
        names = {
            "document": paper_name(self._funding.paper(place[0])),
            "project": self._known.projects[place[1]]["name"],
        }
        return self._refuse(source, line, "amount", code, **names, **args)

    def _refuse(self, source: Source, line: Line, key: str, code: str, /, **args: Any) -> str:
        self._plan.refuse(source.sheet, line.row, key, code, **args)
        return "refused"


def _day(line: Line, source: Source) -> date | None:
    """The day of a line; a month alone is none."""
    value = line.values.get("move_date")
    if isinstance(value, LooseDate):
        return value.first if value.exact else None
    return source.as_of


def _number(line: Line) -> str:
    found: Sequence[Any] = [line.values.get(key) for key in ("move_number", "voucher")]
    return next((str(value).strip() for value in found if value), "")


def _note(line: Line) -> str:
    return str(line.values.get("remark") or "").strip()
