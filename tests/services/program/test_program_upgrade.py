"""Upgrading the program: backup and way back first, then one small switch; each fault leaves all.

The "program" here is a folder like a frozen one: an executable, `_internal` and the list of sums.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk import __version__, handover, places
from facilitydesk.domain.backups import Reason
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import backups, files
from facilitydesk.services.datafile.backups import UPGRADES
from facilitydesk.services.program import going_back as program_return
from facilitydesk.services.program import kept_programs, release
from facilitydesk.services.program import upgrade as program_upgrade
from facilitydesk.store import migrate
from tests.store_fixtures import clock

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs of these tests are scripts")
RELEASED = Path(__file__).parents[2] / "store/released/0001.fdk.gz"
NEW = "9.1.0"


def program(folder: Path, version: str) -> Path:
    """A folder that says its version and what it was started with."""
    (folder / "_internal/lib").mkdir(parents=True)
    (folder / "_internal/lib/data.bin").write_bytes(version.encode() * 1000)
    script = folder / "facilitydesk"
    script.write_text(
        f'#!/bin/sh\necho {version} "$FACILITYDESK_INSTEAD_OF" "$@" >> "$SAID"\n', encoding="utf-8"
    )
    script.chmod(0o755)
    listed = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    lines = [
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n"
        for p in listed
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    return folder


def listing(stick: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(stick.iterdir())
        if path.name != "SHA256SUMS"
    ]
    (stick / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A release: a package, and a portable program in a zip."""
    folder = tmp_path / "U盘"
    folder.mkdir()
    (folder / f"facilitydesk_{NEW}_amd64.deb").write_bytes(b"package")
    made = program(tmp_path / "built", NEW)
    with zipfile.ZipFile(folder / f"facilitydesk_{NEW}_linux_portable.zip", "w") as archive:
        for path in made.rglob("*"):
            archive.write(path, f"facilitydesk/{path.relative_to(made).as_posix()}")
        archive.writestr("facilitydesk/portable.txt", "")
    shutil.rmtree(made)
    listing(folder)
    return folder


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The installed program of today; kept versions lie in a folder of the test."""
    monkeypatch.setattr(places, "versions_folder", lambda: tmp_path / "pc/versions")
    monkeypatch.setenv("SAID", str(tmp_path / "said"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return program(tmp_path / "opt", __version__)


@pytest.fixture
def portable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portable program of today in a folder with a Chinese name."""
    folder = program(tmp_path / "便携 程序", __version__)
    (folder / places.MARKER).write_text("", encoding="utf-8")
    monkeypatch.setenv(places.VARIABLE, str(folder))
    monkeypatch.setenv("SAID", str(tmp_path / "said"))
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A data file as the first released version left it."""
    path = tmp_path / "数据" / "老县.fdk"
    path.parent.mkdir()
    path.write_bytes(gzip.decompress(RELEASED.read_bytes()))
    return path


def operations(path: Path) -> int:
    with closing(sqlite3.connect(path)) as reading:
        return int(reading.execute("SELECT max(seq) FROM operation").fetchone()[0])


def prepared(stick: Path, data: Path | None, folder: Path) -> program_upgrade.Ready:
    return program_upgrade.prepare(release.find(stick), data, clock=clock, program=folder)


def test_the_package_is_handed_over_with_backup_and_program_kept(
    stick: Path, installed: Path, old: Path, tmp_path: Path
) -> None:
    before = old.read_bytes()
    told: list[str] = []
    ready = program_upgrade.prepare(
        release.find(stick),
        old,
        clock=clock,
        program=installed,
        step=lambda _done, _total, text: told.append(text),
    )
    assert ready.backup is not None
    assert ready.backup.verified
    assert (ready.backup.reason, ready.backup.path.parent.name) == (Reason.UPGRADE, UPGRADES)
    assert old.read_bytes() == before
    assert {"复制", "核对", "保留现在的程序", "核对程序文件", "复制新版程序"} <= set(told)
    kept = tmp_path / "pc/versions" / __version__
    assert (kept / "_internal/lib/data.bin").read_bytes() == __version__.encode() * 1000
    assert os.access(kept / "facilitydesk", os.X_OK)
    listed = json.loads((kept.parent / "versions.json").read_text(encoding="utf-8"))
    assert listed[__version__]["schema"] == migrate.SCHEMA
    assert listed[__version__]["backups"] == {str(old): str(ready.backup.path)}
    shutil.rmtree(stick)  # the stick is pulled: the package is here
    assert ready.file.read_bytes() == b"package"
    assert ready.command == f"sudo dpkg -i '{ready.file}'"
    assert program_upgrade.hand_over(ready) is False  # no screen: the command is to be run


@pytest.mark.parametrize(
    ("spoil", "code"),
    [("data", "release.no_backup"), ("program", "release.no_way_back")],
)
def test_without_backup_or_way_back_there_is_no_upgrade(
    stick: Path, installed: Path, old: Path, tmp_path: Path, spoil: str, code: str
) -> None:
    if spoil == "data":
        old.write_bytes(old.read_bytes()[:5000])
    else:
        (installed / "_internal/lib/data.bin").write_bytes(b"damaged")
    with pytest.raises(Trouble) as told:
        prepared(stick, old, installed)
    assert told.value.code == code
    assert "没有升级" in str(told.value)
    assert not (tmp_path / "pc/versions/incoming").exists()
    assert kept_programs.kept() == ()


def test_a_portable_program_is_upgraded_beside_and_goes_back(
    stick: Path, portable: Path, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = prepared(stick, old, portable)
    assert ready.file == portable / "versions" / NEW
    assert not (ready.file / places.MARKER).exists()
    assert os.access(ready.file / "facilitydesk", os.X_OK)
    assert handover.switch() is None  # nothing is replaced before the last step
    assert program_upgrade.hand_over(ready, old)
    assert handover.switch() == handover.Switch(NEW, __version__)
    said = tmp_path / "said"
    wait_for(said)
    assert said.read_text(encoding="utf-8") == f"{NEW} {__version__} {old}\n"

    # Seen by the new program, which stands in for the one in the folder: the way back.
    for module in (handover, kept_programs):
        monkeypatch.setattr(module, "__version__", NEW)
    monkeypatch.setenv(handover.INSTEAD, "0.1.0" if __version__ == "0.1.0" else __version__)
    (older,) = kept_programs.kept()
    assert (older.version, older.folder) == (__version__, portable)
    way = program_return.way(old)
    assert way.copy is None  # the data were not brought up yet: the older program reads them
    assert program_return.go_back(way, "张敏", clock=clock) is None
    assert handover.switch() is None
    said.unlink()
    program_return.start(way)
    wait_for(said)
    assert said.read_text(encoding="utf-8").split() == [__version__, str(old)]


def test_data_of_a_newer_schema_go_back_to_the_copy_of_that_day(
    installed: Path, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "SCHEMA", 100)  # the program of the first release
    made = backups.back_up_file(backups.places_of(old), Reason.UPGRADE, clock())
    kept_programs.keep(clock(), program=installed)
    kept_programs.belongs(old, made.path)
    monkeypatch.undo()
    monkeypatch.setattr(places, "versions_folder", lambda: tmp_path / "pc/versions")
    monkeypatch.setattr(kept_programs, "__version__", NEW)
    monkeypatch.setattr(handover, "__version__", NEW)
    day = operations(old)
    desk = files.open_desk(old, officer="李强", clock=clock)  # brought up, with a copy of its own
    try:
        with desk.operation("setting.change", "新版里的填报"):
            pass
    finally:
        desk.close()
    today = old.read_bytes()
    assert migrate.schema_of(old) == migrate.SCHEMA
    assert operations(old) > day

    way = program_return.way(old)
    assert way.copy is not None
    assert way.copy.schema == 100
    aside = program_return.go_back(way, "李强", clock=clock)
    assert migrate.schema_of(old) == 100  # the older program opens it
    assert operations(old) == day
    assert aside is not None
    assert aside.read_bytes() == today  # nothing is lost
    assert handover.switch() == handover.Switch(__version__, NEW)
    assert program_return.forward() == NEW
    assert handover.switch() is None
    files.open_desk(old, officer="李强", clock=clock).close()  # and forward again


def test_a_damaged_program_or_a_missing_copy_is_no_way_back(
    installed: Path, old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Trouble) as told:
        program_return.way(old)
    assert told.value.code == "return.none"
    monkeypatch.setattr(migrate, "SCHEMA", 50)
    kept_programs.keep(clock(), program=installed)
    monkeypatch.setattr(migrate, "SCHEMA", 600)
    monkeypatch.setattr(kept_programs, "__version__", NEW)
    with pytest.raises(Trouble) as told:
        program_return.way(old)
    assert told.value.code == "return.no_copy"
    way = program_return.way(None)
    (tmp_path / "pc/versions" / __version__ / "_internal/lib/data.bin").write_bytes(b"")
    with pytest.raises(Trouble) as told:
        program_return.go_back(way, "张敏")
    assert told.value.code == "return.damaged"
    assert handover.switch() is None


def test_a_zip_with_foreign_paths_or_bytes_is_not_unpacked(
    stick: Path, portable: Path, tmp_path: Path
) -> None:
    path = stick / f"facilitydesk_{NEW}_linux_portable.zip"
    sound = path.read_bytes()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("facilitydesk/../../foreign", "x")
    listing(stick)
    with pytest.raises(Trouble, match="没有升级"):
        prepared(stick, None, portable)
    path.write_bytes(sound)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("facilitydesk/_internal/added.py", "x")
    listing(stick)
    with pytest.raises(Trouble) as told:
        prepared(stick, None, portable)
    assert told.value.code == "release.not_brought"
    assert "多出" in str(told.value)
    assert not (portable / "versions" / NEW).exists()
    assert not (tmp_path / "foreign").exists()


def test_the_started_program_lets_the_chosen_version_answer(
    portable: Path, tmp_path: Path, stick: Path
) -> None:
    """In a process of its own: what is started is this source, standing for the frozen program."""
    ready = prepared(stick, None, portable)
    handover.set_switch(NEW)
    said = tmp_path / "said"

    def run(*words: str) -> str:
        said.write_bytes(b"")
        command = [sys.executable, "-m", "facilitydesk", *words]
        done = subprocess.run(
            command, check=False, timeout=60, capture_output=True, cwd=Path(__file__).parents[3]
        )
        return done.stdout.decode() + said.read_text(encoding="utf-8")

    assert run("figures", "x.fdk") == f"{NEW} {__version__} figures x.fdk\n"
    assert NEW not in run("program", "versions", "--json").partition('"kept"')[0]
    told = json.loads((portable / "versions/switch.json").read_text(encoding="utf-8"))
    (portable / "versions/switch.json").write_text(json.dumps(told | {"instead_of": "0.0.1"}))
    assert __version__ in run("--version")  # another version was installed since
    handover.set_switch(NEW)
    shutil.rmtree(ready.file)
    assert __version__ in run("--version")  # removed by hand


def wait_for(path: Path) -> None:
    import time

    for _ in range(100):
        if path.exists() and path.read_text(encoding="utf-8"):
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} was not written")
