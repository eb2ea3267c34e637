"""The lists at the foot of the dashboard: the slowest ten, and who has not reported."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from facilitydesk.domain.lights import Light
from facilitydesk.domain.messages import tr
from facilitydesk.gui.dashboard.work_list import WorkList
from facilitydesk.gui.widgets.link import Link
from facilitydesk.gui.widgets.panel import Panel
from facilitydesk.services.dashboard import Dashboard


class ListPanel(Panel):
    """A list of works with a link to all of them. `opened(works, title)` when one is pressed."""

    opened = Signal(object, str)

    def __init__(self, *, reasons: bool, all_title: str) -> None:
        self.every = Link(tr("全部打开"))
        super().__init__("", self.every)
        self.list = WorkList(reasons=reasons)
        self.body.addWidget(self.list)
        self._all_title = all_title
        self._all: tuple[int, ...] = ()
        self.list.opened.connect(self.opened)
        self.every.clicked.connect(self._on_every)

    def show_board(self, board: Dashboard) -> None:
        """Show what the panel is for."""
        raise NotImplementedError

    def set_all(self, works: tuple[int, ...]) -> None:
        """What the link opens; it is gone where there is nothing."""
        self._all = works
        self.every.setVisible(bool(works))

    @Slot()
    def _on_every(self) -> None:
        self.opened.emit(self._all, self._all_title)


class SlowPanel(ListPanel):
    """The works furthest behind, with the reasons of their lights."""

    def __init__(self) -> None:
        super().__init__(reasons=True, all_title=tr("滞后和严重滞后的单项工程"))

    def show_board(self, board: Dashboard) -> None:
        """Show the slowest works of a dashboard."""
        slow = len(board.slowest)
        late = {count.light: len(count.works) for count in board.lights}
        words = tr("严重滞后{red}项、滞后{yellow}项；最慢的{count}项").format(
            red=late[Light.RED], yellow=late[Light.YELLOW], count=slow
        )
        self.set_title(words if slow else tr("没有滞后的单项工程"))
        self.list.show_works(board.slowest)
        self.list.setFixedHeight(self.list.height_for(max(slow, 1)))
        self.set_all(tuple(work.work_id for work in board.warned))


class MissingPanel(ListPanel):
    """The works that have not reported the week."""

    def __init__(self) -> None:
        super().__init__(reasons=False, all_title=tr("本周未填报的单项工程"))

    def show_board(self, board: Dashboard) -> None:
        """Show who has not reported."""
        missing = board.reporting.missing
        words = tr("本周未填报：{count}项").format(count=len(missing))
        self.set_title(words if missing else tr("本周应填报的单项工程均已填报"))
        self.list.show_works(missing)
        self.set_all(board.reporting.missing_works)
