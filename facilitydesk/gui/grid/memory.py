"""What a PC remembers of a grid: widths, order and hidden columns, filters and sort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facilitydesk.gui.grid.view import GridView


def remembered(view: GridView) -> dict[str, Any]:
    """The layout as plain values."""
    head = view.horizontalHeader()
    columns = view.grid.columns
    wanted = view.grid.wanted
    shown = [n for n in range(len(columns)) if not view.isColumnHidden(n)]
    return {
        "widths": {columns[n].key: view.columnWidth(n) for n in shown},
        "order": [columns[head.logicalIndex(n)].key for n in range(head.count())],
        "hidden": [column.key for n, column in enumerate(columns) if n not in shown],
        "chosen": {key: sorted(texts) for key, texts in wanted.chosen.items()},
        "sort": wanted.sort,
        "descending": wanted.descending,
    }


def restore(view: GridView, state: Any) -> None:
    """Take back what `remembered` gave; what does not fit (any more) is ignored."""
    if not isinstance(state, dict):
        return
    _columns(view, state)
    by_key, wanted = view.grid.by_key, view.grid.wanted
    chosen = state.get("chosen")
    if isinstance(chosen, dict):
        wanted.chosen = {
            key: frozenset(map(str, texts))
            for key, texts in chosen.items()
            if key in by_key and isinstance(texts, list)
        }
    if isinstance(state.get("sort"), str):
        wanted.sort = state["sort"]
        wanted.descending = bool(state.get("descending"))
    view.frozen.follow()
    view.rearrange()


def _columns(view: GridView, state: dict[str, Any]) -> None:
    by_key, head = view.grid.by_key, view.horizontalHeader()
    order, widths, hidden = (state.get(name) for name in ("order", "widths", "hidden"))
    if isinstance(order, list):
        known = [by_key[key] for key in order if key in by_key]
        for visual, number in enumerate(known):
            head.moveSection(head.visualIndex(number), visual)
    if isinstance(widths, dict):
        for key, width in widths.items():
            if key in by_key and isinstance(width, int) and 20 <= width <= 2000:
                view.setColumnWidth(by_key[key], width)
    if isinstance(hidden, list):
        for number, column in enumerate(view.grid.columns):
            view.setColumnHidden(number, column.key in hidden)
