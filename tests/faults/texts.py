"""Texts as nobody types them, written to workbooks and paper and read back."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.faults.memory_disk import throw_away

_ALPHABET = "𠮷𣗋㐀䶮=+-@'\t\"<b>&;,，一二三小学ａＢ12.0%/\\ \u3000é¥😀_x000D_|~^`#"
_LIGATURES = re.compile("[ﬀ-ﬆ]")  # the reader of PDF takes them apart
_PRINTED = 20  # texts to a paper: a difference is found near its cause


def _spelled(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found.group())


def texts(count: int, seed: int) -> list[str]:
    """Texts as nobody types them, and some that everybody does."""
    rng = Random(seed)
    made = []
    for _ in range(count):
        size = rng.randrange(1, 24)
        if rng.random() < 0.6:
            made.append("".join(rng.choice(_ALPHABET) for _ in range(size)))
        else:
            codes = (
                rng.choice(
                    (
                        rng.randrange(32, 0xD7FF),
                        rng.randrange(0xE000, 0xFFFD),
                        rng.randrange(0x10000, 0x2FFFF),
                    )
                )
                for _ in range(size)
            )
            made.append("".join(map(chr, codes)))
    return made


@dataclass
class Written:
    """How many texts came back otherwise, or as formulas, and the first two pairs."""

    differing: list[tuple[str, str]]
    formulas: int


def in_a_workbook(wanted: list[str]) -> Written:
    """Written by our printer of workbooks, read by our reader."""
    import openpyxl

    from facilitydesk.interchange.reader import read_raw
    from facilitydesk.reports.paper import xlsx
    from facilitydesk.reports.paper.page import Column, Document, Row, Sheet, Table

    table = Table((Column("名称"),), tuple(Row((text,)) for text in wanted))
    made = xlsx.render(Document("表", (Sheet("表", (table,)),)))
    with throw_away() as place:
        path = place / "表.xlsx"
        path.write_bytes(made.xlsx)
        rows = read_raw(Path(path)).sheets[0].rows
    found = [str(row[0]) if row else "" for row in rows[-len(wanted) :]]
    sheet = openpyxl.load_workbook(io.BytesIO(made.xlsx)).worksheets[0]
    formulas = sum(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    return Written([(a, b) for a, b in zip(wanted, found, strict=True) if a != b], formulas)


def on_paper(wanted: list[str]) -> list[tuple[str, str]]:
    """Printed and read back: the texts that came out otherwise, with what came.

    Blanks do not count (lines are broken); a character no font has must be the printer's mark and
    named in the notice.
    """
    from facilitydesk.reports.paper.fonts import MISSING, invisible
    from facilitydesk.reports.paper.preview import Preview
    from tests.reports.papers import note, paragraph, plain, printed

    wrong = []
    for start in range(0, len(wanted), _PRINTED):
        some = wanted[start : start + _PRINTED]
        made = printed(note(*(paragraph(f"〔{n}〕{text}〔末〕") for n, text in enumerate(some))))
        told = "".join(notice.message for notice in made.notices)
        named = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", told)}
        with Preview(made.pdf) as preview:
            shown = plain("".join(preview.text(page) for page in range(len(preview))))
        for number, text in enumerate(some):
            begin, _, rest = shown.partition(f"〔{number}〕")
            found = rest.partition("〔末〕")[0]
            expected = "".join(
                "" if invisible(char) else MISSING if char in named else plain(char)
                for char in text
            )
            if found != _LIGATURES.sub(_spelled, expected):
                wrong.append((text, found))
            shown = begin + rest.partition("〔末〕")[2]
    return wrong
