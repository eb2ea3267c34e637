"""标准 and 学校数据: the norms, the items of the bottom lines, and the schools' yearly figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.norms.bottom_columns import item_columns
from facilitydesk.gui.norms.columns import fact_columns, norm_columns
from facilitydesk.gui.norms.parts import Words, column_of
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.importer import importer
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.splits import stacked
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.norms import facts, items, table

if TYPE_CHECKING:
    from facilitydesk.gui.norms.page import NormsPage


class NormView(QWidget):
    """标准. Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: NormsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        source = Source(
            noun=tr("标准"), measure=tr("条"), load=table.rows, enter=table.enter,
            delete=table.delete, required=("measure", "stage"),
            defaults=lambda: {"active": True}, title=lambda row: row.name,
        )  # fmt: skip
        empty = EmptyState(
            tr("还没有办学条件标准"),
            tr(
                "恢复程序自带的标准（优质均衡、各省原标准、建标109等，均注明依据），再按本省文件修改。"
            ),
            [
                (tr("恢复默认标准"), lambda: self._restore(table.restore)),
                (tr("新增标准"), self._add),
            ],
        )
        self.table = RegisterTable(
            page, "norms", tr("办学条件标准"), norm_columns(), source, empty=empty, small=True
        )
        kinds = Source(
            noun=tr("条目"), measure=tr("条"), load=items.rows, enter=items.enter,
            delete=items.delete, required=("number", "text"),
            defaults=lambda: {"active": True}, title=lambda row: row.name,
        )  # fmt: skip
        none = EmptyState(
            tr("还没有底线要求条目"),
            tr("恢复20条底线要求的默认文字，再按本省下发的文本修改。"),
            [(tr("恢复默认条目"), lambda: self._restore(items.restore))],
        )
        self.items = RegisterTable(
            page, "bottom_wording", tr("底线要求条目"), item_columns(), kinds, empty=none,
            small=True, search=False,
        )  # fmt: skip
        writable = not self.context.desk.readonly
        for each, words, act in (
            (self.table, tr("程序自带的标准恢复原值；自行新增的不变"), table.restore),
            (self.items, tr("20条要求恢复默认文字；自行新增的不变"), items.restore),
        ):
            restore = button(tr("恢复默认"), words)
            restore.setEnabled(writable)
            restore.clicked.connect(lambda _checked=False, act=act: self._restore(act))
            each.bar.extend(restore)
            each.stored.connect(self._on_stored)
        take = importer(self.context, "norms")
        take.setEnabled(take.isEnabled() and self.context.desk.may("norm.import"))
        self.table.bar.extend(take)
        column_of(self, stacked(self.table, self.items, shares=(3, 2)))

    def reload(self) -> None:
        for each in (self.table, self.items):
            each.storing.version += 1
            each.reload()

    def _restore(self, act: Callable[[Desk], Any]) -> None:
        def done(_changes: Any) -> None:
            self.reload()
            self.table.panel.note.tell(tr("已恢复默认；按 Ctrl+Z 可以撤销。"), "info")
            self.moved.emit()

        def failed(trouble: Trouble) -> None:
            self.context.notice.emit(str(trouble), "red")

        self.context.runner.do(act, done=done, failed=failed, initiator=self.page)

    @Slot()
    def _add(self) -> None:
        self.table.add()

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self.moved.emit()


class FactView(QWidget):
    """学校数据 of the year of the top bar. Signal `moved()`: something was stored."""

    moved = Signal()

    def __init__(self, page: NormsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.words = Words()
        source = Source(
            noun=tr("学校数据"), measure=tr("所"), load=self._load, some=self._some,
            enter=self._enter, addable=False,
            words=lambda row: f"{row.name} {row.initials} {row.township} {row.kind}",
        )  # fmt: skip
        empty = EmptyState(
            tr("还没有学校"),
            tr(
                "登记学校后，在这里填写图书、计算机、多媒体教室、仪器设备值等年度数据，可整块粘贴。"
            ),
            [
                (
                    tr("导入学校名册……"),
                    lambda: self.context.page_wanted.emit("exchange", {"import": "schools"}),
                )
            ],
        )
        self.table = RegisterTable(
            page, "school_facts", tr("学校数据"), fact_columns(), source, empty=empty, small=True
        )
        self.table.bar.extend(importer(self.context, "facts"))
        column_of(self, self.words, self.table)
        self.table.stored.connect(self._on_stored)
        self.table.loaded.connect(self._on_loaded)

    @property
    def year(self) -> int:
        return self.context.as_of.year

    def reload(self) -> None:
        self.table.storing.version += 1
        self.table.reload()

    def _load(self, desk: Desk) -> Sequence[Any]:
        return facts.rows(desk, self.year)

    def _some(self, desk: Desk, ids: Sequence[int]) -> Sequence[Any]:
        return facts.rows(desk, self.year, ids=ids)

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], _new: Sequence[Mapping[str, object]]
    ) -> Edited:
        return facts.enter(desk, self.year, cells)

    @Slot()
    def _on_loaded(self) -> None:
        self.table.bar.title.setText(tr("{year}年学校数据").format(year=self.year))
        text = tr(
            "灰色为没有填报时采用的台账数或以前年度数，鼠标停留可见来源；填写后以填报数为准。"
        )
        self.words.tell(text if self.table.rows else "")

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        self.moved.emit()
