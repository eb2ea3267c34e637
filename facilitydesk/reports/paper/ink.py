"""Marks on a page: text, rules and areas as PDF operators, measured from the top left in points.

Text is drawn letter by letter from the fonts' codes; nothing here reads markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from facilitydesk.reports.paper.embed import EmbeddedFont
from facilitydesk.reports.paper.fonts import MISSING, Face, FontBook, Role, Typeface, invisible

MM = 72 / 25.4
BLACK = (0.0, 0.0, 0.0)
Colour = tuple[float, float, float]


class Type:
    """A role's typeface inside one PDF: its widths in ems and how it spells a text."""

    def __init__(self, typeface: Typeface, case: Case) -> None:
        self.widths = typeface.widths
        self.bold = typeface.bold
        self._typeface = typeface
        self._case = case
        self._first = case.font(typeface.first)
        self._codes = self._first.codes

    def width(self, text: str) -> float:
        """The width of a text in ems."""
        return sum(map(self.widths.__getitem__, text))

    def spell(self, text: str) -> list[tuple[str, str]]:
        """The text as (font name, hex codes) pieces."""
        try:
            return [(self._first.name, "".join(map(self._codes.__getitem__, text)))]
        except KeyError:
            return self._pieces(text)

    def _pieces(self, text: str) -> list[tuple[str, str]]:
        pieces: list[tuple[str, str]] = []
        for char in text:
            if char == "\t":
                shown = " "
            elif self._typeface.face_of(char) is None:
                self._case.missing[char] += 1
                shown = "" if invisible(char) else MISSING
            else:
                shown = char
            if not shown:
                continue
            face = self._typeface.face_of(shown) or self._typeface.first
            font = self._case.font(face)
            code = font.codes[shown]
            if pieces and pieces[-1][0] == font.name:
                pieces[-1] = (font.name, pieces[-1][1] + code)
            else:
                pieces.append((font.name, code))
        return pieces


class Case:
    """The types of one PDF, and the characters that no font has."""

    def __init__(self, book: FontBook, document: Any) -> None:
        self.missing: Counter[str] = Counter()
        self._book = book
        self._document = document
        self._fonts: dict[int, EmbeddedFont] = {}
        self._types: dict[Role, Type] = {}

    @property
    def roles(self) -> frozenset[Role]:
        """The roles used so far."""
        return frozenset(self._types)

    def type(self, role: Role) -> Type:
        """The type of a role, loaded when first used."""
        if role not in self._types:
            self._types[role] = Type(self._book.typeface(role), self)
        return self._types[role]

    def font(self, face: Face) -> EmbeddedFont:
        """The embedded font of a face; each face enters the PDF once."""
        if id(face) not in self._fonts:
            name = f"F{len(self._fonts) + 1}"
            self._fonts[id(face)] = EmbeddedFont(face, name, self._document)
        return self._fonts[id(face)]


class Page:
    """One page: the operators drawn so far."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.ops: list[str] = []
        self.photos: list[tuple[bytes, float, float, float, float]] = []
        self._font: tuple[str, float] | None = None
        self._space = 0.0
        self._bold = 0.0
        self._fill = self._stroke = BLACK

    def text(
        self,
        x: float,
        y: float,
        text: str,
        type_: Type,
        size: float,
        *,
        space: float = 0.0,
        colour: Colour = BLACK,
    ) -> None:
        """Draw a text with its baseline at y; `space` is added after each character."""
        add = self.ops.append
        if colour != self._fill:
            self._fill = colour
            add(f"{_rgb(colour)} rg")
        bold = round(size * 0.028, 3) if type_.bold else 0.0
        if bold and colour != self._stroke:
            self._stroke = colour
            add(f"{_rgb(colour)} RG")
        if bold != self._bold:
            self._bold = bold
            add(f"2 Tr {bold} w" if bold else "0 Tr")
        if space != self._space:
            self._space = space
            add(f"{space:.4f} Tc")
        add(f"BT 1 0 0 1 {x:.2f} {self.height - y:.2f} Tm")
        for name, codes in type_.spell(text):
            if (name, size) != self._font:
                self._font = (name, size)
                add(f"/{name} {size:g} Tf")
            add(f"<{codes}> Tj")
        add("ET")

    def rules(
        self,
        segments: Iterable[tuple[float, float, float, float]],
        width: float = 0.5,
        colour: Colour = BLACK,
        dash: tuple[float, ...] = (),
    ) -> None:
        """Draw straight lines x1, y1, x2, y2."""
        self._outline(width, colour, dash)
        top = self.height
        self.ops.extend(
            f"{x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l" for x1, y1, x2, y2 in segments
        )
        self.ops.append("S")
        if dash:
            self.ops.append("[] 0 d")

    def path(
        self,
        points: Iterable[tuple[float, float]],
        width: float = 1.0,
        colour: Colour = BLACK,
        dash: tuple[float, ...] = (),
    ) -> None:
        """Draw one line through the points."""
        self._outline(width, colour, dash)
        shown = [f"{x:.2f} {self.height - y:.2f}" for x, y in points]
        if shown:
            self.ops.append(f"{shown[0]} m " + " ".join(f"{point} l" for point in shown[1:]) + " S")
        if dash:
            self.ops.append("[] 0 d")

    def area(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle given by its top left corner."""
        if colour != self._fill:
            self._fill = colour
            self.ops.append(f"{_rgb(colour)} rg")
        self.ops.append(f"{x:.2f} {self.height - y - height:.2f} {width:.2f} {height:.2f} re f")

    def photo(self, jpeg: bytes, x: float, y: float, width: float, height: float) -> None:
        """Place a JPEG by its top left corner; it is drawn above everything else."""
        self.photos.append((jpeg, x, self.height - y - height, width, height))

    def _outline(self, width: float, colour: Colour, dash: tuple[float, ...]) -> None:
        self._bold = -1.0  # the line width is no longer that of bold text
        if colour != self._stroke:
            self._stroke = colour
            self.ops.append(f"{_rgb(colour)} RG")
        self.ops.append(f"{width:.2f} w")
        if dash:
            self.ops.append("[" + " ".join(f"{part:g}" for part in dash) + "] 0 d")


def _rgb(colour: Colour) -> str:
    return " ".join(f"{part:.3f}" for part in colour)
