"""`log`: who changed what, when, from what to what."""

from __future__ import annotations

import argparse
from typing import Any

from facilitydesk.cli.answer import DONE, Shared, day, say
from facilitydesk.cli.seat import seated


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    log = commands.add_parser("log", parents=[shared.common], help="操作日志")
    log.add_argument("file")
    log.add_argument("--from", dest="first", type=day, metavar="日期", help="起始日期")
    log.add_argument("--to", dest="last", type=day, metavar="日期", help="截止日期（含）")
    log.add_argument("--by", metavar="姓名", default="", help="只列此人的操作")
    log.add_argument("--word", metavar="文字", default="", help="只列含此文字的改动")
    log.add_argument(
        "--most", type=int, default=5000, metavar="处", help="最多列出多少处，从新到旧"
    )
    log.add_argument("--full-phones", action="store_true", help="显示完整电话（记入操作日志）")
    log.set_defaults(run=_log)


def _log(options: argparse.Namespace) -> int:
    from facilitydesk.services.journal import log
    from facilitydesk.services.people import phones

    with seated(options, readonly=not options.full_phones) as desk:
        if options.full_phones:
            phones.told(desk, "操作日志")
        asked = log.Asked(
            options.first,
            options.last,
            options.by,
            words=options.word,
            full_phones=options.full_phones,
        )
        found = log.lines(desk, asked, most=max(1, options.most))
    answer = {
        "file": str(options.file),
        "count": found.count,
        "lines": [line.to_json() for line in found.lines],
    }
    text = [
        f"{line.seq}　{line.moment}　{line.officer}　{line.label}　{line.kind}　{line.thing}　"
        f"{line.field or line.what}　{line.before or '—'} → {line.after or '—'}"
        for line in found.lines
    ]
    if found.count > len(found.lines):
        text.append(f"共{found.count}处，只列最近{len(found.lines)}处。")
    say(options, answer, "\n".join(text) or "没有符合条件的操作。")
    return DONE
