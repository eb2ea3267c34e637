"""结转: what is left at the end of a year, by the year its money came from, carried into the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Money
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import Edit, GridModel
from facilitydesk.gui.grid.panel import GridPanel
from facilitydesk.gui.money.asking import Done, Field, Question, of_project, of_school, yuan
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.money import carrying
from facilitydesk.services.money.carrying import Left


class CarryForm(QWidget):
    """结转: what is left at the end of a year, by the year its money came from; ticked rows go."""

    def __init__(self, context: Context, done: Done, name: Callable[[int], str]) -> None:
        super().__init__()
        self.context, self._done = context, done
        self.kept: set[Any] = set()  # shares that are not carried
        this = context.desk.today.year
        self.years = SteadyList()
        for year in range(this - 1, this - 6, -1):
            self.years.addItem(tr("{year}年底 → {next}年初").format(year=year, next=year + 1), year)
        columns = [
            Column(
                key="carry",
                head=tr("结转"),
                value=lambda row: row.key not in self.kept,
                kind=Kind.FLAG,
                width=60,
                editable=True,
            ),
            Column(
                key="source_year",
                head=tr("来源年度"),
                value=lambda row: row.source_year,
                kind=Kind.COUNT,
                width=84,
                show=lambda value: "" if value is None else str(value),
            ),
            Column(
                key="age",
                head=tr("年限"),
                value=lambda row: row.years(self.year),
                kind=Kind.COUNT,
                width=60,
                tip=lambda _row: tr("结转年限：结转年度 − 来源年度"),
            ),
            Column(
                key="amount",
                head=tr("结转金额"),
                value=lambda row: row.amount,
                kind=Kind.MONEY,
                width=110,
            ),
            of_project(lambda row: name(row.key[1])),
            Column(key="document", head=tr("资金文件"), value=lambda row: row.document, width=200),
            of_school(),
        ]
        self.model = GridModel(columns, lambda row: row.key, self)
        self.model.money_scale = 1
        self.model.edited.connect(self._on_ticked)
        self.panel = GridPanel(context, "carry", self.model, title_of=lambda row: row.project)
        self.question = Question(
            tr("把年底已分配、未支付的余额结转到下一年：上年末转出、下年初转入，按来源年度登记。"),
            [Field(key="number", label=tr("结转文号"), hint=tr("不填为“2025年结转”"))],
            store=tr("登记结转"),
            readonly=context.desk.readonly,
        )
        self.sum = self.question.fill_with_rows(self, self.panel, self.years)
        self.years.currentIndexChanged.connect(self.reload)
        self.question.wanted.connect(self._on_wanted)
        self.reload()

    @property
    def year(self) -> int:
        """The year that is left."""
        return int(self.years.currentData())

    @property
    def chosen(self) -> list[Left]:
        """What would be carried."""
        return [row for row in self.model.rows if row.key not in self.kept]

    @Slot()
    def reload(self) -> None:
        """Ask what is left at the end of the chosen year."""
        year = self.year

        def take(rows: Sequence[Left]) -> None:
            self.kept.clear()
            self.model.set_rows(rows)
            self._sum()

        self.context.runner.read(lambda desk: carrying.to_carry(desk, year), take)

    def _sum(self) -> None:
        rows = self.chosen
        whole = Money(sum(row.amount.raw for row in rows))
        self.sum.setText(
            tr("结转 {n} 笔，合计 {sum} 元").format(n=len(rows), sum=yuan(whole))
            if self.model.rows
            else tr("该年底没有可结转的余额。")
        )
        self.question.store.setEnabled(bool(rows) and not self.context.desk.readonly)

    @Slot(object, str)
    def _on_ticked(self, edits: Sequence[Edit], _label: str) -> None:
        for edit in edits:
            (self.kept.discard if edit.value else self.kept.add)(edit.row.key)
        self.model.put_rows([edit.row for edit in edits])
        self._sum()

    @Slot(object)
    def _on_wanted(self, given: Any) -> None:
        year, keys = self.year, [row.key for row in self.chosen]
        self.context.runner.do(
            lambda desk: carrying.carry_over(desk, year, number=given["number"] or "", only=keys),
            done=lambda _changes: self._done(tr("已登记{year}年结转").format(year=year)),
            failed=self.question.fail,
        )
