"""From the start of the process to the first painted window, the filled week grid, the first key.

The yardstick is a bare PySide6 window with a table of the same size; for the filled grid it also
imports SQLAlchemy, without which nobody reads a database. An empty painted window is no victory:
the last line is the time until the grid has moved its cursor by a key.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.bench.county import copy_of, county
from tests.bench.measure import Row, mark, peak, processes, table

OURS = """
import gc
gc.disable()  # as facilitydesk/app.py does
import sys
from pathlib import Path
from facilitydesk.gui.application import collect_later, make_application
from facilitydesk.gui.start import Shell
from facilitydesk.gui.remembered import Settings
from PySide6.QtCore import QEvent, QTimer, Qt
from PySide6.QtGui import QKeyEvent

def say(name):
    print("@" + name, flush=True)

app = make_application()
collect_later()
settings = Settings(Path(sys.argv[2]))
settings.set("window.page", "week")
shell = Shell(settings)
shell.window.resize(1366, 768)
shell.window.first_painted.connect(lambda: QTimer.singleShot(0, lambda: say("painted")))

def look():
    page = shell.window.page("week")
    view = page.panel.view
    view.viewport().repaint()
    say("filled")
    view.setCurrentIndex(view.model().index(0, view.model().columnCount() - 3))
    before = view.currentIndex().row()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        app.sendEvent(view, QKeyEvent(kind, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier))
    assert view.currentIndex().row() == before + 1
    view.viewport().repaint()
    say("key")
    app.quit()

take = shell._take

def take_and_look(desk):
    take(desk)
    page = shell.window.page("week")
    show = page._show

    def show_and_look(sheet):
        show(sheet)
        QTimer.singleShot(0, look)

    page._show = show_and_look

shell._take = take_and_look
shell.start(sys.argv[1])
app.exec()
shell.close()
"""

BARE = (
    (Path(__file__).parent / "bare_window.py")
    .read_text("utf-8")
    .replace("sys.stderr", "sys.stdout")  # where `processes` looks for marks
    .replace(
        "def work() -> None:\n    pass\n",
        'def work() -> None:\n    import sqlalchemy\n\n    say("imported")\n',
    )
)


def main() -> list[Row]:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        path = copy_of(county(1000, 260), Path(name))
        settings = Path(name) / "window.json"
        settings.write_text(json.dumps({}), encoding="utf-8")
        found = processes({"ours": (OURS, str(path), str(settings)), "bare": (BARE,)}, rounds=9)
    ours, bare = found["ours"], found["bare"]
    peaks = peak(ours), peak(bare)
    rows = [
        Row("first painted window", mark(ours, "painted"), mark(bare, "painted"), 1.5),
        Row(
            "week grid of 1,000 works filled",
            mark(ours, "filled"),
            mark(bare, "imported"),
            1.6,
            *peaks,
        ),
        Row("the grid has answered a key", mark(ours, "key"), mark(bare, "imported")),
    ]
    print(table(rows))
    return rows


if __name__ == "__main__":
    main()
