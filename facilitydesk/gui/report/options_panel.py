"""The options of the chosen report: the few above its pages, the others in a panel at the side."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from facilitydesk.domain.messages import tr
from facilitydesk.gui.report.editors import ChoiceEditor, DayEditor, Editor
from facilitydesk.gui.report.option_fields import FIELDS, Given, OptionField, Place, defaults
from facilitydesk.gui.theme import Tone

PANEL_WIDTH = 328


class OptionsPanel(QWidget):
    """Signal `changed()`. `top` and `side` are the two widgets that the page puts in place."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()  # holds the state; what is seen are the two parts below
        self.as_of = DayEditor()
        self.as_of.changed.connect(self.changed)
        self.editors: dict[str, Editor] = {}
        self._defaults: dict[str, Any] = {}
        self._used: frozenset[str] = frozenset()
        self._rows: dict[str, tuple[QWidget, QWidget]] = {}
        self._heads: dict[Place, QLabel] = {}
        self.top = QWidget()
        self._top = QHBoxLayout(self.top)
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.setSpacing(6)
        self._top.addWidget(QLabel(tr("截至")))
        self._top.addWidget(self.as_of)
        self.side = QScrollArea()
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setFixedWidth(PANEL_WIDTH)
        self.side.setObjectName("options")
        self.side.setStyleSheet(
            f"#options {{ background: {Tone.SURFACE}; border-left: 1px solid {Tone.LINE}; }}"
            f"#optionsBody {{ background: {Tone.SURFACE}; }}"
        )
        body = QWidget()
        body.setObjectName("optionsBody")
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(16, 8, 16, 16)
        self._body.setSpacing(8)
        self.side.setWidget(body)

    def fill(self, given: Given) -> None:
        """Make the editors; once, when settings, programmes and schools are known."""
        self._defaults = defaults()
        if self.editors:
            return
        forms: dict[Place, QFormLayout] = {}
        for place in (Place.FORM, Place.WORDS):
            head = QLabel(place.term)
            head.setContentsMargins(0, 8, 0, 0)
            head.setStyleSheet("font-weight: bold;")
            self._heads[place] = head
            self._body.addWidget(head)
            form = QFormLayout()
            form.setContentsMargins(0, 0, 0, 0)
            form.setHorizontalSpacing(8)
            form.setVerticalSpacing(8)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
            self._body.addLayout(form)
            forms[place] = form
        self._body.addStretch(1)
        for field in FIELDS:
            self._add(field, given, forms.get(field.place))
        self._top.addStretch(1)

    def update_choices(self, given: Given) -> None:
        """Offer what there is now: other programmes, schools, settings."""
        for field in FIELDS:
            editor = self.editors.get(field.key)
            if editor is not None:
                fresh = field.make(given)
                editor.take_offer(fresh)
                fresh.deleteLater()

    def _add(self, field: OptionField, given: Given, form: QFormLayout | None) -> None:
        editor = field.make(given)
        editor.set_value(self._defaults.get(field.key))
        editor.changed.connect(self.changed)
        label = QLabel(field.label)
        label.setBuddy(editor)
        self.editors[field.key] = editor
        self._rows[field.key] = (label, editor)
        if form is not None:
            label.setMinimumWidth(64)
            if isinstance(editor, ChoiceEditor):
                editor.shrink()
            form.addRow(label, editor)
            return
        # The choices above the pages say what they are: 全部专项, 含统筹, 规划期.
        label.hide()
        editor.setToolTip(field.label)
        self._top.addWidget(editor)

    def use(self, keys: Collection[str]) -> None:
        """Show only the options that a report understands."""
        self._used = frozenset(keys)
        for key, (label, editor) in self._rows.items():
            on = key in self._used
            top = any(field.key == key and field.place is Place.TOP for field in FIELDS)
            label.setVisible(on and not top)
            editor.setVisible(on)
        for place, head in self._heads.items():
            head.setVisible(any(f.place is place and f.key in self._used for f in FIELDS))

    @property
    def values(self) -> dict[str, Any]:
        """The options as chosen; what the report does not understand keeps its default."""
        chosen = dict(self._defaults)
        chosen.update(
            {key: editor.value for key, editor in self.editors.items() if key in self._used}
        )
        return chosen

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these options; keys that have no editor are left out."""
        for key, value in values.items():
            if key in self.editors:
                self.editors[key].set_value(value)

    def set_day(self, day: date) -> None:
        """The as-of date, without a signal."""
        self.as_of.set_value(day)

    @Slot()
    def reset(self) -> None:
        """All options of the side panel as the settings have them."""
        for field in FIELDS:
            if field.place is not Place.TOP:
                self.editors[field.key].set_value(self._defaults.get(field.key))
        self.changed.emit()
