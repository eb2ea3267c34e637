"""The plan of an import, and carrying it out: one transaction, one operation, one undo step."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from facilitydesk.domain.collecting import collecting_later
from facilitydesk.domain.fields import term
from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.services.desk import Desk
from facilitydesk.services.importing.facilities import Facilities
from facilitydesk.services.importing.fund_moves import FundMoves
from facilitydesk.services.importing.funding import LEVELS, Funding
from facilitydesk.services.importing.known import Known
from facilitydesk.services.importing.lines import (
    STORED_KINDS,
    Line,
    Options,
    Outcome,
    Plan,
    Source,
)
from facilitydesk.services.importing.planner import Ground
from facilitydesk.services.importing.plans import Plans
from facilitydesk.services.importing.projects import Projects
from facilitydesk.services.importing.registers import Register
from facilitydesk.services.importing.schools import Schools
from facilitydesk.services.importing.statements import Statements
from facilitydesk.services.importing.week import Progress
from facilitydesk.services.importing.writes import Writes
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

# Read and shown, but kept nowhere by lists of projects.
_NOT_STORED = (
    "fund_central", "fund_province", "fund_city", "fund_county", "fund_other",
    "contract_no", "contract", "paid",
)  # fmt: skip


def plan(desk: Desk, sources: Sequence[Source], options: Options) -> Plan:
    """What taking these in would do now; nothing is written."""
    with collecting_later(), desk.read() as connection:
        return _plan(desk, connection, sources, options)[0]


def take_in(desk: Desk, sources: Sequence[Source], options: Options) -> Plan:
    """Takes the lines in as one operation. Raises Refused when `strict` and a line is refused.

    All or nothing: the lines without a red finding go in together, or none does.
    """
    label = f"导入“{options.file_name}”"
    with collecting_later(), desk.operation("import", label) as unit:
        made, writes = _plan(desk, unit.connection, sources, options)
        if options.strict and made.refused:
            red = tuple(p.problem for p in made.problems if p.problem.severity is Severity.RED)
            raise Refused("import.strict", red, count=len(made.refused))
        _write(unit, desk, made, writes, options)
    made.changes = unit.result
    return made


def _write(unit: Unit, desk: Desk, made: Plan, writes: Writes, options: Options) -> None:
    if writes.empty:
        return
    rows = sum(outcome.what in ("new", "found") for outcome in made.outcomes)
    writes.insert(
        tables.import_record,
        {
            "sha256": options.sha256,
            "file_name": options.file_name,
            "kind": "",
            "rows": rows,
            "officer_id": desk.officer_id,
            "at": unit.at,
        },
    )
    writes.write(unit)


def _plan(
    desk: Desk, connection: Connection, sources: Sequence[Source], options: Options
) -> tuple[Plan, Writes]:
    made, writes = Plan(), Writes()
    for source in sources:
        if source.kind not in STORED_KINDS:
            problem = Problem("import.kind_not_stored", args={"kind": LIST_KINDS[source.kind]})
            made.note(source.sheet, source.head_row, None, problem, severity=Severity.YELLOW)
            made.outcomes += [Outcome(source.sheet, line.row, "left_out") for line in source.lines]
    stored = [_visible(source, options, made) for source in sources if source.kind in STORED_KINDS]
    if not stored:
        made.idle = True
        return made, writes
    known = Known(connection, desk.home_id)
    schools = Schools(known, writes, made, options)
    projects = Projects(known, writes, made, options, schools)
    ground = Ground(known, writes, made, options, schools, desk.today)
    plans, register = Plans(ground), Register(ground)
    statements = Statements(connection, writes, made, options)
    funding = Funding(connection, known, writes, made, options, desk.today)
    moves = FundMoves(connection, known, writes, made, funding, desk.today)
    facilities = Facilities(ground, projects.programme)
    for source in stored:
        if source.kind == "norms" and not desk.may("norm.import"):
            _leave_out(source, made)
        elif facilities.take(source):
            continue
        elif source.kind in ("schools", "facts"):
            register.take_schools(source)
        elif source.kind == "fund_moves":
            moves.take(source)
        elif source.kind == "statement":
            statements.take(source)
        elif source.kind == "plans":
            plans.take(source, projects.programme)
        else:
            progress = Progress(connection, desk.home_id, source, writes, made, options, desk.today)
            projects.take(source, progress)
            if source.kind == "funding":
                funding.take(source, projects)
            _tell_not_stored(source, made)
    made.idle = writes.empty
    return made, writes


def _leave_out(source: Source, made: Plan) -> None:
    """Norms are the office's rules: who may not change them takes no list of them in."""
    for line in source.lines:
        made.refuse(source.sheet, line.row, None, "norm.import_post")
        made.count("norms", "refused")
        made.outcomes.append(Outcome(source.sheet, line.row, "refused"))


def _visible(source: Source, options: Options, made: Plan) -> Source:
    """The source without hidden rows and columns, unless the officer confirmed them."""
    if options.hidden:
        return source
    left = [line for line in source.lines if line.hidden]
    if left:
        problem = Problem("import.hidden_rows", args={"count": len(left)})
        made.note(source.sheet, left[0].row, None, problem, severity=Severity.BLUE)
        made.outcomes += [Outcome(source.sheet, line.row, "left_out") for line in left]
    out = source.hidden_fields
    lines = [
        Line(
            line.row, {k: v for k, v in line.values.items() if k not in out} if out else line.values
        )
        for line in source.lines
        if not line.hidden
    ]
    return Source(
        source.sheet, source.kind, source.title, lines, source.fields - out,
        source.as_of, source.head_row, source.total, year=source.year,
    )  # fmt: skip


def _tell_not_stored(source: Source, made: Plan) -> None:
    keys = [
        key
        for key in _NOT_STORED
        if key in source.fields
        and not (source.kind == "funding" and key in LEVELS)
        and any(line.values.get(key) is not None for line in source.lines)
    ]
    if keys:
        terms = "、".join(term(key) for key in keys)
        problem = Problem("import.fields_not_stored", args={"terms": terms})
        made.note(source.sheet, source.head_row, None, problem, severity=Severity.BLUE)
