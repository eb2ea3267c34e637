"""Papers as files: one PDF, workbook or Word file, or one for each school; what happened is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui import saving
from facilitydesk.gui.context import Context

if TYPE_CHECKING:
    from facilitydesk.gui.report.press import Wanted, Written
    from facilitydesk.gui.runner import Step


def save_file(
    parent: QWidget,
    context: Context,
    title: str,
    suffix: str,
    content: Callable[[], bytes],
    saved: Callable[[], None] | None = None,
) -> None:
    """Ask for a file and write it in the background; `content` is called there, `saved` after it."""
    path = saving.ask_file(parent, context, title, suffix)
    if path is None:
        return

    def work(step: Step) -> Path:
        from facilitydesk import atomic

        step(0, 1, "")
        atomic.save(path, content())
        return path

    def done(path: Path) -> None:
        if saved is not None:
            saved()
        context.notice.emit(f"{tr('已保存')}：{path}", "info")

    context.runner.job(tr("保存"), work, done)


def save_each(parent: QWidget, context: Context, wanted: Wanted, suffix: str = ".pdf") -> None:
    """Ask for a folder and write a file for each school of the report."""
    folder = saving.ask_folder(parent, context, tr("全部学校分别存到文件夹"))
    if folder is None:
        return
    desk = context.desk

    def work(step: Step) -> Written:
        from facilitydesk.gui.report import press

        return press.write_each(desk, wanted, folder, step, suffix)

    def done(written: Written) -> None:
        count = len(written.files)
        text = tr("已存{count}所学校的文件到：{folder}").format(count=count, folder=folder)
        said = [text, *(each.message for each in written.findings)]
        severity = "red" if written.findings else "info" if count else "yellow"
        context.notice.emit("　".join(said), severity)

    context.runner.job(tr("全部学校分别存"), work, done)
