"""The road of typed cells to a service: they wait marked, and keep their text where it failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.marks import Mark
from facilitydesk.gui.grid.model import Edit, GridModel
from facilitydesk.gui.runner import changes_in
from facilitydesk.services.desk import Desk

WAITING = "waiting"  # severity of a cell whose storing moved to the worker

T = TypeVar("T")


def store(
    context: Context,
    model: GridModel,
    texts: Mapping[tuple[int, str], Edit],
    work: Callable[[Desk], T],
    *,
    done: Callable[[T], None],
    failed: Callable[[], None],
    initiator: object,
) -> None:
    """Run a call that stores cells; `texts` is what was typed, by place in the grid.

    Where trouble comes instead, every cell keeps its text with the sentence, then `failed` is called.
    """
    ended = False
    step = model.step_of(texts)

    def stored(result: T) -> None:
        nonlocal ended
        ended = True
        for changes in changes_in(result):
            step.seq = changes.seq
        done(result)

    def refused(trouble: Trouble) -> None:
        nonlocal ended
        ended = True
        for place, edit in texts.items():
            mark = Mark("red", str(trouble), edit.text, trouble.code, edit.value)
            model.refuse(*place, mark)
        context.notice.emit(str(trouble), "red")
        failed()

    context.runner.do(work, done=stored, failed=refused, initiator=initiator)
    if not ended:
        for place, edit in texts.items():
            model.refuse(*place, Mark(WAITING, tr("保存中……"), edit.text))
