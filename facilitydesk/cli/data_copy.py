"""`data-copy`: write the data of a backup as a plain workbook; the window runs it in a child."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from facilitydesk.cli.answer import DONE, Shared, say


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    copy = commands.add_parser("data-copy", parents=[shared.common], help="把备份写成数据副本.xlsx")
    copy.add_argument("backup", help="备份或数据文件")
    copy.add_argument("folder", help="写到哪个文件夹")
    copy.set_defaults(run=_copy)


def _copy(options: argparse.Namespace) -> int:
    from facilitydesk.reports.data_copy import write
    from facilitydesk.services.checking import check_file

    backup = Path(options.backup)
    check_file(backup)
    book = write(backup, Path(options.folder))
    say(options, {"backup": str(backup), "book": str(book)}, f"已写出 {book}")
    return DONE
