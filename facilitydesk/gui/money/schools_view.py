"""学校核对: 应收, 实收, 支出, 差额 of every school in a period or month by month, reasons typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import PeriodKind, month_end, period_of
from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.money.matrix import SumsStrip
from facilitydesk.gui.money.school_lines import Line, columns, read_lines
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit, Edited
from facilitydesk.services.money import settlements, settling
from facilitydesk.services.money.settling import Typed
from facilitydesk.services.pinyin import initials

VIEWS = (
    ("treasury", tr("国库对账"), tr("账面支付与国库支付明细，按月逐笔勾对")),
    ("schools", tr("学校核对"), tr("各校应收、实收、支出、差额和原因")),
)
_MONTHS = "months"


class SchoolsView(QWidget):
    """Signal `view_chosen(key)`: another view of the page is wanted."""

    view_chosen = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.views = Segments(VIEWS, "schools")
        self.views.chosen.connect(self.view_chosen)
        self.years, self.spans = SteadyList(), SteadyList()
        this = self.context.desk.today.year
        for year in range(this, this - 6, -1):
            self.years.addItem(tr("{year}年").format(year=year), year)
        self._fill_spans()
        self.take_in = button(
            tr("按校名粘贴"),
            tr(
                "从Excel、WPS复制“学校、应收、依据、原因”几列，按学校名称填入所选期间（一次可撤销）"
            ),
        )
        self.take_in.setEnabled(not self.context.desk.readonly)
        self.print = button(tr("打印核对表……"), tr("预览、打印年初至所选期间末的学校资金核对表"))
        self.sums = SumsStrip()
        empty = EmptyState(
            tr("该期间没有学校资金"),
            tr(
                "学校有分配、到位或支付的，自动列出。应收默认取分配数；按人数×标准等另行核定的，"
                "直接填写应收和依据。实收与应收不一致时写明原因。"
            ),
            [(tr("按校名粘贴"), self.paste)],
        )
        source = Source(
            noun=tr("学校核对"),
            measure=tr("行"),
            load=self._load,
            enter=self._enter,
            addable=False,
            words=lambda row: f"{row.school} {initials(row.school)} {row.township} {row.reason}",
            title=lambda row: f"{row.school} {row.period}",
        )
        self.table = RegisterTable(
            page, "school_money", tr("学校核对"), columns(), source, empty=empty, small=True
        )
        self.table.model.money_scale = 1
        self.shown = Segments(
            [
                ("all", tr("全部"), tr("所有学校")),
                ("differs", tr("有差额"), tr("应收与实收不一致的")),
                ("open", tr("未说明"), tr("有差额而没有写原因的")),
            ],
            "all",
        )
        self.table.bar.row.insertWidget(3, self.shown)
        self._lay_out()
        self.years.currentIndexChanged.connect(self._on_year)
        self.spans.currentIndexChanged.connect(self.reload)
        self.shown.chosen.connect(self._on_shown)
        self.take_in.clicked.connect(self.paste)
        self.print.clicked.connect(self._on_print)
        self.table.loaded.connect(self._show_sums)
        self.table.stored.connect(self._show_sums)

    def _lay_out(self) -> None:
        name = QLabel(self.page.title)
        name.setProperty("role", "title")
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(8)
        for widget in (name, self.views, self.years, self.spans):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.take_in)
        head.addWidget(self.print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.sums)
        layout.addWidget(self.table, 1)

    def _fill_spans(self) -> None:
        """The spans of the chosen year: to date, month by month, quarters and months."""
        year, today = int(self.years.currentData()), self.context.desk.today
        last = min(today, date(year, 12, 31))
        self.spans.blockSignals(True)
        self.spans.clear()
        whole = tr("全年") if last.month == 12 and last.day == 31 else tr("年初至今")
        self.spans.addItem(whole, (date(year, 1, 1), last))
        self.spans.addItem(tr("逐月列出"), _MONTHS)
        for month in (1, 4, 7, 10):
            period = period_of(PeriodKind.QUARTER, date(year, month, 1))
            if period.first <= last:
                words = tr("第{n}季度").format(n=month // 3 + 1)
                self.spans.addItem(words, (period.first, period.last))
        for month in range(1, last.month + 1):
            span = (date(year, month, 1), month_end(year, month))
            self.spans.addItem(tr("{n}月").format(n=month), span)
        self.spans.blockSignals(False)

    @property
    def span(self) -> tuple[date, date] | None:
        """The chosen period; None where months are listed."""
        chosen = self.spans.currentData()
        return None if chosen == _MONTHS else chosen

    @Slot()
    def reload(self) -> None:
        self.table.storing.version += 1
        self.table.reload()

    def search(self) -> None:
        self.table.search()

    def _load(self, desk: Desk) -> Sequence[Line]:
        span = self.span
        if span is None:
            found = settlements.by_month(desk, int(self.years.currentData()), last=desk.today)
        else:
            found = settlements.settlements(desk, *span)
        return [Line(each) for each in found]

    def _enter(
        self, desk: Desk, cells: Sequence[Edit], _new: Sequence[Mapping[str, object]]
    ) -> Edited:
        rows: list[Any] = [cell.row_id for cell in cells]
        typed = [
            Typed(school, first, last, cell.field, cell.value)
            for (school, first, last), cell in zip(rows, cells, strict=True)
        ]
        done = settling.enter(desk, typed)
        rejected = tuple(
            replace(each, row_id=rows[each.position or 0], position=None) for each in done.rejected
        )
        return replace(done, rejected=rejected)

    @Slot()
    def paste(self) -> None:
        """Take in lines of the clipboard by the names of their schools."""
        note = self.table.panel.note
        span = self.span
        if span is None:
            note.tell(tr("请先选择一个期间（如年初至今、某月），再粘贴。"), "yellow")
            return
        rows, bad = read_lines(QApplication.clipboard().text())
        if not rows:
            note.tell(
                tr("剪贴板中没有可用的行；请复制“学校、应收、依据、原因”几列。")
                if not bad
                else "\n".join(bad),
                "yellow",
            )
            return

        def done(result: tuple[Edited, tuple[str, ...]]) -> None:
            edited, unknown = result
            told = [
                tr("已填入 {n} 所学校；按 Ctrl+Z 可以撤销。").format(n=len(rows) - len(unknown))
            ]
            if unknown:
                told.append(tr("没有找到：{names}").format(names="、".join(unknown)))
            told += [each.problem.message for each in edited.rejected]
            note.tell("　".join([*told, *bad]), "yellow" if unknown or bad else "info")
            self.reload()

        def failed(trouble: Trouble) -> None:
            note.tell(str(trouble), "red")

        self.context.runner.do(
            lambda desk: settling.paste(desk, *span, rows),
            done=done,
            failed=failed,
            initiator=self.page,
        )

    @Slot()
    def _show_sums(self) -> None:
        rows: list[Line] = self.table.rows
        sums = [
            (word, Money(sum(getattr(row, key).raw for row in rows)))
            for key, word in (
                ("due", tr("应收")),
                ("received", tr("实收")),
                ("difference", tr("差额")),
                ("paid", tr("支出")),
                ("left", tr("结余")),
            )
        ]
        self.sums.put(sums, money_scale=1)
        open_count = sum(row.unexplained for row in rows)
        self.sums.tint(tr("差额"), Tone.RED if open_count else Tone.INK)
        self.shown.button("open").setText(tr("未说明 {n}").format(n=open_count))

    @Slot(int)
    def _on_year(self, _index: int) -> None:
        self._fill_spans()
        self.reload()

    @Slot(object)
    def _on_shown(self, key: str) -> None:
        fits = {
            "all": None,
            "differs": lambda row: bool(row.difference),
            "open": lambda row: row.unexplained,
        }[key]
        self.table.model.wanted.only = fits
        self.table.view.rearrange()

    @Slot()
    def _on_print(self) -> None:
        year, today = int(self.years.currentData()), self.context.desk.today
        first, last = self.span or (date(year, 1, 1), date(year, 12, 31))
        whole = [
            kind.value
            for kind in (PeriodKind.MONTH, PeriodKind.QUARTER)
            if period_of(kind, first).last == last
        ]
        values = {"span": whole[0] if whole else "", "first": None if whole else first}
        where = {"report": "school_money", "values": values, "as_of": min(last, today)}
        self.context.page_wanted.emit("reports", where)
