"""Where a file of ours goes: asked with a good name, in the folder used last, written whole."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from facilitydesk import places
from facilitydesk.domain.file_names import titled_file_name
from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context

_KEY = "window.folder"
_FILTERS = {
    ".pdf": tr("PDF文件 (*.pdf)"),
    ".xlsx": tr("电子表格 (*.xlsx)"),
    ".docx": tr("Word文档 (*.docx)"),
    ".csv": tr("CSV文件 (*.csv)"),
}


def folder(context: Context) -> Path:
    """The folder used last, or the officer's own."""
    kept = context.setting(_KEY, "")
    own = places.documents()
    path = Path(places.recalled(kept)) if isinstance(kept, str) and kept else own
    return path if path.is_dir() else own


def remember(context: Context, path: Path) -> None:
    """Note the folder of a file that was written."""
    context.set_setting(_KEY, places.kept(path))


def ask_file(
    parent: QWidget, context: Context, title: str, suffix: str, *, also: tuple[str, ...] = ()
) -> Path | None:
    """The file to write, asked for with a name made of the title; None when given up.

    `also` are other endings the officer may choose; the path has one of them or `suffix`.
    """
    name = titled_file_name(title, suffix, tr("报表"))
    offered = {_FILTERS[each]: each for each in (suffix, *also)}
    chosen, kind = QFileDialog.getSaveFileName(
        parent, tr("保存为"), str(folder(context) / name), ";;".join(offered)
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() not in offered.values():
        path = path.with_name(path.name + offered.get(kind, suffix))
    remember(context, path.parent)
    return path


def ask_folder(parent: QWidget, context: Context, title: str) -> Path | None:
    """The folder for several files; None when given up."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(folder(context)))
    if not chosen:
        return None
    remember(context, Path(chosen))
    return Path(chosen)
