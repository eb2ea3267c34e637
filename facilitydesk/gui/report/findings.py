"""The check before issue, below the pages: what the officer should look at, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.gui.theme import SMALL_PT, Tone, severity_color

_ORDER = (Severity.RED, Severity.YELLOW, Severity.BLUE)
_HIGHEST = 108


class Findings(QScrollArea):
    """A list of sentences, each with its word (错误, 警告, 提示); one line when nothing was found."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: tuple[Problem, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("findings")
        self.setStyleSheet(
            f"#findings {{ border-top: 1px solid {Tone.LINE}; }}"
            f"#findings, #findingsBody {{ background: {Tone.SURFACE}; }}"
        )
        self._body = QWidget()
        self._body.setObjectName("findingsBody")
        self._layout = QVBoxLayout(self._body)
        self._layout.setContentsMargins(16, 6, 16, 6)
        self._layout.setSpacing(2)
        self.setWidget(self._body)
        self.lines: list[QLabel] = []
        self.clear()

    def clear(self, text: str = "") -> None:
        """Show a plain sentence, or nothing."""
        self.problems = ()
        self._fill([_line(text, Tone.QUIET)] if text else [])

    def show_problems(self, problems: Sequence[Problem], note: str = "") -> None:
        """Show findings, and a quiet note below them."""
        self.problems = tuple(sorted(problems, key=lambda p: _ORDER.index(p.severity)))
        lines = [_finding(problem) for problem in self.problems]
        if not any(p.severity is not Severity.BLUE for p in self.problems):
            lines.insert(0, _line(tr("印发前校验：未发现问题。"), Tone.GREEN))
        if note:
            lines.append(_line(note, Tone.QUIET))
        self._fill(lines)

    @property
    def text(self) -> str:
        """All sentences, a line each."""
        return "\n".join(line.text() for line in self.lines)

    def _fill(self, lines: list[QLabel]) -> None:
        for old in self.lines:
            self._layout.removeWidget(old)
            old.deleteLater()
        self.lines = lines
        for line in lines:
            self._layout.addWidget(line)
        self.setVisible(bool(lines))
        self._fit()

    def _fit(self) -> None:
        width = max(200, self.viewport().width() - 32)
        wanted = sum(line.heightForWidth(width) + 2 for line in self.lines) + 14
        self.setFixedHeight(min(_HIGHEST, wanted))


def _finding(problem: Problem) -> QLabel:
    mark = f"{problem.severity.term}　{problem.message}"
    return _line(mark, severity_color(problem.severity))


def _line(text: str, ink: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setStyleSheet(f"color: {ink}; font-size: {SMALL_PT + 1}pt;")
    return label
