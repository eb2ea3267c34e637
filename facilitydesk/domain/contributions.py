"""Which works stand behind a rate: the rows that open when an officer clicks on the figure.

The rules are those of domain/figures.py, told once more as a choice of rows: what adds something
to a numerator is behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

from facilitydesk.domain.figures import WorkState, project_group
from facilitydesk.domain.rates import Basis, RateKind
from facilitydesk.domain.stages import StageGroup
from facilitydesk.domain.words.terms import AreaCategory


def works_behind(states: Sequence[WorkState], kind: RateKind, basis: Basis) -> tuple[int, ...]:
    """The ids of the works that make a rate's numerator, in the order given."""
    match kind:
        case RateKind.START:
            chosen = [work for work in _construction(states, basis) if work.started]
        case RateKind.COMPLETION:
            chosen = _completed(states, basis)
        case RateKind.PROCUREMENT:
            chosen = [w for w in states if w.is_equipment and w.invested and not w.dropped]
        case RateKind.INVESTMENT:
            chosen = [work for work in states if work.invested and not work.dropped]
        case _:
            chosen = []
    return tuple(work.work_id for work in chosen)


def by_state(states: Sequence[WorkState]) -> dict[StageGroup, tuple[int, ...]]:
    """The construction works by the state of their project: each project is in exactly one."""
    found: dict[StageGroup, list[int]] = {group: [] for group in StageGroup}
    for works in _projects(states).values():
        found[project_group(works)].extend(work.work_id for work in works)
    return {group: tuple(works) for group, works in found.items()}


def _projects(states: Sequence[WorkState]) -> dict[int, list[WorkState]]:
    projects: dict[int, list[WorkState]] = {}
    for work in states:
        if not work.is_equipment:
            projects.setdefault(work.project_id, []).append(work)
    return projects


def started_projects(states: Sequence[WorkState]) -> frozenset[int]:
    """The construction projects with a started work."""
    return frozenset(w.project_id for w in states if w.started and not w.is_equipment)


def completed_projects(states: Sequence[WorkState]) -> frozenset[int]:
    """The construction projects all of whose works are completed."""
    return frozenset(
        project
        for project, works in _projects(states).items()
        if project_group(works) is StageGroup.COMPLETED
    )


def _construction(states: Sequence[WorkState], basis: Basis) -> list[WorkState]:
    return [
        work
        for work in states
        if not work.is_equipment
        and not work.dropped
        and (basis is not Basis.AREA or work.category is AreaCategory.BUILDING)
    ]


def _completed(states: Sequence[WorkState], basis: Basis) -> list[WorkState]:
    if basis is Basis.COUNT:
        done = completed_projects(states)
        return [work for work in states if work.project_id in done and work.completed]
    works = _construction(states, basis)
    if basis is Basis.MONEY:
        return [work for work in works if work.completed]
    # A finished part counts while the work goes on.
    return [work for work in works if work.completed or (work.started and work.completed_area)]
