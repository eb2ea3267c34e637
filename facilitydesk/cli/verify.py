"""`verify`: whether a data file or a backup is sound.

Where the log-in is on it needs no password, so that a script or whoever keeps the stick can ask
every night whether a file is whole: it then tells counts and the head of the journal (which stand
on every printed cover sheet), and of what is wrong only how much. What was found names people,
projects and amounts, and is told to an officer with his password.
"""

from __future__ import annotations

import argparse
from typing import Any

from facilitydesk.cli import seat
from facilitydesk.cli.answer import DONE, REFUSED, Shared, say
from facilitydesk.domain.problems import Trouble


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    verify = commands.add_parser("verify", parents=[shared.common], help="检查数据文件")
    verify.add_argument("file")
    verify.add_argument(
        "--head",
        action="append",
        default=[],
        metavar="操作号:校验值",
        help="报表末页或交换包上的数据校验值，可给多个",
    )
    verify.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import backups, files
    from facilitydesk.services.journal import auditing

    heads = [auditing.anchor(text) for text in options.head]
    desk = files.open_desk(options.file, officer=options.officer, readonly=True)
    try:
        if options.officer:
            seat.let_in(desk, options)
        told = bool(desk.officer) or not desk.login
        found = files.verify(desk, heads)
        copy = backups.noted(desk)
        differs = copy is not None and not backups.as_noted(copy)
    finally:
        desk.close()
    faults = list(found.faults)
    if differs:
        faults.append(str(Trouble("backup.not_the_same")))
    if faults and not told:
        faults = [str(Trouble("login.faults_hidden", count=len(faults)))]
    answer = {
        "file": str(options.file),
        "ok": not faults,
        "operations": found.operations,
        "head": found.head,
        "counts": found.counts,
        "faults": faults,
        "backup": None if copy is None else {"number": copy.number, "reason": copy.reason.value},
    }
    what = "数据文件" if copy is None else f"第{copy.number}号备份"
    well = f"{what}完好：{found.operations}条操作，校验值 {found.head[:16]}"
    say(options, answer, "\n".join(faults) or well)
    return REFUSED if faults else DONE
