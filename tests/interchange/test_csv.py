"""Text tables in every encoding that offices send, with strict decoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange.recognise import read_book
from tests.interchange.books import codes, column, skipped, table

TEXT = """某县项目表,,,,,,,
,,,,,,,单位：万元
序号,项目学校,项目名称,规划,,进展,,备注
,,,面积（㎡）,资金,开工面积,完成投资,
1,甲小学,甲小学食堂,"1,000",200.5,1000,100,
,,甲小学宿舍,500,100,500,50,"两行
备注"
,,甲小学厕所,50,10,0,0,
2,乙小学,乙小学食堂,800,160,800,20,
,,乙小学宿舍,700,140,700,70,
,合计,,3050,610.5,3000,240,
"""
ENCODINGS = ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_encoding_reads_alike(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "项目.csv"
    path.write_bytes(TEXT.replace("\n", newline).encode(encoding))
    found = table(path)
    assert found.header_rows == (3, 4)
    assert column(found, "school") == ["甲小学", "甲小学", "甲小学", "乙小学", "乙小学"]
    assert column(found, "planned_area_m2") == ["1000.00", "500.00", "50.00", "800.00", "700.00"]
    assert column(found, "invested_yuan")[0] == "1000000.00"
    assert all(total.foots for total in found.totals)
    assert codes(found) == [("B6", "filled_from_above")]
    assert [why for _, why in skipped(found)] == ["total"]


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.replace('"1,000"', "1000").replace(",", delimiter), encoding="utf-8")
    assert len(table(path).rows) == 5


def test_rare_characters_survive(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.replace("甲小学", "𠮷田䶮小学").encode("gb18030"))
    assert column(table(path), "school")[0] == "𠮷田䶮小学"


def test_a_cut_character_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode("gbk") + b"\xff\xff")
    with pytest.raises(Trouble) as trouble:
        read_book(path)
    assert trouble.value.code == "import.encoding"
    assert "编码无法识别" in str(trouble.value)


@pytest.mark.parametrize("rows", [1, 400])
def test_a_quotation_mark_that_is_never_closed_loses_no_rows(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = '学校,项目名称,面积\n甲小学,"食堂,100\n' + "乙小学,宿舍,200\n" * rows
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as trouble:
        read_book(path)
    assert (trouble.value.code, trouble.value.args_["line"]) == ("import.quote", "2")
    path.write_text(text + '丙小学,"厕所",1\n', encoding="utf-8")
    with pytest.raises(Trouble):
        read_book(path)
