"""The tiles: each rate on its basis, on the other bases, and what changed since week and month."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from facilitydesk.domain.contributions import completed_projects, started_projects, works_behind
from facilitydesk.domain.figures import (
    Figures,
    PlanFigures,
    Procured,
    Sums,
    WorkState,
    figures_of,
)
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Basis, Rate, RateKind
from facilitydesk.services.dashboard.shapes import Change, Named, Tile


@dataclass(frozen=True, slots=True)
class Moment:
    """The works of the scope on a day, with the plan line that was then in force."""

    day: date
    states: Sequence[WorkState]
    plan: PlanFigures | None
    procured: Procured | None = None  # as batches have it

    def figures(self, *bases: Basis) -> dict[Basis, Figures]:
        """The figures on some bases, from one walk over the works."""
        sums = Sums.of(self.states)
        return {
            basis: figures_of(
                sums, as_of=self.day, basis=basis, plan=self.plan, procured=self.procured
            )
            for basis in bases
        }


def rate_tiles(
    now: Moment,
    week_ago: Moment,
    month_ago: Moment,
    basis: Basis,
    project_names: Mapping[int, str],
) -> tuple[Tile, ...]:
    """The tiles 开工率, 竣工率, 投资完成率, 采购完成率."""
    here = now.figures(basis, *(each for each in Basis if each is not basis))
    before = [(then, then.figures(basis)[basis]) for then in (week_ago, month_ago)]
    tiles: list[Tile] = []
    page = "equipment" if now.procured is not None else ""
    for kind in (RateKind.START, RateKind.COMPLETION, RateKind.INVESTMENT, RateKind.PROCUREMENT):
        rates = {each: _rate(found, kind) for each, found in here.items()}
        by_basis = kind in _PROJECTS
        week, month = (
            _change(kind, now, then, rates[basis], _rate(old, kind), project_names)
            for then, old in before
        )
        others = tuple(rate for each, rate in rates.items() if each is not basis)
        tiles.append(
            Tile(
                kind=kind,
                rate=rates[basis],
                others=others if by_basis else (),
                works=works_behind(now.states, kind, basis),
                since_week=week,
                since_month=month,
                page=page if kind is RateKind.PROCUREMENT else "",
            )
        )
    return tuple(tiles)


_PROJECTS: dict[RateKind, Callable[[Sequence[WorkState]], frozenset[int]]] = {
    RateKind.START: started_projects,
    RateKind.COMPLETION: completed_projects,
}


def _rate(found: Figures, kind: RateKind) -> Rate:
    rate = getattr(found, kind.value)
    assert isinstance(rate, Rate)
    return rate


def _change(
    kind: RateKind,
    now: Moment,
    then: Moment,
    rate: Rate,
    old: Rate,
    names: Mapping[int, str],
) -> Change:
    points: Fraction | None = None
    if rate.fraction is not None and old.fraction is not None:
        points = (rate.fraction - old.fraction) * 100
    if kind not in _PROJECTS:
        above, below = rate.numerator, old.numerator
        money = above - below if isinstance(above, Money) and isinstance(below, Money) else None
        return Change(then.day, points, money=money)
    counted = _PROJECTS[kind]
    here, there = counted(now.states), counted(then.states)
    more, fewer = here - there, there - here
    return Change(
        then.day,
        points,
        more=_named(more, now.states, names),
        fewer=_named(fewer, now.states, names),
    )


def _named(
    projects: frozenset[int], states: Sequence[WorkState], names: Mapping[int, str]
) -> tuple[Named, ...]:
    """The projects by name with all their works, in the order of their works."""
    works: dict[int, list[int]] = {}
    for state in states:
        if state.project_id in projects:
            works.setdefault(state.project_id, []).append(state.work_id)
    return tuple(Named(names.get(key, ""), tuple(ids)) for key, ids in works.items())
