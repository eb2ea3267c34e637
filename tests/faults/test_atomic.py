"""A file is whole or what it was: full disks, refused renames, read-only folders, held files."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk import atomic
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.remembered import Settings
from facilitydesk.reports.paper import pdf, xlsx
from facilitydesk.services.datafile import files
from facilitydesk.services.projects import attachments
from tests.faults.small_disks import mounted
from tests.reports.papers import BUNDLED, listing
from tests.store_fixtures import add_work, clock

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
    atomic.save(target, NEW)
    assert target.read_bytes() == NEW
    assert target.stat().st_mode & 0o777 == 0o640
    assert [*target.parent.iterdir()] == [target]


def test_a_new_file_may_be_read_by_the_office(tmp_path: Path) -> None:
    atomic.save(tmp_path / "a.pdf", NEW)
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "a.pdf").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("call", ["fsync", "open", "replace"])
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

    monkeypatch.setattr(os if call == "fsync" else Path, call, fail)
    with pytest.raises(Trouble) as caught:
        atomic.save(target, NEW)
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
        atomic.save(target, NEW)
    monkeypatch.undo()
    assert untouched(target)


def test_a_disk_that_keeps_other_bytes_is_found_out(
    monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    real = os.fsync

    def spoil(handle: int) -> None:
        os.pwrite(handle, b"X", 2000)
        real(handle)

    monkeypatch.setattr(os, "fsync", spoil)
    with pytest.raises(Trouble, match="原文件未变动"):
        atomic.save(target, NEW)
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
    atomic.save(target, NEW)
    assert target.read_bytes() == NEW


def test_a_file_held_for_good_is_left_and_the_new_one_lies_beside_it(
    monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    real = Path.replace

    def held(self: Path, other: Path) -> Path:
        if other == target:
            raise held_by_another()
        return real(self, other)

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(atomic, "PATIENCE", 0.1)
    with pytest.raises(Trouble, match=r"正被其他程序打开.*通报（新1）\.pdf"):
        atomic.save(target, NEW)
    assert target.read_bytes() == OLD
    assert target.with_name("通报（新1）.pdf").read_bytes() == NEW
    assert len([*target.parent.iterdir()]) == 2
    with pytest.raises(OSError, match="held"):  # the program's own files are not littered about
        atomic.write(target, NEW)
    assert len([*target.parent.iterdir()]) == 2


def test_a_missing_folder_and_a_name_too_long_are_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="找不到文件夹"):
        atomic.save(tmp_path / "无此文件夹" / "a.pdf", NEW)
    with pytest.raises(Trouble, match="过长"):
        atomic.save(tmp_path / ("项" * 100 + ".pdf"), NEW)
    assert [*tmp_path.iterdir()] == []


def test_a_copy_is_compared_and_a_source_that_breaks_off_leaves_the_target(target: Path) -> None:
    source = target.with_name("源")
    source.write_bytes(os.urandom(3 << 20))
    seen: list[int] = []

    def pulled(done: int, _size: int) -> None:
        seen.append(done)
        if len(seen) == 2:
            raise OSError(errno.EIO, "pulled out")

    with pytest.raises(OSError, match="pulled out"):
        atomic.copy(source, target, pulled)
    assert target.read_bytes() == OLD
    assert sorted(p.name for p in target.parent.iterdir()) == ["源", "通报.pdf"]
    assert atomic.copy(source, target) == atomic.file_hash(source)
    assert target.read_bytes() == source.read_bytes()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 200 kB."""
    with mounted(tmp_path / "disk", "size=200k") as place:
        yield place


def _paper(kind: str) -> Callable[[Path], None]:
    document = listing(8000)
    if kind == "csv":
        data = "\r\n".join(f"{n},城关镇中心小学,{n * 7}" for n in range(12_000)).encode("gb18030")
    elif kind == "pdf":
        data = pdf.render(document, BUNDLED).pdf
    else:
        data = xlsx.render(document).xlsx
    assert len(data) > 200_000
    return lambda path: atomic.save(path, data)


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "csv"])
def test_a_really_full_disk_leaves_the_old_paper(small_disk: Path, kind: str) -> None:
    path = small_disk / f"表.{kind}"
    path.write_bytes(OLD)
    write = _paper(kind)
    with pytest.raises(Trouble, match="磁盘已满"):
        write(path)
    assert untouched(path)


def test_a_really_full_disk_leaves_the_old_settings(small_disk: Path) -> None:
    path = small_disk / "window.json"
    settings = Settings(path)
    settings.set("window.file", "甲.fdk")
    settings.flush()
    before = path.read_bytes()
    settings.set("grid.filter", "字" * 100_000)
    settings.flush()
    assert path.read_bytes() == before
    assert [*small_disk.iterdir()] == [path]


def test_a_really_full_disk_takes_no_paper_of_a_project(
    small_disk: Path, template: Path, tmp_path: Path
) -> None:
    """The figures lie on a good disk, the papers' folder beside them on the full one."""
    place = tmp_path / "临溪县.fdk"
    place.write_bytes(template.read_bytes())
    place.with_suffix(".files").symlink_to(small_disk, target_is_directory=True)
    paper = tmp_path / "批复.pdf"
    paper.write_bytes(random.Random(1).randbytes(300_000))
    with closing(files.open_desk(place, officer="王敏", clock=clock)) as desk:
        work = add_work(desk)
        with desk.read() as connection:
            project = connection.exec_driver_sql(
                f"SELECT project_id FROM work WHERE id = {work}"
            ).scalar_one()
        with pytest.raises(Trouble, match=r"资料文件夹|磁盘已满"):
            attachments.add(desk, project, [paper])
        assert attachments.rows(desk, project) == ()
    assert [*small_disk.iterdir()] == []


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from facilitydesk import atomic
from facilitydesk.domain.problems import Trouble
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    atomic.save(Path(sys.argv[1]), bytes(300_000))
except Trouble as trouble:
    print(trouble.code)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of file sizes")
def test_a_write_that_is_cut_short_by_the_system(target: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(target)], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "disk.full"
    assert untouched(target)
