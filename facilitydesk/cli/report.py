"""`report`: print to a PDF, a workbook or a Word file."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facilitydesk.cli import streams
from facilitydesk.cli.answer import DONE, USAGE, Shared, day, say
from facilitydesk.cli.seat import seated

if TYPE_CHECKING:
    from facilitydesk.reports.options import Options
    from facilitydesk.services.desk import Desk


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    report = commands.add_parser("report", parents=[shared.common, shared.dated], help="报表")
    report.add_argument("file", nargs="?")
    report.add_argument("name", nargs="?")
    report.add_argument("--list", action="store_true", help="列出全部报表")
    report.add_argument("--school", help="学校名称")
    report.add_argument("--programme", help="专项名称")
    report.add_argument("--since", type=day, metavar="日期", help="对比或起始日期")
    report.add_argument("--person", metavar="姓名", default="", help="操作日志：只列此人的操作")
    report.add_argument("--full-phones", action="store_true", help="显示完整电话（记入操作日志）")
    report.add_argument(
        "--application", metavar="编号", default="", help="拨付申请表：只印这一编号的申请"
    )
    report.add_argument(
        "--span",
        choices=("month", "quarter", "year"),
        default="",
        help="学校资金核对表：截至日期所在的月、季、年；不填为起始日期（--since）至截至日期",
    )
    report.add_argument("--batch", help="采购批次名称（设备验收单、资产台账、资产标签）")
    report.add_argument(
        "--by",
        choices=("class", "item", "school", "township", "batch", "source"),
        default="class",
        help="设备采购进度表的分组",
    )
    report.add_argument("--grid", default="3×8", help="标签纸每行×每页的个数，如3x8")
    report.add_argument("--start", type=int, default=1, help="从标签纸的第几个开始打印")
    report.add_argument("--out", help="输出文件（.pdf、.xlsx 或 .docx）")
    report.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from facilitydesk.reports.catalogue import GROUPS, report_named
    from facilitydesk.reports.producing import produce
    from facilitydesk.services.people import phones

    if options.list:
        rows = [
            {"name": report.name, "title": report.title, "group": group.title}
            for group in GROUPS
            for report in group.reports
        ]
        wide = max(len(row["name"]) for row in rows) + 2
        texts = [
            "\n".join([group.title, *(f"  {r.name:<{wide}}{r.title}" for r in group.reports)])
            for group in GROUPS
        ]
        say(options, {"reports": rows}, "\n\n".join(texts))
        return DONE
    if not (options.file and options.name and options.out):
        streams.complain("用法：facilitydesk report 数据文件 报表名 --out X.pdf|X.xlsx|X.docx")
        return USAGE
    report = report_named(options.name)
    with seated(options, readonly=not options.full_phones) as desk:
        if options.full_phones:
            phones.told(desk, report.title)
        chosen = _chosen(desk, options)
        made = produce(
            desk,
            report.name,
            as_of=options.as_of or _day(desk, chosen),
            school=options.school,
            programme=options.programme,
            options=chosen,
            out=Path(options.out),
        )
    say(options, made.to_json(), made.summary())
    return DONE


def _day(desk: Desk, chosen: Options) -> date:
    """Today; an application by its number is printed as of its own day, as in the window."""
    from facilitydesk.services.money import applications

    found = applications.rows(desk, number=chosen.application) if chosen.application else ()
    return max((row.day for row in found), default=desk.today)


def _chosen(desk: Desk, options: argparse.Namespace) -> Options:
    """What the command line says about the paper. Raises Refused for an unknown batch."""
    from facilitydesk.reports.options import Options
    from facilitydesk.services.equipment.batches import batch_named

    batch_id = batch_named(desk, options.batch) if options.batch else None
    return Options(
        since=options.since,
        first=options.since,
        officer=options.person,
        application=options.application.strip(),
        span=options.span,
        full_phones=options.full_phones,
        batch_id=batch_id,
        group=options.by,
        grid=options.grid,
        start=options.start,
    )
