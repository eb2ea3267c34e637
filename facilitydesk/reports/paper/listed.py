"""What is drawn on paper, as a table where only tables go: labels as a list, a chart's figures."""

from __future__ import annotations

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.rounding import digits
from facilitydesk.reports.paper.charts import Bars, Chart, Counts
from facilitydesk.reports.paper.page import Align, Column, Labels, Row, Sheet, Table


def label_list(part: Labels) -> Sheet:
    """Labels as a list: what each code says, and its lines."""
    heads = (Column("二维码内容"), *(Column(head) for head in part.heads))
    rows = tuple(Row((label.code, *label.lines)) for label in part.labels)
    return Sheet(part.title, (Table(heads, rows),), unit="")


def chart_table(chart: Chart) -> Table:
    """The figures behind a chart."""
    if isinstance(chart, Bars):
        rows = [Row((bar.label, bar.text)) for bar in chart.bars]
        return Table((Column("名称"), Column("数值", align=Align.RIGHT)), tuple(rows))
    if isinstance(chart, Counts):
        counted = [Row((item.label, item.count)) for item in chart.items]
        return Table((Column("名称"), Column("数量", Kind.COUNT)), tuple(counted))
    ticks = dict(chart.ticks)
    by_series = [{point.x: point.y for point in series.points} for series in chart.series]
    heads = (Column("时间"), *(Column(series.label, align=Align.RIGHT) for series in chart.series))
    lines = []
    for x in sorted({x for points in by_series for x in points}):
        shares = [points.get(x) for points in by_series]
        shown = [None if y is None else f"{digits(y * 100)}%" for y in shares]
        lines.append(Row((ticks.get(x, str(x)), *shown)))
    return Table(heads, tuple(lines))
