"""A portable program keeps everything in data/ beside it, wherever its stick is today."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from facilitydesk import places
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui import crash
from facilitydesk.gui import remembered as window_settings
from facilitydesk.services.datafile import holding, loans, media

ROOT = Path(__file__).parents[1]
DAY = Path(__file__).with_name("portable_day.py")


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "便携 盘" / "facilitydesk"
    folder.mkdir(parents=True)
    (folder / "portable.txt").write_text("便携方式", encoding="utf-8")
    monkeypatch.setenv("FACILITYDESK_FOLDER", str(folder))
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, os.environ.get(name, str(tmp_path)))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_every_place_lies_beside_the_program(stick: Path) -> None:
    data = stick / "data"
    asked = [
        window_settings.default_path(),
        crash.default_folder(),
        loans.folder(),
        places.cache_folder(),
        places.documents(),
    ]
    assert all(path.is_relative_to(data) for path in asked)
    assert places.begin() == ""
    assert Path(tempfile.gettempdir()).is_relative_to(data)
    assert os.environ["SQLITE_TMPDIR"] == os.environ["TMPDIR"] == tempfile.gettempdir()


def test_without_the_marker_the_folder_stays_empty(stick: Path) -> None:
    (stick / "portable.txt").unlink()
    assert places.portable() is None
    assert places.begin() == ""
    assert list(stick.iterdir()) == []
    assert not window_settings.default_path().is_relative_to(stick)


def test_a_data_file_is_found_again_under_another_letter(
    stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = places.kept(stick / "data/临溪县.fdk")
    assert kept == "data/临溪县.fdk"
    moved = tmp_path / "另一 盘符" / "facilitydesk"
    moved.parent.mkdir()
    stick.rename(moved)
    monkeypatch.setenv("FACILITYDESK_FOLDER", str(moved))
    assert Path(places.recalled(kept)) == moved / "data/临溪县.fdk"
    outside = str(tmp_path / "本机.fdk")
    assert places.recalled(places.kept(outside)) == outside
    url = "postgresql+psycopg://dept/desk"
    assert places.recalled(places.kept(url)) == url


def test_a_whole_stick_is_remembered_relatively(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == stick.parent)
    kept = places.kept(stick.parent / "数据/临溪县.fdk")
    assert kept == "../数据/临溪县.fdk"
    assert Path(places.recalled(kept)) == stick.parent / "数据/临溪县.fdk"


def test_installed_paths_are_remembered_as_they_are(tmp_path: Path) -> None:
    assert places.kept(tmp_path / "甲.fdk") == str(tmp_path / "甲.fdk")
    assert places.recalled("甲.fdk") == "甲.fdk"


def test_its_own_data_are_written_on_the_stick_others_are_not(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media, "medium_of", lambda _path: media.REMOVABLE)
    holding.refuse_medium(stick / "data/临溪县.fdk")
    with pytest.raises(Trouble) as told:
        holding.refuse_medium(stick.parent / "别处.fdk")
    assert told.value.code == "medium.not_here"
    monkeypatch.setattr(media, "medium_of", lambda _path: media.REMOTE)
    with pytest.raises(Trouble):
        holding.refuse_medium(stick / "data/临溪县.fdk")


def test_a_copy_lent_from_elsewhere_is_known_under_another_letter(
    stick: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    origin = tmp_path / "share" / "甲.fdk"
    origin.parent.mkdir()
    origin.write_bytes(b"data")
    loans.fetch(origin)
    moved = stick.with_name("moved")
    stick.rename(moved)
    monkeypatch.setenv("FACILITYDESK_FOLDER", str(moved))
    loan = loans.waiting(origin)
    assert loan is not None
    assert loan.copy.is_relative_to(moved)
    assert loan.copy.read_bytes() == b"data"


def test_a_stick_that_cannot_be_written_is_told_in_one_sentence(stick: Path) -> None:
    (stick / "data").write_text("a file where the folder should be", encoding="utf-8")
    told = places.begin()
    assert str(stick) in told
    assert "不能写入" in told
    done = subprocess.run(
        [sys.executable, "-m", "facilitydesk", "--version"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "不能写入" in done.stderr.decode()
    assert done.stdout == b""


def test_a_day_of_work_leaves_nothing_outside_the_folder(stick: Path, tmp_path: Path) -> None:
    pc = tmp_path / "pc"
    home, passing = pc / "home", pc / "tmp"
    for folder in (home, passing, pc / "run"):
        folder.mkdir(parents=True)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TMPDIR": str(passing),
        "XDG_RUNTIME_DIR": str(pc / "run"),
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "FACILITYDESK_FOLDER": str(stick),
    }
    (pc / "run").chmod(0o700)
    shared = Path("/tmp")
    before = {path.name for path in shared.iterdir()}
    done = subprocess.run(
        [sys.executable, str(DAY), str(stick / "data")],
        env=environment,
        cwd=stick,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [path for path in pc.rglob("*") if not path.is_dir()] == []
    assert not list(home.iterdir())
    fresh = {path.name for path in shared.iterdir()} - before
    others = "facilitydesk-runtime-"  # of tests that run beside this one
    left = {name for name in fresh if "facilitydesk" in name and not name.startswith(others)}
    assert not left
    kept = {path.relative_to(stick).as_posix() for path in stick.rglob("*") if path.is_file()}
    assert {"data/settings/window.json", "data/临溪县.fdk", "data/周报.pdf"} <= kept
    assert any(name.startswith("data/临溪县.备份/") for name in kept)
    assert any(name.startswith("data/cache/demo-") for name in kept)
    assert not [name for name in kept if name.startswith("data/temp/")]
    assert '"window.file": "data/临溪县.fdk"' in (stick / "data/settings/window.json").read_text(
        encoding="utf-8"
    )
