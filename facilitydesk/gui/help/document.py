"""A chapter laid out for reading: line spacing, pictures no wider than the text, headings."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextTable,
)

from facilitydesk.gui import theme
from facilitydesk.gui.help import manual
from facilitydesk.gui.theme import Tone

WIDTH = 700  # pixels of a line of text on the screen: some 50 characters
_HEAD_POINTS = {1: 16.0, 2: 12.5, 3: 11.0}
_LINE_HEIGHT = 140  # percent
_CARD_POINTS = 8.0
_ON_PAPER = 2.0  # pixels of a picture for one of the text


def fill(document: QTextDocument, markdown: str, *, width: int = WIDTH, sharp: float = 1.0) -> None:
    """Put a chapter into a document, pictures `width` pixels wide at most.

    `sharp`: the device pixels of one pixel, 1.5 on a screen at 150 %.
    """
    document.setDefaultFont(theme.font())
    document.setMarkdown(_joined(markdown), QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        _space(document, block)
        _heading(block)
        _pictures(document, block, width, sharp)
        block = block.next()
    _tables(document)
    cursor.endEditBlock()


def _joined(markdown: str) -> str:
    """Lines of a Chinese paragraph made one: Markdown would put a blank where a line ends."""
    return re.sub(r"(?<=[^\x00-\x7f|])\n[ ]*(?=[^\x00-\x7f])", "", markdown)


def _space(document: QTextDocument, block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    shape = block.blockFormat()
    level = shape.headingLevel()
    in_table = cursor.currentTable() is not None
    shape.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    first = block == document.begin()
    shape.setTopMargin(0 if in_table or first else 22 if level == 2 else 6)
    shape.setBottomMargin(0 if in_table else 8 if level else 4)
    cursor.setBlockFormat(shape)


def _heading(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    if not level:
        return
    look = QTextCharFormat()  # a new one: Qt's own sizes of headings win over a merged size
    look.setFont(theme.font(_HEAD_POINTS.get(level, theme.BODY_PT), bold=True))
    look.setForeground(QColor(Tone.INK))
    cursor = QTextCursor(block)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.setCharFormat(look)


def _pictures(document: QTextDocument, block: QTextBlock, width: int, sharp: float) -> None:
    pieces = block.begin()
    places: list[tuple[int, int, QTextImageFormat]] = []
    while not pieces.atEnd():
        piece = pieces.fragment()
        if piece.charFormat().isImageFormat():
            places.append((piece.position(), piece.length(), piece.charFormat().toImageFormat()))
        pieces += 1
    for position, length, shape in places:
        picture = QImage(str(manual.folder() / shape.name()))
        if picture.isNull():
            continue
        wide = min(width, picture.width())
        device = min(round(wide * sharp), picture.width())
        scaled = picture.scaledToWidth(device, Qt.TransformationMode.SmoothTransformation)
        document.addResource(
            QTextDocument.ResourceType.ImageResource.value, QUrl(shape.name()), scaled
        )
        shape.setWidth(wide)
        shape.setHeight(wide * picture.height() / picture.width())
        cursor = QTextCursor(document)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(shape)
        lines = block.blockFormat()  # a line as high as the picture, not half as high again
        lines.setLineHeight(0, QTextBlockFormat.LineHeightTypes.SingleHeight.value)
        QTextCursor(block).setBlockFormat(lines)


def _tables(document: QTextDocument) -> None:
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setCellPadding(6)
            shape.setCellSpacing(0)
            shape.setBorder(1)
            shape.setBorderCollapse(False)
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderBrush(QColor(Tone.LINE))
            shape.setTopMargin(8)
            shape.setBottomMargin(8)
            frame.setFormat(shape)


def whole(width: int) -> QTextDocument:
    """The manual in one document, for paper; every chapter begins a page."""
    document = QTextDocument()
    fill(
        document, "\n\n".join(each.text for each in manual.chapters()), width=width, sharp=_ON_PAPER
    )
    block = document.begin().next()
    while block.isValid():
        if block.blockFormat().headingLevel() == 1:
            shape = block.blockFormat()
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(block).setBlockFormat(shape)
        block = block.next()
    return document


def card() -> QTextDocument:
    """The keys on one sheet of A4, for the wall beside the screen."""
    document = QTextDocument()
    title, _hint, keys = manual.chapter(manual.KEYS).text.split("\n\n", 2)
    fill(document, f"{title}\n\n{keys}")
    document.setDefaultFont(theme.font(_CARD_POINTS))
    block = document.begin()
    while block.isValid():
        lines = block.blockFormat()
        lines.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        lines.setTopMargin(lines.topMargin() / 4)
        lines.setBottomMargin(lines.bottomMargin() / 4)
        QTextCursor(block).setBlockFormat(lines)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setCellPadding(1.5)
            shape.setBorderCollapse(True)
            shape.setTopMargin(2)
            shape.setBottomMargin(2)
            frame.setFormat(shape)
    return document
