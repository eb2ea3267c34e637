"""What was issued: each print with its number, what was known, its figures and the paper itself.

A stored print is never changed and never deleted; it can be withdrawn with a reason. Its PDF is
kept byte for byte with its SHA-256, so a reprint is the same page for page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, func, select

from facilitydesk.domain.problems import Problem, Refused, Severity, Trouble
from facilitydesk.services.desk import BEIJING, Desk
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

T = TypeVar("T")
_T = tables.printed_report
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """A printed figure: its name, its digits, how it came about, and its exact value if it has one.

    `value` is an exact number as text ("1234.50", "3/4"), so that it can be compared; `sums` says
    that it is cumulative and should not fall from one issue to the next.
    """

    name: str
    text: str
    basis: str = ""
    value: str = ""
    sums: bool = False


@dataclass(frozen=True, slots=True)
class Print:
    """A stored print without its pages."""

    id: int
    number: str
    name: str  # of the report in the catalogue
    title: str
    as_of: date
    known_at: int  # the last operation that was known
    options: Mapping[str, Any]
    figures: tuple[StoredFigure, ...]
    sha256: str
    at: datetime
    officer: str
    printed: datetime | None
    withdrawn: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper that is to be issued."""

    name: str
    title: str
    as_of: date
    known_at: int
    options: Mapping[str, Any]
    figures: tuple[StoredFigure, ...]
    pdf: bytes
    known_head: str = ""  # hash of operation `known_at`, as the paper says it at its foot


@dataclass(frozen=True, slots=True)
class Issued:
    """A print that was just stored, and what that changed."""

    id: int
    number: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that is another one now; empty where it stands on one side only."""

    name: str
    then: str
    now: str


def known_now(desk: Desk) -> int:
    """The number of the last operation of the journal."""
    with desk.read() as connection:
        return _head(connection)


def steady(desk: Desk, build: Callable[[], T]) -> tuple[T, int]:
    """What `build` answers while nobody writes, and the operation up to which it knows all.

    It is built again when an operation came in between. Raises Trouble("db.busy") when that
    happens every time.
    """
    for _ in range(_ATTEMPTS):
        before = known_now(desk)
        answer = build()
        if known_now(desk) == before:
            return answer, before
    raise Trouble("db.busy")


def issue(desk: Desk, paper: Paper) -> Issued:
    """Store a paper under the year's next number, such as 2026-031."""
    year = desk.clock().astimezone(BEIJING).year
    with desk.operation("report.issue", "", undoable=False) as unit:
        number = _next_number(unit.connection, year)
        unit.head.label = f"登记印发{number}《{paper.title}》"
        row_id = unit.insert(
            _T,
            {
                "number": number,
                "name": paper.name,
                "title": paper.title,
                "as_of": paper.as_of,
                "known_at": paper.known_at,
                "known_head": paper.known_head,
                "options": json.dumps(dict(paper.options), ensure_ascii=False, sort_keys=True),
                "figures": _figures_text(paper.figures),
                "pdf": paper.pdf,
                "sha256": hashlib.sha256(paper.pdf).hexdigest(),
                "at": unit.at,
                "officer_id": unit.officer_id,
            },
        )
    return Issued(row_id, number, unit.result)


def mark_printed(desk: Desk, print_id: int) -> Changes:
    """Note that a printer took the paper; only after it really did."""
    with desk.operation("report.printed", "", undoable=False) as unit:
        row = unit.row(_T, print_id)
        unit.head.label = f"打印{row['number']}"
        unit.update(_T, print_id, {"printed": unit.at})
    return unit.result


