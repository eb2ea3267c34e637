"""The line that foots: 期初 + … = 期末, and below it what was completed and what became of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from facilitydesk.domain.area_balance import Balance
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import Part
from facilitydesk.gui.theme import Tone


class BalanceLine(QWidget):
    """Two lines of figures; rich text of our own words and digits only."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("balance")
        self.setStyleSheet(
            f"#balance {{ background: {Tone.SURFACE}; border-top: 1px solid {Tone.LINE};"
            f" border-bottom: 1px solid {Tone.LINE}; }}"
        )
        self.first, self.second = QLabel(), QLabel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 6)
        layout.setSpacing(2)
        for label in (self.first, self.second):
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setWordWrap(True)
            layout.addWidget(label)

    def put(self, told: Balance) -> None:
        """Show a balance."""
        moved = (
            ("＋", tr("新建竣工"), told.built),
            ("＋", tr("购置/接收"), told.acquired),
            ("－", tr("拆除"), -told.demolished),
            ("－", tr("报废/移交"), -told.disposed),
            ("－" if told.measured < 0 else "＋", tr("测量更正"), abs(told.measured)),
        )
        words = [_pair(tr("期初"), told.opening, bold=True)]
        words += [f"{sign} {_pair(word, area)}" for sign, word, area in moved]
        words.append(f"＝ {_pair(tr('期末'), told.closing, bold=True)}")
        self.first.setText("&nbsp; ".join(words))
        parts = [(part.term, getattr(told, part.value)) for part in Part]
        below = [_pair(tr("竣工"), told.completed, bold=True)]
        signs = ["＝", *["＋"] * (len(parts) - 1)]
        below += [
            f"{sign} {_pair(word, area)}" for sign, (word, area) in zip(signs, parts, strict=True)
        ]
        if told.open:
            below.append(f"＋ {_pair(tr('未入账'), told.open, ink=Tone.AMBER)}")
        below.append(f"；{tr('增减')} {_number(told.growth, bold=True)}")
        self.second.setText("&nbsp; ".join(below))

    @property
    def text(self) -> str:
        """Both lines without their marks, for tests and for reading aloud."""
        from PySide6.QtGui import QTextDocumentFragment

        plain = [
            QTextDocumentFragment.fromHtml(label.text()).toPlainText()
            for label in (self.first, self.second)
        ]
        return "\n".join(plain).replace("\xa0", " ")


def _pair(word: str, area: int, *, bold: bool = False, ink: str = Tone.INK) -> str:
    return f"<span style='color:{Tone.QUIET}'>{word}</span> {_number(area, bold=bold, ink=ink)}"


def _number(area: int, *, bold: bool = False, ink: str = Tone.INK) -> str:
    text = f"<span style='color:{ink}'>{amount(Area(area))}</span>"
    return f"<b>{text}</b>" if bold else text
