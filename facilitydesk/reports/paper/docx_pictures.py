"""Pictures of a Word file: photos as they are, charts drawn as on paper."""

from __future__ import annotations

import io

from facilitydesk.reports.paper import chart_paper, pdf
from facilitydesk.reports.paper.charts import Chart
from facilitydesk.reports.paper.docx_words import Manner, Run, Words, paragraph, points
from facilitydesk.reports.paper.fonts import FontBook, Role
from facilitydesk.reports.paper.ink import MM, Case, Page
from facilitydesk.reports.paper.page import Align, Photos
from facilitydesk.reports.paper.preview import Preview

_EMU = 12_700  # of a point
_DPI = 220


class Pictures:
    """Collects what lies in the file beside its text; `files` are their names and contents."""

    def __init__(self, words: Words, book: FontBook) -> None:
        self.files: list[tuple[str, bytes]] = []
        self._words = words
        self._book = book

    def chart(self, chart: Chart, width: float, height: float) -> str:
        """A paragraph with the chart, in points."""

        def draw(page: Page, case: Case) -> None:
            chart_paper.draw(chart, page, case, 0, 0, width, height)

        shown = _png(pdf.one_page(width, height, self._book, draw))
        return paragraph(
            self._picture(shown, "png", chart.title, width, height), Manner(9, Align.CENTER)
        )

    def photos(self, block: Photos, room: float) -> str:
        """Photos side by side in a table without rules, each above its caption."""
        width = room / block.columns
        rows = []
        for start in range(0, len(block.photos), block.columns):
            cells = []
            for photo in block.photos[start : start + block.columns]:
                scale = min((width - 8) / photo.width, block.height_mm * MM / photo.height)
                shown = self._picture(
                    photo.jpeg, "jpeg", photo.caption, photo.width * scale, photo.height * scale
                )
                said = self._words.run(Run(photo.caption, Role.SONG, 9))
                inside = "".join(paragraph(each, Manner(9, Align.CENTER)) for each in (shown, said))
                size = f'<w:tcPr><w:tcW w:w="{points(width)}" w:type="dxa"/></w:tcPr>'
                cells.append(f"<w:tc>{size}{inside}</w:tc>")
            rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
        grid = f'<w:gridCol w:w="{points(width)}"/>' * block.columns
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{points(room)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{''.join(rows)}</w:tbl>"
        )

    def _picture(self, data: bytes, kind: str, said: str, width: float, height: float) -> str:
        number = len(self.files) + 1
        self.files.append((f"media/image{number}.{kind}", data))
        size = f'cx="{int(width * _EMU)}" cy="{int(height * _EMU)}"'
        text = self._words.attribute(said)
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{number}" name="图{number}" descr="{text}"/><a:graphic>'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="图{number}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="image{number}"/><a:stretch><a:fillRect/>'
            f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _png(page: bytes) -> bytes:
    """The only page of a PDF as a picture for print."""
    from PIL import Image

    with Preview(page) as preview:
        shown = preview.image(0, _DPI / 72)
    size = (shown.width, shown.height)
    picture = Image.frombuffer("RGB", size, shown.pixels, "raw", "BGRX", shown.stride, 1)
    data = io.BytesIO()
    picture.save(data, "PNG", dpi=(_DPI, _DPI))
    return data.getvalue()
