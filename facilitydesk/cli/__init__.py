"""The command line: the same services without a window, for administrators, scripts and tests.

Every command takes --json (one JSON document in UTF-8 on stdout and nothing else there) and
exits 0 done, 1 refused by the data (the problems are listed), 2 wrong usage, 3 known trouble.
A command is a module of this package with a function `add`; its line stands in COMMANDS.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from facilitydesk import __version__
from facilitydesk.cli import (
    backup,
    data_copy,
    figures,
    log,
    new,
    program,
    report,
    restore,
    seat,
    streams,
    take_in,
    upgrade,
    verify,
)
from facilitydesk.cli.answer import REFUSED, TROUBLE, Shared, day, fail
from facilitydesk.domain.messages import sentence
from facilitydesk.domain.problems import Refused, Trouble

COMMANDS = (
    new,
    take_in,
    figures,
    report,
    verify,
    backup,
    restore,
    upgrade,
    program,
    data_copy,
    log,
)


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as end:
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with streams.unread(stream):
                stream.flush()  # the help, which nobody need read to its end
        return int(end.code or 0)
    try:
        with _in_place(options):
            return int(options.run(options))
    except Refused as refused:
        fail(options, refused, [problem.message for problem in refused.problems])
        return REFUSED
    except Trouble as trouble:
        fail(options, trouble, [])
        return TROUBLE


def _in_place(options: argparse.Namespace) -> AbstractContextManager[None]:
    """With --in-place a share, a stick or a synchronised folder is written in, with a warning."""
    from facilitydesk.services.datafile import media

    if options.in_place and getattr(options, "file", None) and "://" not in options.file:
        medium = media.medium_of(Path(options.file))
        if not medium.safe:
            told = sentence("medium.in_place", {"path": options.file, "medium": medium.where})
            streams.complain(told)
    return media.in_place(allowed=options.in_place)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="facilitydesk",
        description="教育项目建设进度、设备与资金管理（不带命令时打开窗口）",
        epilog=seat.HELP,
    )
    parser.add_argument("--version", action="version", version=f"facilitydesk {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="以JSON输出")
    common.add_argument(
        "--in-place",
        action="store_true",
        help="数据文件在U盘、网络共享上或同步文件夹里时也在原处修改",
    )
    common.add_argument("--officer", help="经办人姓名（默认为本机账号）")
    seat.arguments(common)
    dated = argparse.ArgumentParser(add_help=False)
    dated.add_argument("--as-of", type=day, metavar="日期", help="截至日期，如 2026-03-05")
    for command in COMMANDS:
        command.add(commands, Shared(common, dated))
    return parser
