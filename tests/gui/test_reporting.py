"""What an error of ours leaves behind: where it was, and nothing anybody typed."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from pytestqt.qtbot import QtBot
from sqlalchemy.exc import IntegrityError

from facilitydesk.gui import reporting
from facilitydesk.gui.crash import CrashHook
from facilitydesk.gui.remembered import Settings
from facilitydesk.services.desk import Desk
from facilitydesk.store import tables
from tests.store_fixtures import add_work

ROOT = Path(__file__).parents[2]


def raised(desk: Desk) -> BaseException:
    """An error from deep below, with a row's values in it."""
    try:
        with desk.operation("test", "写") as unit:
            unit.insert(tables.school, {"name": "城关小学", "phone": "13812345678", "code": "A1"})
            unit.insert(tables.school, {"name": "白沙小学", "phone": "13987654321", "code": "A1"})
    except IntegrityError:
        empty: dict[str, str] = {}
        try:
            empty[f"王敏 13812345678 {Path.home() / '王敏' / '临溪县.fdk'}"]
        except KeyError as last:
            return last
    raise AssertionError("two schools of one code")


def test_a_report_says_where_and_not_what(desk: Desk, tmp_path: Path) -> None:
    text = reporting.report(raised(desk))
    assert "KeyError" in text
    assert "IntegrityError" in text
    assert "facilitydesk/store/unit.py:" in text
    for secret in ("城关", "白沙", "王敏", "1381234", "1398765", str(Path.home()), str(tmp_path)):
        assert secret not in text


def test_reports_do_not_pile_up(tmp_path: Path) -> None:
    paths = [reporting.write(tmp_path, str(n)) for n in range(reporting.KEPT + 7)]
    left = sorted(p.name for p in tmp_path.iterdir())
    assert left == sorted(p.name for p in paths[7:] if p is not None)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    handler = reporting.log_to(tmp_path)
    assert handler is not None
    yield tmp_path
    logging.getLogger().removeHandler(handler)
    handler.close()


@pytest.mark.expects_log("could not")
def test_the_log_turns_and_holds_no_values(log: Path) -> None:
    for _ in range(9000):
        logging.getLogger("facilitydesk").warning("could not 城关小学 13812345678 %s", "x" * 100)
    files = sorted(p.name for p in log.iterdir())
    assert files == ["facilitydesk.log", *(f"facilitydesk.log.{n}" for n in (1, 2, 3))]
    assert sum(p.stat().st_size for p in log.iterdir()) < 1_100_000
    text = (log / "facilitydesk.log").read_text("utf-8")
    assert "could not" in text
    assert "城关" not in text
    assert "1381234" not in text


def test_a_process_that_dies_is_told_of_at_the_next_start(tmp_path: Path) -> None:
    code = (
        "import ctypes, sys\nfrom pathlib import Path\n"
        "from facilitydesk.gui.reporting import HardFaults\n"
        "HardFaults(Path(sys.argv[1])).start()\nctypes.string_at(0)"
    )
    died = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=ROOT)
    assert died.returncode != 0
    faults = reporting.HardFaults(tmp_path)
    found = faults.start()
    assert found is not None
    text = found.read_text("utf-8")
    assert "Segmentation fault" in text or "access violation" in text
    assert "string_at" in text
    faults.stop()
    again = reporting.HardFaults(tmp_path)
    assert again.start() is None  # told once
    again.stop()
    assert [p.name for p in tmp_path.iterdir()] == [found.name]


class Form(QObject):
    pressed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.text = desk, "填了一半"
        self.pressed.connect(self.store)

    def store(self) -> None:
        with self.desk.operation("test", "写") as unit:
            unit.insert(tables.programme, {"name": self.text})
            raise RuntimeError("a bug of ours")


@pytest.mark.expects_log("internal error")
def test_an_exception_in_a_slot_takes_back_the_change_and_leaves_the_form(
    desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = CrashHook(tmp_path / "reports", show=False)
    monkeypatch.setattr(sys, "excepthook", hook)
    form = Form(desk)
    with qtbot.captureExceptions() as caught:
        QTimer.singleShot(0, form.pressed.emit)
        qtbot.waitUntil(lambda: bool(caught))
    for kind, error, trace in caught:
        hook(kind, error, trace)  # pytest-qt stands where Qt would call it
    assert form.text == "填了一半"
    (report,) = (tmp_path / "reports").iterdir()
    assert "RuntimeError: a bug of ours" in report.read_text("utf-8")
    with desk.read() as connection:
        assert connection.execute(tables.programme.select()).all() == []
    add_work(desk)  # the next change goes as ever


SETTINGS = (
    '{"window.file": "/opt/王敏/临溪县.fdk", "window.officer": "王敏", "window.page": "week",'
    ' "grid.week.widths": {"school": 180, "stage": 96}, "window.geometry": "AdnQywAD",'
    ' "checked.deep": {"/a.fdk": "2026-03-11"}}'
).encode()


def mutated(rng: Random) -> bytes:
    data = bytearray(SETTINGS)
    kind = rng.randrange(5)
    if kind == 0:
        return bytes(data[: rng.randrange(len(data))])
    if kind == 1:
        return bytes(rng.randbytes(rng.randrange(200)))
    if kind == 2:
        return rng.choice([b"", b"null", b"[]", b"5", b'"x"', b"[" * 100_000, b"\xff\xfe{}"])
    for _ in range(rng.choice((1, 1, 2, 8))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def test_two_hundred_broken_settings_files_are_defaults_or_plain_values(tmp_path: Path) -> None:
    rng = Random(61)
    aside = 0
    for number in range(200):
        path = tmp_path / f"{number}" / "window.json"
        path.parent.mkdir()
        content = mutated(rng)
        path.write_bytes(content)
        settings = Settings(path)
        if settings.set_aside is not None:
            aside += 1
            assert settings.set_aside.read_bytes() == content
            assert settings.get("window.file") is None
            assert not path.exists()
        settings.set("window.page", "projects")
        settings.flush()
        assert Settings(path).get("window.page") == "projects"
    assert aside > 100
