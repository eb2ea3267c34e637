"""The tables of the settings page: target lines, townships, code lists, officers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot

from facilitydesk.domain.cells import Reading, ask, folded
from facilitydesk.domain.messages import tr
from facilitydesk.domain.rates import RateKind
from facilitydesk.domain.words.terms import CodeList, Level
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.base import RegisterPage
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.services import codes, regions
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.projects import targets


class Ordered(RegisterTable):
    """A table whose rows have an order of their own. Signal `moved(ids)`: the new order."""

    moved = Signal(object)

    def add_arrows(self) -> None:
        """上移 and 下移 in the bar."""
        for text, step in ((tr("上移"), -1), (tr("下移"), 1)):
            made = button(text, tr("改变所选行在各表中的排列次序"))
            made.setEnabled(not self.context.desk.readonly)
            made.clicked.connect(lambda _checked=False, step=step: self._move(step))
            self.bar.extend(made)

    def movable(self, row: Any) -> bool:
        """Whether a row takes part in the order."""
        return row is not None

    def _move(self, step: int) -> None:
        row = self.current
        rows = [each for each in self.rows if self.movable(each)]
        if not self.movable(row):
            return
        at = next(n for n, each in enumerate(rows) if each.id == row.id)
        to = at + step
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
            self.moved.emit([each.id for each in rows])


def target_table(page: RegisterPage) -> RegisterTable:
    """目标线 by programme, rate and day."""
    source = Source(
        noun=tr("目标线"),
        measure=tr("条"),
        load=targets.rows,
        enter=targets.enter,
        delete=lambda desk, ids: [targets.delete(desk, row_id) for row_id in ids],
        required=("rate", "day", "percent"),
        title=lambda row: f"{row.rate.term} {row.day}",
    )
    columns = [
        column("programme", editable=True, width=260, choices=page.choices("programmes")),
        column(
            "rate",
            editable=True,
            width=120,
            choices=lambda: [kind.term for kind in RateKind],
            parse=_read_rate,
        ),
        column("day", head=tr("到此日期"), editable=True, width=110),
        column("percent", editable=True, width=90),
        column("document", head=tr("依据文号"), editable=True, width=220),
    ]
    empty = EmptyState(
        tr("还没有目标线"),
        tr(
            "目标线是上级文件要求在某日达到的比率，如“2017年底竣工率70%”；"
            "在概览的条形图上画出，并标出低于目标的乡镇和学校。不填专项的适用于全部专项。"
        ),
        [(tr("新增目标线"), lambda: table.add())],  # noqa: PLW0108 - made below
    )
    table = RegisterTable(page, "targets", tr("目标线"), columns, source, empty=empty, search=False)
    return table


class TownTable(Ordered):
    """Home and the townships below it, in their official order."""

    def __init__(self, page: RegisterPage) -> None:
        source = Source(
            noun=tr("乡镇"),
            measure=tr("个"),
            load=regions.rows,
            enter=regions.enter,
            delete=lambda desk, ids: [regions.delete(desk, row_id) for row_id in ids],
            required=("name",),
        )
        columns = [
            column("name", head=tr("名称"), editable=True, width=220),
            column("kind", lambda row: row.level.term, new=False, head=tr("层级"), width=80),
            column("code", head=tr("区划代码"), editable=True, width=120),
            column("count", lambda row: row.schools, new=False, head=tr("学校数"), width=80),
        ]
        super().__init__(page, "towns", tr("乡镇"), columns, source, search=False)
        self.add_arrows()
        self.moved.connect(self._on_moved)

    def movable(self, row: Any) -> bool:
        return row is not None and row.level is not Level.PREFECTURE and row.parent_id is not None

    @Slot(object)
    def _on_moved(self, ids: list[int]) -> None:
        self.context.runner.do(
            lambda desk: regions.reorder(desk, ids),
            done=lambda _changes: self.reload(),
            initiator=self.page,
        )


class CodeTable(Ordered):
    """The entries of one open list, with the number of their uses."""

    def __init__(self, page: RegisterPage) -> None:
        self.which = CodeList.NATURE
        source = Source(
            noun=tr("代码"),
            measure=tr("项"),
            load=lambda desk: codes.rows(desk, self.which),
            enter=self._enter,
            delete=lambda desk, ids: [codes.delete(desk, row_id) for row_id in ids],
            required=("name",),
            defaults=lambda: {"active": True},
        )
        columns = [
            column("name", head=tr("名称"), editable=True, width=220),
            column("code", head=tr("印出的代码"), editable=True, width=110),
            column("active", head=tr("可选"), editable=True, width=64),
            column(
                "uses",
                lambda row: f"{row.uses}{row.what}" if row.uses else None,
                new=False,
                width=130,
                ink=lambda _row: Tone.QUIET,
            ),
        ]
        super().__init__(page, "codes", tr("代码表"), columns, source, search=False)
        self.lists = Segments([(which, which.term, "") for which in CodeList], self.which)
        self.lists.chosen.connect(self._on_list)
        self.bar.row.insertWidget(2, self.lists)
        self.add_arrows()
        self.moved.connect(self._on_moved)

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return codes.enter(desk, self.which, cells, new)

    @Slot(object)
    def _on_list(self, which: CodeList) -> None:
        self.which = which
        self.drafts.clear()
        self.model.clear_marks()
        self.storing.version += 1
        self.reload()

    @Slot(object)
    def _on_moved(self, ids: list[int]) -> None:
        self.context.runner.do(
            lambda desk: codes.reorder(desk, self.which, ids),
            done=lambda _changes: self.reload(),
            initiator=self.page,
        )


def _read_rate(text: str) -> Reading[Any]:
    plain = folded(text)
    for kind in RateKind:
        if plain in (kind.term, kind.value):
            return Reading(kind.value)
    known = "、".join(kind.term for kind in RateKind)
    return Reading(None, problem=ask("not_in_closed_list", text, term=tr("比率"), known=known))
