"""打印: ask for the printer, send the pages in the background, and say what became of them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.problems import Trouble
from facilitydesk.gui.context import Context
from facilitydesk.gui.report import printer as printers
from facilitydesk.gui.report.printer import Sent
from facilitydesk.reports.paper.preview import Preview


def print_paper(
    parent: QWidget,
    context: Context,
    title: str,
    pdf: bytes,
    printed: Callable[[Sent], None] | None = None,
) -> None:
    """Print a paper; `printed` is called only when a printer took all pages asked for.

    Without a printer, or when it fails, the PDF is kept and its place told.
    """
    if not printers.available():
        _kept(context, title, pdf, "print.no_printer", {})
        return
    printer = printers.prepared(pdf)
    if asked(parent, printer, pdf):
        send(context, title, pdf, printer, printed)


def asked(parent: QWidget, printer: QPrinter, pdf: bytes) -> bool:
    """Let the officer choose printer, pages and copies; False when given up."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("打印"))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    with Preview(pdf) as preview:
        dialog.setMinMax(1, len(preview))
        dialog.setFromTo(1, len(preview))
    answer = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return answer


def send(
    context: Context,
    title: str,
    pdf: bytes,
    printer: QPrinter,
    printed: Callable[[Sent], None] | None = None,
) -> None:
    """Send the pages to a printer that was chosen."""

    def done(sent: Sent) -> None:
        if sent.file:
            text = tr("已输出{pages}页到文件：{file}").format(pages=sent.pages, file=sent.file)
            context.notice.emit(text, "info")
            return
        text = tr("已送打印机“{printer}”：{pages}页").format(printer=sent.printer, pages=sent.pages)
        context.notice.emit(text, "info")
        if printed is not None:
            printed(sent)

    def failed(trouble: Trouble) -> None:
        if trouble.code == "print.failed":
            _kept(context, title, pdf, "print.failed", {"printer": trouble.args_["printer"]})
        else:
            context.notice.emit(str(trouble), "red")

    context.runner.job(
        tr("打印"), lambda step: printers.send(pdf, title, printer, step), done, failed=failed
    )


def _kept(context: Context, title: str, pdf: bytes, code: str, args: dict[str, str]) -> None:
    try:
        path = printers.keep(context, title, pdf)
    except Trouble as trouble:
        context.notice.emit(str(trouble), "red")
        return
    context.notice.emit(sentence(code, {**args, "path": path}), "red")
