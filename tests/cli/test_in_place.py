"""Writing commands stay off sticks and shares unless told otherwise; reading ones do not mind."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from facilitydesk.cli import run
from facilitydesk.services.datafile import files, media
from tests.store_fixtures import add_work, clock

BOOK = Path(__file__).parents[1] / "workbooks" / "01_项目进度表_总计在末.xlsx"


@pytest.fixture
def stick(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "U盘"
    folder.mkdir()
    path = folder / "临溪县.fdk"
    shutil.copyfile(template, path)
    with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
        add_work(desk)
    monkeypatch.setattr(
        media, "medium_of", lambda p: media.REMOVABLE if folder in p.parents else media.FIXED
    )
    return path


def test_an_import_to_a_stick_is_refused_and_goes_when_told(
    stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", str(stick), str(BOOK), "--as-of", "2026-03-08", "--officer", "王敏"]
    before = stick.read_bytes()
    assert run(words) == 3
    assert "请复制到本机使用" in capsys.readouterr().err
    assert run([*words, "--json"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert answer["error"]["code"] == "medium.not_here"
    assert stick.read_bytes() == before
    assert run([*words, "--in-place"]) in {0, 1}
    assert "正在原处修改" in capsys.readouterr().err
    assert stick.read_bytes() != before
    assert not media.may_write_anywhere()


def test_looking_at_a_file_on_a_stick_is_free(
    stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", str(stick)]) == 0
    assert run(["figures", str(stick), "--as-of", "2026-03-08"]) == 0
    capsys.readouterr()
    assert run(["new", str(stick.with_name("新.fdk"))]) == 3
    assert "没有新建；请改选本机的普通文件夹" in capsys.readouterr().err
    assert [p.name for p in stick.parent.glob("*.fdk")] == ["临溪县.fdk"]
