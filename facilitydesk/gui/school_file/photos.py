"""The photos of a school side by side; a click opens a copy with the PC's own program."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.gui.context import Context
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import attachments
from facilitydesk.services.projects.photos import thumbnail
from facilitydesk.services.school_file.shapes import Photo

MOST = 24
_SIZE = QSize(160, 120)


class PhotoStrip(QScrollArea):
    """A row of thumbnails, loaded in the background one by one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.buttons: list[QToolButton] = []
        self._number = 0
        self._copies: tempfile.TemporaryDirectory[str] | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(_SIZE.height() + 44)

    def show_photos(self, photos: tuple[Photo, ...]) -> None:
        """Show the newest photos."""
        self._number += 1
        inner = QWidget()
        layout = QHBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.buttons = []
        for photo in photos[:MOST]:
            button = QToolButton()
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setProperty("flat", True)
            button.setIconSize(_SIZE)
            button.setFixedWidth(_SIZE.width() + 16)
            text = photo.caption if photo.row.there else tr("文件不在资料文件夹中")
            button.setText(self.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, _SIZE.width()))  # fmt: skip
            button.setToolTip(f"{photo.caption}\n{photo.row.name}")
            button.setAccessibleName(photo.caption)
            button.setEnabled(photo.row.there)
            button.clicked.connect(partial(self.open_photo, photo))
            layout.addWidget(button)
            self.buttons.append(button)
            if photo.row.there:
                self._load(photo, button)
        layout.addStretch(1)
        self.setWidget(inner)

    def _load(self, photo: Photo, button: QToolButton) -> None:
        number = self._number
        ratio = self.devicePixelRatioF()
        pixels = round(_SIZE.width() * ratio)

        def read(desk: Desk) -> bytes:
            return thumbnail(attachments.content(desk, photo.row), pixels)

        def take(data: bytes) -> None:
            if number != self._number:
                return  # another school is shown already
            picture = QPixmap()
            picture.loadFromData(data)
            picture.setDevicePixelRatio(ratio)
            button.setIcon(QIcon(picture))

        def failed(_trouble: Trouble | Refused) -> None:
            if number == self._number:
                button.setText(tr("照片打不开"))

        self.context.runner.read(read, take, failed=failed)

    def open_photo(self, photo: Photo, _checked: bool = False) -> None:
        """Open a copy; the filed photo is never handed out."""
        if self._copies is None:
            self._copies = tempfile.TemporaryDirectory(
                prefix="facilitydesk-", ignore_cleanup_errors=True
            )
            self.destroyed.connect(self._copies.cleanup)
        try:
            path = attachments.copy_to(self.context.desk, photo.row, Path(self._copies.name))
        except Trouble as trouble:
            self.context.notice.emit(str(trouble), "red")
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
