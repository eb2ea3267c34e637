"""What python-docx has no words for. Elements are appended: the callers keep the schema's order."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
from docx.document import Document as File
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph


def blank(title: str) -> File:
    """An empty file without what python-docx's template brings: styles, theme, author, dates."""
    file = docx.Document()
    for links in (file.part.package.rels, file.part.rels):
        for key in [k for k, v in links.items() if v.reltype != RELATIONSHIP_TYPE.OFFICE_DOCUMENT]:
            del links[key]
    file.styles.element.clear()
    told = file.core_properties
    told._element.clear()
    told.title, told.author = title[:255], "facilitydesk"
    file.settings.odd_and_even_pages_header_footer = True
    (mode,) = file.settings.element.xpath(".//w:compatSetting[@w:name='compatibilityMode']")
    mode.set(qn("w:val"), "15")  # below it Word shows 兼容模式
    return file


def packed(file: File) -> bytes:
    """The file without the clock: the same content gives the same bytes."""
    made, data = io.BytesIO(), io.BytesIO()
    file.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def add(parent: Any, tag: str, **attributes: object) -> Any:
    """A new last element of `parent`."""
    child = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        child.set(qn(f"w:{key}"), str(value))
    parent.append(child)
    return child


def field(paragraph: Paragraph, name: str) -> None:
    """A field such as PAGE, which the office program fills in."""
    run = paragraph.add_run()._r
    add(run, "fldChar", fldCharType="begin")
    add(run, "instrText").text = name
    add(run, "fldChar", fldCharType="separate")
    add(run, "t").text = "1"
    add(run, "fldChar", fldCharType="end")


def section(file: File, *, restart: bool) -> Section:
    """The section of an empty file, else a new one on a new page; `restart` counts from 1."""
    body = file.element.body
    if len(body) > 1:
        file.add_section(WD_SECTION.NEW_PAGE)
        last, extra = body[-3:-1]  # the paragraph of the break could begin a page of its own
        last.get_or_add_pPr().append(extra.pPr.sectPr)
        body.remove(extra)
    made = file.sections[-1]
    made._sectPr.remove_all("w:pgNumType", "w:titlePg", "w:cols", "w:docGrid")
    if restart:
        add(made._sectPr, "pgNumType", start=1)
    return made


def ruled(table: Table, above: int, beside: int, **widths: int) -> None:
    """A fixed table with rules in eighths of a point, and a blank around its texts in twentieths."""
    table._tblPr.remove_all("w:tblLook", "w:tblLayout")
    edges = add(table._tblPr, "tblBorders")
    for name, width in widths.items():
        add(edges, name, val="single", sz=width, space=0, color="auto")
    table.autofit = False
    blank = add(table._tblPr, "tblCellMar")
    for name, room in (("top", above), ("left", beside), ("bottom", above), ("right", beside)):
        add(blank, name, w=room, type="dxa")


def whole(row: _Row, *, head: bool = False) -> None:
    """A row that the end of a page does not tear; a head is repeated on each page."""
    add(row._tr.get_or_add_trPr(), "cantSplit")
    if head:
        add(row._tr.trPr, "tblHeader")
