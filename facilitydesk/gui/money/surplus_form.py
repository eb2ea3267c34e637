"""收回 and 缴回: what a project does not need goes back to its document or to the treasury."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.asking import Done, Field, Question, yuan
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.services.money import carrying


class SurplusForm(QWidget):
    """收回 to the document or 缴回 to the treasury, of one project's share of one document."""

    def __init__(
        self, context: Context, document: Any, allocation: Any, done: Done, label: str
    ) -> None:
        super().__init__()
        self.context, self._done = context, done
        self.document_id, self.project_id = document.id, allocation.project_id
        self.school_id = allocation.school_id
        self.free: carrying.Surplus | None = None
        self.how = Segments(
            [
                ("return", tr("缴回财政"), tr("结余缴回国库：分配数和到位数同时减少")),
                ("take", tr("收回再分配"), tr("收回到资金文件，可以分配给其他项目")),
            ],
            "return",
        )
        self.question = Question(
            f"{label}\n{document.name}",
            [
                Field(key="amount", label=tr("金额（元）"), kind=Kind.MONEY, required=True),
                Field(
                    key="day",
                    label=tr("日期"),
                    kind=Kind.DATE,
                    value=context.desk.today,
                    required=True,
                ),
                Field(key="number", label=tr("文号、凭证号")),
            ],
            store=tr("登记缴回"),
            readonly=context.desk.readonly,
        )
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setStyleSheet("font-weight: bold;")
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 8, 0, 0)
        inner.addWidget(self.words)
        inner.addStretch(1)
        self.question.fill(holder)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 16, 4)
        top.addWidget(self.how)
        top.addStretch(1)
        layout.addLayout(top)
        layout.addWidget(self.question, 1)
        self.how.chosen.connect(self._on_how)
        self.question.wanted.connect(self._on_wanted)
        context.runner.read(
            lambda desk: carrying.surplus(desk, self.document_id, self.project_id), self._on_free
        )

    @Slot(object)
    def _on_free(self, free: carrying.Surplus) -> None:
        self.free = free
        self._on_how(self.how.value)

    @Slot(object)
    def _on_how(self, how: str) -> None:
        self.question.store.setText(tr("登记缴回") if how == "return" else tr("登记收回"))
        if self.free is None:
            return
        free = self.free.give_back if how == "return" else self.free.take_back
        words = (
            tr("可缴回 {free} 元（已分配 {a}，已支付 {p}，按已到位计）")
            if how == "return"
            else tr("可收回 {free} 元（已分配 {a}，已支付 {p}）")
        )
        self.words.setText(
            words.format(free=yuan(free), a=yuan(self.free.allocated), p=yuan(self.free.paid))
        )
        self.question.set_text("amount", yuan(free) if free else "")

    @Slot(object)
    def _on_wanted(self, given: Any) -> None:
        call = carrying.return_surplus if self.how.value == "return" else carrying.take_back
        place: dict[str, Any] = {
            "document_id": self.document_id,
            "project_id": self.project_id,
            "school_id": self.school_id,
            **given,
        }
        place["number"] = given["number"] or ""
        word = tr("已登记缴回") if self.how.value == "return" else tr("已登记收回")
        self.context.runner.do(
            lambda desk: call(desk, **place),
            done=lambda _changes: self._done(word),
            failed=self.question.fail,
        )
