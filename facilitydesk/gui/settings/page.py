"""设置: what the bureau decides once; everything here is stored in the data file and journalled."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.gui.context import Context
from facilitydesk.gui.money.rule_tables import RuleTable, SourceRuleTable
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.people.log_view import LogView
from facilitydesk.gui.people.people_view import PeopleView
from facilitydesk.gui.program.view import ProgramView
from facilitydesk.gui.register.base import Names, RegisterPage
from facilitydesk.gui.register.table import RegisterTable
from facilitydesk.gui.settings.counterparts import CounterpartTable
from facilitydesk.gui.settings.forms import LightsForm, SettingsForm
from facilitydesk.gui.settings.tables import CodeTable, TownTable, target_table
from facilitydesk.gui.theme import ROW, Tone
from facilitydesk.services import codes
from facilitydesk.services.desk import Desk
from facilitydesk.services.money import documents
from facilitydesk.services.projects import programmes


class SettingsPage(RegisterPage):
    """A list of subjects at the left, the subject at the right."""

    key = "settings"
    title = tr("设置")
    interests = frozenset(
        {
            *("setting", "code_item", "region", "officer", "target", "programme"),
            *("money_rule", "source_rule", "fund_document"),
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.general = SettingsForm(self)
        self.lights = LightsForm(self)
        self.targets = target_table(self)
        self.towns = TownTable(self)
        self.codes = CodeTable(self)
        self.counterparts = CounterpartTable(self)
        self.money_rules, self.source_rules = RuleTable(self), SourceRuleTable(self)
        self.people = PeopleView(self)
        self.officers = self.people.table
        self.log = LogView(self)
        self.program = ProgramView(context)
        self.table = self.targets
        self.subjects: dict[str, tuple[str, Any]] = {
            "general": (tr("单位与数字"), self.general),
            "lights": (tr("预警规则"), self.lights),
            "targets": (tr("目标线"), self.targets),
            "towns": (tr("乡镇"), self.towns),
            "codes": (tr("代码表"), self.codes),
            "counterparts": (tr("用房口径"), self.counterparts),
            "money_rules": (tr("资金规则"), self.money_rules),
            "source_rules": (tr("来源规则"), self.source_rules),
            "officers": (tr("人员与登录"), self.people),
            "log": (tr("操作日志"), self.log),
            "program": (tr("程序版本"), self.program),
        }
        self.list = QListWidget()
        self.list.setFixedWidth(136)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setStyleSheet(
            f"QListWidget {{ background: {Tone.GROUND}; border-right: 1px solid {Tone.LINE}; }}"
            f"QListWidget::item {{ height: {ROW}px; padding-left: 12px; }}"
            f"QListWidget::item:selected {{ background: {Tone.ACCENT_SOFT}; color: {Tone.ACCENT}; }}"
        )
        self.stack = QStackedWidget()
        for title, widget in self.subjects.values():
            self.list.addItem(title)
            self.stack.addWidget(widget)
        self.list.currentRowChanged.connect(self._on_subject)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.list)
        body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_head())
        layout.addLayout(body, 1)
        for table in (self.targets, self.towns, self.codes, self.officers):
            table.stored.connect(self._on_stored)
        for table in (
            *(self.targets, self.towns, self.codes, self.counterparts),
            *(self.money_rules, self.source_rules),
        ):
            self._dim(table)
        self._dim(self.officers)
        self.list.setCurrentRow(0)

    def _dim(self, table: RegisterTable) -> None:
        """Who has not the post sees everything and changes nothing."""
        if not self.context.desk.may("setting.change"):
            table.model.readonly = True
            allow(table.bar.add, self.context.desk, "setting.change")

    def read_names(self, desk: Desk) -> Names:
        papers = documents.rows(desk)
        return {
            "programmes": tuple(row.name for row in programmes.rows(desk)),
            "levels": codes.names(desk, CodeList.FUND_LEVEL),
            "funds": tuple(dict.fromkeys(row.fund_name for row in papers if row.fund_name)),
        }

    def refresh(self) -> None:
        super().refresh()
        self._load()

    def search(self) -> None:
        """Nothing to search here."""

    def show_where(self, where: dict[str, Any]) -> None:
        """`subject`: one of general, lights, targets, towns, codes, officers, log, program.

        `setting`: a key of the declared settings, to change it.
        """
        setting = str(where.get("setting", ""))
        subject = "general" if setting else str(where.get("subject", ""))
        if subject in self.subjects:
            self.list.setCurrentRow(list(self.subjects).index(subject))
        if setting:
            self.general.show_setting(setting)

    @Slot(int)
    def _on_subject(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        shown = self.stack.currentWidget()
        if isinstance(shown, RegisterTable):
            shown.reload()
        elif isinstance(shown, SettingsForm | LightsForm | PeopleView | LogView | ProgramView):
            shown.refresh()

    @Slot(object)
    def _on_stored(self, _result: object) -> None:
        shown = self.stack.currentWidget()
        if isinstance(shown, CodeTable):
            shown.reload()  # a new name went to everything that used the old one


def _head() -> QWidget:
    title = QLabel(SettingsPage.title)
    title.setProperty("role", "title")
    words = QLabel(tr("随数据文件保存，所有电脑上印出的数字一致；修改可撤销（Ctrl+Z）"))
    words.setProperty("role", "quiet")
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(16, 8, 16, 8)
    row.setSpacing(12)
    row.addWidget(title)
    row.addWidget(words)
    row.addStretch(1)
    holder.setFixedHeight(48)
    return holder
