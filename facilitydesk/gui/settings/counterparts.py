"""用房口径: what each category of the old yearbook is in the new one, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Slot

from facilitydesk.domain.floor_uses import Edition
from facilitydesk.domain.messages import tr
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import RegisterPage
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.services.areas import counterparts
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited


class CounterpartTable(RegisterTable):
    """All categories of both versions; the counterpart is chosen, empty where there is none."""

    def __init__(self, page: RegisterPage) -> None:
        source = Source(
            noun=tr("类别"), measure=tr("类"), load=counterparts.rows, some=lambda _desk, _ids: (),
            enter=_enter, addable=False, title=lambda row: row.name,
        )  # fmt: skip
        super().__init__(page, "counterparts", tr("用房口径"), _columns(), source, search=False)
        self._page = page
        restore = button(tr("恢复默认"), tr("恢复程序自带的新旧口径对应关系"))
        restore.setEnabled(page.context.desk.may("setting.change"))
        restore.clicked.connect(self._restore)
        self.bar.extend(restore)

    @Slot()
    def _restore(self) -> None:
        self._page.context.runner.do(
            counterparts.restore, done=lambda _changes: self.reload(), initiator=self._page
        )


def _enter(desk: Desk, cells: Sequence[Edit], _new: Sequence[Mapping[str, object]]) -> Edited:
    return counterparts.enter(desk, cells)


def _fixed(key: str, head: str, width: int, **more: Any) -> Column:
    return Column(key=key, head=head, width=width, value=lambda row: getattr(row, key), **more)


def _columns() -> list[Column]:
    every = tuple(
        dict.fromkeys(term for edition in Edition for term in counterparts.targets(edition))
    )
    return [
        _fixed("years", tr("口径年度"), 196),
        _fixed("group", tr("大类"), 130),
        _fixed("name", tr("类别"), 210),
        _fixed(
            "counterpart",
            tr("在另一口径中为"),
            210,
            editable=True,
            choices=lambda: every,
            ink=lambda row: Tone.ACCENT if row.own else Tone.INK,
            tip=lambda _row: tr("留空为没有对应，面积留在原口径，不推算"),
        ),
        _fixed("default", tr("程序默认"), 210),
    ]
