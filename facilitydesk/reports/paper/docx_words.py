"""Words of a Word file: runs, paragraphs and their styles as XML.

Every text is literal: what XML reads as markup is escaped, line feeds become line breaks, and
characters that no office program can store are replaced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import floor
from xml.sax.saxutils import escape

from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.page import Align

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# The officials' names, written where this PC has none of a role's fonts: Word asks for them.
_NAMES = {
    Role.TITLE: "方正小标宋简体",
    Role.BODY: "仿宋_GB2312",
    Role.KAI: "楷体_GB2312",
    Role.HEI: "黑体",
    Role.SONG: "宋体",
    Role.BOLD: "宋体",
}
_SIDES = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look: `size` and `space` after each character in points, `colour` as RRGGBB.

    A `field` such as PAGE stands instead of text.
    """

    text: str
    role: Role = Role.BODY
    size: float = 16
    bold: bool = False
    colour: str = ""
    space: float = 0
    field: str = ""


class Words:
    """Spells runs with the fonts of this PC; `altered` when a character had to be replaced."""

    def __init__(self, book: FontBook) -> None:
        self.altered = False
        self._fonts = {choice.role: choice.used for choice in book.choices()}

    def font(self, role: Role) -> str:
        """The name of a role's font."""
        return self._fonts.get(role) or _NAMES[role]

    def run(self, run: Run) -> str:
        """A run as <w:r>."""
        name = self.font(run.role)
        look = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'
        look += "<w:b/>" if run.bold else ""
        look += f'<w:color w:val="{run.colour}"/>' if run.colour else ""
        look += f'<w:spacing w:val="{points(run.space)}"/>' if run.space else ""
        look = f"<w:rPr>{look}{_size(run.size)}</w:rPr>"
        if not run.field:
            return f"<w:r>{look}{self._text(run.text)}</w:r>"
        parts = (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {run.field} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
        return "".join(f"<w:r>{look}{part}</w:r>" for part in parts)

    def attribute(self, text: str) -> str:
        """A text inside quotation marks of the XML."""
        return escape(_FORBIDDEN.sub("\ufffd", text), {'"': "&quot;", "\n": " "})

    def _text(self, text: str) -> str:
        clean = _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        self.altered = self.altered or clean.count("\ufffd") > text.count("\ufffd")
        made = []
        for number, line in enumerate(clean.split("\n")):
            made.append("<w:br/>" if number else "")
            for place, word in enumerate(line.split("\t")):
                made.append("<w:tab/>" if place else "")
                if word:
                    made.append(f'<w:t xml:space="preserve">{escape(word)}</w:t>')
        return "".join(made)


def points(value: float) -> int:
    """Points as the twentieths that Word counts in."""
    return floor(value * 20 + 0.5)


def _size(size: float) -> str:
    half = f"{size * 2:.0f}"
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


@dataclass(frozen=True, slots=True)
class Manner:
    """How a paragraph stands; lengths in points.

    `size` is that of its type, also where it is empty, `line` an exact line pitch (0: that of the
    type); `level` makes it a heading of the outline, `rule` draws one below it in the colour RRGGBB.
    """

    size: float
    side: Align | None = None
    line: float = 0
    first: float = 0
    left: float = 0
    right: float = 0
    before: float = 0
    after: float = 0
    level: int = 0
    keep: bool = False
    rule: str = ""


def paragraph(words: str, manner: Manner, section: str = "") -> str:
    """A paragraph of finished runs. The order of its properties is the schema's."""
    made = []
    if manner.level:
        made.append(f'<w:pStyle w:val="{manner.level}"/>')
    if manner.keep or manner.level:
        made.append("<w:keepNext/>")
    if manner.rule:
        made.append(
            f'<w:pBdr><w:bottom w:val="single" w:sz="16" w:space="4" w:color="{manner.rule}"/></w:pBdr>'
        )
    line = f' w:line="{points(manner.line)}" w:lineRule="exact"' if manner.line else ""
    made.append(
        f'<w:spacing w:before="{points(manner.before)}" w:after="{points(manner.after)}"{line}/>'
    )
    side = "hanging" if manner.first < 0 else "firstLine"
    made.append(
        f'<w:ind w:left="{points(manner.left)}" w:right="{points(manner.right)}"'
        f' w:{side}="{points(abs(manner.first))}"/>'
    )
    if manner.side is not None:
        made.append(f'<w:jc w:val="{_SIDES[manner.side]}"/>')
    made.append(f"<w:rPr>{_size(manner.size)}</w:rPr>{section}")
    return f"<w:p><w:pPr>{''.join(made)}</w:pPr>{words}</w:p>"


def close_section(element: str, section: str) -> str:
    """An element that ends a section: the paragraph itself, or one of no height below a table."""
    if element.startswith("<w:p>"):
        return element.replace("</w:pPr>", f"{section}</w:pPr>", 1)
    return element + paragraph("", Manner(1, line=1), section)


def styles(words: Words) -> str:
    """styles.xml: the body in 仿宋 三号, headings 1 to 4 as the outline of the document."""
    body, made = words.font(Role.BODY), []
    fonts = f'<w:rFonts w:ascii="{body}" w:hAnsi="{body}" w:eastAsia="{body}" w:cs="{body}"/>'
    made.append(
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    made.append(
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        '<w:qFormat/><w:pPr><w:jc w:val="both"/></w:pPr>'
        '<w:rPr><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style>'
    )
    made += [
        f'<w:style w:type="paragraph" w:styleId="{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="a"/><w:next w:val="a"/><w:qFormat/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
        for level in range(1, 5)
    ]
    return "".join(made)
