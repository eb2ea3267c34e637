"""What a reader sees on paper: every character, every page, every head."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.problems import Severity, Trouble
from facilitydesk.domain.quantities import Area, Money
from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.reports.paper import pc_fonts, pdf
from facilitydesk.reports.paper.fonts import Face, FontBook, Role
from facilitydesk.reports.paper.page import (
    Column,
    Document,
    Figure,
    Head,
    Heading,
    Imprint,
    Letter,
    Paper,
    Paragraph,
    Row,
    Setup,
    Sheet,
    Table,
)
from facilitydesk.reports.paper.pc_fonts import FontFile
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.resources import resource
from tests.reports.papers import (
    HEADS,
    MARKUP,
    RARE,
    listing,
    note,
    pages,
    paragraph,
    plain,
    printed,
    works,
)


def names(*texts: str) -> Document:
    table = Table((Column("学校名称"),), tuple(Row((text,)) for text in texts))
    return Document("名单", (Sheet("名单", (table,)),))


@pytest.mark.parametrize("text", [*MARKUP, *RARE])
def test_every_text_is_printed_as_it_is_in_a_cell(text: str) -> None:
    assert plain(text) in plain(pages(names(text))[0])


@pytest.mark.parametrize("text", [*MARKUP, *RARE])
def test_every_text_is_printed_as_it_is_in_a_paragraph(text: str) -> None:
    assert plain(text) in plain(pages(note(paragraph(text)))[0])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x9FA5), min_size=1, max_size=30))
def test_any_text_can_be_printed(text: str) -> None:
    made = printed(names(text))
    told = made.notices[0].message if made.notices else ""
    with Preview(made.pdf) as preview:
        shown = preview.text(0)
    assert all(char in shown or char in told for char in set(plain(text)) if char.isalnum())


def test_a_character_without_a_glyph_is_marked_and_listed() -> None:
    made = printed(names("𠮷田小学"))
    missing = made.notices[0]
    assert missing.severity is Severity.YELLOW
    assert "𠮷（U+20BB7）" in missing.message
    with Preview(made.pdf) as preview:
        assert "〓田小学" in preview.text(0)


def test_control_characters_and_surrogates_do_not_stop_the_paper() -> None:
    made = printed(names("甲\x00乙\ud800丙\tok"))
    with Preview(made.pdf) as preview:
        assert "甲乙〓丙ok" in plain(preview.text(0))
    assert "U+D800" in made.notices[0].message


def test_heads_are_repeated_and_pages_counted() -> None:
    shown = pages(listing(120))
    assert len(shown) > 3
    for number, page in enumerate(shown, 1):
        assert f"第{number}页 共{len(shown)}页" in page
        assert "学校名称" in page
        assert "规划面积" in page
    found = re.findall(r"第\d+小学", "".join(shown))
    assert found == [f"第{n}小学" for n in range(1, 121)]
    assert "12,001.20" in shown[-1]
    assert "合计" in shown[-1]


def test_the_last_row_keeps_the_signatures_company() -> None:
    for count in range(20, 30):
        sheet = Sheet("表", (Table(HEADS, works(count)),), signatures=("审核人：", "填报人："))
        last = pages(Document("表", (sheet,)))[-1]
        assert "审核人" in last
        assert re.search(r"第\d+小学", last), f"{count} rows leave the signatures alone"


def test_a_name_of_5000_characters_survives() -> None:
    long = "".join(chr(0x4E00 + n) for n in range(5000))
    shown = "".join(pages(names("前", long, "后")))
    body = re.sub(r"学校名称|第\d+页共\d+页|名单", "", plain(shown))
    assert plain(long) in body
    assert body.endswith("后")


def test_a_note_of_1000_lines_survives() -> None:
    text = "\n".join(f"第{n}行" for n in range(1000))
    document = Document(
        "表", (Sheet("表", (Table((Column("说明"), Column("甲")), (Row((text, "乙")),)),)),)
    )
    found = re.findall(r"第\d+行", "".join(pages(document)))
    assert found == [f"第{n}行" for n in range(1000)]


def test_eighteen_columns_fit_one_page_of_a3() -> None:
    heads = tuple(Column(f"第{n}列的名称") for n in range(18))
    row = Row(tuple(f"内容{n}不可裁切" for n in range(18)))
    sheet = Sheet("宽表", (Table(heads, (row,)),), setup=Setup(Paper.A3))
    made = printed(Document("宽表", (sheet,)))
    with Preview(made.pdf) as preview:
        assert preview.size(0) == pytest.approx((1190.55, 841.89), abs=0.1)
        shown = plain(preview.text(0))
    assert made.pages == 1
    assert all(f"第{n}列" in shown for n in range(18))


def test_a_wide_table_chooses_a3_by_itself() -> None:
    heads = tuple(Column(f"第{n}列的长名称") for n in range(34))
    row = Row(tuple("一段不短的文字内容" for _ in range(34)))
    made = printed(Document("宽表", (Sheet("宽表", (Table(heads, (row,)),)),)))
    with Preview(made.pdf) as preview:
        assert preview.size(0)[0] == pytest.approx(1190.55, abs=0.1)


def test_a_form_has_heads_of_three_levels_a_unit_row_and_a_code_row() -> None:
    def money(head: str, code: str) -> Column:
        return Column(head, Kind.MONEY, "万元", code=code)

    heads = (
        Column("市、县", code="甲"),
        Head(
            "计划情况",
            (
                Column("建设面积", Kind.AREA, "㎡", code="01"),
                Head("投资额", (money("合计", "02"), money("中央专项", "03"))),
            ),
        ),
        Column("比例", Kind.PERCENT, "%", code="04=03/02"),
    )
    row = Row(("舒城县", Area(12_345), Money(10**8), Money(10**7), Rate(1, 8, Basis.COUNT)))
    sheet = Sheet("统计表", (Table(heads, (row,), unit_row=True, code_row=True),), unit="")
    shown = plain(pages(Document("统计表", (sheet,)))[0])
    assert "㎡万元万元%" in shown
    assert "甲01020304=03/02" in shown
    assert "舒城县123.45100.0010.0012.50" in shown
    assert all(head in shown for head in ("计划情况", "投资额", "中央专项"))


LETTER = Letter(
    title="青溪县教育局关于2016年全面改薄工程进展情况的通报",
    issuer="青溪县教育局文件",
    number="青教通〔2016〕12号",
    addressees="各乡镇中心学校：",
    blocks=(
        Heading("一、开工情况"),
        Paragraph(("开工率", Figure("开工率", "75%", "75% = 3 / 4 个，按项目数"), "。")),
    ),
    annexes=("排名表", "进度表"),
    signature="青溪县教育局",
    signed=date(2016, 12, 30),
    imprint=Imprint("县政府办公室。", "青溪县教育局办公室", date(2016, 12, 31)),
)


def test_a_letter_has_its_parts_in_order() -> None:
    shown = plain("".join(pages(Document("通报", (LETTER,)))))
    parts = (
        "青溪县教育局文件",
        "青教通〔2016〕12号",
        "进展情况的通报",
        "各乡镇中心学校：",
        "一、开工情况",
        "开工率75%。",
        "附件：1.排名表2.进度表",
        "青溪县教育局2016年12月30日—2—",
        "抄送：县政府办公室。",
        "2016年12月31日印发",
    )
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


def test_a_figure_of_the_text_knows_its_place_and_its_basis() -> None:
    made = printed(Document("通报", (LETTER,)))
    (place,) = made.places
    assert place.figure.basis == "75% = 3 / 4 个，按项目数"
    # 2 characters of indent and 3 of 开工率, on a grid of 28 characters in 156 mm.
    assert place.x == pytest.approx(79.4 + 5 * 15.79, abs=1)


def test_page_numbers_run_on_in_letters_and_annexes_count_their_own() -> None:
    body = tuple(paragraph("部分项目前期工作滞后。" * 30) for _ in range(6))
    document = Document("通报", (replace(LETTER, blocks=body), *listing(60).parts))
    shown = pages(document)
    assert "— 2 —" in shown[1]
    assert any("第1页 共3页" in page for page in shown)
    assert "印发" in shown[-1], "版记 stands behind the annexes"


def test_a_signature_is_never_alone_on_its_page() -> None:
    for lines in range(8, 30):
        body = tuple(paragraph(f"第{n}段。") for n in range(lines))
        letter = replace(LETTER, blocks=body, imprint=None)
        for page in pages(Document("通报", (letter,))):
            assert "段。" in page, f"a page without text at {lines} lines"


def test_the_same_document_gives_the_same_bytes() -> None:
    document = Document("通报", (LETTER, *listing(40).parts))
    assert printed(document).pdf == printed(document).pdf


def test_fonts_are_embedded_and_the_title_is_in_the_file() -> None:
    data = printed(listing(3)).pdf
    assert b"/FontFile2" in data
    assert b"Helvetica" not in data
    with Preview(data) as preview:
        assert preview._document.get_metadata_dict()["Title"] == "进度表"


def test_stand_in_fonts_are_told() -> None:
    (notice,) = printed(Document("通报", (LETTER,))).notices
    assert notice.severity is Severity.BLUE
    assert "小标宋、仿宋、黑体" in notice.message


def test_a_font_of_the_pc_is_found_by_its_name_and_used(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(resource("fonts/NotoSansSC-Regular.ttf").read_bytes())
    assert "noto sans sc" in pc_fonts.installed((tmp_path,))
    (tmp_path / "b.txt").write_text("not a font")
    (tmp_path / "c.ttf").write_bytes(b"broken")
    book = FontBook((tmp_path,))
    assert book.official(("不存在", "Noto Sans SC"))[0] == "Noto Sans SC"
    assert book.typeface(Role.BODY).used is None


def test_a_damaged_font_is_a_known_trouble(tmp_path: Path) -> None:
    (tmp_path / "x.ttf").write_bytes(b"\0\1\0\0" + bytes(60))
    with pytest.raises(Trouble, match=r"字体文件“x.ttf”缺失或损坏"):
        Face(FontFile(tmp_path / "x.ttf"))


def test_an_empty_table_still_prints_its_head() -> None:
    document = Document("表", (Sheet("表", (Table(HEADS, ()),)),))
    assert "规划面积" in pages(document)[0]


def test_render_works_with_the_fonts_of_this_pc() -> None:
    assert pdf.render(listing(1)).pages == 1
