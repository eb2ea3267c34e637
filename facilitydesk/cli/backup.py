"""`backup`: a verified copy now, the papers beside it, and a workbook of all data.

Where the log-in is on, an officer of the post 录入 or higher gives his password, as the button in
the window asks; --list, which tells who did what, asks for any officer's.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from facilitydesk.cli import seat
from facilitydesk.cli.answer import DONE, Shared, say
from facilitydesk.services.datafile import second_place


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    backup = commands.add_parser("backup", parents=[shared.common], help="备份并核对")
    backup.add_argument("file")
    backup.add_argument(
        "--to", metavar="文件夹", help="备份到此文件夹（默认为数据文件旁的备份文件夹）"
    )
    backup.add_argument("--list", action="store_true", help="只列出已有的备份")
    backup.add_argument("--no-book", action="store_true", help="不另写数据副本.xlsx")
    backup.set_defaults(run=_backup)


def _backup(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import backups
    from facilitydesk.services.people import authority

    if "://" in options.file:
        backups.refuse_server()
    if options.list:
        return _list(options)
    to = Path(options.to) if options.to else None
    with seat.seated(options, readonly=True) as desk:
        if desk.login:
            authority.refuse_post(desk, "backup.make")
        made = backups.back_up(desk, backups.Reason.HAND, to=to)
        second = second_place.to_second(desk, made) if to is None else None
        papers = backups.keep_papers(desk, made.path.parent)
        book = None
        if not options.no_book:
            from facilitydesk.reports.data_copy import write

            book = write(made.path, made.path.parent)
    answer = {
        "file": str(options.file),
        "backup": str(made.path),
        "second": str(second.path) if second else None,
        "book": str(book) if book else None,
        "papers": papers,
        **_facts(made),
    }
    lines = [f"已备份并核对：{made.path}（{sum(made.rows.values())}行，第{made.last.seq}步操作）"]
    lines += [f"第二备份：{second.path}"] if second else []
    lines += [f"数据副本：{book}"] if book else []
    lines += [f"新复制资料{papers}份"] if papers else []
    say(options, answer, "\n".join(lines))
    return DONE


def _list(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import backups

    seat.spoken_for(options, Path(options.file))
    found = backups.copies(backups.places_of(Path(options.file)))
    answer = [{"backup": str(copy.path), **_facts(copy)} for copy in found]
    lines = [
        f"{copy.number:>5}  {copy.at:%Y-%m-%d %H:%M}  {copy.reason.term}  "
        f"{'已核对' if copy.verified else '未核对'}  {copy.last.officer} {copy.last.label}".rstrip()
        for copy in found
    ]
    say(options, {"file": str(options.file), "backups": answer}, "\n".join(lines) or "还没有备份")
    return DONE


def _facts(copy: Any) -> dict[str, Any]:
    return {
        "number": copy.number,
        "reason": copy.reason.value,
        "at": copy.at.isoformat(timespec="seconds"),
        "verified": copy.verified,
        "content": copy.content,
        "operations": copy.last.seq,
        "officer": copy.last.officer,
        "last": copy.last.label,
        "counts": dict(copy.rows),
    }
