"""Bombs, far cells, entities, cut and foreign files: one clear sentence, bounded memory, no crash."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from facilitydesk.domain.problems import Trouble
from facilitydesk.interchange import child, reader
from facilitydesk.interchange.recognise import read_book
from tests.interchange.books import HEAD, works, write

SHEET = "xl/worksheets/sheet1.xml"
XML = b'<?xml version="1.0" encoding="UTF-8"?>'
NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLE = Path(__file__).parents[1] / "workbooks" / "16_改薄进度_2003格式.xls"
LARGE = 200_000_000


def parts() -> dict[str, bytes]:
    book = Workbook()
    active = book.active
    assert active is not None
    active.append(["名称", "面积"])
    data = io.BytesIO()
    book.save(data)
    with zipfile.ZipFile(data) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def build(path: Path, over: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in (parts() | over).items():
            archive.writestr(name, data)
    return path


def sheet(body: bytes) -> bytes:
    return XML + b"<worksheet " + NS + b">" + body + b"</worksheet>"


def refused(path: Path) -> str:
    with pytest.raises(Trouble) as trouble:
        read_book(path)
    assert path.name in str(trouble.value) or "工作表" in str(trouble.value)
    return trouble.value.code


ROW = b"<row><c><v>1</v></c></row>"
BOMBS = {
    "string": {
        SHEET: sheet(b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * LARGE)
    },
    "rows": {SHEET: sheet(b"<sheetData>" + ROW * (LARGE // len(ROW)))},
    "blanks": {SHEET: sheet(b" " * LARGE)},
    "strings": {"xl/sharedStrings.xml": b"<si><t>a</t></si>" * (LARGE // 17)},
    "parts": {f"xl/media/{number}.bin": b"" for number in range(2_500)},
    "ratio": {SHEET: sheet(b" " * 30_000_000)},
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_before_anything_is_parsed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = build(tmp_path / f"{name}.xlsx", BOMBS[name])

    def no_child() -> list[str]:
        raise AssertionError("the guard let it through")

    monkeypatch.setattr(reader, "child_command", no_child)
    assert refused(path) == "import.bomb"


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x", "C:/x", "xl\\..\\..\\x"])
def test_climbing_names_are_refused(name: str, tmp_path: Path) -> None:
    assert refused(build(tmp_path / "a.xlsx", {name: b"x"})) == "import.unsafe_names"


DTDS = [
    b'<!DOCTYPE q [<!ENTITY a "x">]>',
    b'<!DOCTYPE q [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    b"<!-- c --><!DOCTYPE lolz [" + b'<!ENTITY lol "lol">' * 9 + b"]>",
]


@pytest.mark.parametrize("dtd", DTDS)
@pytest.mark.parametrize(
    "part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_entities_are_refused(dtd: bytes, part: str, tmp_path: Path) -> None:
    body = XML + dtd + b"<worksheet " + NS + b"><sheetData/></worksheet>"
    assert refused(build(tmp_path / "a.xlsx", {part: body})) == "import.dtd"


def test_an_entity_in_another_encoding_is_refused(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE q [<!ENTITY a "x">]><worksheet/>'
    assert refused(build(tmp_path / "a.xlsx", {SHEET: text.encode("utf-16")})) == "import.dtd"


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "ZZZ1"])
def test_a_far_cell_names_itself(cell: str, tmp_path: Path) -> None:
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    body = f'<sheetData><row r="{row}"><c r="{cell}"><v>1</v></c></row></sheetData>'
    path = build(tmp_path / "a.xlsx", {SHEET: sheet(body.encode())})
    with pytest.raises(Trouble) as trouble:
        read_book(path)
    assert trouble.value.code == "import.far_cell"
    assert cell in str(trouble.value)


def test_a_far_cell_on_another_sheet_does_not_hide_the_table(tmp_path: Path) -> None:
    def far(book: Workbook) -> None:
        book.create_sheet("杂")["XFD1048576"] = 1

    book = read_book(write(tmp_path / "a.xlsx", [["表（万元）"], HEAD, *works(2)], change=far))
    assert len(book.tables[0].rows) == 2
    assert [(n.sheet, n.problem.code) for n in book.notices] == [("杂", "import.far_cell")]


@pytest.mark.parametrize("gone", ["python_calamine", "facilitydesk.interchange.biff"])
def test_a_part_of_the_program_that_is_gone_is_not_called_a_damaged_file(
    gone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "报表.xlsx", [HEAD, *works(2)])
    before = path.read_bytes()
    program = (
        f"import sys; sys.modules[{gone!r}] = None;"
        "from facilitydesk.interchange.child import main; sys.exit(main(sys.argv[1:]))"
    )
    monkeypatch.setattr(reader, "child_command", lambda: [sys.executable, "-c", program])
    with pytest.raises(Trouble) as told:
        read_book(path)
    assert told.value.code == "import.program_fault"
    assert "报表.xlsx" in str(told.value)
    assert "损坏" not in str(told.value)
    assert path.read_bytes() == before


def test_a_reading_program_that_was_taken_away_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xlsx", [HEAD, *works(2)])
    monkeypatch.setattr(reader, "child_command", lambda: [str(tmp_path / "facilitydesk-cli")])
    with pytest.raises(Trouble, match="facilitydesk-cli") as told:
        read_book(path)
    assert told.value.code == "import.program_fault"


def test_a_parser_that_dies_costs_only_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.xlsx", [HEAD, *works(2)])
    monkeypatch.setattr(reader, "child_command", lambda: ["/bin/sh", "-c", "kill -ABRT $$"])
    assert refused(path) == "import.too_big"
    monkeypatch.setattr(reader, "child_command", lambda: ["/bin/sh", "-c", "echo '{'"])
    assert refused(path) == "import.reader_died"
    monkeypatch.setattr(reader, "child_command", lambda: ["/bin/sh", "-c", "exec sleep 60"])
    with pytest.raises(Trouble) as slow:
        reader.read_raw(path, wall_seconds=0.3)
    assert slow.value.code == "import.too_slow"
    with pytest.raises(Trouble) as stopped:
        reader.read_raw(path, cancelled=lambda: True)
    assert stopped.value.code == "import.cancelled"


def test_memory_of_the_child_is_bounded(tmp_path: Path) -> None:
    """What passes the guard and still wants memory meets the child's own limit."""
    cells = b"".join(b'<c r="%sX1"><v>1</v></c>' % bytes([65 + i % 26]) for i in range(26))
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, cells.replace(b"X1", b"%d" % n)) for n in (1, 199_999)
    )
    path = build(tmp_path / "a.xlsx", {SHEET: sheet(b"<sheetData>" + rows + b"</sheetData>")})
    assert refused(path) == "import.sheet_too_big"
    assert child.MEMORY <= 450 * 1024 * 1024


