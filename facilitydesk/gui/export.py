"""导出当前视图: the rows and columns of a grid as they stand on the screen, as a workbook or CSV.

`attach` gives a grid its action (Ctrl+E and the cells' menu); order, filter, sort and the unit of
money are the screen's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import sentence, tr
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.quantities import Quantity
from facilitydesk.gui.context import Context
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.grid.model import GridModel
from facilitydesk.gui.page import Page

if TYPE_CHECKING:
    from facilitydesk.gui.grid.panel import GridPanel
    from facilitydesk.gui.runner import Step
    from facilitydesk.reports.paper.page import Document

# Numbers that mean nothing when added up.
_NO_SUM = frozenset({"year", "first_year", "last_year", "built", "floors", "unit_price", "ordinal"})
_SUMMED = frozenset({Kind.AREA, Kind.MONEY, Kind.COUNT})


def attach(panel: GridPanel) -> QAction:
    """The action 导出当前视图 of a grid, also for the page's own tool bar; its panel asks once."""
    action = QAction(tr("导出当前视图……"), panel)
    action.setShortcut(QKeySequence("Ctrl+E"))
    # A page may have two grids; the one with the cursor is exported.
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    action.triggered.connect(
        lambda: export_view(
            panel, panel.context, panel.model, panel.view.shown_columns(), _title(panel)
        )
    )
    panel.addAction(action)

    def add(menu: QMenu, _index: QModelIndex) -> None:
        menu.addSeparator()
        menu.addAction(action)
        columns = panel.view.shown_columns()
        if any(panel.model.columns[number].tells_phones for number in columns):
            menu.addAction(tr("导出（含完整电话，记入日志）……")).triggered.connect(
                lambda: export_view(
                    panel, panel.context, panel.model, columns, _title(panel), full_phones=True
                )
            )

    panel.view.menu_builders.append(add)
    return action


def _title(widget: QWidget) -> str:
    """The grid's own title, else that of the page it stands on."""
    own = getattr(widget, "export_title", "")
    if own:
        return str(own)
    page = _page(widget)
    return tr("导出") if page is None else page.title


def _page(widget: QWidget) -> Page | None:
    """The page that a widget stands on."""
    above: QWidget | None = widget
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    return above


def view_document(
    model: GridModel,
    columns: Sequence[int],
    title: str,
    *,
    subtitle: str = "",
    full_phones: bool = False,
) -> Document:
    """The shown rows in the given columns (numbers of the model, in the order of the screen).

    Amounts keep their exact values; areas, money and counts have a 合计 row.
    """
    from facilitydesk.reports.paper import page
    from facilitydesk.reports.paper.cells import total_of

    shown = [model.columns[number] for number in columns]
    heads = tuple(
        page.Column(
            column.head,
            column.kind,
            column.unit(model.money_scale),
            sums=_adds(column),
        )
        for column in shown
    )
    rows = []
    for line in range(model.rowCount()):
        row = model.row_at(line)
        cells = tuple(
            _cell(column, row, model.money_scale)
            if full_phones or not column.tells_phones
            else column.going_out(row) or None
            for column in shown
        )
        rows.append(page.Row(cells))
    if len(rows) > 1 and any(head.sums for head in heads) and not heads[0].sums:
        sums: list[Any] = [
            total_of(row.cells[n] for row in rows) if head.sums else None
            for n, head in enumerate(heads)
        ]
        sums[0] = tr("合计")
        rows.append(page.Row(tuple(sums), page.RowKind.TOTAL))
    table = page.Table(heads, tuple(rows), unit_row=False)
    sheet = page.Sheet(title, (table,), subtitle=subtitle, notes=_notes(model), name=title)
    return page.Document(title, (sheet,))


def _adds(column: Column) -> bool:
    return (
        column.kind in _SUMMED and column.key not in _NO_SUM and column.show is None and column.adds
    )


def _cell(column: Column, row: Any, money_scale: int) -> Any:
    """A number or a date where the cell holds one, else the text of the screen."""
    value = column.value(row)
    if value is None or value == "":
        return None
    if isinstance(value, Quantity):
        return value  # the number itself, however the screen shows it
    if column.show is None and not isinstance(value, bool):
        if isinstance(value, date | LooseDate):
            return value
        if isinstance(value, int) and column.kind is Kind.COUNT:
            return value
    return column.text(value, money_scale) or None


def _content(document: Document, suffix: str) -> bytes:
    """The view as a workbook, or its table alone as CSV."""
    from facilitydesk.reports.paper import csv_table, page, xlsx

    if suffix == ".csv":
        tables = (b for part in document.parts for b in part.blocks if isinstance(b, page.Table))
        return csv_table.render(next(tables))
    return xlsx.render(document).xlsx


def _notes(model: GridModel) -> tuple[str, ...]:
    """What hides rows, so that nobody takes a part for the whole."""
    wanted = model.wanted
    if not wanted.active:
        return ()
    heads = [model.columns[model.by_key[key]].head for key in wanted.chosen if key in model.by_key]
    if wanted.quick.strip():
        heads.append(f"“{wanted.quick.strip()}”")
    by = f"（{'、'.join(heads)}）" if heads else ""
    return (f"{tr('已筛选')}{by}：{model.rowCount()} / {len(model.rows)} {tr('行')}",)


def export_view(
    parent: QWidget,
    context: Context,
    model: GridModel,
    columns: Sequence[int],
    title: str,
    *,
    full_phones: bool = False,
) -> None:
    """Ask for a file and write the view into it; what happened stands in the notice line.

    Whole telephone numbers are journalled before anything is written.
    """
    from facilitydesk.gui import saving

    if not model.rowCount() or not columns:
        context.notice.emit(sentence("export.nothing", {}), "yellow")
        return
    name = f"{title}{context.as_of:%Y%m%d}"
    path = saving.ask_file(parent, context, name, ".xlsx", also=(".csv",))
    if path is None:
        return
    subtitle = f"（{tr('截至')}{context.as_of.isoformat()}）"
    count = model.rowCount()
    page = _page(parent)
    money, desk = page is not None and page.of_money, context.desk
    # The rows are gathered at once: the screen may change while the file is written.
    document = view_document(model, columns, title, subtitle=subtitle, full_phones=full_phones)

    def work(step: Step) -> tuple[Problem, ...]:
        from facilitydesk import atomic
        from facilitydesk.reports import closed_books

        step(0, 2, tr("生成电子表格"))
        damage = closed_books.damaged(desk, date.max) if money else ()
        data = _content(closed_books.told(document, damage), path.suffix.lower())
        step(1, 2, tr("写入文件"))
        atomic.save(path, data)
        return damage

    def done(damage: tuple[Problem, ...]) -> None:
        told = f"{tr('已导出')}{count}{tr('行')}：{path}"
        if damage:
            told = f"{told}　{sentence('money.closing_on_paper', {'what': damage[0].message})}"
        context.notice.emit(told, "red" if damage else "info")

    def write_now(_changes: object = None) -> None:
        context.runner.job(tr("导出"), work, done)

    if full_phones:
        from facilitydesk.services.people import phones as noting

        context.runner.do(lambda desk: noting.told(desk, title), done=write_now)
    else:
        write_now()
