"""Pages of a finished PDF as pictures: the preview and the printer show these, so both equal the paper."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Any, Self

_ONE_AT_A_TIME = Lock()  # the renderer knows no threads; preview and printer may ask together


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as raw pixels, 4 bytes each in the order blue, green, red, unused."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Preview:
    """The pages of one PDF. Close it, or use it in a `with` block."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        with _ONE_AT_A_TIME:
            self._document: Any = pypdfium2.PdfDocument(pdf)
            self._pages = len(self._document)

    def __len__(self) -> int:
        return self._pages

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page in points (1/72 inch)."""
        with _ONE_AT_A_TIME:
            width, height = self._document.get_page_size(page)
        return float(width), float(height)

    def image(self, page: int, scale: float = 1.0) -> PageImage:
        """The page drawn at `scale` pixels a point (2.0 is 144 dpi)."""
        with _ONE_AT_A_TIME:
            sheet = self._document[page]
            try:
                bitmap = sheet.render(scale=scale, prefer_bgrx=True)
                try:
                    pixels = bytes(bitmap.buffer)
                    return PageImage(bitmap.width, bitmap.height, bitmap.stride, pixels)
                finally:
                    bitmap.close()
            finally:
                sheet.close()

    def text(self, page: int) -> str:
        """The text of a page, in the order it was drawn."""
        with _ONE_AT_A_TIME:
            sheet = self._document[page]
            try:
                words = sheet.get_textpage()
                try:
                    return str(words.get_text_bounded())
                finally:
                    words.close()
            finally:
                sheet.close()

    def close(self) -> None:
        """Let go of the PDF."""
        with _ONE_AT_A_TIME:
            self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
