"""What the forms of the settings page are made of: rows of label, editor and help; numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QWidget,
)

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.setting_types import Value
from facilitydesk.gui.page import Page
from facilitydesk.gui.people.fields import allow
from facilitydesk.gui.register.form import Pick
from facilitydesk.gui.theme import Tone, font
from facilitydesk.gui.widgets.steady import SteadyNumber


class Rows(QScrollArea):
    """Label, editor and help below each other, on white."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = QWidget()
        inner.setObjectName("rows")
        inner.setStyleSheet(f"#rows {{ background: {Tone.SURFACE}; }}")
        self.grid = QGridLayout(inner)
        self.grid.setContentsMargins(24, 16, 24, 24)
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnMinimumWidth(0, 150)
        self.grid.setColumnStretch(2, 1)
        self.problem = QLabel()
        self.problem.setStyleSheet(f"color: {Tone.RED};")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.setWidget(inner)

    def head(self, text: str) -> None:
        label = QLabel(text)
        label.setFont(font(bold=True))
        label.setContentsMargins(0, 12 if self.grid.rowCount() > 1 else 0, 0, 0)
        self.grid.addWidget(label, self.grid.rowCount(), 0, 1, 3)

    def line(self, label: str, editor: QWidget, words: str) -> None:
        row = self.grid.rowCount()
        name = QLabel(label)
        name.setBuddy(editor)
        hint = QLabel(words)
        hint.setProperty("role", "quiet")
        hint.setWordWrap(True)
        allow(editor, self.page.context.desk, "setting.change")
        self.grid.addWidget(name, row, 0)
        self.grid.addWidget(editor, row, 1)
        self.grid.addWidget(hint, row, 2)

    def below(self, editor: QLineEdit, shown: Callable[[object], str]) -> None:
        """A line below the editor of the row before that follows what is typed there."""
        told = QLabel()
        told.setObjectName("preview")
        told.setWordWrap(True)
        editor.textChanged.connect(lambda text: told.setText(shown(text)))
        self.grid.addWidget(told, self.grid.rowCount(), 1, 1, 2)

    def ended(self) -> None:
        row = self.grid.rowCount()
        self.grid.addWidget(self.problem, row, 0, 1, 3)
        self.grid.setRowStretch(row + 1, 1)

    def fail(self, trouble: Trouble) -> None:
        self.problem.setText(str(trouble))
        self.problem.show()


class Spin(SteadyNumber):
    """A number with its unit."""

    def __init__(self, low: int, high: int, unit: str) -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSuffix(f" {unit}" if unit else "")
        self.setMinimumWidth(120)
        self.setMinimumHeight(28)


def write(editor: QWidget, value: Value) -> None:
    if isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, Pick):
        editor.setCurrentIndex(editor.findData(value))
    elif isinstance(editor, QSpinBox):
        editor.setValue(int(value))
    elif isinstance(editor, QLineEdit) and not (editor.hasFocus() and editor.isModified()):
        editor.setText(str(value))
