"""单体建筑: the register of buildings, with what happens to one: 拆除, 移交, 接收, 测量更正."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import STRUCTURES, Movement
from facilitydesk.gui.areas.ask_form import Ask, AskForm
from facilitydesk.gui.areas.building_card import BuildingCard
from facilitydesk.gui.areas.columns import building_columns
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.services.areas import buildings, deeds
from facilitydesk.services.areas.buildings import BuildingRow
from facilitydesk.services.areas.deeds import Removal
from facilitydesk.services.desk import Desk

if TYPE_CHECKING:
    from facilitydesk.gui.areas.page import BuildingsPage

_FOLLOW_MS = 120
_DEEDS = (Movement.DEMOLISHED, Movement.DISPOSED, Movement.MEASURED, Movement.ACQUIRED)


class BuildingsView(QWidget):
    """Signal `moved()`: something was stored that balances and checks depend on."""

    moved = Signal()

    def __init__(self, page: BuildingsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        source = Source(
            noun=tr("单体建筑"),
            measure=tr("栋"),
            load=buildings.rows,
            some=lambda desk, ids: buildings.rows(desk, ids=ids),
            enter=buildings.enter,
            delete=buildings.delete,
            required=("school", "name"),
            defaults=self._defaults,
            words=_words,
        )
        empty = EmptyState(
            tr("还没有校舍"),
            tr(
                "逐栋登记各校的校舍：结构、建成年月、层数、面积、危房等级和鉴定文号。"
                "已有校舍台账的，导入一次即可；完工的项目在“待入账”中登记进来。"
            ),
            [(tr("导入校舍台账……"), self._import), (tr("新增单体建筑"), self._add)],
        )
        self.table = RegisterTable(
            page, "buildings", tr("单体建筑"), building_columns(page.choices), source, empty=empty,
            small=True,
        )  # fmt: skip
        self.deeds = button(
            tr("登记变动"), tr("登记所选校舍的拆除、移交、测量更正，或购置、接收的校舍")
        )
        self.deeds.setEnabled(not self.context.desk.readonly)
        menu = QMenu(self.deeds)
        for kind in _DEEDS:
            menu.addAction(f"{kind.term}……").triggered.connect(
                lambda _checked=False, kind=kind: self.ask(kind)
            )
        self.deeds.setMenu(menu)
        self.table.bar.extend(self.deeds)
        self.detail = button(tr("详情"), tr("在右侧显示用房分类、检查鉴定和面积变动（F4）"))
        self.detail.setCheckable(True)
        self.detail.setShortcut("F4")
        self.detail.toggled.connect(self._on_detail)
        self.table.bar.extend(self.detail)
        self.card: BuildingCard | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self.show_card)
        self.table.current_changed.connect(self._timer.start)
        self.table.loaded.connect(self.show_card)
        self.table.stored.connect(self.show_card)
        self.table.stored.connect(self.moved)
        self.table.view.menu_builders.append(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def reload(self) -> None:
        self.table.reload()

    def reload_row(self, building_id: int) -> None:
        """Show one building as it is now; its history was changed in the card."""

        def take(rows: Sequence[BuildingRow]) -> None:
            self.table.storing.version += 1
            self.table.model.put_rows(rows)

        self.context.runner.read(lambda desk: buildings.rows(desk, ids=[building_id]), take)

    def _defaults(self) -> Mapping[str, Any]:
        """A new building is of the school of the cursor's row."""
        current: BuildingRow | None = self.table.current
        return {"school": current.school} if current is not None else {}

    @Slot()
    def _add(self) -> None:
        self.table.add()

    @Slot()
    def _import(self) -> None:
        self.context.page_wanted.emit("exchange", {"import": "buildings"})

    # --- the card -----------------------------------------------------------------------------

    @Slot(bool)
    def _on_detail(self, on: bool) -> None:
        if on:
            self.card = BuildingCard(self.page)
            self.page.open_side("", self.card)
            self.show_card()
        elif self.page.side.content is self.card:
            self.page.close_side()

    @Slot()
    def show_card(self) -> None:
        """Let the card follow the cursor."""
        if self.card is None or self.page.side.content is not self.card:
            return
        if not self.page.side.isVisible():
            return
        row: BuildingRow | None = self.table.current
        title = f"{row.school} · {row.name}" if row is not None else tr("未选择校舍")
        self.page.side.title.setText(title)
        self.card.show_building(row)

    # --- what happens to a building ------------------------------------------------------------

    def ask(self, kind: Movement) -> None:
        """Open the questions of a deed at the right."""
        if self.context.desk.readonly:
            return
        if kind is Movement.ACQUIRED:
            self._ask_taking()
            return
        chosen = [row for row in self.table.view.selected_rows() if isinstance(row, BuildingRow)]
        chosen = [row for row in chosen if row.standing]
        if not chosen:
            self.table.panel.note.tell(tr("请先选择在用或停用的校舍。"), "yellow")
            return
        if kind is Movement.MEASURED:
            self._ask_measure(chosen[0])
        else:
            self._ask_removal(kind, chosen)

    def _ask_removal(self, kind: Movement, chosen: Sequence[BuildingRow]) -> None:
        one = chosen[0] if len(chosen) == 1 else None
        whole = Area(sum(row.area.raw for row in chosen if row.area is not None))
        names = "\n".join(f"{row.school} · {row.name}　{amount(row.area)}㎡" for row in chosen[:6])
        if len(chosen) > 6:
            names += tr("\n等{n}栋").format(n=len(chosen))
        asks = [_day(self.context.desk.today), Ask(key="document", label=tr("批准文号"))]
        if one is not None:
            asks.append(
                Ask(
                    key="area",
                    label=tr("拆除面积（㎡）")
                    if kind is Movement.DEMOLISHED
                    else tr("移交面积（㎡）"),
                    kind=Kind.AREA,
                    text="" if one.area is None else f"{one.area.decimal}",
                    required=True,
                    hint=tr("只拆除一部分的，填写这部分面积"),
                )
            )
        asks.append(Ask(key="note", label=tr("备注")))
        how = tr("共{area}㎡。校舍保留在台账中，使用状况改为“{state}”，面积从余额中减去。")
        state = tr("拆除") if kind is Movement.DEMOLISHED else tr("移交")
        form = AskForm(names, how.format(area=amount(whole), state=state), asks, tr("登记") + state)

        def store(desk: Desk, values: Mapping[str, Any]) -> Any:
            part = values.get("area")
            part = part if one is not None and part != one.area else None
            gone = [Removal(row.id, part) for row in chosen]
            return deeds.remove(desk, gone, kind, values["day"], **_paper(values))

        self._open(tr("登记") + kind.term, form, store)

    def _ask_measure(self, row: BuildingRow) -> None:
        asks = [
            Ask(
                key="area",
                label=tr("更正后面积（㎡）"),
                kind=Kind.AREA,
                text="" if row.area is None else f"{row.area.decimal}",
                required=True,
            ),
            _day(self.context.desk.today),
            Ask(key="document", label=tr("测绘文号")),
            Ask(key="note", label=tr("备注")),
        ]
        what = f"{row.school} · {row.name}"
        how = tr("原面积{area}㎡。差额作为“测量更正”计入余额。").format(area=amount(row.area))
        form = AskForm(what, how, asks, tr("更正面积"))

        def store(desk: Desk, values: Mapping[str, Any]) -> Any:
            return deeds.correct(desk, row.id, values["area"], values["day"], **_paper(values))

        self._open(tr("测量更正"), form, store)

    def _ask_taking(self) -> None:
        current: BuildingRow | None = self.table.current
        school = Ask(
            key="school",
            label=tr("学校"),
            text=current.school if current is not None else "",
            required=True,
        )
        asks = [
            school,
            Ask(key="name", label=tr("建筑物名称"), required=True),
            Ask(key="number", label=tr("建筑物号")),
            Ask(key="area", label=tr("建筑面积（㎡）"), kind=Kind.AREA, required=True),
            Ask(
                key="structure", label=tr("结构"), choices=[("", ""), *((s, s) for s in STRUCTURES)]
            ),
            Ask(key="built", label=tr("建成年月"), hint="1998-09"),
            _day(self.context.desk.today),
            Ask(key="document", label=tr("接收文号")),
            Ask(key="note", label=tr("备注")),
        ]
        how = tr("购置或从其他单位接收的校舍：登记单体建筑，面积计入余额。")
        form = AskForm("", how, asks, tr("登记接收"))

        def store(desk: Desk, values: Mapping[str, Any]) -> Any:
            keys = ("school", "name", "number", "area", "structure", "built")
            facts = {key: values[key] for key in keys if values[key] not in (None, "")}
            return deeds.take_over(desk, facts, values["day"], **_paper(values))

        self._open(tr("购置、接收校舍"), form, store)

    def _open(
        self, title: str, form: AskForm, store: Callable[[Desk, Mapping[str, Any]], Any]
    ) -> None:
        def wanted(values: Mapping[str, Any]) -> None:
            self.context.runner.do(
                lambda desk: store(desk, values),
                done=done,
                failed=form.fail,
                initiator=self.page,
            )

        def done(result: Any) -> None:
            self.page.close_side()
            changes = getattr(result, "changes", result)
            doubtful = "　".join(problem.message for problem in changes.problems)
            text = tr("已登记；按 Ctrl+Z 可以撤销。")
            self.table.panel.note.tell(text + doubtful, "yellow" if doubtful else "info")
            self.table.storing.version += 1
            self.table.reload()
            self.moved.emit()

        form.wanted.connect(wanted)
        self.page.open_side(title, form)
        form.begin()

    def _menu(self, menu: QMenu, _index: QModelIndex) -> None:
        row: BuildingRow | None = self.table.current
        if row is None or not row.standing or self.context.desk.readonly:
            return
        for kind in _DEEDS[:3]:
            menu.addAction(f"{kind.term}……").triggered.connect(
                lambda _checked=False, kind=kind: self.ask(kind)
            )


def _day(today: Any) -> Ask:
    return Ask(key="day", label=tr("日期"), kind=Kind.DATE, text=today.isoformat(), required=True)


def _paper(values: Mapping[str, Any]) -> dict[str, str]:
    return {"document": values["document"] or "", "note": values["note"] or ""}


def _words(row: BuildingRow) -> str:
    parts = (row.school, row.initials, row.township, row.number, row.name, row.structure)
    return " ".join((*parts, row.state, row.danger_document, row.note))
