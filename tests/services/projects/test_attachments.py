"""Papers and photos: kept beside the data file, never lost, never a path of somebody else's."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.services import settings
from facilitydesk.services.datafile import files
from facilitydesk.services.datafile.checking import verify
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.journal.undoing import undo_last
from facilitydesk.services.projects import attachments
from facilitydesk.services.projects import rows as project_rows
from tests.store_fixtures import clock


@pytest.fixture
def desk(file_desk: Desk) -> Desk:
    """Files lie beside a data file; the server has a test of its own."""
    return file_desk


@pytest.fixture
def project(desk: Desk, make_work: Callable[..., int]) -> int:
    make_work()
    return project_rows.rows(desk)[0].id


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "批复.pdf"
    path.write_bytes(b"%PDF-1.7 approval")
    return path


def photo(path: Path, size: tuple[int, int]) -> Path:
    picture = Image.new("RGB", size, (180, 40, 30))
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    exif[0x0132] = "2026:03:01 10:00:00"
    picture.save(path, exif=exif)
    return path


def test_a_paper_opens_on_another_pc(desk: Desk, project: int, paper: Path, tmp_path: Path) -> None:
    attachments.add(desk, project, [paper], kind="批复")
    desk.close()
    elsewhere = tmp_path / "另一台电脑"
    elsewhere.mkdir()
    assert isinstance(desk.place, Path)
    shutil.move(desk.place, elsewhere)
    shutil.move(desk.place.with_suffix(".files"), elsewhere)
    paper.unlink()
    other = files.open_desk(elsewhere / desk.place.name, officer="王敏", clock=clock)
    (row,) = attachments.rows(other, project)
    assert (row.name, row.kind, row.there) == ("批复.pdf", "批复", True)
    shown = attachments.copy_to(other, row, tmp_path)
    assert (shown.name, shown.read_bytes()) == ("批复.pdf", b"%PDF-1.7 approval")
    other.close()


def test_files_are_named_by_their_content(desk: Desk, project: int, paper: Path) -> None:
    attachments.add(desk, project, [paper])
    attachments.add(desk, project, [paper])
    name = hashlib.sha256(paper.read_bytes()).hexdigest()
    assert [path.name for path in attachments.folder(desk).iterdir()] == [name]
    assert len(attachments.rows(desk, project)) == 2
    assert project_rows.rows(desk)[0].attachments == 2


def test_a_large_photo_is_reduced_upright_with_its_date(
    desk: Desk, project: int, tmp_path: Path
) -> None:
    attachments.add(desk, project, [photo(tmp_path / "竣工.jpg", (4000, 3000))])
    (row,) = attachments.rows(desk, project)
    picture = Image.open(io.BytesIO(attachments.content(desk, row)))
    assert picture.size == (1500, 2000)
    assert picture.getexif()[0x0132] == "2026:03:01 10:00:00"
    assert 0x0112 not in picture.getexif()
    assert (row.kind, row.name) == ("照片", "竣工.jpg")


def test_a_small_photo_stays_byte_for_byte(desk: Desk, project: int, tmp_path: Path) -> None:
    path = photo(tmp_path / "小.jpg", (800, 600))
    attachments.add(desk, project, [path])
    (row,) = attachments.rows(desk, project)
    assert attachments.content(desk, row) == path.read_bytes()


def test_a_large_bitmap_becomes_a_jpeg_by_name_too(
    desk: Desk, project: int, tmp_path: Path
) -> None:
    path = tmp_path / "现场.bmp"
    Image.new("RGB", (2400, 10)).save(path)
    attachments.add(desk, project, [path])
    assert attachments.rows(desk, project)[0].name == "现场.jpg"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("空.pdf", b"", "“空.pdf”是空文件（0字节），未作添加。"),
        ("坏.jpg", b"\xff\xd8\xff\xe0 broken", "“坏.jpg”不是完好的图片"),
    ],
)
def test_what_is_no_paper_is_refused(
    desk: Desk, project: int, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused, match=sentence):
        attachments.add(desk, project, [path])
    assert attachments.rows(desk, project) == ()


def test_a_missing_or_huge_file_is_refused(
    desk: Desk, project: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paper: Path
) -> None:
    with pytest.raises(Refused, match="不是可读取的文件"):
        attachments.add(desk, project, [tmp_path / "没有.pdf"])
    with pytest.raises(Refused, match="不是可读取的文件"):
        attachments.add(desk, project, [tmp_path])
    monkeypatch.setattr("facilitydesk.services.projects.attachment_files.LARGEST_MB", 0)
    with pytest.raises(Refused, match="超过0MB的上限"):
        attachments.add(desk, project, [paper])


def test_names_are_only_names(desk: Desk, project: int, paper: Path, tmp_path: Path) -> None:
    attachments.add(desk, project, [paper])
    (row,) = attachments.rows(desk, project)
    for typed, shown in (("../../x.pdf", "x.pdf"), ("CON", "_CON"), ("C:x.pdf", "x.pdf")):
        attachments.enter(desk, [Edit(row.id, "name", typed)])
        assert attachments.rows(desk, project)[0].name == shown
    inner = tmp_path / "看"
    inner.mkdir()
    row = attachments.rows(desk, project)[0]
    copied = attachments.copy_to(desk, row, inner)
    assert copied == inner / "x.pdf"
    copied.write_bytes(b"altered")
    assert attachments.copy_to(desk, row, inner).name == "x（2）.pdf"
    assert attachments.content(desk, row) == paper.read_bytes()


def test_delete_and_undo_keep_the_file(desk: Desk, project: int, paper: Path) -> None:
    attachments.add(desk, project, [paper])
    (row,) = attachments.rows(desk, project)
    attachments.delete(desk, [row.id])
    assert attachments.rows(desk, project) == ()
    undo_last(desk)
    assert attachments.rows(desk, project)[0].there


def test_missing_and_damaged_files_are_listed(desk: Desk, project: int, paper: Path) -> None:
    attachments.add(desk, project, [paper])
    assert attachments.missing(desk, thorough=True) == ()
    kept = next(attachments.folder(desk).iterdir())
    kept.write_bytes(b"%PDF-1.7 apprOval")
    assert attachments.missing(desk) == ()
    assert attachments.missing(desk, thorough=True)[0].damaged
    assert verify(desk).faults == ("“教学楼建设项目”的资料“批复.pdf”与登记时不符",)
    kept.unlink()
    assert verify(desk).faults == ("“教学楼建设项目”的资料“批复.pdf”不在资料文件夹中",)
    assert attachments.missing(desk) == (
        attachments.Missing("教学楼建设项目", "批复.pdf", damaged=False),
    )
    (row,) = attachments.rows(desk, project)
    assert not row.there
    with pytest.raises(Trouble) as trouble:
        attachments.content(desk, row)
    assert "请将“临溪县.files”文件夹放回数据文件旁" in str(trouble.value)
    # Filing the paper again heals all rows that speak of it.
    attachments.add(desk, project, [paper])
    assert attachments.missing(desk, thorough=True) == ()


def test_no_row_without_its_file(
    desk: Desk, project: int, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Trouble, match="资料文件夹"):
        attachments.add(desk, project, [paper])
    monkeypatch.undo()
    assert attachments.rows(desk, project) == ()
    assert list(attachments.folder(desk).iterdir()) == []


def test_a_server_needs_a_shared_folder(server_desk: Desk, paper: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="先在“设置”中指定资料文件夹"):
        attachments.folder(server_desk)
    settings.change(server_desk, "attachment_folder", str(tmp_path))
    assert attachments.folder(server_desk) == tmp_path
