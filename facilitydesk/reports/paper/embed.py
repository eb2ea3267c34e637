"""How a font enters a PDF: only the characters used, as one composite font with exact text.

reportlab's own TrueType support cuts a Chinese text into fonts of 256 characters and writes wrong
Unicode values beyond the first plane (㐀 copies rightly, 𣗋 does not). Here every font is one
Identity-H font; copying and searching give the text back, and a cell is one drawing operator.
"""

from __future__ import annotations

import struct
from typing import Any

from facilitydesk.reports.paper.fonts import Face


class Codes(dict[str, str]):
    """The code of each character in this PDF, as four hex digits, given in order of first use.

    Raises KeyError for a character that the font has no glyph for.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._glyphs = face.glyphs

    def __missing__(self, char: str) -> str:
        if ord(char) not in self._glyphs:
            raise KeyError(char)
        code = f"{len(self) + 1:04X}"  # 0000 is the missing glyph
        self[char] = code
        return code


class EmbeddedFont:
    """A font of one PDF. `name` is its name in the pages' resources."""

    def __init__(self, face: Face, name: str, document: Any) -> None:
        self.name = name
        self.codes = Codes(face)
        self._face = face
        document.delayedFonts.append(self)

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab calls it by this name
        """Write the font's objects; reportlab asks for them when the text is complete."""
        from reportlab.pdfbase import pdfdoc

        chars = list(self.codes)
        if not chars:
            return
        font = self._face.font
        inside = font.name
        inside = inside.decode("latin-1") if isinstance(inside, bytes) else str(inside)
        base = "/" + _tag(self.name) + "+" + inside.replace(" ", "")
        codes = [ord(char) for char in chars]

        def stream(content: bytes, label: str, **more: int) -> Any:
            made = pdfdoc.PDFStream()
            made.content = content
            for key, value in more.items():
                made.dictionary[key] = value
            made.filters = [pdfdoc.PDFZCompress]
            return document.Reference(made, f"{label}:{self.name}")

        subset = font.makeSubset(codes)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": base,
                "Flags": 4,
                "Ascent": font.ascent,
                "Descent": font.descent,
                "CapHeight": font.capHeight,
                "ItalicAngle": font.italicAngle,
                "StemV": font.stemV,
                "FontBBox": pdfdoc.PDFArray(font.bbox),
                "FontFile2": stream(subset, "fontFile", Length1=len(subset)),
            }
        )
        system = {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
        widths = pdfdoc.PDFArray([round(self._face.advance(code)) for code in codes])
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": base,
                "CIDSystemInfo": pdfdoc.PDFDictionary(system),
                "FontDescriptor": document.Reference(descriptor, f"descriptor:{self.name}"),
                "DW": 1000,
                "W": pdfdoc.PDFArray([1, widths]),
                "CIDToGIDMap": stream(_glyph_map(codes, self._face.glyphs), "glyphs"),
            }
        )
        composite = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": base,
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray(
                    [document.Reference(descendant, f"descendant:{self.name}")]
                ),
                "ToUnicode": stream(_to_unicode(chars), "toUnicode"),
            }
        )
        fonts = document.idToObject["BasicFonts"].dict
        fonts[self.name] = document.Reference(composite, f"font:{self.name}")


def _tag(name: str) -> str:
    """The six capitals that mark a subset: F1 → FDAAAB."""
    number = int(name.removeprefix("F"))
    return "FDAA" + chr(65 + number // 26) + chr(65 + number % 26)


def _glyph_map(codes: list[int], glyphs: dict[int, int]) -> bytes:
    """Our codes → glyph numbers of the subset, which numbers glyphs in order of first use."""
    numbers = {0: 0}
    for code in codes:
        numbers.setdefault(glyphs[code], len(numbers))
    return struct.pack(f">{len(codes) + 1}H", 0, *(numbers[glyphs[code]] for code in codes))


def _to_unicode(chars: list[str]) -> bytes:
    """The CMap that turns our codes back into text, in UTF-16 so that every plane is exact."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(chars), 100):  # a block may hold no more
        block = chars[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        for number, char in enumerate(block, start + 1):
            lines.append(f"<{number:04X}> <{char.encode('utf-16-be').hex().upper()}>")
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode("ascii")
