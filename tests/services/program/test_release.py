"""A newer installer on a stick is found only when every byte of it is the one that was listed."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from facilitydesk import places
from facilitydesk.domain.problems import Trouble
from facilitydesk.services.program import release, release_folders

NAME = "facilitydesk-0.10.0-setup.exe"


@pytest.fixture
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "settings_folder", lambda: tmp_path / "pc")
    folder = tmp_path / "U 盘"
    folder.mkdir()
    for name in (NAME, "facilitydesk-0.9.0-setup.exe", "facilitydesk_0.10.0_amd64.deb"):
        (folder / name).write_bytes(name.encode())
    listing(folder)
    return folder


def listing(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.suffix in {".exe", ".deb"})
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def found(folder: Path, current: str = "0.9.5", system: str = "win32") -> release.Release:
    return release.find(folder, system=system, current=current)


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refused(folder: Path, current: str = "0.9.5") -> str:
    with pytest.raises(Trouble) as told:
        found(folder, current)
    assert "没有升级" in str(told.value) or told.value.code == "release.nothing"
    return told.value.code


def test_the_newest_for_this_system_is_taken(stick: Path) -> None:
    setup = stick / NAME
    assert found(stick) == release.Release(
        setup, "0.10.0", signed=False, kind=release.Kind.SETUP, sha256=sha(setup)
    )
    package = found(stick, system="linux")
    assert (package.path.name, package.kind) == (
        "facilitydesk_0.10.0_amd64.deb",
        release.Kind.PACKAGE,
    )
    with pytest.raises(Trouble, match="没有适用于本机"):
        release.find(stick, system="linux", current="0.9.5", kind=release.Kind.FOLDER)


def test_a_stick_is_looked_through_one_folder_deep(stick: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    deb = release.kind_here() is release.Kind.PACKAGE  # these tests run on a PC with Linux
    assert release_folders.folders([tmp_path]) == ((stick,) if deb else ())
    assert release_folders.folders([stick, tmp_path / "gone"]) == ((stick,) if deb else ())


def test_what_is_not_newer_is_not_offered(stick: Path) -> None:
    assert refused(stick, "0.10") == "release.same"
    assert refused(stick, "0.11.0") == "release.older"


def test_a_changed_or_unlisted_installer_is_refused(stick: Path) -> None:
    (stick / NAME).write_bytes(b"other")
    assert refused(stick) == "release.damaged"
    (stick / "SHA256SUMS").write_text("", encoding="utf-8")
    assert refused(stick) == "release.not_listed"
    (stick / "SHA256SUMS").unlink()
    assert refused(stick) == "release.no_sums"
    listing(stick)
    (stick / NAME).unlink()
    assert refused(stick) == "release.missing"  # not: the older one is the newest
    (stick / "SHA256SUMS").unlink()
    (stick / "facilitydesk-0.9.0-setup.exe").unlink()
    assert refused(stick) == "release.nothing"
    assert refused(stick / "gone") == "release.nothing"


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="signatures need ssh-keygen")
def test_with_a_key_on_this_pc_only_its_signature_counts(stick: Path, tmp_path: Path) -> None:
    pc = tmp_path / "pc"
    pc.mkdir()
    for name in ("own", "strange"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(make, check=True, timeout=60)
    public = (tmp_path / "own.pub").read_text(encoding="utf-8")
    (pc / release.KEY).write_text(f"facilitydesk {public}", encoding="utf-8")
    assert refused(stick) == "release.no_signature"
    for name in ("strange", "own"):
        (stick / "SHA256SUMS.sig").unlink(missing_ok=True)
        sign = ["ssh-keygen", "-Y", "sign", "-n", "facilitydesk", "-f", str(tmp_path / name)]
        subprocess.run(
            [*sign, str(stick / "SHA256SUMS")], check=True, timeout=60, capture_output=True
        )
        if name == "strange":
            assert refused(stick) == "release.signature"
    assert found(stick).signed
    with (stick / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write("\n")
    assert refused(stick) == "release.signature"
