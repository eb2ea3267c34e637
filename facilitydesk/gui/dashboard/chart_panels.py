"""The panels with charts: bars by township and school, the S-curve, works by stage."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.rates import RateKind
from facilitydesk.gui.context import Context
from facilitydesk.gui.dashboard import pictures
from facilitydesk.gui.dashboard.pictures import Picture
from facilitydesk.gui.widgets.chart import ChartView
from facilitydesk.gui.widgets.panel import Panel
from facilitydesk.gui.widgets.segments import Segments
from facilitydesk.services.dashboard import Dashboard


class ChartPanel(Panel):
    """A panel around one chart. `opened(works, title)` when a part of it is chosen."""

    opened = Signal(object, str)

    def __init__(self, *controls: QWidget) -> None:
        super().__init__("", *controls)
        self.view = ChartView()
        self.picture: Picture | None = None
        self.view.chosen.connect(self._on_chosen)
        self.view.pointed.connect(self._on_pointed)

    def show_board(self, board: Dashboard) -> None:
        """Show what the panel is for."""
        raise NotImplementedError

    def show_picture(self, picture: Picture) -> None:
        """Draw a picture and say its point."""
        self.picture = picture
        self.set_title(picture.title)
        self.set_note(picture.note)
        self.view.set_chart(picture.chart, picture.tips, name=picture.title)

    @Slot(object)
    def _on_chosen(self, index: int) -> None:
        picture = self.picture
        if picture is not None and index < len(picture.works):
            self.opened.emit(picture.works[index], picture.names[index])

    @Slot(str)
    def _on_pointed(self, hint: str) -> None:
        """What the keyboard stands on is said below the chart, as the mouse says it in a hint."""
        if self.picture is not None:
            self.set_note(hint or self.picture.note)


class BarPanel(ChartPanel):
    """Start or completion rates by township or school; long lists scroll inside."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.places = Segments(
            [(False, tr("乡镇"), tr("按乡镇")), (True, tr("学校"), tr("按学校"))],
            bool(context.setting("overview.schools", False)),
        )
        kept = context.setting("overview.rate", RateKind.COMPLETION.value)
        self.kinds = Segments(
            [(kind, kind.term, "") for kind in (RateKind.START, RateKind.COMPLETION)],
            RateKind(kept),
        )
        super().__init__(self.places, self.kinds)
        self._board: Dashboard | None = None
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.view)
        scroll.viewport().setAutoFillBackground(False)
        self.view.setAutoFillBackground(False)
        self.body.addWidget(scroll)
        self.places.chosen.connect(self._on_switched)
        self.kinds.chosen.connect(self._on_switched)

    def show_board(self, board: Dashboard) -> None:
        """Show the bars of a dashboard as the switches say."""
        self._board = board
        kind, schools = self.kinds.value, self.places.value
        picture = pictures.bars(board, kind, schools=schools)
        self.show_picture(picture)
        self.view.setMinimumHeight(self.view.height_for(len(picture.works)))

    @Slot(object)
    def _on_switched(self, _value: object) -> None:
        self._context.set_setting("overview.schools", self.places.value)
        self._context.set_setting("overview.rate", self.kinds.value.value)
        if self._board is not None:
            self.show_board(self._board)


class CurvePanel(ChartPanel):
    """Planned against actual investment over the weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.body.addWidget(self.view)

    def show_board(self, board: Dashboard) -> None:
        """Show the S-curve of a dashboard."""
        self.show_picture(pictures.curve(board))


class StagePanel(ChartPanel):
    """Works by stage."""

    def __init__(self) -> None:
        super().__init__()
        self.body.addWidget(self.view)

    def show_board(self, board: Dashboard) -> None:
        """Show the stages of a dashboard."""
        self.show_picture(pictures.stages(board.stages))
