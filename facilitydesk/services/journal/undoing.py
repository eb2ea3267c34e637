"""Taking back and bringing back: the officer's own steps, also those of earlier days."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy import select

from facilitydesk.domain.problems import Refused
from facilitydesk.services.desk import Desk
from facilitydesk.services.locks import refuse_locked_changes
from facilitydesk.store import journal, tables, undo
from facilitydesk.store.journal import Head
from facilitydesk.store.undo import Step, Steps
from facilitydesk.store.unit import Changes

__all__ = ["Changes", "Step", "Steps", "large", "redo_last", "steps", "undo_last", "undo_to"]

Told = Callable[[int, int, str], None]
"""Gets how many changes are made, of how many, and the step's name; may raise to stop it."""

_LARGE = 400  # changes; more of them are felt


def large(desk: Desk, found: Iterable[Step]) -> frozenset[int]:
    """The numbers of those steps that take so long that an officer should see how far they are."""
    change = tables.change
    seqs = set()
    with desk.read() as connection:
        for step in found:
            few = select(change.c.seq).where(change.c.seq == step.seq).offset(_LARGE).limit(1)
            if connection.execute(few).first() is not None:
                seqs.add(step.seq)
    return frozenset(seqs)


def steps(desk: Desk) -> Steps:
    """The list of steps that undo and redo would walk through, nearest first."""
    with desk.read() as connection:
        return undo.steps(connection, desk.officer_id)


def undo_last(desk: Desk, told: Told | None = None) -> Changes:
    """Take back the officer's last step. Raises Refused when nothing is there or it is changed."""
    return _walk(desk, told, back=True)


def redo_last(desk: Desk, told: Told | None = None) -> Changes:
    """Bring back the step that was undone last."""
    return _walk(desk, told, back=False)


def undo_to(
    desk: Desk, seq: int, told: Told | None = None, each: Callable[[Changes], None] | None = None
) -> list[Changes]:
    """Take back all steps from the newest to `seq`, each an operation of its own.

    `each` gets the changes of every step as soon as it is taken back: when a later one is refused
    or stopped, those before it stay undone.
    """
    done: list[Changes] = []
    while any(step.seq == seq for step in steps(desk).undo):
        done.append(_walk(desk, told, back=True))
        if each is not None:
            each(done[-1])
    return done


def _walk(desk: Desk, told: Told | None, *, back: bool) -> Changes:
    # The list of steps is read at every start of the window, which does without money's rules.
    from facilitydesk.services.money.periods import refuse_closed_changes
    from facilitydesk.services.money.runs import refuse_finished_changes

    found = steps(desk)
    waiting = found.undo if back else found.redo
    if not waiting:
        raise Refused("undo.nothing" if back else "redo.nothing")
    step = waiting[0]
    label = f"{'撤销' if back else '重做'}：{step.label}"
    mode = "undo" if back else "redo"
    head = Head(mode, label, desk.officer_id, desk.clock(), mode=mode, reverses=step.seq)
    with desk.run(head) as unit:
        changes = journal.changes_of(unit.connection, step.seq)
        refuse_locked_changes(unit.connection, changes)
        refuse_closed_changes(unit.connection, changes)
        refuse_finished_changes(unit.connection, changes)
        (undo.reverse if back else undo.repeat)(unit, step, _named(told, step))
    return unit.result


def _named(told: Told | None, step: Step) -> undo.Told | None:
    if told is None:
        return None
    return lambda made, all_of_them: told(made, all_of_them, step.label)
