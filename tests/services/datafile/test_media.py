"""Shares, sticks and synchronised folders are known for what they are; a file is lent, not risked."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files, loans, media
from facilitydesk.services.datafile.media import Kind, System, medium_of
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import attachments
from tests.faults.small_disks import mounted, remount
from tests.store_fixtures import add_work, clock

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:50 / /mnt/project rw - cifs //server/项目办 rw
31 22 0:51 / /mnt/nas rw - nfs4 10.0.0.2:/data rw
32 22 0:52 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
33 22 0:53 / /mnt/ssh rw - fuse.sshfs who@there:/ rw
34 22 0:54 / /mnt/host rw - 9p share rw
35 22 8:17 / /media/u\\040盘 rw - vfat /dev/sdb1 rw
36 22 8:33 / /media/disk rw - ext4 /dev/sdc1 rw
37 22 8:49 / /data rw - ext4 /dev/sdd1 rw
38 22 179:1 / /media/card rw - exfat /dev/mmcblk1p1 rw
39 22 0:60 / /opt/wang/seat rw - fuse.ntfs-3g /dev/sdd2 rw
"""


@pytest.fixture
def system(tmp_path: Path) -> System:
    blocks = tmp_path / "block"
    devices = tmp_path / "devices"
    for number, place, facts in (
        ("8:17", "pci/usb1/1-1/block/sdb/sdb1", {"../removable": "1"}),
        ("8:33", "pci/usb2/2-1/block/sdc/sdc1", {"../removable": "0"}),
        ("8:49", "pci/ata1/block/sdd/sdd1", {"../removable": "0"}),
        ("179:1", "platform/mmc1/block/mmcblk1/mmcblk1p1", {"../device/type": "SD"}),
    ):
        folder = devices / place
        folder.mkdir(parents=True)
        for name, text in facts.items():
            path = (folder / name).resolve()
            path.parent.mkdir(exist_ok=True)
            path.write_text(text + "\n")
        blocks.mkdir(exist_ok=True)
        (blocks / number).symlink_to(folder)
    (tmp_path / "mountinfo").write_text(MOUNTS, encoding="utf-8")
    return System(tmp_path / "mountinfo", blocks, {"OneDrive": "/opt/wang/云"})


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/opt/wang/临溪县.fdk", Kind.FIXED),
        ("/data/临溪县.fdk", Kind.FIXED),
        ("/opt/wang/seat/临溪县.fdk", Kind.FIXED),
        ("/mnt/project/子文件夹/临溪县.fdk", Kind.REMOTE),
        ("/mnt/projects/临溪县.fdk", Kind.FIXED),
        ("/mnt/nas/a.fdk", Kind.REMOTE),
        ("/run/user/1000/gvfs/smb-share/a.fdk", Kind.REMOTE),
        ("/mnt/ssh/a.fdk", Kind.REMOTE),
        ("/mnt/host/a.fdk", Kind.REMOTE),
        ("/media/u 盘/a.fdk", Kind.REMOVABLE),
        ("/media/disk/a.fdk", Kind.REMOVABLE),
        ("/media/card/a.fdk", Kind.REMOVABLE),
        ("/opt/wang/Nutstore Files/我的坚果云/a.fdk", Kind.SYNC),
        ("/opt/wang/OneDrive - 临溪县教育局/a.fdk", Kind.SYNC),
        ("/opt/wang/云/a.fdk", Kind.SYNC),
        ("/opt/wang/BaiduSyncdisk/a.fdk", Kind.SYNC),
        ("/opt/wang/WPS云盘/a.fdk", Kind.SYNC),
        ("/opt/wang/Dropbox (个人)/a.fdk", Kind.SYNC),
        ("/opt/wang/Dropboxes/a.fdk", Kind.FIXED),
    ],
)
def test_what_a_place_is(system: System, place: str, kind: Kind) -> None:
    assert medium_of(Path(place), system).kind is kind


def test_a_sync_program_is_known_by_its_mark_and_named(tmp_path: Path, system: System) -> None:
    (tmp_path / "共享" / "年度").mkdir(parents=True)
    (tmp_path / "共享" / ".stfolder").mkdir()
    found = medium_of(tmp_path / "共享" / "年度" / "a.fdk", system)
    assert (found.kind, found.name) == (Kind.SYNC, "同步文件夹（Syncthing）")
    assert found.where == "同步文件夹（Syncthing）里"
    assert media.REMOVABLE.where == "U盘或移动硬盘上"


def test_without_an_answer_of_the_system_a_place_is_fixed(tmp_path: Path) -> None:
    blind = System(tmp_path / "none", tmp_path / "none", {})
    assert medium_of(tmp_path / "a.fdk", blind).safe


