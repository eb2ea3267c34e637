"""竣工入账: what a completed work changes, with the sum in sight while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)
from PySide6.QtWidgets import QListWidgetItem as Item

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import STRUCTURES, Part
from facilitydesk.gui.areas.ask_form import Ask, AskForm
from facilitydesk.gui.grid import formats
from facilitydesk.gui.theme import Tone
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.areas.unentered import WaitingRow

_NEW, _NONE = "new", "none"
_FACTS = ("name", "number", "structure", "floors")
_HINTS = {
    Part.NET: tr("增加校舍总面积的部分"),
    Part.REBUILT: tr("拆除旧房后原有面积的重建，总面积不因此增加"),
    Part.REPAIRED: tr("维修、加固，不改变面积"),
    Part.OTHER: tr("运动场、围墙等不属于校舍的部分"),
}


class EntryForm(AskForm):
    """Signal `wanted(values)`: the arguments of `completed.enter`."""

    def __init__(self, row: WaitingRow, buildings: Sequence[BuildingRow]) -> None:
        self.row = row
        standing = [each for each in buildings if each.standing]
        parts = [
            Ask(
                key=part.value,
                label=f"{part.term}（㎡）",
                kind=Kind.AREA,
                text=formats.editable(Area(getattr(row.proposal, part.value)), Kind.AREA),
                hint=_HINTS[part],
            )
            for part in Part
        ]
        places: list[tuple[Any, str]] = [(_NEW, tr("新增单体建筑"))]
        places += [(each.id, tr("计入“{name}”").format(name=_called(each))) for each in standing]
        places.append((_NONE, tr("暂不登记单体")))
        asks = [
            *parts,
            Ask(
                key="day",
                label=tr("入账日期"),
                kind=Kind.DATE,
                text=row.day.isoformat(),
                required=True,
            ),
            Ask(key="document", label=tr("依据文号"), hint=tr("竣工验收备案等")),
            Ask(key="building", label=tr("登记单体"), choices=places),
            Ask(key="name", label=tr("建筑物名称"), text=_name(row)),
            Ask(key="number", label=tr("建筑物号"), text=_free_number(buildings)),
            Ask(
                key="structure", label=tr("结构"), choices=[("", ""), *((s, s) for s in STRUCTURES)]
            ),
            Ask(key="floors", label=tr("层数"), kind=Kind.COUNT),
            Ask(key="note", label=tr("备注")),
        ]
        what = f"{row.school}\n{row.name}"
        how = tr("竣工{done}㎡，待入账{open}㎡。请说明这部分面积改变了什么，各项之和应等于待入账。")
        super().__init__(
            what, how.format(done=amount(row.completed), open=amount(row.open)), asks, tr("入账")
        )
        self.sum = QLabel()
        self.sum.setWordWrap(True)
        self.gone_title = QLabel(tr("随本次登记拆除的校舍（已登记拆除的不必选）"))
        self.gone_title.setProperty("role", "quiet")
        self.gone_title.setWordWrap(True)
        self.gone = QListWidget()
        self.gone.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.gone.setFixedHeight(min(4, max(1, len(standing))) * 26 + 6)
        for each in sorted(standing, key=lambda row: row.danger_grade, reverse=True):
            item = Item(_described(each))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(Qt.ItemDataRole.UserRole, each.id)
            item.setToolTip(item.text())
            self.gone.addItem(item)
        inside = QWidget()
        box = QVBoxLayout(inside)
        box.setContentsMargins(0, 2, 0, 6)
        box.setSpacing(4)
        for widget in (self.sum, self.gone_title, self.gone):
            box.addWidget(widget)
        self.below(Part.OTHER.value, inside)
        for part in Part:
            field = self.fields[part.value]
            assert isinstance(field, QLineEdit)
            field.textChanged.connect(self._on_typed)
        where = self.fields["building"]
        assert isinstance(where, QComboBox)
        if row.proposal.repaired_area or row.proposal.other_area:
            first = standing[0].id if standing and row.proposal.repaired_area else _NONE
            where.setCurrentIndex(max(0, where.findData(first)))
        where.currentIndexChanged.connect(self._on_place)
        self._on_typed()
        self._on_place()

    def part(self, part: Part) -> Area:
        """What stands in the field of a part; nothing counts as 0."""
        value, _ = self.read(part.value)
        return value if isinstance(value, Area) else Area(0)

    @Slot()
    def _on_typed(self) -> None:
        total = Area(sum(self.part(part).raw for part in Part))
        left = self.row.open - total
        if left:
            words = (
                tr("各项之和 {sum}，还差 {left}")
                if left.raw > 0
                else tr("各项之和 {sum}，多 {left}")
            )
            self.sum.setText(words.format(sum=amount(total), left=amount(Area(abs(left.raw)))))
            self.sum.setStyleSheet(f"color: {Tone.AMBER};")
        else:
            self.sum.setText(tr("各项之和 {sum} ＝ 待入账").format(sum=amount(total)))
            self.sum.setStyleSheet(f"color: {Tone.GREEN};")
        rebuilt = bool(self.part(Part.REBUILT))
        self.gone_title.setVisible(rebuilt and self.gone.count() > 0)
        self.gone.setVisible(rebuilt and self.gone.count() > 0)

    @Slot()
    def _on_place(self) -> None:
        new = self.fields["building"].currentData() == _NEW  # type: ignore[union-attr]  # a list, see above
        for key in _FACTS:
            self.fields[key].setVisible(new)
            self.labels[key].setVisible(new)
            self.fields[key].setEnabled(new)

    def values(self) -> dict[str, Any] | None:
        """The arguments of the service; None after saying what is wrong."""
        answers = super().values()
        if answers is None:
            return None
        total = Area(sum(self.part(part).raw for part in Part))
        if total != self.row.open:
            self.fail(self.sum.text())
            self.begin(Part.NET.value)
            return None
        place: Mapping[str, object] | int | None = None
        if answers["building"] == _NEW:
            place = {key: answers[key] for key in _FACTS if answers[key] not in (None, "")}
        elif answers["building"] != _NONE:
            place = answers["building"]
        if place is not None and not isinstance(place, int) and not self._risen():
            place = None
        checked = [
            Removal(item.data(Qt.ItemDataRole.UserRole))
            for number in range(self.gone.count())
            if (item := self.gone.item(number)).checkState() is Qt.CheckState.Checked
            and self.part(Part.REBUILT)
        ]
        return {
            "parts": {part: self.part(part) for part in Part},
            "day": answers["day"],
            "document": answers["document"] or "",
            "note": answers["note"] or "",
            "building": place,
            "demolished": checked,
        }

    def _risen(self) -> bool:
        return bool(self.part(Part.NET) or self.part(Part.REBUILT))


def _called(row: BuildingRow) -> str:
    return f"{row.number} {row.name}".strip()


def _described(row: BuildingRow) -> str:
    area = "" if row.area is None else f"　{amount(row.area)}㎡"
    grade = f"　{row.danger_grade}级" if row.danger_grade else ""
    return f"{_called(row)}{area}{grade}"


def _name(row: WaitingRow) -> str:
    return row.room_kind or row.name


def _free_number(buildings: Sequence[BuildingRow]) -> str:
    """The number after the highest one of the school: 05 after 04."""
    known = [each.number for each in buildings if each.number.isdigit()]
    if not known:
        return "" if buildings else "01"
    last = max(known, key=int)
    return f"{int(last) + 1:0{len(last)}}"
