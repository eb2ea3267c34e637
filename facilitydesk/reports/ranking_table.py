"""排名表: the units by start and completion rate, blocks side by side, and a line for each."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from facilitydesk.domain.rates import RateKind
from facilitydesk.reports.bulletin_data import gather, unit_word
from facilitydesk.reports.bulletin_tables import SIGNATURES, rank_lists, summary_table
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.charts import Bar, Bars
from facilitydesk.reports.paper.page import Document, Picture, Sheet
from facilitydesk.services.desk import Desk

_BARS_MOST = 30


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The rank lists, the bars of the completion rate and the table of units."""
    asked = resolve(desk, as_of, options)
    data = gather(desk, asked)
    word = unit_word(asked)
    ranked = data.ranked(RateKind.COMPLETION)
    target = data.board.targets.get(RateKind.COMPLETION)
    mark = Fraction(target.percent.raw, 10_000) if target else None
    bars = tuple(
        Bar(
            r.item.name,
            r.item.figures.completion_rate.fraction,
            asked.percent(r.item.figures.completion_rate),
        )
        for r in ranked[:_BARS_MOST]
    )
    below = sum(bar.value is not None and mark is not None and bar.value < mark for bar in bars)
    point = f"竣工率低于目标的{word}：{below}个" if mark is not None else f"各{word}竣工率"
    chart = Bars(point, bars, mark, "目标" if mark else "")
    title = f"各{word}{asked.subject}进展情况排名表"
    picture = (Picture(chart, max(40, 7 * len(bars))),) if len(bars) > 1 else ()
    sheet = Sheet(
        title,
        (*rank_lists(data), *picture, summary_table(data)),
        subtitle=f"（{asked.up_to}）",
        office=asked.filler,
        signatures=SIGNATURES,
        name="排名表",
    )
    return Document(title, (sheet,))
