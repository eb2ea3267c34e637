"""What can be done with a reconciliation, as the buttons of its page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QLabel

from facilitydesk.domain.messages import tr
from facilitydesk.gui.money.pairing_side import Entry
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.gui.widgets.steady import SteadyList
from facilitydesk.services.desk import Desk
from facilitydesk.services.money.reconcile import Run, Sheet

_MONTHS = 24
FITS: dict[str, Callable[[Entry], bool] | None] = {
    "all": None,
    "todo": lambda entry: not entry.ticked and not entry.explained,
    "ticked": lambda entry: entry.ticked,
    "open": lambda entry: not entry.ticked and entry.alone,
}
"""Which entries each choice of 全部, 待处理, 已勾对, 单边 shows."""


class RunButtons:
    """The head line with the month, and the line above the lists; the deeds connect them."""

    def __init__(self, title: str, today: date) -> None:
        self.months = SteadyList()
        self.months.setMinimumWidth(190)
        self.months.setAccessibleName(tr("对账月份"))
        day = today.replace(day=1)
        for _ in range(_MONTHS):
            self.months.addItem("", day)
            day = (day - timedelta(days=1)).replace(day=1)
        self.months.setCurrentIndex(1)  # the month that is over
        self.take_in = button(
            tr("导入国库明细……"), tr("读入国库支付明细（xlsx、xls、csv），先核对识别的栏目再导入")
        )
        self.undo = button(tr("撤销对账……"), tr("写明原因，把本月的勾对和未达说明全部撤销"))
        self.reopen = button(tr("解锁……"), tr("写明原因，重新打开已完成的对账；勾对保留"))
        self.print = button(tr("打印对账单……"), tr("预览、打印教育、财政、学校三方签字的对账单"))
        self.finish = button(tr("完成对账"), primary=True)
        self.shown = Segments(
            [
                ("all", tr("全部"), tr("所有支付和国库明细")),
                ("todo", tr("待处理"), tr("还没有勾对、也没有说明的")),
                ("ticked", tr("已勾对"), tr("已经勾对的")),
                ("open", tr("单边"), tr("只在一边有的")),
            ],
            "all",
        )
        self.book = button(
            tr("补记支付……"), tr("国库已付、账面没有的：带着日期、金额、收款人去登记")
        )
        self.correct = button(tr("改账面……"), tr("到“合同与支付”中更正所选的账面支付"))
        self.explain = button(tr("说明未达……"), tr("登记所选各笔未达的原因和预计到账日期"))
        self.green = button(tr("采用一致项"), tr("把所有“一致”的对应关系一次勾对"))
        self.tick = button(
            tr("勾对／取消"),
            tr("空格键：勾对所选的对应关系；按住Ctrl在两边选几行，可一笔对多笔；已勾对的则取消"),
        )
        name = QLabel(title)
        name.setProperty("role", "title")
        self.head, self.bar = QHBoxLayout(), QHBoxLayout()
        self.head.setContentsMargins(16, 8, 16, 8)
        self.bar.setContentsMargins(16, 6, 16, 4)
        for line in (self.head, self.bar):
            line.setSpacing(8)
        self.head.addWidget(name)
        self.head.addWidget(self.months)
        self.head.addStretch(1)
        for made in (self.take_in, self.undo, self.reopen, self.print, self.finish):
            self.head.addWidget(made)
        self.bar.addWidget(self.shown)
        self.bar.addStretch(1)
        for made in (self.book, self.correct, self.explain, self.green, self.tick):
            self.bar.addWidget(made)

    @property
    def month(self) -> date:
        """The first day of the chosen month."""
        chosen: date = self.months.currentData()
        return chosen

    def choose(self, day: date) -> None:
        """Choose the month a day lies in."""
        known = [self.months.itemData(at) for at in range(self.months.count())]
        if day.replace(day=1) in known:
            self.months.setCurrentIndex(known.index(day.replace(day=1)))

    def name_months(self, runs: dict[date, Run]) -> None:
        """Say beside each month how far its reconciliation is."""
        for at in range(self.months.count()):
            day: date = self.months.itemData(at)
            run = runs.get(day)
            state = tr("未开始") if run is None else tr("已完成") if run.finished else tr("进行中")
            words = tr("{y}年{m}月　{s}").format(y=day.year, m=day.month, s=state)
            self.months.setItemText(at, words)

    def fit(self, sheet: Sheet | None, desk: Desk, *, why_not: str) -> None:
        """Only what can be done now, by this officer, can be pressed."""
        writable = not desk.readonly
        finished = sheet is not None and sheet.run.finished
        working = sheet is not None and not finished and writable
        self.finish.setVisible(not finished)
        self.finish.setProperty("ownTip", why_not)
        able = working and sheet is not None and sheet.can_finish
        allow(self.finish, desk, "reconcile.finish", on=able)
        self.undo.setVisible(sheet is not None)
        allow(self.undo, desk, "reconcile.undo")
        self.reopen.setVisible(finished)
        allow(self.reopen, desk, "reconcile.reopen")
        self.print.setVisible(sheet is not None)
        for made in (self.tick, self.explain, self.book, self.correct):
            made.setEnabled(working)
        green = len(sheet.green) if sheet is not None else 0
        self.green.setText(tr("采用一致项（{n}）").format(n=green))
        self.green.setEnabled(working and green > 0)
