"""A Word file that officers go on writing in: every text, headings, tables, pages, pictures."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from facilitydesk.domain.problems import Severity
from facilitydesk.reports import producing
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper import docx
from facilitydesk.reports.paper.charts import Bar, Bars
from facilitydesk.reports.paper.page import (
    Column,
    Document,
    Heading,
    Imprint,
    Letter,
    Paper,
    Paragraph,
    Photo,
    Photos,
    Picture,
    Row,
    Setup,
    Sheet,
    Table,
)
from facilitydesk.services.desk import Desk
from tests.reports.county import DAY, build
from tests.reports.papers import BUNDLED, MARKUP, RARE, listing, note, paragraph

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Element = ET.Element


class Word:
    """A Word file as another program reads it."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.files = {name: package.read(name) for name in package.namelist()}
        self.body = self.part("document")[0]

    def part(self, name: str) -> Element:
        return ET.fromstring(self.files[f"word/{name}.xml"])

    @property
    def sections(self) -> list[Element]:
        return list(self.body.iter(f"{W}sectPr"))

    @property
    def tables(self) -> list[Element]:
        return list(self.body.iter(f"{W}tbl"))

    def related(self, key: str) -> str:
        """The name of the file behind a relationship."""
        links = ET.fromstring(self.files["word/_rels/document.xml.rels"])
        return f"word/{next(each.attrib['Target'] for each in links if each.attrib['Id'] == key)}"

    def margin(self, section: Element, name: str, kind: str) -> str:
        """The words of a header or footer of a section: `name` is header or footer."""
        (key,) = (
            each.attrib[f"{R}id"]
            for each in section.iter(f"{W}{name}Reference")
            if each.attrib[f"{W}type"] == kind
        )
        return said(ET.fromstring(self.files[self.related(key)]))


def made(document: Document) -> Word:
    return Word(docx.render(document, BUNDLED).docx)


def said(element: Element) -> str:
    """The words below an element; line breaks as line feeds, fields by their names."""
    found = []
    for each in element.iter():
        if each.tag in (f"{W}t", f"{W}instrText"):
            found.append((each.text or "").strip() if each.tag == f"{W}instrText" else each.text)
        elif each.tag == f"{W}br" or (each.tag == f"{W}p" and found):
            found.append("\n")
    return "".join(text or "" for text in found).strip("\n")


def paragraphs(word: Word) -> list[str]:
    return [said(each) for each in word.body if each.tag == f"{W}p"]