def withdraw(desk: Desk, print_id: int, reason: str) -> Changes:
    """Declare a print void. Raises Refused without a reason, or when it is void already."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason_required")
    with desk.operation("report.withdraw", "", undoable=False) as unit:
        row = unit.row(_T, print_id)
        if row["withdrawn"]:
            raise Refused("print.withdrawn", number=row["number"], reason=row["withdrawn"])
        unit.head.label = f"作废{row['number']}：{reason}"
        unit.update(_T, print_id, {"withdrawn": reason})
    return unit.result


def prints(desk: Desk) -> tuple[Print, ...]:
    """All stored prints, the newest first."""
    with desk.read() as connection:
        rows = connection.execute(_select().order_by(_T.c.at.desc(), _T.c.id.desc()))
        return tuple(_print(row) for row in rows)


def find(desk: Desk, print_id: int) -> Print:
    """One stored print. Raises Refused("gone")."""
    with desk.read() as connection:
        row = connection.execute(_select().where(_T.c.id == print_id)).first()
    if row is None:
        raise Refused("gone")
    return _print(row)


def pdf(desk: Desk, print_id: int) -> bytes:
    """The paper as it was issued. Raises Trouble("print.damaged") when a byte of it differs."""
    with desk.read() as connection:
        row = connection.execute(
            select(_T.c.pdf, _T.c.sha256, _T.c.number).where(_T.c.id == print_id)
        ).first()
    if row is None:
        raise Refused("gone")
    data = bytes(row.pdf)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise Trouble("print.damaged", number=row.number)
    return data


def previous(
    desk: Desk, name: str, as_of: date, same: Mapping[str, Any] | None = None
) -> Print | None:
    """The last valid print of a report before a day, with the same value of the options `same`."""
    query = _select().where(_T.c.name == name, _T.c.as_of < as_of, _T.c.withdrawn == "")
    wanted = dict(same or {})
    with desk.read() as connection:
        rows = connection.execute(query.order_by(_T.c.as_of.desc(), _T.c.at.desc()))
        for row in rows:
            found = _print(row)
            if all(found.options.get(key) == value for key, value in wanted.items()):
                return found
    return None


def latest(desk: Desk, name: str) -> Print | None:
    """The last valid print of a report, whatever its day."""
    query = _select().where(_T.c.name == name, _T.c.withdrawn == "")
    with desk.read() as connection:
        row = connection.execute(query.order_by(_T.c.at.desc(), _T.c.id.desc()).limit(1)).first()
    return None if row is None else _print(row)


def differences(
    then: tuple[StoredFigure, ...], now: tuple[StoredFigure, ...]
) -> tuple[Difference, ...]:
    """The figures that would be printed differently now, in the order of the paper."""
    old = {figure.name: figure.text for figure in then}
    new = {figure.name: figure.text for figure in now}
    names = [*old, *(name for name in new if name not in old)]
    return tuple(
        Difference(name, old.get(name, ""), new.get(name, ""))
        for name in names
        if old.get(name) != new.get(name)
    )


def fallen(before: Print, now: tuple[StoredFigure, ...]) -> tuple[Problem, ...]:
    """The cumulative figures that are lower than in an earlier print: yellow findings."""
    old = {figure.name: figure for figure in before.figures if figure.sums and figure.value}
    found = []
    for figure in now:
        then = old.get(figure.name)
        if then is None or not figure.value or Fraction(figure.value) >= Fraction(then.value):
            continue
        args = {
            "name": figure.name,
            "number": before.number,
            "day": before.as_of.isoformat(),
            "before": then.text,
            "after": figure.text,
        }
        found.append(Problem("print.fell", Severity.YELLOW, args=args))
    return tuple(found)


def _next_number(connection: Connection, year: int) -> str:
    """Writers come one after the other, so the highest number plus one is free."""
    used = connection.execute(select(_T.c.number).where(_T.c.number.like(f"{year}-%"))).scalars()
    highest = max((int(number.partition("-")[2]) for number in used), default=0)
    return f"{year}-{highest + 1:03d}"


def _head(connection: Connection) -> int:
    return int(connection.execute(select(func.max(tables.operation.c.seq))).scalar() or 0)


def _select() -> Any:
    columns = [column for column in _T.columns if column.name not in {"pdf", "officer_id"}]
    return select(*columns, tables.officer.c.name.label("officer")).join_from(
        _T, tables.officer, _T.c.officer_id == tables.officer.c.id
    )


def _print(row: Row[Any]) -> Print:
    return Print(
        row.id,
        row.number,
        row.name,
        row.title,
        row.as_of,
        row.known_at,
        json.loads(row.options),
        tuple(StoredFigure(**item) for item in json.loads(row.figures)),
        row.sha256,
        row.at,
        row.officer,
        row.printed,
        row.withdrawn,
    )


def _figures_text(figures: tuple[StoredFigure, ...]) -> str:
    rows = [{key: getattr(f, key) for key in StoredFigure.__slots__} for f in figures]
    return json.dumps(rows, ensure_ascii=False)
