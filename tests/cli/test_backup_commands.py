"""backup, restore, upgrade, data-copy and verify of a backup, as a script uses them."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from facilitydesk.app import main
from facilitydesk.interchange.reader import read_raw
from facilitydesk.services.datafile import files
from tests.store_fixtures import add_work, clock

OLD = Path(__file__).parents[1] / "store" / "released" / "0001.fdk.gz"


def answer(capfd: pytest.CaptureFixture[str]) -> Any:
    out, err = capfd.readouterr()
    assert err == ""
    return json.loads(out)


@pytest.fixture
def county(tmp_path: Path) -> Path:
    path = tmp_path / "临溪县.fdk"
    desk = files.create(path, home="临溪县", officer="王敏", clock=clock)
    add_work(desk, school="=1+1", planned_area=1_234_56, planned_investment=9_876_543_21)
    desk.close()
    return path


def test_backup_names_what_it_made(county: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = county.read_bytes()
    assert main(["backup", str(county), "--json"]) == 0
    told = answer(capfd)
    assert told["verified"] is True
    assert told["counts"]["work"] == 1
    assert Path(told["backup"]).is_file()
    assert Path(told["book"]).name == "数据副本.xlsx"
    assert county.read_bytes() == before
    assert main(["backup", str(county), "--list", "--json"]) == 0
    assert [copy["number"] for copy in answer(capfd)["backups"]] == [1]
    assert main(["verify", told["backup"], "--json"]) == 0
    checked = answer(capfd)
    assert checked["ok"] is True
    assert checked["backup"]["number"] == 1


def test_backup_to_another_folder(
    county: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(county), "--to", str(tmp_path / "U盘"), "--no-book", "--json"]) == 0
    told = answer(capfd)
    assert Path(told["backup"]).parent == tmp_path / "U盘"
    assert told["book"] is None
    assert not (tmp_path / "临溪县.备份").exists()


def test_restore_tells_and_keeps(county: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(county), "--no-book", "--json"]) == 0
    copy = answer(capfd)["backup"]
    desk = files.open_desk(county, officer="王敏", clock=clock)
    add_work(desk, school="东岭小学", project="厕所")
    desk.close()
    before = county.read_bytes()
    assert main(["restore", str(county), copy, "--dry-run", "--json"]) == 0
    told = answer(capfd)
    assert (told["restored"], told["lost"], told["tables"]["work"]["removed"]) == (False, 1, 1)
    assert county.read_bytes() == before
    assert main(["restore", str(county), "1", "--json", "--officer", "李四"]) == 0
    told = answer(capfd)
    assert told["restored"] is True
    assert [step["label"] for step in told["lost_operations"]] == ["登记"]
    assert Path(told["kept"]).read_bytes() == before
    assert main(["restore", str(county), told["kept"]]) == 0
    out, _err = capfd.readouterr()
    assert "失去1步操作，找回1步操作" in out
    assert main(["restore", str(county), "99", "--json"]) == 3
    assert answer(capfd)["error"]["code"] == "file.missing"


def test_a_data_copy_into_no_folder_names_the_folder(
    county: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "无此文件夹"
    assert main(["data-copy", str(county), str(folder), "--json"]) == 3
    error = answer(capfd)["error"]
    assert error["code"] == "folder.missing"
    assert f"找不到文件夹“{folder}”" in error["message"]
    assert not folder.exists()


def test_a_damaged_backup_is_told(county: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(county), "--no-book", "--json"]) == 0
    copy = Path(answer(capfd)["backup"])
    copy.write_bytes(copy.read_bytes()[:-4096])
    assert main(["restore", str(county), str(copy), "--json"]) == 3
    assert answer(capfd)["error"]["code"] == "restore.unsound"
    assert main(["verify", str(copy), "--json"]) == 3


def test_a_server_is_told_in_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    for words in (["backup", "postgresql+psycopg://pc/db"], ["restore", "postgresql://pc/db", "1"]):
        assert main([*words, "--json"]) == 3
        assert answer(capfd)["error"]["code"] == "backup.server"


def test_an_older_file_is_upgraded_on_command(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "老县.fdk"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = path.read_bytes()
    assert main(["figures", str(path), "--json"]) == 0
    shown = answer(capfd)
    assert path.read_bytes() == before
    assert main(["backup", str(path), "--no-book", "--json"]) == 0  # as it is, not upgraded
    assert Path(answer(capfd)["backup"]).read_bytes()[60:64] == before[60:64]
    assert main(["upgrade", str(path), "--officer", "张敏", "--json"]) == 0
    assert answer(capfd)["version"] == "6.00"
    assert main(["figures", str(path), "--json"]) == 0
    assert answer(capfd) == shown
    (copy,) = (tmp_path / "老县.备份" / "升级前备份").glob("*.fdk")
    assert main(["verify", str(copy), "--json"]) == 0
    assert answer(capfd)["ok"] is True


def test_the_plain_copy_can_be_read_without_the_program(
    county: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(county), "--json"]) == 0
    book = Path(answer(capfd)["book"])
    sheets = {sheet.name: sheet.rows for sheet in read_raw(book).sheets}
    assert next(iter(sheets)) == "说明"
    assert sheets["学校"][1][sheets["学校"][0].index("名称")] == "=1+1"
    work = dict(zip(sheets["单项工程"][0], sheets["单项工程"][1], strict=False))
    assert str(work["规划面积（㎡）"]) == "1234.56"
    assert str(work["计划投资（元）"]) == "9876543.21"
    assert work["学校"] == "=1+1"
    with zipfile.ZipFile(book) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
    import openpyxl

    opened = openpyxl.load_workbook(book)
    assert opened["学校"].max_row == 2
    kinds = {cell.data_type for sheet in opened for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    opened.close()
