"""采购进度: 计划 / 合同 / 到货 / 验收 / 付款 by class, school, batch, source, and the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import WAN, Percent
from facilitydesk.domain.rates import Rate
from facilitydesk.domain.rounding import Style
from facilitydesk.domain.words.equipment_terms import BuyMoment
from facilitydesk.gui.grid import formats
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.money.source_columns import figure
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import figures
from facilitydesk.services.equipment.figures import EquipmentBy, Row, Table

if TYPE_CHECKING:
    from facilitydesk.gui.equipment.page import EquipmentPage

_GROUPS = (
    (EquipmentBy.CLASS, tr("按类别"), tr("五类设备，数量和金额")),
    (EquipmentBy.ITEM, tr("按设备"), tr("设备目录中的每一项")),
    (EquipmentBy.SCHOOL, tr("按学校"), tr("每所学校，分类别")),
    (EquipmentBy.BATCH, tr("按批次"), tr("每个采购批次，分类别")),
    (EquipmentBy.SOURCE, tr("按资金来源"), tr("按资金级次，分类别")),
)
_PARTS = (
    ("planned", tr("计划")), ("contracted", tr("合同")), ("delivered", tr("到货")),
    ("accepted", tr("验收")), ("paid", tr("付款")),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A row of the table as the grid shows it."""

    id: int
    row: Row
    moment: BuyMoment
    style: Style
    revision: int = 0

    def pieces(self, key: str) -> int | None:
        """Pieces at a moment; None where units mix."""
        return getattr(self.row.progress, key).quantity if self.row.unit else None

    def money(self, key: str) -> Any:
        return getattr(self.row.progress, key).money


class ProgressView(QWidget):
    """Signal `opened(key)`: a group was double-clicked."""

    opened = Signal(object)

    def __init__(self, page: EquipmentPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.by = EquipmentBy.CLASS
        self.asked: Table | None = None
        self.groups = Segments(_GROUPS, self.by)
        self.groups.chosen.connect(self.show_by)
        source = Source(
            noun=tr("采购进度"),
            measure=tr("行"),
            load=self._load,
            addable=False,
            title=lambda line: line.row.name,
        )
        empty = EmptyState(
            tr("还没有采购数据"),
            tr(
                "登记采购计划和批次后，这里按类别、学校、批次和资金来源汇总计划、合同、到货、验收和付款。"
            ),
            [(tr("登记采购计划"), lambda: page.show_view("plans"))],
        )
        self.table = RegisterTable(
            page, "equipment_progress", "", _columns(), source, empty=empty, small=True
        )
        self.table.bar.row.insertWidget(0, self.groups)
        self.total = QLabel()
        self.total.setContentsMargins(16, 6, 16, 8)
        self.total.setWordWrap(True)
        foot = QHBoxLayout()
        foot.addWidget(self.total, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.loaded.connect(self._on_loaded)
        self.table.view.doubleClicked.connect(self._on_double)

    def reload(self) -> None:
        self.table.reload()

    def set_money_scale(self, scale: int) -> None:
        self.table.model.set_money_scale(scale)
        self._on_loaded()

    @Slot(object)
    def show_by(self, by: Any) -> None:
        """Group by something else."""
        self.by = EquipmentBy(by)
        self.groups.set_value(self.by)
        self.table.reload()

    def _load(self, desk: Desk) -> Sequence[Any]:
        split = self.by not in (EquipmentBy.CLASS, EquipmentBy.ITEM)
        found = figures.ask(
            desk, self.context.as_of, self.by, programme_id=self.context.programme_id, split=split
        )
        style = settings.load(desk).style
        self.asked, self._style = found, style
        return [Line(n, row, found.moment, style) for n, row in enumerate(found.rows, 1)]

    @Slot()
    def _on_loaded(self) -> None:
        found = self.asked
        self.total.setVisible(found is not None and bool(found.rows))
        if found is None:
            return
        scale = self.table.model.money_scale
        unit = tr("万元") if scale == WAN else tr("元")
        parts = [
            f"{word} {formats.shown(getattr(found.total.progress, key).money, Kind.MONEY, scale)}"
            for key, word in _PARTS
        ]
        rate = found.total.rate(found.moment)
        words = tr("合计（{unit}）：{parts}　采购完成率 {rate}（{note}）　截至{day}")
        self.total.setText(
            words.format(
                unit=unit, parts="　".join(parts), rate=rate.text(self._style),
                note="，".join((str(rate.plan), *rate.notes)), day=found.as_of,
            )
        )  # fmt: skip
        self.total.setToolTip(rate.explain(self._style))

    @Slot(QModelIndex)
    def _on_double(self, _index: QModelIndex) -> None:
        line = self.table.current
        if line is not None:
            self.opened.emit((self.by, line.row))


def _columns() -> list[Column]:
    made = [
        figure("name", tr("名称"), Kind.TEXT, lambda line: line.row.name, width=156, frozen=True),
        figure(
            "kind", tr("设备类别"), Kind.TEXT, width=124,
            value=lambda line: line.row.kind.term if line.row.kind else "",
        ),
        figure("unit", tr("单位"), Kind.TEXT, lambda line: line.row.unit, width=76),
        figure(
            "rate", tr("采购完成率"), Kind.PERCENT, width=104, show=_two_places,
            value=lambda line: _percent(line, line.row.rate(line.moment)),
            tip=lambda line: line.row.rate(line.moment).explain(line.style),
        ),
        figure(
            "quantity_rate", tr("按数量"), Kind.PERCENT, width=80, show=_two_places,
            value=lambda line: _percent(line, line.row.quantity_rate(line.moment)),
            tip=lambda _line: tr("按数量的采购完成率，只在同一单位内计算"),
        ),
    ]  # fmt: skip
    for key, word in _PARTS:
        made += [
            figure(
                f"{key}_pieces", tr("{word}数").format(word=word), Kind.COUNT, width=76, adds=False,
                value=lambda line, key=key: line.pieces(key),
            ),
            figure(
                f"{key}_money", tr("{word}金额").format(word=word), Kind.MONEY, width=92,
                value=lambda line, key=key: line.money(key),
            ),
        ]  # fmt: skip
    return [
        *made,
        figure("schools", tr("学校数"), Kind.COUNT, lambda line: line.row.schools, width=78),
    ]


def _percent(line: Line, rate: Rate | None) -> Percent | None:
    """A rate as a number the grid can sort and add to a sheet; None where there is none."""
    style = replace(line.style, places=min(line.style.places, 2))
    found = None if rate is None else rate.percent(style)
    return None if found is None else Percent.of(found)


def _two_places(percent: Percent | None) -> str:
    """96.00, so that the points of a column stand below each other."""
    return "" if percent is None else str(percent)
