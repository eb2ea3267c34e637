"""First page: where a new data file and its backups will lie, shown and changed before it is made."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QLabel, QPushButton

from facilitydesk import places
from facilitydesk.domain.backups import BACKUPS
from facilitydesk.domain.messages import tr

FILTER = "教育项目管理数据 (*.fdk)"
_UNNAMED = tr("县名")


class NewPlaces(QObject):
    """`path` and `second` of the file to be made; the path follows the county's name.

    Its rows stand in the form of the first page.
    """

    def __init__(self, form: QFormLayout) -> None:
        super().__init__(form)
        self.second: Path | None = None
        self._county = ""
        self._chosen: Path | None = None  # by hand; the county's name no longer moves it
        self.file, self.other = QLabel(), QLabel()
        self.backups = QLabel()
        for label in (self.file, self.backups, self.other):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setMinimumWidth(10)
        self.change_file = QPushButton(tr("更换……"))
        self.change_second = QPushButton(tr("选择……"))
        form.addRow(tr("数据文件"), _line(self.file, self.change_file))
        form.addRow(tr("自动备份"), self.backups)
        form.addRow(tr("第二备份位置"), _line(self.other, self.change_second))
        if places.portable() is not None:
            words = QLabel(tr("便携版：设置、日志和临时文件都在程序的data文件夹里，不写到别处。"))
            words.setProperty("role", "quiet")
            form.addRow("", words)
        self.change_file.clicked.connect(self._on_file)
        self.change_second.clicked.connect(self._on_second)
        self._show()

    @property
    def path(self) -> Path:
        """Where the file will be made."""
        return self._chosen or places.documents() / f"{self._county or _UNNAMED}.fdk"

    @Slot(str)
    def set_county(self, name: str) -> None:
        self._county = "".join(sign for sign in name.strip() if sign not in '\\/:*?"<>|')
        self._show()

    @Slot()
    def _on_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self.change_file.window(), tr("新建数据文件"), str(self.path), FILTER
        )
        if chosen:
            self.choose(Path(chosen))

    def choose(self, path: Path) -> None:
        """Put the file elsewhere than in the usual folder."""
        self._chosen = path if path.suffix == ".fdk" else path.with_name(path.name + ".fdk")
        self._show()

    @Slot()
    def _on_second(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self.change_second.window(),
            tr("第二备份位置：U盘或另一块硬盘"),
            str(self.second or places.documents()),
        )
        if chosen:
            self.second = Path(chosen)
            self._show()

    def _show(self) -> None:
        _put(self.file, str(self.path))
        _put(self.backups, str(self.path.with_name(self.path.stem + BACKUPS)))
        _put(self.other, str(self.second) if self.second else tr("未设置（请设在U盘或另一块硬盘）"))


def _line(label: QLabel, button: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(label, 1)
    line.addWidget(button)
    return line


def _put(label: QLabel, text: str) -> None:
    """A long path loses its middle, never its name; the whole stands in the tip."""
    metrics = label.fontMetrics()
    label.setText(metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, 300))
    label.setToolTip(text)
