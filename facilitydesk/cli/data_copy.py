"""`data-copy`: write the data of a backup as a plain workbook.

Where the log-in is on, any officer gives his password. The window writes the same workbook in a
child process beside each backup: what it hands over there (services/people/passes.py) can only be made
by who has the file open already.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from facilitydesk.cli import seat
from facilitydesk.cli.answer import DONE, TROUBLE, Shared, say


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    copy = commands.add_parser("data-copy", parents=[shared.common], help="把备份写成数据副本.xlsx")
    copy.add_argument("backup", help="备份或数据文件")
    copy.add_argument("folder", help="写到哪个文件夹")
    copy.add_argument(
        "--full-phones", action="store_true", help="写出完整电话（只用于数据文件，记入操作日志）"
    )
    copy.set_defaults(run=_copy)


def _copy(options: argparse.Namespace) -> int:
    from facilitydesk.reports.data_copy import write
    from facilitydesk.services.people import phones

    options.file = options.backup
    backup, folder = Path(options.backup), Path(options.folder)
    with seat.seated(options, readonly=not options.full_phones) as desk:
        if options.full_phones:
            phones.told(desk, "数据副本")
    book = write(backup, folder, full_phones=options.full_phones or None)
    say(options, {"backup": str(backup), "book": str(book)}, f"已写出 {book}")
    return DONE


def in_child(words: Sequence[str]) -> int:
    """The window's child: a backup and a folder as words, what lets it in on standard input."""
    from facilitydesk.reports.data_copy import write
    from facilitydesk.services.datafile.checking import check_file
    from facilitydesk.services.people import passes

    backup, folder = map(Path, words)
    check_file(backup)
    if not passes.fits(backup, sys.stdin.readline().strip()):
        return TROUBLE
    write(backup, folder)
    return DONE
