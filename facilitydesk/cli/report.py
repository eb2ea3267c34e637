"""`report`: print to a PDF or a workbook."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from facilitydesk.cli.answer import DONE, USAGE, Shared, say


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    report = commands.add_parser("report", parents=[shared.common, shared.dated], help="报表")
    report.add_argument("file", nargs="?")
    report.add_argument("name", nargs="?")
    report.add_argument("--list", action="store_true", help="列出全部报表")
    report.add_argument("--school", help="学校名称")
    report.add_argument("--programme", help="专项名称")
    report.add_argument("--out", help="输出文件（.pdf 或 .xlsx）")
    report.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from facilitydesk.reports.catalogue import REPORTS, produce
    from facilitydesk.services import files

    if options.list:
        rows = [{"name": report.name, "title": report.title} for report in REPORTS]
        text = "\n".join(f"{row['name']:<18}{row['title']}" for row in rows)
        say(options, {"reports": rows}, text)
        return DONE
    if not (options.file and options.name and options.out):
        sys.stderr.write("用法：facilitydesk report 数据文件 报表名 --out X.pdf|X.xlsx\n")
        return USAGE
    desk = files.open_desk(options.file, readonly=True)
    try:
        made = produce(
            desk,
            options.name,
            as_of=options.as_of or desk.today,
            school=options.school,
            programme=options.programme,
            out=Path(options.out),
        )
    finally:
        desk.close()
    say(options, made.to_json(), made.summary())
    return DONE
