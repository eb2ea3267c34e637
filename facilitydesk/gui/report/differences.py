"""What a stored print says against what is known now, as a page of text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from facilitydesk.domain.messages import tr
from facilitydesk.gui.theme import Tone
from facilitydesk.services.printing import Difference, Print

_MISSING = "—"


def as_html(stored: Print, found: Sequence[Difference]) -> str:
    """A heading that says the point, and a table of the figures that differ."""
    day = stored.as_of.isoformat()
    if not found:
        words = tr("按现有数据重新统计，{number}（截至{day}）的{count}个数字均无变化。")
        told = words.format(number=stored.number, day=day, count=len(stored.figures))
        return f"<p><b>{tr('与现有数据一致')}</b></p><p>{escape(told)}</p>"
    words = tr("{number}（截至{day}）印发后，下列数字因补报或更正而不同。存档件不受影响。")
    told = words.format(number=stored.number, day=day)
    quiet = f"color:{Tone.QUIET}"
    rows = "".join(
        f"<tr><td>{escape(each.name)}</td>"
        f"<td align='right' style='white-space:nowrap; {quiet}'>{escape(each.then or _MISSING)}</td>"
        f"<td align='right' style='white-space:nowrap'><b>{escape(each.now or _MISSING)}</b></td>"
        "</tr>"
        for each in found
    )
    head = f"<p><b>{len(found)}{tr('个数字与现有数据不同')}</b></p><p>{escape(told)}</p>"
    return (
        f"{head}<table width='100%' cellspacing='0' cellpadding='4'>"
        f"<tr style='{quiet}'><td>{tr('指标')}</td><td align='right'>{tr('印发时')}</td>"
        f"<td align='right'>{tr('现在')}</td></tr>{rows}</table>"
    )