@pytest.fixture
def stick(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data file with a paper on a stick; what is lent goes to a folder of the test."""
    place = tmp_path / "U盘"
    place.mkdir()
    path = place / "临溪县.fdk"
    shutil.copyfile(template, path)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        add_work(desk)
        (tmp_path / "批复.pdf").write_bytes(b"%PDF-1.4 paper")
        attachments.add(desk, project_of(desk), [tmp_path / "批复.pdf"])
    real = medium_of
    monkeypatch.setattr(
        media, "medium_of", lambda p: media.REMOVABLE if place in p.parents else real(p)
    )
    monkeypatch.setattr(loans, "folder", lambda: tmp_path / "本机副本")
    return path


def project_of(desk: Desk) -> int:
    with desk.read() as connection:
        return int(connection.exec_driver_sql("SELECT min(id) FROM project").scalar_one())


def test_on_a_stick_nothing_is_written_by_itself(stick: Path) -> None:
    before = stick.read_bytes()
    with pytest.raises(Trouble, match=r"U盘.*复制到本机使用") as told:
        files.open_desk(stick, clock=clock)
    assert told.value.code == "medium.not_here"
    with pytest.raises(Trouble, match="U盘"):
        files.create(stick.with_name("新.fdk"), clock=clock)
    with closing(files.open_desk(stick, readonly=True, clock=clock)) as looking:
        assert files.verify(looking).faults == ()
    assert stick.read_bytes() == before
    assert sorted(p.name for p in stick.parent.iterdir()) == [
        "临溪县.fdk",
        "临溪县.fdk-journal",
        "临溪县.files",
    ]
    with media.in_place(), closing(files.open_desk(stick, clock=clock)) as desk:
        assert not desk.readonly


def work_at(loan: loans.Loan, tmp_path: Path) -> bytes:
    with closing(files.open_desk(loan.copy, officer="王敏", clock=clock)) as desk:
        add_work(desk, project="食堂建设项目")
        (tmp_path / "合同.pdf").write_bytes(b"%PDF-1.4 contract")
        attachments.add(desk, project_of(desk), [tmp_path / "合同.pdf"])
    return loan.copy.read_bytes()


def test_copied_in_worked_on_and_sent_back(stick: Path, tmp_path: Path) -> None:
    loan = loans.fetch(stick)
    assert loan.copy.read_bytes() == stick.read_bytes()
    assert loans.loan_of(loan.copy) == loan
    worked = work_at(loan, tmp_path)
    assert loans.fetch(stick) == loan  # not sent back yet: taken up again, never fetched over
    assert loan.copy.read_bytes() == worked
    seen: list[int] = []
    loans.send_back(loan, lambda done, _all: seen.append(done))
    assert stick.read_bytes() == worked
    assert seen[-1] == len(worked)
    assert not loan.copy.parent.exists()
    with closing(files.open_desk(stick, readonly=True, clock=clock)) as desk:
        assert files.verify(desk).faults == ()  # papers too


def test_an_original_changed_meanwhile_is_not_overwritten(stick: Path, tmp_path: Path) -> None:
    loan = loans.fetch(stick)
    worked = work_at(loan, tmp_path)
    with media.in_place(), closing(files.open_desk(stick, officer="李建平", clock=clock)) as desk:
        add_work(desk, project="别人的项目")
    theirs = stick.read_bytes()
    with pytest.raises(Trouble, match="被他人改动过") as told:
        loans.send_back(loan)
    assert str(loan.copy) in str(told.value)
    assert stick.read_bytes() == theirs
    assert loan.copy.read_bytes() == worked
    beside = loans.send_beside(loan)
    assert (beside.read_bytes(), stick.read_bytes()) == (worked, theirs)
    assert beside.parent == stick.parent


def test_a_stick_that_is_gone_or_full_keeps_the_copy_here(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = loans.fetch(stick)
    worked = work_at(loan, tmp_path)
    away = stick.parent.rename(tmp_path / "拔出")
    with pytest.raises(Trouble, match="修改都在本机"):
        loans.send_back(loan)
    away.rename(stick.parent)
    before = stick.read_bytes()

    def pulled(done: int, _size: int) -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(Trouble, match="原处文件未变动"):
        loans.send_back(loan, pulled)
    assert stick.read_bytes() == before
    assert loan.copy.read_bytes() == worked
    assert {p.name for p in stick.parent.iterdir()} == {
        "临溪县.fdk",
        "临溪县.fdk-journal",
        "临溪县.files",
    }
    loans.send_back(loan)
    assert stick.read_bytes() == worked


def test_the_empty_folder_of_a_pulled_stick_is_not_the_stick(
    stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = loans.fetch(stick)
    worked = work_at(loan, tmp_path)
    away = stick.parent.rename(tmp_path / "抽屉")
    stick.parent.mkdir()  # where it was mounted, now on this PC's own disk
    with monkeypatch.context() as pulled:
        pulled.setattr(media, "medium_of", lambda _place: media.FIXED)
        with pytest.raises(Trouble, match="请插好U盘") as told:
            loans.send_back(loan)
    assert told.value.code == "medium.gone"  # nobody changed anything there
    assert list(stick.parent.iterdir()) == []
    stick.parent.rmdir()
    away.rename(stick.parent)
    loans.send_back(loan)
    assert stick.read_bytes() == worked


def test_a_stick_without_room(stick: Path, tmp_path: Path, template: Path) -> None:
    loan = loans.fetch(stick)
    with mounted(tmp_path / "voll", "size=6m") as small:
        full = small / "临溪县.fdk"
        shutil.copyfile(stick, full)
        other = loans.Loan(full, loan.copy, loan.sha256)
        work_at(loan, tmp_path)
        (small / "照片.jpg").write_bytes(bytes(6 * 1024 * 1024 - full.stat().st_size - 100_000))
        before = full.read_bytes()
        with pytest.raises(Trouble, match="修改都在本机"):
            loans.send_back(other)
        assert full.read_bytes() == before
        assert not [p for p in small.iterdir() if p.name.endswith(".part")]


def test_a_medium_that_may_only_be_read(template: Path, tmp_path: Path) -> None:
    with mounted(tmp_path / "光盘", "size=9m") as disc:
        shutil.copyfile(template, disc / "临溪县.fdk")
        remount(disc, "ro")
        with pytest.raises(Trouble) as told:
            files.open_desk(disc / "临溪县.fdk", clock=clock)
        assert told.value.code == "file.read_only"
        with closing(files.open_desk(disc / "临溪县.fdk", readonly=True, clock=clock)) as looking:
            assert files.verify(looking).faults == ()