def rows(table: Element) -> list[list[str]]:
    return [[said(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]


@pytest.mark.parametrize("text", [*MARKUP, *RARE, "一、缺工\n二、缺料"])
def test_every_text_stands_as_it_is(text: str) -> None:
    table = Table((Column("学校名称"),), (Row((text,)),))
    word = made(Document("名单", (Sheet("名单", (table, paragraph(text))),)))
    assert rows(word.tables[0])[1] == [text]
    assert text in paragraphs(word)


def test_what_no_file_can_hold_is_replaced_and_told() -> None:
    told = docx.render(note(paragraph("停电\x00\x0b期间")), BUNDLED)
    assert "停电\ufffd\ufffd期间" in paragraphs(Word(told.docx))
    assert [(p.code, p.severity) for p in told.notices] == [
        ("report.text_altered", Severity.YELLOW)
    ]


def test_heads_are_merged_and_repeated_and_no_row_is_torn() -> None:
    (table,) = made(listing(40)).tables
    first, second, *body = table.iter(f"{W}tr")
    assert [said(cell) for cell in first.iter(f"{W}tc")] == ["序号", "学校名称", "计划", "进展"]
    spans = [
        int(span.attrib[f"{W}val"]) if (span := cell.find(f".//{W}gridSpan")) is not None else 1
        for cell in first.iter(f"{W}tc")
    ]
    assert spans == [1, 1, 2, 3]
    assert len(list(second.iter(f"{W}tc"))) == 7
    assert len(list(second.iter(f"{W}vMerge"))) == 2, "序号 and 学校名称 go on below"
    assert [row.find(f".//{W}tblHeader") is not None for row in (first, second, body[0])] == [
        *(True, True, False)
    ]
    assert all(row.find(f".//{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
    widths = [int(each.attrib[f"{W}w"]) for each in table.iter(f"{W}gridCol")]
    assert len(widths) == 7
    room = 20 * (297 - 15 - 15) * 72 / 25.4
    assert sum(widths) == pytest.approx(room, abs=20), "as wide as the paper between its margins"


def test_cells_say_what_the_paper_says() -> None:
    shown = rows(made(listing(2)).tables[0])
    assert shown[2] == ["1", "第1小学", "100.01", "35.00", "主体施工", "0.00", "2016-03-02"]
    assert shown[3] == ["2", "第2小学", "100.01", "35.00", "主体施工", "", "2016-03-03"]
    assert shown[4] == ["合计", "200.02", "70.00", "", "0.00", ""], "the label over two columns"


def jpeg() -> bytes:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (400, 300), (40, 120, 60)).save(data, "JPEG")
    return data.getvalue()


def letter() -> Letter:
    return Letter(
        "关于工程进展情况的通报",
        (
            Heading("一、总体情况", 1),
            Paragraph(("全县已开工75%。",)),
            Heading("（一）开工", 2),
            Paragraph(("其余见附件。",)),
        ),
        issuer="临溪县教育局文件",
        number="临教〔2026〕3号",
        addressees="各乡镇中心学校：",
        annexes=("排名表", "明细表"),
        signature="临溪县教育局",
        signed=date(2026, 3, 11),
        contact="联系人：李强",
        imprint=Imprint("县财政局。", "临溪县教育局项目办", date(2026, 3, 12)),
    )


def test_a_letter_keeps_its_order_and_its_headings_are_the_outline() -> None:
    word = made(Document("通报", (letter(),)))
    assert [text for text in paragraphs(word) if text] == [
        "临溪县教育局文件",
        "临教〔2026〕3号",
        "关于工程进展情况的通报",
        "各乡镇中心学校：",
        "一、总体情况",
        "全县已开工75%。",
        "（一）开工",
        "其余见附件。",
        "附件：1.排名表",
        "2.明细表",
        "临溪县教育局",
        "2026年3月11日",
        "（联系人：李强）",
    ]
    named = {
        each.attrib[f"{W}styleId"]: each.find(f"{W}name").attrib[f"{W}val"]  # type: ignore[union-attr]  # each style has one
        for each in word.part("styles").iter(f"{W}style")
    }
    looks = {
        said(each): named[style.attrib[f"{W}val"]]
        for each in word.body
        if (style := each.find(f".//{W}pStyle")) is not None
    }
    outline = {text: look for text, look in looks.items() if look.startswith("heading")}
    assert outline == {"一、总体情况": "heading 1", "（一）开工": "heading 2"}
    assert (looks["各乡镇中心学校："], looks["全县已开工75%。"]) == ("公文顶格", "公文正文")
    assert rows(word.tables[-1]) == [
        ["抄送：县财政局。"],
        ["临溪县教育局项目办", "2026年3月12日印发"],
    ]


def test_each_part_has_its_paper_and_its_page_numbers() -> None:
    annex = listing(3).parts[0]
    assert isinstance(annex, Sheet)
    wide = replace(annex, setup=Setup(Paper.A3), running="临溪县项目进度表")
    word = made(Document("通报", (letter(), annex, wide), mark="数据校验值 7e8b"))
    sizes = [
        tuple(int(word_size.attrib[f"{W}{side}"]) for side in "wh")
        for section in word.sections
        if (word_size := section.find(f"{W}pgSz")) is not None
    ]
    assert sizes == [(11906, 16838), (16838, 11906), (23811, 16838), (11906, 16838)]
    first, second, third, last = word.sections
    assert [word.margin(first, "footer", kind) for kind in ("default", "even")] == ["— PAGE1 —"] * 2
    assert word.margin(second, "footer", "even") == "第PAGE1页 共SECTIONPAGES1页"
    assert word.margin(last, "footer", "default") == "", "版记 has no page number"
    assert word.margin(second, "header", "default") == ""
    assert word.margin(third, "header", "default") == "临溪县项目进度表"
    assert third.find(f"{W}titlePg") is not None, "the title page needs no running head"
    assert word.margin(third, "header", "first") == ""
    restarted = [each.find(f"{W}pgNumType") is not None for each in word.sections]
    assert restarted == [True, True, True, False]
    assert paragraphs(word)[-1] == "数据校验值 7e8b"


def test_photos_and_charts_lie_in_the_file() -> None:
    photos = Photos((Photo(jpeg(), 400, 300, "教学楼 2026-03-02"),))
    chart = Bars("竣工率", (Bar("甲镇", Fraction(1, 2), "50%"), Bar("乙镇", Fraction(1), "100%")))
    word = made(Document("一校一档", (Sheet("一校一档", (photos, Picture(chart))),)))
    shown = [each.attrib[f"{R}embed"] for each in word.body.iter() if each.tag.endswith("}blip")]
    photo, drawn = (word.files[word.related(key)] for key in shown)
    assert photo == jpeg()
    assert drawn.startswith(b"\x89PNG")
    assert "教学楼 2026-03-02" in rows(word.tables[0])[0][0]


def test_the_same_document_gives_the_same_bytes() -> None:
    document = Document("通报", (letter(), *listing(3).parts))
    assert docx.render(document, BUNDLED).docx == docx.render(document, BUNDLED).docx


def test_the_bulletin_comes_as_a_word_file(desk: Desk, tmp_path: Path) -> None:
    out = tmp_path / "通报.docx"
    wanted = Options(copies="县财政局。")
    told = producing.produce(build(desk).desk, "bulletin", as_of=DAY, out=out, options=wanted)
    assert (told.files, told.pages) == ((out,), 0)
    word = Word(out.read_bytes())
    text = "".join(paragraphs(word))
    assert "面积开工率80.00%" in text, "(1,000 + 1,000 + 1,200) / 4,000 ㎡"
    assert "附件：1.各乡镇工程进展情况排名表" in text
    schools = {cell for table in word.tables for row in rows(table) for cell in row}
    assert {"甲镇中心小学", "乙镇中心小学", "丙镇中心小学"} <= schools