def test_a_cell_longer_than_any_cell_does_not_reach_the_program(tmp_path: Path) -> None:
    text = b'<c r="A1" t="inlineStr"><is><t>' + b"A" * 50_000 + b"</t></is></c>"
    body = b'<sheetData><row r="1">' + text + b"</row></sheetData>"
    assert refused(build(tmp_path / "a.xlsx", {SHEET: sheet(body)})) == "import.sheet_too_big"


def foreign() -> dict[str, tuple[bytes, str]]:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return {
        "空.xlsx": (b"", "import.empty"),
        "照片.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "import.foreign"),
        "文件.xls": (b"%PDF-1.7 ...", "import.foreign"),
        "文档.xlsx": (zipped.getvalue(), "import.foreign"),
        "网页.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "import.web_page"),
        "程序.csv": (b"MZ\x90\x00", "import.foreign"),
        "数据.xlsx": (b"SQLite format 3\x00" + b"\0" * 100, "import.foreign"),
        "乱码.csv": (bytes(range(256)) * 20, "import.foreign"),
        "半个.xlsx": (b"PK\x03\x04" + b"\0" * 60, "import.damaged"),
        "坏.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.damaged"),
        "短文.csv": ("今天天气很好".encode(), "import.no_table"),
    }


@pytest.mark.parametrize("name", foreign())
def test_renamed_foreign_files(name: str, tmp_path: Path) -> None:
    data, code = foreign()[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert refused(path) == code


def test_missing_files_and_folders(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.xlsx") == "file.missing"
    assert refused(tmp_path) == "import.not_a_file"


def test_every_cut_of_a_workbook_is_one_sentence(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.xlsx", [HEAD, *works(2)]).read_bytes()
    for data, suffix in ((whole, "xlsx"), (OLE.read_bytes(), "xls")):
        for share in (1, 3, 5, 7, 9):
            path = tmp_path / f"cut.{suffix}"
            path.write_bytes(data[: len(data) * share // 10])
            with pytest.raises(Trouble) as trouble:
                read_book(path)
            assert trouble.value.code in {"import.damaged", "import.old_format", "import.no_table"}


def ole_file(stream: str) -> bytes:
    """The least compound file that holds a stream of that name."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIIII", head, 40, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    for index in range(1, 109):
        struct.pack_into("<I", head, 76 + 4 * index, 0xFFFFFFFF)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for place, (name, kind) in enumerate((("Root Entry", 5), (stream, 2))):
        text = name.encode("utf-16-le") + b"\0\0"
        directory[place * 128 : place * 128 + len(text)] = text
        struct.pack_into("<HB", directory, place * 128 + 64, len(text), kind)
        struct.pack_into("<II", directory, place * 128 + 116, 0xFFFFFFFE, 0)
    return bytes(head + table + directory)


@pytest.mark.parametrize(
    ("stream", "code"),
    [("EncryptedPackage", "import.password"), ("WordDocument", "import.foreign"), ("Workbook", "import.old_format")],
)  # fmt: skip
def test_compound_files(stream: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(ole_file(stream))
    assert refused(path) == code


def test_macros_are_ignored_and_said_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [["表（万元）"], HEAD, *works(2)])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    book = read_book(path)
    assert [n.problem.code for n in book.notices] == ["macros_ignored"]
    assert book.to_json()["tables"][0]["problems"][0]["code"] == "macros_ignored"


def test_a_number_beyond_all_bounds_is_named_as_no_number(tmp_path: Path) -> None:
    """In a row of figures and in one that could be a head of numbered items."""
    path = write(tmp_path / "a.xlsx", [HEAD, *works(6), [1, 2, 3, 4, 5, 6, 7, 8, 9]])
    with zipfile.ZipFile(path) as archive:
        content = archive.read(SHEET)
    for before, after in ((b"1003", b"1e400"), (b"9", b"-1e400")):
        content = content.replace(b"<v>%s</v>" % before, b"<v>%s</v>" % after)
    (table,) = read_book(build(tmp_path / "b.xlsx", {SHEET: content})).to_json()["tables"]
    third = next(row for row in table["rows"] if row["row"] == 4)
    assert third["planned_area_m2"] is None
    (named,) = (told for told in table["problems"] if told["cell"] == "E4")
    assert named["value"] == "Infinity"


def test_texts_made_to_keep_patterns_busy(tmp_path: Path) -> None:
    rows = [
        ["学校", "项目名称", "工程总" * 300, "开工时间", "面积"],
        ["甲小学", "食堂", "1" * 30_000, "1" * 30_000, "2024年" * 3_000],
        ["合计" * 4_000, "(" * 9_000, "百分之" * 3_000, "2024年9月" * 2_000, "省级财政" * 500],
    ]
    read_book(write(tmp_path / "a.xlsx", rows))
    # The child that reads has a time limit: a pattern that never ends is trouble, not a wait.


def test_nothing_but_heads_is_soon_seen_through(tmp_path: Path) -> None:
    head, other = ["学校", "项目名称", "面积", "投资", "进度"], ["学校名", "项目", "面积"]
    with pytest.raises(Trouble) as trouble:
        read_book(write(tmp_path / "a.xlsx", [head, other] * 2_000))
    assert trouble.value.code == "import.no_table"
