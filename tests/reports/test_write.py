"""A file is whole or what it was: full disks, refused renames, read-only folders, held files."""

from __future__ import annotations

import errno
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.reports import pdf, write, xlsx
from tests.reports.papers import BUNDLED, listing

OLD, NEW = b"old and good", b"new" * 1000


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "通报.pdf"
    path.write_bytes(OLD)
    return path


def held_by_another() -> OSError:
    """What Windows raises while a virus scanner reads the file."""
    error = OSError(errno.EACCES, "held")
    vars(error)["winerror"] = 32
    return error


def untouched(path: Path) -> bool:
    return path.read_bytes() == OLD and [*path.parent.iterdir()] == [path]


def test_a_file_is_replaced_whole_and_keeps_its_mode(target: Path) -> None:
    target.chmod(0o640)
    write.save(target, NEW)
    assert target.read_bytes() == NEW
    assert target.stat().st_mode & 0o777 == 0o640
    assert [*target.parent.iterdir()] == [target]


def test_a_new_file_may_be_read_by_the_office(tmp_path: Path) -> None:
    write.save(tmp_path / "a.pdf", NEW)
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("call", ["fsync", "fdopen", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk.full"),
        (errno.EROFS, "file.read_only"),
        (errno.EIO, "file.write"),
    ],
)
def test_whatever_fails_the_old_file_stays(
    monkeypatch: pytest.MonkeyPatch, target: Path, call: str, number: int, code: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    if call == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        monkeypatch.setattr(os, call, fail)
    with pytest.raises(Trouble) as caught:
        write.save(target, NEW)
    monkeypatch.undo()
    assert caught.value.code == code
    assert untouched(target)


def test_a_short_write_is_a_full_disk(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    real = os.fsync

    def cut(handle: int) -> None:
        os.ftruncate(handle, 5)
        real(handle)

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(Trouble, match="磁盘已满"):
        write.save(target, NEW)
    monkeypatch.undo()
    assert untouched(target)


def test_a_file_held_for_a_moment_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    real, tries = Path.replace, []

    def held(self: Path, other: Path) -> Path:
        tries.append(1)
        if len(tries) < 4:
            raise held_by_another()
        return real(self, other)

    monkeypatch.setattr(Path, "replace", held)
    write.save(target, NEW)
    assert target.read_bytes() == NEW


def test_a_file_held_for_good_is_told(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    def held(_self: Path, _other: Path) -> Path:
        raise held_by_another()

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(write, "_PATIENCE", 0.1)
    began = time.monotonic()
    with pytest.raises(Trouble, match="正被其他程序打开"):
        write.save(target, NEW)
    assert time.monotonic() - began < 2
    monkeypatch.undo()
    assert untouched(target)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件"):
        write.save(tmp_path / "无此文件夹" / "a.pdf", NEW)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 200 kB; only root may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.getuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("a small file system can be mounted by root only")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_really_full_disk_leaves_the_old_paper(small_disk: Path, kind: str) -> None:
    path = small_disk / f"表.{kind}"
    path.write_bytes(OLD)
    document = listing(8000)
    data = pdf.render(document, BUNDLED).pdf if kind == "pdf" else xlsx.render(document).xlsx
    assert len(data) > 200_000
    with pytest.raises(Trouble, match="磁盘已满"):
        write.save(path, data)
    assert untouched(path)
