"""`upgrade`: bring a data file or a server's database of an earlier version to this one.

It needs no password: the window does the same before anybody can log in, nothing is told of the
data, no entry changes, and a verified copy of the file before stays.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from facilitydesk.cli.answer import DONE, Shared, say


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    upgrade = commands.add_parser("upgrade", parents=[shared.common], help="升级数据文件或数据库")
    upgrade.add_argument("file", help="数据文件（先备份再升级）或数据库地址（请先由管理员备份）")
    upgrade.set_defaults(run=_upgrade)


def _upgrade(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import files, upgrading

    def step(done: int, total: int, text: str) -> None:
        if not options.json and sys.stderr.isatty():
            sys.stderr.write(f"\r{text} {done}/{total}")

    with upgrading.watched(step):
        if "://" in options.file:
            upgrading.upgrade_server(options.file)
        desk = files.open_desk(options.file, officer=options.officer)
    try:
        version = upgrading.version(desk)
    finally:
        desk.close()
    say(options, {"file": options.file, "version": version}, f"“{options.file}”已是结构{version}")
    return DONE
