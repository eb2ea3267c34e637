"""Words of a Word file: each look is a style of the file, so that officers change it in one place.

Every text is literal; characters that no office program can store are replaced.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from docx.blkcntnr import BlockItemContainer
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from facilitydesk.reports.paper import docx_oxml as oxml
from facilitydesk.reports.paper import sheet as sheets
from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.ink import MM
from facilitydesk.reports.paper.letter import BODY, CELL, PITCH, SHEET, SMALL, TITLE

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Look(NamedTuple):
    """A style: `stands` are attributes of python-docx's ParagraphFormat, `level` the outline's."""

    role: Role
    size: float
    stands: dict[str, Any]
    level: int = 0
    colour: str = ""
    rule: str = ""  # the colour of a line below
    space: float = 0  # points after each character


_LEFT = {"alignment": WD_ALIGN_PARAGRAPH.LEFT}
_CENTER = {"alignment": WD_ALIGN_PARAGRAPH.CENTER}
_RIGHT = {"alignment": WD_ALIGN_PARAGRAPH.RIGHT}
_TIED = {"keep_with_next": True}
_LINE = {"line_spacing": Pt(PITCH)}
_FIRST = _LINE | {"first_line_indent": Pt(2 * CELL)}
_ANNEX = _LINE | {"left_indent": Pt(5 * CELL)}
_HANG = {"first_line_indent": Pt(-3 * CELL)}
_ISSUER = _CENTER | {"space_before": Pt(35 * MM), "space_after": Pt(PITCH)}
_GIVES = CELL - BODY  # 28 characters a line, 22 lines a page
_RED = "DE000F"
_LOOKS = {
    "Normal": Look(Role.BODY, BODY, {"alignment": WD_ALIGN_PARAGRAPH.JUSTIFY}),
    "发文机关标志": Look(Role.TITLE, 56, _ISSUER, colour=_RED),
    "发文字号红线": Look(
        Role.BODY, BODY, _LINE | _CENTER | {"space_after": Pt(2 * PITCH)}, rule=_RED
    ),
    "发文字号": Look(Role.BODY, BODY, _LINE | _CENTER),
    "公文标题": Look(Role.TITLE, TITLE, _LINE | _CENTER),
    "公文正文": Look(Role.BODY, BODY, _FIRST, space=_GIVES),
    "公文顶格": Look(Role.BODY, BODY, _LINE, space=_GIVES),
    **{
        f"heading {level}": Look(role, BODY, _FIRST, level, space=_GIVES)
        for level, role in enumerate((Role.HEI, Role.KAI, Role.BODY, Role.BODY), 1)
    },
    "附件说明": Look(Role.BODY, BODY, _ANNEX | _HANG, space=_GIVES),
    "附件说明续": Look(Role.BODY, BODY, _ANNEX, space=_GIVES),
    "署名": Look(Role.BODY, BODY, _LINE | _RIGHT),
    "版记": Look(Role.BODY, SMALL, _LINE),
    # What stands above the 版记 on a page of its own: not every program sets a page from its foot.
    "版记之上": Look(Role.SONG, 1, {"line_spacing": Pt(SHEET.height - 4 * PITCH)}),
    "附件号": Look(Role.HEI, sheets.NUMBER, _TIED),
    "附表标题": Look(Role.TITLE, sheets.TITLE, _CENTER, 1),
    "附表副题": Look(Role.SONG, sheets.SMALL, _TIED | _CENTER),
    "附表单位": Look(Role.SONG, sheets.SMALL, _TIED | _LEFT),
    "计量单位": Look(Role.SONG, sheets.SMALL, _TIED | _RIGHT),
    **{f"附表小标题{level}": Look(Role.HEI, sheets.TEXT, {}, level) for level in range(2, 5)},
    "附表正文": Look(Role.SONG, sheets.TEXT, {"first_line_indent": Pt(2 * sheets.TEXT)}),
    "附表顶格": Look(Role.SONG, sheets.TEXT, {}),
    "排名题": Look(Role.HEI, 12, _TIED | _CENTER),
    "表注": Look(Role.SONG, sheets.NOTE, {}),
    "签字": Look(Role.SONG, sheets.SMALL, {"space_before": Pt(12)}),
    "图片": Look(Role.SONG, 9, _CENTER),
    "间隔": Look(Role.SONG, 6, {"line_spacing": Pt(6)}),  # two tables would grow into one
    "页眉": Look(Role.SONG, 9, {}, rule="808080"),
    "页眉空白": Look(Role.SONG, 9, {}),
    "页码": Look(Role.SONG, 9, _CENTER),
    "公文单页码": Look(Role.SONG, SMALL, _RIGHT | {"right_indent": Pt(CELL)}),
    "公文双页码": Look(Role.SONG, SMALL, _LEFT | {"left_indent": Pt(CELL)}),
    "数据校验值": Look(Role.SONG, 7, {}, colour="595959"),
}


class Words:
    """Writes texts into `file`; `altered` tells when a character had to be replaced."""

    def __init__(self, title: str, book: FontBook) -> None:
        self.altered = False
        self._fonts = {each.role: each.used or each.official for each in book.choices()}
        self._made: set[str] = set()
        self.file = oxml.blank(self.clean(title))
        self.style("Normal", _LOOKS["Normal"])

    def say(self, look: str, text: str, where: BlockItemContainer | None = None) -> Paragraph:
        """A new paragraph of that look, at the end of the file or of `where`."""
        return self.put((where or self.file).add_paragraph(), look, text)

    def put(self, paragraph: Paragraph, look: str, text: str = "") -> Paragraph:
        """A text with that look, in a paragraph that stands already."""
        paragraph.style = self.style(look, _LOOKS[look])
        if text:
            paragraph.add_run(self.clean(text))
        return paragraph

    def clean(self, text: str) -> str:
        """The text as a file can hold it."""
        clean = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        self.altered = self.altered or clean.count("\ufffd") > text.count("\ufffd")
        return clean

    def style(self, name: str, look: Look) -> str:
        """The name of a style, which the file has from now on."""
        if name not in self._made:
            self._made.add(name)
            self._make(name, look)
        return name

    def _make(self, name: str, look: Look) -> None:
        """Set in the schema's order, so that what python-docx does not know may be appended."""
        builtin = name == "Normal" or name.startswith("heading")
        made: Any = self.file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=builtin)
        made.quick_style = True
        if name == "Normal":
            made.element.set(qn("w:default"), "1")
        else:
            made.base_style = self.file.styles["Normal"]
        if not builtin:
            made.style_id = f"a{len(self._made)}"  # as Word does with Chinese names
        font = self._fonts[look.role]
        inside = made.element.get_or_add_rPr()
        oxml.add(inside, "rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font)
        if look.colour:
            made.font.color.rgb = RGBColor.from_string(look.colour)
        if look.space:
            oxml.add(inside, "spacing", val=Pt(look.space).twips)
        made.font.size = Pt(look.size)
        made.paragraph_format.keep_with_next = True if look.level else None
        if look.rule:
            edges = oxml.add(made.element.get_or_add_pPr(), "pBdr")
            oxml.add(edges, "bottom", val="single", sz=16, space=4, color=look.rule)
        for key, value in look.stands.items():
            setattr(made.paragraph_format, key, value)
        if look.level:
            oxml.add(made.element.pPr, "outlineLvl", val=look.level - 1)
