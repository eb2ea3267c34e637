"""恢复单: the sheet from an envelope says a year later which data file its code belongs to."""

from __future__ import annotations

from facilitydesk.reports import recovery_sheet
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk

CODE = "7KQ4M-XW2PD-9HCTR-4NBVE-LG6YS"


def text_of(desk: Desk) -> str:
    with Preview(recovery_sheet.sheet(desk, "王敏", CODE)) as preview:
        assert len(preview) == 1, "one sheet for one envelope"
        return preview.text(0).replace("\r\n", "")


def test_the_sheet_names_county_file_officer_and_code(desk: Desk) -> None:
    settings.change(desk, "bureau", "临溪县教育和体育局")
    text = text_of(desk)
    for words in (
        "临溪县教育和体育局",
        "县（区）：临溪县",
        "数据文件：临溪县.fdk",
        "人　　员：王敏",
        CODE,
    ):
        assert words in text, words


def test_a_server_is_named_without_its_password(desk: Desk) -> None:
    file = desk.place
    desk.place = "postgresql+psycopg://office:geheim@192.168.1.20:5432/linxi"
    try:
        text = text_of(desk)
    finally:
        desk.place = file
    assert "数据文件：服务器192.168.1.20上的数据库linxi" in text
    assert "geheim" not in text
    assert "office" not in text
