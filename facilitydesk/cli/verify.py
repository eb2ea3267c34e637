"""`verify`: whether a data file is sound."""

from __future__ import annotations

import argparse
from typing import Any

from facilitydesk.cli.answer import DONE, REFUSED, Shared, say


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    verify = commands.add_parser("verify", parents=[shared.common], help="检查数据文件")
    verify.add_argument("file")
    verify.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    from facilitydesk.services import files

    desk = files.open_desk(options.file, readonly=True)
    try:
        found = files.verify(desk)
    finally:
        desk.close()
    answer = {
        "file": str(options.file),
        "ok": not found.faults,
        "operations": found.operations,
        "head": found.head,
        "counts": found.counts,
        "faults": list(found.faults),
    }
    well = f"数据文件完好：{found.operations}条操作，校验值 {found.head[:16]}"
    say(options, answer, "\n".join(found.faults) or well)
    return REFUSED if found.faults else DONE
