"""What an officer should know before a bulletin goes out: the check before issue."""

from __future__ import annotations

from collections.abc import Iterator

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.rates import Basis, Rate, RateKind
from facilitydesk.reports import bulletin
from facilitydesk.reports.bulletin_data import BulletinData, rate_of
from facilitydesk.reports.issuing import stored_figures
from facilitydesk.reports.paper.page import RowKind
from facilitydesk.reports.work_table import work_table
from facilitydesk.services import printing
from facilitydesk.services.desk import Desk
from facilitydesk.services.printing import Print

_JUMP = 5  # places in the ranking from one issue to the next


def check(desk: Desk, data: BulletinData) -> tuple[Problem, ...]:
    """Findings, red ones first: drafts, impossible figures, totals, what fell since the last issue.

    `data` are what the bulletin itself is made from.
    """
    asked = data.asked
    same = {"programme_id": asked.options.programme_id, "with_pooled": asked.options.with_pooled}
    before = printing.previous(desk, bulletin.NAME, asked.scope.as_of, same)
    found = [*_today(data), *_totals(data)]
    if before is not None:
        figures = stored_figures(bulletin.document(data))
        found += [*printing.fallen(before, figures), *_moved(data, before)]
    order = list(Severity)
    return tuple(sorted(found, key=lambda problem: order.index(problem.severity)))


def _today(data: BulletinData) -> Iterator[Problem]:
    if not data.works:
        yield Problem("bulletin.empty", Severity.YELLOW)
    if not data.asked.bureau:
        yield Problem("bulletin.no_bureau", Severity.YELLOW)
    if data.total.drafts:
        yield Problem("print.drafts", Severity.YELLOW, args={"count": data.total.drafts})
    if missing := len(data.missing):
        yield Problem("bulletin.missing", Severity.YELLOW, args={"count": missing})
    for name, found in [("", data.total), *((g.name, g.figures) for g in data.groups)]:
        start, done = found.start_rate, found.completion_rate
        where = name or data.asked.home.whole
        if start.fraction is not None and (done.fraction or 0) > start.fraction:
            args = {"unit": where, "done": done.text(), "start": start.text()}
            yield Problem("bulletin.done_above_start", Severity.RED, args=args)
        for kind in (RateKind.START, RateKind.COMPLETION, RateKind.PROCUREMENT):
            rate = rate_of(found, kind)
            if rate.fraction is not None and rate.fraction > 1:
                args = {"unit": where, "rate": kind.term, "value": rate.text()}
                yield Problem("bulletin.above_plan", Severity.BLUE, args=args)


def _totals(data: BulletinData) -> Iterator[Problem]:
    """The text, the table of units and the table of works must say the same."""
    for kind in (RateKind.START, RateKind.COMPLETION, RateKind.INVESTMENT):
        rate = data.rate(kind)
        parts = [rate_of(group.figures, kind) for group in data.groups]
        if data.groups and _raw(rate) != sum(map(_raw, parts)):
            yield Problem("bulletin.totals", Severity.RED, args={"rate": kind.term})
    if data.asked.scope.basis is not Basis.AREA or not data.works:
        return
    table = work_table(data.works, data.asked)
    heads = [column.head for column in table.columns]
    (total,) = (row for row in table.rows if row.kind is RowKind.TOTAL)
    for head, kind in (("开工面积", RateKind.START), ("竣工面积", RateKind.COMPLETION)):
        cell = total.cells[heads.index(head)]
        raw = getattr(cell, "raw", 0)
        if raw != _raw(data.rate(kind)):
            yield Problem("bulletin.totals", Severity.RED, args={"rate": kind.term})


def _raw(rate: Rate) -> int:
    value = rate.numerator
    return value if isinstance(value, int) else getattr(value, "raw", 0)


def _moved(data: BulletinData, before: Print) -> Iterator[Problem]:
    """A plan that changed and ranks that jumped since the last issue."""
    then = {figure.name: figure.value for figure in before.figures}
    old_plan, now_plan = then.get("规划版本", ""), data.plan or ""
    if old_plan and old_plan != now_plan:
        args = {"number": before.number, "before": old_plan, "after": now_plan or "无"}
        yield Problem("bulletin.plan_changed", Severity.YELLOW, args=args)
    for kind in (RateKind.START, RateKind.COMPLETION):
        for each in data.ranked(kind):
            old = then.get(f"{each.item.name}{kind.term}排名", "")
            if old.isdigit() and each.rank is not None and abs(int(old) - each.rank) >= _JUMP:
                args = {
                    "unit": each.item.name,
                    "rate": kind.term,
                    "before": old,
                    "after": str(each.rank),
                }
                yield Problem("bulletin.rank_jump", Severity.BLUE, args=args)
