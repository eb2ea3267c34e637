"""Saving a blank list for schools to fill in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from facilitydesk.domain.messages import tr
from facilitydesk.gui import saving
from facilitydesk.gui.context import Context
from facilitydesk.interchange.template import Template

Tell = Callable[[str, str], None]


def save_template(parent: QWidget, context: Context, template: Template, tell: Tell) -> None:
    """Ask for a file name and write the blank workbook; `tell(text, severity)` says how it went."""
    path = saving.ask_file(parent, context, f"{template.title}（{tr('空白')}）", ".xlsx")
    if path is None:
        return

    def write(_step: object) -> Path:
        from facilitydesk.atomic import save
        from facilitydesk.interchange.template import blank_workbook

        save(path, blank_workbook(template))
        return path

    context.runner.job(
        tr("空白表格"),
        write,
        lambda done: tell(tr("空白表格已保存为“{path}”。").format(path=done), "info"),
        failed=lambda trouble: tell(str(trouble), "red"),
    )
