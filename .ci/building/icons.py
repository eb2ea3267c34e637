"""The pictures of the program's icon, drawn from resources/icons/facilitydesk.svg.

They are kept in the checkout, because the window needs one before Qt's drawing of SVG is loaded
and Windows wants an .ico. Run `.ci/build icons` after a change of the drawing.
"""

from __future__ import annotations

import os

import setup

from building.common import ROOT, run

FOLDER = ROOT / "resources/icons"
PNG = 128
ICO = (16, 20, 24, 32, 40, 48, 64, 256)

_DRAW = """
import io, sys
from PIL import Image
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

folder, png, *sizes = sys.argv[1], *map(int, sys.argv[2:])
app = QGuiApplication([])
drawing = QSvgRenderer(folder + "/facilitydesk.svg")

def draw(size):
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data())))

draw(png).save(folder + "/facilitydesk.png", optimize=True)
pictures = [draw(size) for size in sizes]
pictures[-1].save(folder + "/facilitydesk.ico", append_images=pictures[:-1],
                  sizes=[(size, size) for size in sizes])
"""


def draw(_arguments: list[str]) -> None:
    """Write the .png and the .ico beside the .svg."""
    words = [setup.PYTHON, "-c", _DRAW, FOLDER, PNG, *ICO]
    run([str(word) for word in words], env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
