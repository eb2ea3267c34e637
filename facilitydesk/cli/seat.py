"""Opening a data file for a command, with the officer's password where the file asks for a log-in.

The password is asked for on the terminal without echo, or comes from --password-stdin or the
variable FACILITYDESK_PASSWORD. It is never an argument: those stand in the list of processes.
Commands of one file take `seated`; those that also work on a damaged file, or only on its
backups, take `spoken_for`: the file that then says who may is told in services/people/authority.py.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from facilitydesk.domain.problems import Refused

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk

VARIABLE = "FACILITYDESK_PASSWORD"
HELP = (
    "数据文件启用登录后，除 new、upgrade 和只报告是否完好的 verify 外，各命令都须以 --officer 写明"
    "姓名并提供密码：在终端上提示输入（不回显），或用 --password-stdin 从标准输入读取（脚本中可写"
    " --password-stdin < 密码文件，文件只准本人读取），或用环境变量 " + VARIABLE + "。"
    "密码不能写在命令行上。连续输错须等待；岗位不够的操作不执行。"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What every command takes to log in, beside --officer."""
    parser.add_argument(
        "--password-stdin", action="store_true", help=f"从标准输入读取密码（或用变量{VARIABLE}）"
    )


@contextmanager
def seated(options: argparse.Namespace, *, readonly: bool = False) -> Iterator[Desk]:
    """The desk of the command's file with its officer; closed at the end of the block.

    Raises Refused when the log-in is on and name or password are missing or wrong.
    """
    from facilitydesk.services.datafile import files

    desk = files.open_desk(options.file, officer=options.officer, readonly=readonly)
    try:
        let_in(desk, options)
        yield desk
    finally:
        desk.close()


def let_in(desk: Desk, options: argparse.Namespace) -> None:
    """Log the officer in where the file asks for it."""
    if not desk.login:
        return
    from facilitydesk.services.people import logins

    if not options.officer:
        raise Refused("login.officer_asked")
    entered = logins.enter(desk, options.officer, password(options))
    if entered.change_needed is not None and not desk.readonly:
        raise entered.change_needed


def spoken_for(options: argparse.Namespace, data_file: Path, source: Path | None = None) -> None:
    """Raises Refused unless the officer may look at a data file's backups."""
    from facilitydesk.services.people import authority

    with authority.speaking(data_file, source) as desk:
        if desk is not None and desk.login:
            authority.admit(desk, options.officer, lambda: password(options))


def password(options: argparse.Namespace) -> str:
    """The officer's password. Raises Refused where nobody can be asked."""
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{options.officer}的密码：")
    raise Refused("login.password_asked")
