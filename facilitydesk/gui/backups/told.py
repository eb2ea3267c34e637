"""The words about a backup and about what going back to it would change, as the page shows them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone

if TYPE_CHECKING:
    from facilitydesk.services.datafile.restore_preview import Preview

_COUNTED = (
    "school",
    "project",
    "work",
    "week_entry",
    "fund_document",
    "contract",
    "payment",
    "attachment",
)
_MOST = 100  # operations shown


def as_html(seen: Preview) -> str:
    """What a restore would lose and gain."""
    from facilitydesk.services.datafile import restoring

    parts = [_counts(seen)]
    difference = seen.differences
    if difference is None:
        parts.append(
            _note(
                tr("现有数据文件不完整或已损坏，不能比较；恢复后它会另外保存，不会丢失。"), Tone.RED
            )
        )
        return "".join(parts)
    if not difference.lost_count and not difference.gained_count:
        parts.insert(0, _note(tr("这一份与现有数据完全相同。"), Tone.GREEN))
    else:
        words = [
            part.format(count=count)
            for part, count in (
                (tr("将失去{count}步操作"), difference.lost_count),
                (tr("将找回{count}步操作"), difference.gained_count),
            )
            if count
        ]
        text = tr("恢复到这一份：") + "，".join(words) + "。"
        parts.insert(0, _note(text, Tone.RED if difference.lost_count else Tone.GREEN))
    if difference.tables:
        rows = "".join(
            f"<tr><td>{escape(restoring.term(row.table))}</td><td align='right'>{row.added or ''}</td>"
            f"<td align='right'>{row.removed or ''}</td><td align='right'>{row.changed or ''}</td></tr>"
            for row in difference.tables
        )
        heads = "".join(
            f"<th align='{side}'>{head}</th>"
            for head, side in (
                (tr("与现有数据相比"), "left"),
                (tr("增加"), "right"),
                (tr("减少"), "right"),
                (tr("改变"), "right"),
            )
        )
        parts.append(
            f"<table cellspacing='0' cellpadding='3' width='100%'><tr>{heads}</tr>{rows}</table>"
        )
    for title, steps, count in (
        (tr("将失去的操作"), difference.lost, difference.lost_count),
        (tr("将找回的操作"), difference.gained, difference.gained_count),
    ):
        if steps:
            lines = "<br>".join(escape(restoring.told(step)) for step in steps[:_MOST])
            more = tr("<br>……共{count}步").format(count=count) if count > _MOST else ""
            parts.append(f"<p><b>{title}</b><br>{lines}{more}</p>")
    return "".join(parts)


def _counts(seen: Preview) -> str:
    from facilitydesk.services.datafile import restoring

    found = seen.facts.content.rows
    cells = []
    for table in _COUNTED:
        here, there = seen.rows.get(table), found.get(table, 0)
        if there or here:
            now = "" if here is None or here == there else tr("（现有{now:,}）").format(now=here)
            cells.append(f"{escape(restoring.term(table))} <b>{there:,}</b>{now}")
    last = seen.facts.last
    head = tr("已核对：结构、引用和每一行都完好。共{seq}步操作，最后一步：{officer} {label}")
    text = head.format(seq=last.seq, officer=last.officer, label=last.label)
    return f"<p>{escape(text)}</p><p>{'　'.join(cells)}</p>"


def _note(text: str, colour: str) -> str:
    return f"<p style='color:{colour}'><b>{escape(text)}</b></p>"
