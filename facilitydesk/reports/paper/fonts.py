"""The typefaces of a paper: official fonts where the PC has them, the bundled ones otherwise.

Each role has a chain of fonts. A character is drawn with the first font that has it; a character
that none has prints as 〓 and is listed, so that nobody signs a paper with boxes in it.
"""

from __future__ import annotations

import logging
import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from facilitydesk.domain.problems import Trouble
from facilitydesk.reports.paper import pc_fonts
from facilitydesk.reports.paper.pc_fonts import FontFile
from facilitydesk.resources import resource

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFontFace

log = logging.getLogger(__name__)

MISSING = "〓"  # the printer's mark for a type that is not in the case
_SERIF, _SANS, _BOLD = "NotoSerifSC-Regular", "NotoSansSC-Regular", "NotoSansSC-Bold"
# Windows keeps the rare Han of plane 2 in this font; it serves every role.
_RARE = ("SimSun-ExtB", "MingLiU-ExtB", "SimSun-ExtG")


class Role(StrEnum):
    """What a text is on paper; the official font's name stands beside each role."""

    TITLE = "小标宋"
    BODY = "仿宋"
    KAI = "楷体"
    HEI = "黑体"
    SONG = "宋体"
    BOLD = "表头"


# Names as the font files carry them, best first; then the bundled font and whether it is emboldened.
_CHAINS: dict[Role, tuple[tuple[str, ...], str, bool]] = {
    Role.TITLE: (
        (
            *("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
            *("华文中宋", "STZhongsong"),
        ),
        _SERIF,
        True,
    ),
    Role.BODY: (
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong"),
        _SERIF,
        False,
    ),
    Role.KAI: (
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti"),
        _SERIF,
        True,
    ),
    Role.HEI: (("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01"), _BOLD, False),
    Role.SONG: (("宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01"), _SERIF, False),
    Role.BOLD: ((), _BOLD, False),
}


class Face:
    """One loaded font file. Raises Trouble("font.missing") when it cannot be read."""

    def __init__(self, file: FontFile) -> None:
        from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

        try:
            self.font: TTFontFace = TTFontFace(str(file.path), subfontIndex=file.index)
        except (OSError, TTFError, KeyError, IndexError, struct.error) as error:
            # reportlab meets a damaged file with whatever its tables run into
            raise Trouble("font.missing", path=file.path.name) from error
        self.glyphs: dict[int, int] = self.font.charToGlyph
        self._widths: dict[int, float] = self.font.charWidths
        self._default: float = self.font.defaultWidth

    def advance(self, code: int) -> float:
        """The width of a character in thousandths of the font size."""
        return self._widths.get(code, self._default)


@cache
def _load(file: FontFile) -> Face:
    return Face(file)


@cache
def _bundled(name: str) -> Face:
    return _load(FontFile(resource(f"fonts/{name}.ttf")))


class Widths(dict[str, float]):
    """The width of each character in ems, found when first asked for."""

    def __init__(self, typeface: Typeface) -> None:
        super().__init__()
        self._typeface = typeface

    def __missing__(self, char: str) -> float:
        face = self._typeface.face_of(char)
        bare = 0.0 if invisible(char) else 1000.0
        em = (bare if face is None else face.advance(ord(char))) / 1000
        self[char] = em
        return em


def invisible(char: str) -> bool:
    """Control characters and selectors: they have no ink of their own."""
    code = ord(char)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0x200B <= code <= 0x200F
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code in (0x2060, 0xFEFF)
    )


class Typeface:
    """A role's chain of fonts; the first is the one that nearly everything is drawn with."""

    def __init__(self, role: Role, book: FontBook) -> None:
        self.role = role
        self._book = book
        names, bundled, bold = _CHAINS[role]
        self.used, official = book.official(names)
        self.bold = bold and official is None
        self.first = _load(official) if official else _bundled(bundled)
        self._bundled_name = bundled
        self.widths = Widths(self)

    def face_of(self, char: str) -> Face | None:
        """The first font of the chain that has the character."""
        code = ord(char)
        if code in self.first.glyphs:
            return self.first
        for face in self._fallbacks():
            if code in face.glyphs:
                return face
        return None

    def _fallbacks(self) -> tuple[Face, ...]:
        rare = self._book.official(_RARE)[1]
        chain = [_bundled(self._bundled_name), _bundled(_SANS)]
        return (*chain, _load(rare)) if rare else tuple(chain)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which font a role is printed with; `used` is None where the bundled one stands in.

    `official` is the name that an office program asks its own PC for.
    """

    role: Role
    used: str | None
    official: str


class FontBook:
    """The fonts of this PC. `places` are the folders searched; () uses the bundled fonts alone."""

    def __init__(self, places: tuple[Path, ...] | None = None) -> None:
        self._places = pc_fonts.folders() if places is None else places
        self._faces: dict[Role, Typeface] = {}

    def official(self, names: tuple[str, ...]) -> tuple[str | None, FontFile | None]:
        """The first of the names that this PC has, with its file."""
        if not self._places:
            return None, None
        have = pc_fonts.installed(self._places)
        for name in names:
            if name.lower() in have:
                return name, have[name.lower()]
        return None, None

    def typeface(self, role: Role) -> Typeface:
        """The chain of a role, loaded when first used. Raises Trouble when a font is missing."""
        if role not in self._faces:
            face = Typeface(role, self)
            log.info("%s: %s", role.value, face.used or "Noto")
            self._faces[role] = face
        return self._faces[role]

    def choices(self) -> tuple[Choice, ...]:
        """What each official role is printed with on this PC."""
        return tuple(
            Choice(role, self.official(names)[0], names[0])
            for role, (names, _, _) in _CHAINS.items()
            if names
        )
