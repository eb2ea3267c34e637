"""数据副本.xlsx: all data as a plain workbook that any office program opens, beside the backups.

Written as text, row by row, into a file of its own that takes the old one's place when it is
complete. Every text is typed as text: '=1+1' stays what it is, no cell of it is a formula.
"""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from facilitydesk import atomic
from facilitydesk.domain.messages import tr
from facilitydesk.services.datafile.plain_copy import Exact, PlainSheet, plain

NAME = "数据副本.xlsx"
_ROWS = 1_000_000  # a sheet holds 1,048,576
_LONGEST = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write(backup: Path, folder: Path, *, full_phones: bool | None = None) -> Path:
    """Write the data of a backup into 数据副本.xlsx of a folder. Raises Trouble; the old one stays.

    Telephone numbers are masked unless `full_phones`; None: as it was ticked in that file.
    """
    target = folder / NAME
    part = folder / f".~{NAME}.{os.getpid()}.part"
    try:
        with part.open("wb") as file:
            _book(file, backup, full_phones)
        atomic.install(part, target)
    except OSError as error:
        raise atomic.trouble(error, target) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return target


def _book(file: IO[bytes], backup: Path, full_phones: bool | None) -> None:
    titles: list[str] = []
    with (
        plain(backup, full_phones=full_phones) as data,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as book,
    ):
        last = data.last
        about = [
            (tr("内容"), tr("全部数据的副本，不用本程序也能查看；修改它不会改动数据")),
            (tr("来源"), backup.name),
            (tr("最后一步操作"), f"{last.seq} {last.label}"),
            (tr("经办人"), last.officer),
            (tr("单位"), tr("金额为元，面积为㎡；空白表示没有填写")),
            (tr("电话"), tr("完整") if data.full_phones else tr("隐去中间四位")),
        ]
        counts: list[tuple[str, ...]] = []
        for sheet in data.sheets:
            for start in range(0, sheet.count, _ROWS):
                number = start // _ROWS + 1
                title = sheet.title if number == 1 else f"{sheet.title}（{number}）"
                titles.append(title)
                _sheet(book, len(titles), sheet)
            counts.append((sheet.title, Exact(sheet.count)))
        titles.append(tr("说明"))
        notes = PlainSheet(titles[-1], (tr("项目"), tr("说明")), iter([*about, *counts]), 0)
        _sheet(book, len(titles), notes)
        for name, text in _frame(titles).items():
            book.writestr(name, _HEAD + text)


def _sheet(book: zipfile.ZipFile, number: int, sheet: PlainSheet) -> None:
    with book.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
        widths = "".join(
            f'<col min="{n}" max="{n}" width="{max(12, min(40, len(head) * 2 + 4))}" customWidth="1"/>'
            for n, head in enumerate(sheet.heads, 1)
        )
        part.write(
            (
                f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
                '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
                f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
            ).encode()
        )
        part.write(_row(sheet.heads, 1).encode())
        for count, row in enumerate(sheet.rows, 1):
            part.write(_row(row, 0).encode("utf-8", "replace"))
            if count == _ROWS:
                break
        part.write(b"</sheetData></worksheet>")


def _row(cells: Iterable[str], style: int) -> str:
    return f"<row>{''.join(_cell(cell, style) for cell in cells)}</row>"


def _cell(text: str, style: int) -> str:
    if text == "":
        return "<c/>"
    if isinstance(text, Exact):
        return f'<c s="{2 if "." in text else 0}"><v>{text}</v></c>'
    clean = _FORBIDDEN.sub("\ufffd", text)
    if len(clean) > _LONGEST:
        clean = clean[: _LONGEST - 1] + "…"
    clean = escape(_LOOKS_ESCAPED.sub("_x005F_", clean)).replace("\r", "&#13;")
    mark = style or (3 if text[0] in "=+-@\t\r'" else 0)
    return f'<c s="{mark}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def _frame(titles: list[str]) -> dict[str, str]:
    """The parts around the sheets; 说明 is shown first."""
    order = [len(titles), *range(1, len(titles))]
    sheets = "".join(
        f'<sheet name="{escape(titles[n - 1])}" sheetId="{n}" r:id="rId{n}"/>' for n in order
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(titles) + 1)
    )
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>'
        for n in range(1, len(titles) + 1)
    )
    styles = (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00"/>'
        '</numFmts><fonts count="2"><font><sz val="10"/><name val="宋体"/></font>'
        '<font><b/><sz val="10"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf xfId="0"/><xf fontId="1" applyFont="1"/>'
        '<xf numFmtId="164" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="rIdS" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": styles,
    }
