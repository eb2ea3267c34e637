"""`restore`: go back to a backup; says what is lost and gained, and keeps the present file.

Where the log-in is on, a 管理 officer gives his password; who may only look may try --dry-run.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from facilitydesk.cli import seat
from facilitydesk.cli.answer import DONE, Shared, say
from facilitydesk.services.datafile import restore_preview

_LINES = 20  # operations told one by one


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    restore = commands.add_parser("restore", parents=[shared.common], help="用备份恢复")
    restore.add_argument("file")
    restore.add_argument("backup", help="备份文件、其文件名或编号，或“恢复前”的文件")
    restore.add_argument("--dry-run", action="store_true", help="只列出将失去和找回的内容")
    restore.set_defaults(run=_restore)


def _restore(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import backups, restoring

    if "://" in options.file:
        backups.refuse_server()
    place = Path(options.file).absolute()
    where = backups.places_of(place)
    source = restoring.copy_named(where, backups.copies(where), options.backup)
    if options.dry_run:
        seat.spoken_for(options, place, source)
        seen, aside = restore_preview.preview(place, source), None
    else:
        done = restoring.restore(
            place, source, officer=options.officer, password=lambda: seat.password(options)
        )
        seen, aside = done.preview, done.aside
    answer = {
        "file": str(place),
        "backup": str(source),
        "restored": not options.dry_run,
        "kept": str(aside) if aside else None,
        **restoring.to_json(seen),
    }
    say(options, answer, "\n".join(_lines(seen, place, source, aside, dry=options.dry_run)))
    return DONE


def _lines(seen: Any, place: Path, source: Path, aside: Path | None, *, dry: bool) -> list[str]:
    from facilitydesk.services.datafile import restoring

    head = "恢复将使" if dry else "已恢复："
    lines = [f"{head}“{place.name}”回到“{source.name}”（第{seen.facts.last.seq}步操作）"]
    if seen.differences is None:
        lines.append("现有文件无法读取，不能比较。")
    else:
        told = seen.differences
        lines.append(f"失去{told.lost_count}步操作，找回{told.gained_count}步操作")
        lines += [f"　失去 {restoring.told(step)}" for step in told.lost[:_LINES]]
        lines += [f"　找回 {restoring.told(step)}" for step in told.gained[:_LINES]]
        lines += [
            f"　{restoring.term(row.table)}：增加{row.added}，减少{row.removed}，改变{row.changed}"
            for row in told.tables
        ]
    if aside is not None:
        lines.append(f"原文件保存为 {aside}；要退回，请运行 restore 并指定该文件")
    return lines
