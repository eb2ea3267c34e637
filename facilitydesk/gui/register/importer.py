"""The button of a table that takes in a list of its kind on the page 数据交换."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.messages import tr
from facilitydesk.gui.context import Context
from facilitydesk.gui.register.bar import button


def importer(context: Context, kind: str) -> QPushButton:
    """The button that takes a list of a kind in on the page 数据交换."""
    made = button(tr("导入……"), tr("导入“{kind}”").format(kind=LIST_KINDS[kind]))
    made.setEnabled(not context.desk.readonly)
    made.clicked.connect(lambda: context.page_wanted.emit("exchange", {"import": kind}))
    return made
