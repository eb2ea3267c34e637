"""资金台账: sources, projects or schools against sums, sources or years; every figure opens its rows."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitydesk.domain.funds import Flow, Measure
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.behind import BehindPanel, Piece, pieces, reserves
from facilitydesk.gui.money.ledger_lines import Across, Answer, Cell, Names, Question, Rows, answer
from facilitydesk.gui.money.matrix import Head, Line, MatrixView, SumsStrip
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.part_chip import PartChip
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.side_panel import SidePanel
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.contract_shares import Reserved
from facilitydesk.services.money.ledger import SourceBy

_WAIT_MS = 150


class LedgerView(QWidget):
    """Signal `opened(page, where)`: a row behind a figure is wanted on its own page."""

    opened = Signal(str, object)

    def __init__(self, context: Context, project_name: Names) -> None:
        super().__init__()
        self.context, self._name = context, project_name
        self.answer: Answer | None = None
        self._asked = 0
        self._school: tuple[int, str] | None = None  # the one school that is shown
        self.part = PartChip()
        self.part.clicked.connect(self.show_all)
        self.rows = Segments(
            [
                (Rows.SOURCE, tr("按来源"), tr("每个资金来源一行")),
                (Rows.PROJECT, tr("按项目"), tr("每个项目一行")),
                (Rows.SCHOOL, tr("按学校"), tr("每所学校一行")),
            ],
            Rows.SOURCE,
        )
        self.across = Segments(
            [
                (Across.SUMS, tr("各项汇总"), tr("下达、分配、到位、支付、结余和各项比率")),
                (Across.SOURCES, tr("分来源"), tr("每个资金来源一列")),
                (Across.YEARS, tr("分年度"), tr("每个年度一列，合计等于各年之和")),
            ],
            Across.SUMS,
        )
        self.sources, self.measure, self.years = SteadyList(), SteadyList(), SteadyList()
        for by, word in (
            (SourceBy.FUND, tr("来源到资金名称")),
            (SourceBy.DOCUMENT, tr("来源到文号")),
            (SourceBy.LEVEL, tr("来源到级次")),
        ):
            self.sources.addItem(word, by)
        for measure in Measure:
            self.measure.addItem(measure.term, measure)
        self.measure.setCurrentIndex(list(Measure).index(Measure.PAID))
        self.measure.setToolTip(tr("分来源、分年度时，各列是哪一项金额"))
        this = context.desk.today.year
        self.years.addItem(tr("全部年度"), None)
        for year in range(this, this - 6, -1):
            self.years.addItem(tr("{year}年发生").format(year=year), year)
        self.years.setToolTip(tr("只看一个自然年度内发生的金额"))
        self.quick = QLineEdit()
        self.quick.setPlaceholderText(tr("查找名称、拼音"))
        self.quick.setClearButtonEnabled(True)
        self.quick.setMaximumWidth(170)
        self.export = button(tr("导出……"), tr("导出当前视图（Ctrl+E）"))
        self.sums = SumsStrip()
        self.matrix = MatrixView(context, "ledger", tr("行"))
        self.matrix.opened.connect(self.open_behind)
        self.side = SidePanel(width=480)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._find)
        self._lay_out()
        self.rows.chosen.connect(self._on_choice)
        self.across.chosen.connect(self._on_choice)
        for box in (self.sources, self.measure, self.years):
            box.currentIndexChanged.connect(self._on_choice)
        self.quick.textChanged.connect(self._timer.start)
        self.export.clicked.connect(self._on_export)
        self._fit()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 4, 16, 8)
        for widget in (self.rows, self.across, self.measure, self.sources, self.years):
            bar.addWidget(widget)
        bar.setSpacing(8)
        bar.addStretch(1)
        bar.addWidget(self.quick)
        bar.addWidget(self.export)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.matrix, 1)
        below.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.part)
        layout.addWidget(self.sums)
        layout.addLayout(below, 1)

    @property
    def question(self) -> Question:
        """What is chosen."""
        rows = self.rows.value
        return Question(
            self.context.as_of,
            self.context.programme_id,
            rows,
            Across.SUMS if rows is Rows.SOURCE else self.across.value,
            SourceBy(self.sources.currentData()),
            Measure(self.measure.currentData()),
            self.years.currentData() if self.years.isVisibleTo(self) else None,
        )

    def ask(self, **parts: Any) -> None:
        """Choose from outside: rows, across, measure, sources."""
        if "rows" in parts:
            self.rows.set_value(parts["rows"])
        if "across" in parts:
            self.across.set_value(parts["across"])
        for key, box in (("measure", self.measure), ("sources", self.sources)):
            if key in parts:
                box.setCurrentIndex(box.findData(parts[key]))
        self._on_choice()

    def show_school(self, school_id: int, title: str, *, sources: bool = False) -> None:
        """Only one school's line: its sums, or what was allocated to it by source."""
        self._school = (school_id, title)
        self.quick.clear()
        self.matrix.show_only(school_id)
        across = Across.SOURCES if sources else Across.SUMS
        self.ask(rows=Rows.SCHOOL, across=across, measure=Measure.ALLOCATED)

    @Slot()
    def show_all(self) -> None:
        """All lines again."""
        self._school = None
        self.matrix.show_only(None)
        self._show_part()
        if self.answer is not None:
            self._show_sums(self.answer)

    def _show_part(self) -> None:
        shown = self.matrix.model.rowCount() if self.matrix.model is not None else 0
        title = self._school[1] if self._school is not None else ""
        self.part.set_part(title, tr("{n}行").format(n=shown))

    def reload(self) -> None:
        """Ask anew; the answer comes from the worker."""
        self._asked += 1
        number, question, name = self._asked, self.question, self._name

        def take(found: Answer) -> None:
            if number == self._asked:
                self._show(found)

        self.context.runner.read(lambda desk: answer(desk, question, name), take)

    def set_money_scale(self, scale: int) -> None:
        self.matrix.set_money_scale(scale)
        if self.answer is not None:
            self._show_sums(self.answer)

    def search(self) -> None:
        self.quick.setFocus()
        self.quick.selectAll()

    def _show(self, found: Answer) -> None:
        self.answer = found
        question = found.question
        self._show_sums(found)
        self.matrix.put(
            found.heads, found.lines, kind=f"{question.rows.value}.{question.across.value}"
        )
        self._find()
        self._show_part()

    def _show_sums(self, found: Answer) -> None:
        total, day = found.total, found.question.as_of
        if self._school is not None:
            total = found.totals.get(self._school[0], Flow())
        self.sums.put(
            [(measure.term, measure.of(total)) for measure in Measure],
            total.rates(day),
            money_scale=self.matrix.money_scale,
        )

    @Slot(object, object)
    def open_behind(self, line: Line, head: Head) -> None:
        """Show the rows behind a figure at the right; a rate or a name shows all of the line."""
        if self.answer is None:
            return
        question, opens = self.answer.question, head.opens or Cell()
        mine: Cell = line.opens
        source = mine.source if question.rows is Rows.SOURCE else opens.source
        cell = Cell(mine.row, source, opens.year, opens.measure)
        figure = line.cells.get(head.key)
        title = f"{line.cells['name']}　{head.text if head.key != 'name' else ''}".rstrip()

        def read(desk: Desk) -> tuple[tuple[Piece, ...], tuple[Reserved, ...]]:
            rows = pieces(desk, question, cell, self._name)
            return rows, reserves(desk, question, rows)

        def show(found: tuple[tuple[Piece, ...], tuple[Reserved, ...]]) -> None:
            rows, reserved = found
            shown = figure if isinstance(figure, Money) else None
            panel = BehindPanel(self.context, rows, shown, reserved)
            panel.opened.connect(self.opened)
            self.side.open(title, panel)

        self.context.runner.read(read, show)

    @Slot()
    def _on_choice(self) -> None:
        if self._school is not None and self.rows.value is not Rows.SCHOOL:
            self.show_all()
        self._fit()
        self.side.hide()
        self.reload()

    def _fit(self) -> None:
        """Only what has a meaning now is in sight."""
        of_source = self.rows.value is Rows.SOURCE
        across = Across.SUMS if of_source else self.across.value
        self.across.setVisible(not of_source)
        self.measure.setVisible(across is not Across.SUMS)
        self.sources.setVisible(of_source or across is Across.SOURCES)
        self.years.setVisible(across is not Across.YEARS)

    @Slot()
    def _find(self) -> None:
        self.matrix.narrow(self.quick.text())

    @Slot()
    def _on_export(self) -> None:
        if self.matrix.panel is not None:
            self.matrix.panel.export_action.trigger()
