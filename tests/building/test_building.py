"""The tools of the build: what a library needs, which wheels a system gets, the start on old systems."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "resources/packaging/facilitydesk.sh"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Linux packages are built on Linux")


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    return lambda name: importlib.import_module(f"building.{name}")


@linux_only
def test_the_locked_qt_still_runs_on_office_desktops(tools: Any) -> None:
    elf, gate = tools("elf"), tools("gate")
    import PySide6

    needs = elf.needs(Path(PySide6.__path__[0]) / "Qt/lib/libQt6Core.so.6")
    assert "libc.so.6" in needs.libraries
    assert (2, 17) <= needs.highest["GLIBC"] <= gate.GLIBC
    assert needs.highest["GLIBCXX"] <= gate.GLIBCXX


@linux_only
def test_a_library_that_asks_for_too_much_stops_the_build(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elf, gate, common = tools("elf"), tools("gate"), tools("common")
    (tmp_path / "new.so").write_bytes(b"\x7fELF")
    asked = elf.Needs(("libc.so.6", "libGL.so.1", "libodd.so.9"), {"GLIBC": (2, 34)})
    monkeypatch.setattr(elf, "needs", lambda _path: asked)
    said: list[str] = []
    monkeypatch.setattr(gate, "say", said.append)
    with pytest.raises(common.BuildError):
        gate.examine(tmp_path)
    assert said[0].splitlines() == [
        "new.so asks for GLIBC_2.34, above 2.28",
        "new.so needs libodd.so.9, which is neither bundled nor declared",
    ]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="an unpacked archive has no commit")
def test_the_commit_is_unpacked_by_the_python_of_debian_12(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its 3.11.2 does not know the argument `filter`, which came with 3.11.4."""
    taken = tarfile.TarFile.extractall

    def old(own: tarfile.TarFile, path: Path) -> None:
        taken(own, path)

    monkeypatch.setattr(tarfile.TarFile, "extractall", old)
    copy = tmp_path / "source"
    tools("freeze").source(copy)
    assert (copy / "build.spec").is_file()
    assert (copy / "resources/packaging/facilitydesk.desktop").is_file()


def test_a_machine_without_git_is_told_so(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = tools("common")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(common.CannotBuildError, match="git is not installed"):
        common.git("rev-parse", "HEAD")


def test_a_build_speaks_of_one_commit_whatever_is_committed_meanwhile(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common, freeze = tools("common"), tools("freeze")
    for module in (common, freeze):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    page = tmp_path / "page.txt"
    common.git("init", "--quiet")

    def commit(text: str, day: str) -> str:
        page.write_text(text, encoding="utf-8")
        who = ("-c", "user.name=officer", "-c", "user.email=officer@localhost")
        monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day}T08:00:00+00:00")
        common.git("add", "--all")
        common.git(*who, "commit", "--quiet", "--message", text)
        return str(common.git("rev-parse", "HEAD"))

    begun = commit("first", "2026-03-01")
    common.commit.cache_clear()
    try:
        assert common.commit() == begun
        commit("second", "2026-03-09")
        freeze.source(tmp_path / "copy")
        assert (tmp_path / "copy/page.txt").read_text(encoding="utf-8") == "first"
        assert (common.commit(), common.commit_day()) == (begun, "2026-03-01")
    finally:
        common.commit.cache_clear()


def test_a_package_with_a_condition_goes_only_where_it_holds(tools: Any) -> None:
    wheels, common = tools("wheels"), tools("common")
    assert wheels.holds("", "linux")
    assert wheels.holds("sys_platform == 'win32'", "windows")
    assert not wheels.holds("sys_platform == 'win32'", "linux")
    assert wheels.holds("implementation_name != 'pypy'", "linux")
    with pytest.raises(common.BuildError):
        wheels.holds("python_version < '3.12'", "linux")


@linux_only
@pytest.mark.parametrize(
    ("glibc", "code"), [("2.27", 3), ("2.9", 3), ("2.28", 0), ("2.31", 0), ("3.0", 0)]
)
def test_an_old_system_is_told_in_one_sentence(tmp_path: Path, glibc: str, code: int) -> None:
    program = tmp_path / "程序 目录"
    program.mkdir()
    for path, text in {
        program / "facilitydesk": '#!/bin/sh\necho started "$@"\n',
        program / "facilitydesk-cli": STARTER.read_text(encoding="utf-8"),
        tmp_path / "getconf": f"#!/bin/sh\necho glibc {glibc}\n",
    }.items():
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    (tmp_path / "link").symlink_to(program / "facilitydesk-cli")
    done = subprocess.run(
        [tmp_path / "link", "figures", "临溪 县.fdk"],
        capture_output=True,
        text=True,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        timeout=20,
        check=False,
    )
    assert done.returncode == code
    if code:
        assert done.stdout == ""
        assert done.stderr.startswith(f"这台电脑的系统太旧（glibc {glibc}）")
        assert done.stderr.count("\n") == 1
    else:
        assert (done.stdout, done.stderr) == ("started figures 临溪 县.fdk\n", "")


def test_the_yardsticks_know_the_rules_they_are_frozen_by(tools: Any) -> None:
    spec = (ROOT / "build.spec").read_text(encoding="utf-8")
    assert [old for old in tools("yardsticks").REPLACED if old not in spec] == []


def test_the_stand_in_of_a_library_is_one_that_windows_loads(tools: Any, tmp_path: Path) -> None:
    body = tools("forwarder").library("bcryptprimitives.dll", {"ProcessPrng": "advapi32.Other"})
    path = tmp_path / "bcryptprimitives.dll"
    path.write_bytes(body)
    pe = tools("pe")
    assert pe.needs(path) == pe.Needs(pe.AMD64, frozenset())
    directory = body[0x400:]  # the one section: address 0x1000 in memory
    at = int.from_bytes(directory[28:32], "little") - 0x1000
    goes_to = int.from_bytes(directory[at : at + 4], "little") - 0x1000
    assert directory[goes_to:].startswith(b"advapi32.Other\0")
    assert len(body) % 0x200 == 0


def test_a_portable_folder_holds_no_links_and_is_what_its_list_says(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sticks know no links; the libraries find each other without."""
    from facilitydesk.services.program import files as program_files

    bundle = tmp_path / "bundle"
    (bundle / "_internal/Qt").mkdir(parents=True)
    (bundle / "_internal/Qt/lib.so").write_bytes(b"library")
    (bundle / "facilitydesk").write_bytes(b"program")
    if sys.platform != "win32":
        (bundle / "_internal/lib.so").symlink_to("Qt/lib.so")
    freeze, portable = tools("freeze"), tools("portable")
    (bundle / "SHA256SUMS").write_text(freeze.manifest(bundle), encoding="utf-8")
    monkeypatch.setattr(portable, "epoch", lambda: 1_700_000_000)
    portable._pack(bundle, tmp_path / "portable.zip")
    with zipfile.ZipFile(tmp_path / "portable.zip") as archive:
        archive.extractall(tmp_path / "stick")
    unpacked = tmp_path / "stick/facilitydesk"
    assert (unpacked / "portable.txt").is_file()
    found = program_files.compare(unpacked)
    assert found.faults == ()
    assert found.listed == 2
    assert not (unpacked / "_internal/lib.so").exists()


def test_the_page_beside_the_wheels_names_every_library_that_they_need(tools: Any) -> None:
    tools("common")
    page = ROOT / "resources/packaging/wheelhouse/安装说明.txt"
    named = set(page.read_text(encoding="utf-8").split("Linux 还需要")[1].split())
    assert set(importlib.import_module("setup").QT_LIBRARIES.values()) <= named
