"""Everything a bulletin says, read once: figures of the day and of the day compared with, lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from facilitydesk.domain.figures import Figures
from facilitydesk.domain.ranking import Ranked, rank
from facilitydesk.domain.rates import Basis, Rate, RateKind
from facilitydesk.reports.options import Asked
from facilitydesk.services import figures, papers
from facilitydesk.services.dashboard import dashboard
from facilitydesk.services.dashboard.shapes import Dashboard
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, Group
from facilitydesk.services.papers import Corrected, WorkLine
from facilitydesk.services.projects import notes
from facilitydesk.services.projects.notes import NoteRow


@dataclass(frozen=True, slots=True)
class BulletinData:
    """What the sections and annexes of a bulletin are made of."""

    asked: Asked
    plan: str | None  # label of the plan version, where one holds for all
    total: Figures
    before: Figures
    counts: Figures  # the same day on the basis of counts, for the numbers of projects
    groups: tuple[Group, ...]
    board: Dashboard
    works: tuple[WorkLine, ...]
    corrections: tuple[Corrected, ...]
    issues: tuple[NoteRow, ...]

    def rate(self, kind: RateKind) -> Rate:
        """A rate of the whole."""
        return rate_of(self.total, kind)

    def change(self, kind: RateKind) -> Fraction | None:
        """By how many percentage points a rate rose since the day compared with."""
        now, then = self.rate(kind).fraction, rate_of(self.before, kind).fraction
        return None if now is None or then is None else (now - then) * 100

    def ranked(self, kind: RateKind) -> list[Ranked[Group]]:
        """The units from the highest rate to the lowest."""
        return rank(self.groups, lambda group: rate_of(group.figures, kind), ties=self.asked.ties)

    @property
    def missing(self) -> tuple[WorkLine, ...]:
        """The works that have not reported the week of the day."""
        silent = set(self.board.reporting.missing_works)
        return tuple(line for line in self.works if line.state.work_id in silent)

    @property
    def overdue(self) -> tuple[NoteRow, ...]:
        """The open issues past their due date."""
        return tuple(note for note in self.issues if note.overdue)


def rate_of(found: Figures, kind: RateKind) -> Rate:
    """One of the rates that figures carry."""
    rate = getattr(found, kind.value)
    assert isinstance(rate, Rate)
    return rate


def gather(desk: Desk, asked: Asked) -> BulletinData:
    """Read what the bulletin needs; several short reads, so that a waiting write gets in."""
    scope = asked.scope
    answer = figures.ask(desk, scope)
    units = figures.ask(desk, scope, by=asked.options.rank_by)
    earlier = figures.ask(desk, replace(scope, as_of=asked.since))
    counts = figures.ask(desk, replace(scope, basis=Basis.COUNT))
    open_notes = notes.rows(
        desk, programme_id=scope.programme_id, open_only=True, as_of=scope.as_of
    )
    return BulletinData(
        asked=asked,
        plan=answer.plan_version,
        total=answer.groups[0].figures,
        before=earlier.groups[0].figures,
        counts=counts.groups[0].figures,
        groups=tuple(group for group in units.groups if group.works),
        board=dashboard(desk, scope, with_curve=False),
        works=papers.works(desk, scope),
        corrections=papers.corrections(desk, scope, asked.since),
        issues=tuple(note for note in open_notes if note.raised <= scope.as_of),
    )


def unit_word(asked: Asked) -> str:
    """What the ranked units are called: 乡镇, 县（市、区）, 学校."""
    return "学校" if asked.options.rank_by is By.SCHOOL else asked.home.parts
