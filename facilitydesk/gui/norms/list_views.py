"""薄弱学校 and 建议清单: what the norms and bottom lines come to, each line with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui.norms.columns import advice_columns, weak_columns
from facilitydesk.gui.norms.parts import Words, column_of
from facilitydesk.gui.register.bar import button
from facilitydesk.gui.register.empty import EmptyState
from facilitydesk.gui.register.table import RegisterTable, Source
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import advice, weak
from facilitydesk.services.norms.advice import Advice
from facilitydesk.services.norms.weak import Weak

if TYPE_CHECKING:
    from facilitydesk.gui.norms.page import NormsPage


class WeakView(QWidget):
    """薄弱学校 by the criteria of the settings."""

    def __init__(self, page: NormsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.told: Weak | None = None
        self.words = Words()
        source = Source(
            noun=tr("薄弱学校"), measure=tr("所"), load=self._load, addable=False,
            words=lambda row: f"{row.name} {row.initials} {row.unit} {'；'.join(row.reasons)}",
        )  # fmt: skip
        empty = EmptyState(
            tr("没有符合条件的薄弱学校"),
            tr(
                "按底线要求未达标条数、教学及辅助用房缺口比例和D级危房判定，条件可以在“设置”中修改。"
                "没有核查结果和用房数据的学校无法判定。"
            ),
            [(tr("修改判定条件"), self._settings)],
        )
        self.table = RegisterTable(
            page, "weak_schools", tr("薄弱学校"), weak_columns(), source, empty=empty, small=True
        )
        self.rules = button(tr("判定条件……"), tr("在“设置”中修改薄弱学校的判定条件"))
        self.rules.clicked.connect(self._settings)
        self.table.bar.extend(self.rules)
        column_of(self, self.words, self.table)
        self.table.loaded.connect(self._on_loaded)
        self.table.view.doubleClicked.connect(self._on_double)

    def reload(self) -> None:
        self.table.storing.version += 1
        self.table.reload()

    def _load(self, desk: Desk) -> Sequence[Any]:
        self.told = weak.ask(desk, self.context.as_of)
        return self.told.rows

    @Slot()
    def _on_loaded(self) -> None:
        told = self.told
        if told is None:
            return
        text = tr("条件：{rules}。{schools}所学校中列入{n}所。").format(
            rules=told.rules.text, schools=told.schools, n=len(told.rows)
        )
        if told.unknown:
            text += tr("{n}所缺用房或学生数据，用房缺口无法判定。").format(n=told.unknown)
        self.words.tell(text if told.schools else "")

    @Slot()
    def _settings(self) -> None:
        self.context.page_wanted.emit("settings", {"setting": "weak.items"})

    @Slot()
    def _on_double(self) -> None:
        row = self.table.current
        if row is not None:
            self.page.show_where({"school": row.id, "title": row.name, "view": "bottom"})


class AdviceView(QWidget):
    """建议清单."""

    def __init__(self, page: NormsPage) -> None:
        super().__init__()
        self.page, self.context = page, page.context
        self.told: Advice | None = None
        self.words = Words()
        source = Source(
            noun=tr("建议"), measure=tr("项"), load=self._load, addable=False,
            words=_words, title=lambda row: f"{row.school} {row.title}",
        )  # fmt: skip
        empty = EmptyState(
            tr("没有建议"),
            tr(
                "缺口、D级危房和未达标的底线要求会按紧要程度排列在这里，每项写明理由和分值；"
                "在建、在采的已经扣除。"
            ),
            [
                (tr("填写学校数据"), lambda: page.show_view("facts")),
                (tr("填写底线要求"), lambda: page.show_view("bottom")),
            ],
        )
        self.table = RegisterTable(
            page, "norm_advice", tr("下一步建什么、买什么"), advice_columns(), source, empty=empty,
            small=True,
        )  # fmt: skip
        self.rules = button(tr("分值……"), tr("在“设置”中修改排序的分值和依据"))
        self.rules.clicked.connect(
            lambda: self.context.page_wanted.emit("settings", {"setting": "advice.gap"})
        )
        self.table.bar.extend(self.rules)
        self.print = button(tr("打印……"), tr("预览和打印建议清单"))
        self.print.clicked.connect(
            lambda: self.context.page_wanted.emit("reports", {"report": "advice"})
        )
        self.table.bar.extend(self.print)
        column_of(self, self.words, self.table)
        self.table.loaded.connect(self._on_loaded)

    def reload(self) -> None:
        self.table.storing.version += 1
        self.table.reload()

    def _load(self, desk: Desk) -> Sequence[Any]:
        self.told = advice.ask(desk, self.context.as_of)
        return self.told.rows

    @Slot()
    def _on_loaded(self) -> None:
        told = self.told
        known = told is not None and (told.rows or told.covered)
        self.words.tell(told.weights.words + told.words if told is not None and known else "")


def _words(row: Any) -> str:
    parts = (row.school, row.initials, row.unit, row.title, row.remedy.term, row.reason_text)
    return " ".join(parts)
