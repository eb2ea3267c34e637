"""The line of counts: projects by state that add up, and works by light."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from facilitydesk.domain.lights import Light
from facilitydesk.domain.messages import tr
from facilitydesk.domain.stages import StageGroup
from facilitydesk.gui.theme import Tone
from facilitydesk.gui.widgets.count import CountButton
from facilitydesk.gui.widgets.panel import Panel
from facilitydesk.services.dashboard import Dashboard

_SHOWN = (StageGroup.NOT_STARTED, StageGroup.UNDER_WAY, StageGroup.STOPPED, StageGroup.COMPLETED)
_MARKS = {Light.GREEN: Tone.GREEN, Light.YELLOW: "#d99a1c", Light.RED: Tone.RED}


class CountStrip(Panel):
    """`opened(works, title)` when a count is pressed."""

    opened = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.title.hide()
        self._works: dict[CountButton, tuple[tuple[int, ...], str]] = {}
        self.total = self._button(tr("项目"))
        self.states = {group: self._button(group.term) for group in _SHOWN}
        self.equipment = self._button(tr("设备购置"))
        self.dropped = self._button(StageGroup.DROPPED.term)
        self.drafts = self._button(tr("未提交"))
        self.lights = {light: self._button(light.term, _MARKS[light]) for light in Light}
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.total)
        for sign, group in zip("=+++", _SHOWN, strict=True):
            row.addWidget(_sign(sign))
            row.addWidget(self.states[group])
        row.addWidget(_rule())
        for button in (self.equipment, self.dropped, self.drafts):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(_rule())
        for light in Light:
            row.addWidget(self.lights[light])
        self.layout().setContentsMargins(4, 3, 4, 3)  # type: ignore[union-attr]  # made by Panel
        self.body.addLayout(row)

    def show_board(self, board: Dashboard) -> None:
        """Show the counts of a dashboard."""
        counted = tuple(work for state in board.states for work in state.works)
        self._set(self.total, board.projects, counted, tr("全部项目"))
        for state in board.states:
            title = tr("{state}的项目").format(state=state.group.term)
            self._set(self.states[state.group], state.projects, state.works, title)
        equipment, dropped = board.equipment, board.dropped
        self._set(self.equipment, equipment.projects, equipment.works, tr("设备购置项目"))
        self._set(self.dropped, dropped.projects, dropped.works, tr("调整、取消的项目"))
        self._set(
            self.drafts,
            len(board.drafts),
            board.drafts,
            tr("填报尚未提交的单项工程"),
        )
        reasons = dict.fromkeys(Light, "")
        for work in board.warned[:24]:
            reasons[work.light] += f"{work.name}：{'；'.join(work.reasons)}\n"
        for count in board.lights:
            title = tr("{light}的单项工程").format(light=count.light.term)
            button = self.lights[count.light]
            self._set(button, len(count.works), count.works, title)
            if reasons[count.light]:
                button.setToolTip(reasons[count.light].rstrip("\n"))

    def _button(self, word: str, mark: str = "") -> CountButton:
        button = CountButton(word, mark=mark)
        button.clicked.connect(lambda: self._on_clicked(button))
        self._works[button] = ((), word)
        return button

    def _set(self, button: CountButton, count: int, works: tuple[int, ...], title: str) -> None:
        self._works[button] = (works, title)
        button.set_number(count, title)

    def _on_clicked(self, button: CountButton) -> None:
        self.opened.emit(*self._works[button])


def _sign(text: str) -> QLabel:
    label = QLabel(text)
    label.setStyleSheet(f"color: {Tone.FAINT};")
    return label


def _rule() -> QWidget:
    line = QWidget()
    line.setFixedSize(1, 24)
    line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line.setStyleSheet(f"background: {Tone.LINE}; margin: 0;")
    return line
