"""A PDF on a printer: its own pages as pictures at the printer's resolution, on its own paper.

Size and direction come from the document, page by page. Whatever the printer does, the PDF is
kept; only a printer that took all pages counts as printed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from facilitydesk import atomic
from facilitydesk.domain.file_names import titled_file_name
from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.report.pages_source import to_qimage
from facilitydesk.gui.runner import Cancelled, Step
from facilitydesk.reports.paper.preview import Preview

_LARGEST = 36_000_000  # pixels of one page: A4 at 600 dpi; A3 is drawn at 430
_OURS = (QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A3)
_BROKEN = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a print: to which printer, or into which file."""

    pages: int
    printer: str
    file: str = ""


def available() -> bool:
    """Whether this PC has a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def prepared(pdf: bytes) -> QPrinter:
    """The default printer with paper and direction of the document's first page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    with Preview(pdf) as preview:
        printer.setPageLayout(layout_of(preview.size(0)))
    return printer


def layout_of(size: tuple[float, float]) -> QPageLayout:
    """Paper and direction of a page in points; A4 and A3 by their names."""
    width, height = size
    across = width > height
    upright = QSizeF(min(size), max(size))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    for known in _OURS:
        if QPageSize.size(known, QPageSize.Unit.Point).toTuple() == (
            round(upright.width()),
            round(upright.height()),
        ):
            paper = QPageSize(known)
    direction = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    return QPageLayout(paper, direction, QMarginsF(0, 0, 0, 0))


def pages_wanted(printer: QPrinter, count: int) -> Sequence[int]:
    """The pages that were chosen in the dialog, from 0."""
    if printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage() > 0:
        last = printer.toPage() or printer.fromPage()
        return range(printer.fromPage() - 1, min(last, count))
    return range(count)


def send(pdf: bytes, title: str, printer: QPrinter, step: Step) -> Sent:
    """Print the chosen pages. Raises Trouble("print.failed") when the printer does not take them."""
    printer.setDocName(title)
    printer.setFullPage(True)
    name = printer.printerName()
    with Preview(pdf) as preview:
        pages = pages_wanted(printer, len(preview))
        if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
            pages = list(reversed(pages))
        painter = QPainter()
        try:
            for done, page in enumerate(pages):
                step(done, len(pages), f"{tr('第')}{page + 1}{tr('页')}")
                printer.setPageLayout(layout_of(preview.size(page)))
                begun = painter.isActive()
                if not (printer.newPage() if begun else painter.begin(printer)):
                    raise Trouble("print.failed", printer=name, path="")
                _draw(preview, page, printer, painter)
        except Cancelled:
            printer.abort()
            raise
        finally:
            ended = not painter.isActive() or painter.end()
    if not ended or not pages or printer.printerState() in _BROKEN:
        raise Trouble("print.failed", printer=name, path="")
    return Sent(len(pages), name, printer.outputFileName())


def _draw(preview: Preview, page: int, printer: QPrinter, painter: QPainter) -> None:
    """One page, as large as the paper allows, in its own proportions."""
    whole = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    width, height = preview.size(page)
    fit = min(whole.width() / width, whole.height() / height)
    target = QRectF(0, 0, width * fit, height * fit)
    target.moveCenter(whole.center())
    scale = min(fit, (_LARGEST / (width * height)) ** 0.5)
    image = to_qimage(preview.image(page, scale))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(target, image, QRectF(image.rect()), Qt.ImageConversionFlag.AutoColor)


def keep(context: Context, title: str, pdf: bytes) -> Path:
    """The paper as a file that stays, in the folder 打印件 beside the data file.

    Where that cannot be written, in the folder for passing files of this PC.
    """
    place = context.desk.place
    server = str(place).startswith("postgresql")
    name = titled_file_name(title, ".pdf", tr("报表"))
    folders = [] if server else [Path(place).parent / tr("打印件")]
    folders.append(Path(tempfile.gettempdir()) / "facilitydesk")
    trouble: Trouble | None = None
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            atomic.save(folder / name, pdf)
        except OSError:
            continue
        except Trouble as caught:
            trouble = caught
        else:
            return folder / name
    raise trouble or Trouble("file.read_only", path=str(folders[-1]))
