"""The tools of the Windows build: the boot loader with our word, packages fetched by their sum."""

from __future__ import annotations

import hashlib
import importlib
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGING = ROOT / "resources/packaging/windows"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / ".ci"))
    return lambda name: importlib.import_module(f"building.{name}")


def test_installer_and_program_say_the_same_to_an_old_windows(tools: Any) -> None:
    mark = tools("boot_loader").MARK
    lines = (PACKAGING / "facilitydesk.nsi").read_text(encoding="utf-8").splitlines()
    installer = next(line for line in lines if mark in line).split('"')[1]
    for name, value in {"$0": "%lu", "${LOWEST}": "%lu", "${TITLE}": "教育项目管理"}.items():
        installer = installer.replace(name, value)
    source = (PACKAGING / "old_windows.c").read_text(encoding="utf-8")
    defined = source.split("#define SENTENCE")[1].split("\n\n")[0]
    program = "".join(re.findall(r'L"([^"]*)"', defined.replace("TITLE", 'L"教育项目管理"')))
    assert program.startswith(installer.removesuffix("。"))
    assert program.count("%lu") == 2  # this PC's number and the lowest one
    assert program.endswith("。")


def test_the_boot_loader_is_made_from_the_locked_pyinstaller(tools: Any) -> None:
    requirement, sums = tools("boot_loader").locked()
    lock = (ROOT / "requirements-build.txt").read_text(encoding="utf-8")
    assert f"\n{requirement} \\\n" in lock
    assert requirement.startswith("pyinstaller==")
    assert len(sums) > 1  # wheels and the archive of sources
    assert [each for each in sums if f"--hash=sha256:{each}" not in lock] == []


def test_both_programs_begin_with_our_boot_loader(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot_loader, common = tools("boot_loader"), tools("common")
    made, packages = tmp_path / "made", tmp_path / "site-packages"
    theirs = packages / "PyInstaller/bootloader/Windows-64bit-intel"
    for folder in (made, theirs):
        folder.mkdir(parents=True)
    for name in ("run.exe", "runw.exe"):
        (made / name).write_bytes(f"{name} 这台电脑的Windows太旧".encode("utf-16-le"))
    monkeypatch.setattr(boot_loader, "_compiled", lambda: made)
    (theirs / "run.exe").write_bytes(b"with a console")
    with pytest.raises(common.BuildError, match=r"runw\.exe"):
        boot_loader.put_in(packages)
    (theirs / "runw.exe").write_bytes(b"with a window")
    assert not boot_loader.speaks(theirs / "runw.exe")
    boot_loader.put_in(packages)
    for name in ("run.exe", "runw.exe"):
        assert (theirs / name).read_bytes() == (made / name).read_bytes()
        assert boot_loader.speaks(theirs / name)


def test_a_program_without_our_word_stops_the_build(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, common, forwarder = tools("gate_windows"), tools("common"), tools("forwarder")
    library = forwarder.library("own.dll", {"Own": "kernel32.Sleep"})
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal/own.dll").write_bytes(library)  # nobody starts it
    word = "这台电脑的Windows太旧".encode("utf-16-le")
    (tmp_path / "facilitydesk.exe").write_bytes(library + word)
    said: list[str] = []
    monkeypatch.setattr(gate, "say", said.append)
    assert gate.examine(tmp_path) == 2
    (tmp_path / "facilitydesk-cli.exe").write_bytes(library)
    said.clear()
    with pytest.raises(common.BuildError):
        gate.examine(tmp_path)
    assert said == ["facilitydesk-cli.exe has no word for a Windows that is too old"]


def test_a_package_is_taken_only_with_its_sum(
    tools: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, common = tools("sources"), tools("common")
    right = hashlib.sha256(b"right").hexdigest()
    kept = tmp_path / "kept"
    brought = {"name": b"wrong"}

    def fetch(_words: list[str], **_more: Any) -> subprocess.CompletedProcess[bytes]:
        (kept / "thing-1.tar.gz").write_bytes(brought["name"])
        return subprocess.CompletedProcess([], 0, b"", b"")

    monkeypatch.setattr(sources.subprocess, "run", fetch)
    monkeypatch.setattr(sources.shutil, "chown", lambda *_words: None)
    monkeypatch.setattr(sources, "say", lambda _text: None)
    with pytest.raises(common.CannotBuildError, match="thing==1 could not be fetched"):
        sources.fetched("thing==1", {right}, kept)
    brought["name"] = b"right"
    assert sources.fetched("thing==1", {right}, kept).read_bytes() == b"right"
    brought["name"] = b"not fetched again"
    assert sources.fetched("thing==1", {right}, kept).read_bytes() == b"right"
