"""A program with an empty window and a table of 1,000 × 20, which ends when it has been painted.

The yardstick of a start: bench_start.py runs it as it is, .ci/building/yardsticks.py freezes it.
Both put what they also ask of it into `work`; `@painted` on stderr says that the window is there.
"""

import sys
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView


class Model(QAbstractTableModel):
    def rowCount(self, _parent: Any = None) -> int:
        return 1000

    def columnCount(self, _parent: Any = None) -> int:
        return 20

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row()} {index.column()}"
        return None


class Window(QMainWindow):
    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.done)

    def done(self) -> None:
        say("painted")
        work()
        QApplication.quit()


def say(name: str) -> None:
    sys.stderr.write(f"@{name}\n")
    sys.stderr.flush()


def work() -> None:
    pass


if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = Window()
    view, model = QTableView(), Model()
    view.setModel(model)
    window.setCentralWidget(view)
    window.resize(1366, 768)
    window.show()
    app.exec()
