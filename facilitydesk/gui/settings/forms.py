"""The forms of the settings page: declared settings, and the rules of the lights with their effect."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from facilitydesk.domain.declared_settings import DECLARED, LIGHTS, PEOPLE
from facilitydesk.domain.lights import Light, LightRules
from facilitydesk.domain.messages import tr
from facilitydesk.domain.setting_types import Declared, Value
from facilitydesk.gui.page import Page
from facilitydesk.gui.register.form import Pick
from facilitydesk.gui.settings.rows import Rows, Spin, write
from facilitydesk.gui.theme import Tone
from facilitydesk.services import settings
from facilitydesk.services.dashboard import dashboard, light_rules, set_light_rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope
from facilitydesk.services.settings import Settings


class SettingsForm(Rows):
    """The declared settings; each is stored when it is left."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.editors: dict[str, QWidget] = {}
        self._now: dict[str, Value] = {}
        mine = [item for item in DECLARED if self.wants(item)]
        for group, items in groupby(mine, lambda item: item.group):
            self.head(group)
            for item in items:
                editor = self.editors[item.key] = self._editor(item)
                self.line(item.label, editor, item.help)
                if item.preview is not None and isinstance(editor, QLineEdit):
                    self.below(editor, item.preview)
        self.ended()

    def show_setting(self, key: str) -> None:
        """Scroll to a setting and put the cursor into it."""
        editor = self.editors[key]
        self.ensureWidgetVisible(editor, 0, 120)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def wants(self, item: Declared) -> bool:
        """Whether a setting stands in this form."""
        return item.group != PEOPLE

    def _editor(self, item: Declared) -> QWidget:
        key = item.key
        if isinstance(item.default, bool):
            box = QCheckBox()
            box.clicked.connect(lambda on: self._change(key, value=bool(on)))
            return box
        if item.choices is not None:
            pick = Pick()
            pick.setMinimumWidth(220)
            for choice in item.choices:
                pick.addItem(str(getattr(choice, "term", choice.value)), choice.value)
            pick.activated.connect(lambda _n: self._change(key, value=pick.currentData()))
            return pick
        if isinstance(item.default, int):
            spin = Spin(item.low, item.high, item.unit)
            spin.editingFinished.connect(lambda: self._change(key, value=spin.value()))
            return spin
        line = QLineEdit()
        line.setMinimumWidth(220)
        line.editingFinished.connect(lambda: self._change(key, value=line.text().strip()))
        return line

    def refresh(self) -> None:
        """Show the settings as they are now."""

        def take(found: Settings) -> None:
            self._now = found.values
            self.problem.hide()
            for key, editor in self.editors.items():
                write(editor, found.values[key])

        self.page.context.runner.read(settings.load, take)

    def _change(self, key: str, *, value: Any) -> None:
        if self._now.get(key) == value:
            return

        def done(_changes: object) -> None:
            self.refresh()

        self.page.context.runner.do(
            lambda desk: settings.change(desk, key, value),
            done=done,
            failed=self.fail,
            initiator=self.page,
        )


class PeopleForm(SettingsForm):
    """What is asked of log-ins and unlockings."""

    def wants(self, item: Declared) -> bool:
        return item.group == PEOPLE


class LightsForm(Rows):
    """The thresholds of the lights, and how many works are under each light with them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.rules = LightRules()
        self.editors: dict[str, Spin] = {}
        self.head(tr("预警规则"))
        for item in LIGHTS:
            spin = self.editors[item.name] = Spin(1, item.high, item.unit)
            spin.editingFinished.connect(self._on_changed)
            self.line(item.label, spin, item.help)
        self.counts = QLabel()
        self.counts.setTextFormat(Qt.TextFormat.RichText)
        self.counts.setContentsMargins(0, 12, 0, 0)
        self.grid.addWidget(self.counts, self.grid.rowCount(), 0, 1, 3)
        self.ended()

    def refresh(self) -> None:
        """Show the rules and count the lights anew."""
        as_of = self.page.context.as_of

        def read(desk: Desk) -> tuple[LightRules, dict[Light, int]]:
            board = dashboard(desk, Scope(as_of), with_curve=False)
            return light_rules(desk), {each.light: len(each.works) for each in board.lights}

        def take(answer: tuple[LightRules, dict[Light, int]]) -> None:
            self.rules, counted = answer
            self.problem.hide()
            for name, spin in self.editors.items():
                spin.setValue(getattr(self.rules, name))
            inks = {Light.GREEN: Tone.GREEN, Light.YELLOW: Tone.AMBER, Light.RED: Tone.RED}
            words = "　".join(
                f'<span style="color:{inks[each]}">{each.term} <b>{counted.get(each, 0)}</b></span>'
                for each in Light
            )
            head = tr("按此规则，截至{day}的单项工程：").format(day=as_of.isoformat())
            self.counts.setText(head + words)

        self.page.context.runner.read(read, take)

    @Slot()
    def _on_changed(self) -> None:
        values = {name: spin.value() for name, spin in self.editors.items()}
        wanted = replace(self.rules, **values)
        if wanted == self.rules:
            return
        self.page.context.runner.do(
            lambda desk: set_light_rules(desk, wanted),
            done=lambda _changes: self.refresh(),
            failed=self.fail,
            initiator=self.page,
        )
