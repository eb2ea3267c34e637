"""Opening a data file for a command, with the officer's password where the file asks for a log-in.

The password comes from --password-stdin, from the variable FACILITYDESK_PASSWORD, or is asked for.
It is never an argument: those stand in the list of processes.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from facilitydesk.domain.problems import Refused

if TYPE_CHECKING:
    from facilitydesk.services.desk import Desk

VARIABLE = "FACILITYDESK_PASSWORD"


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
    from facilitydesk.services import files

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
    from facilitydesk.services import logins

    if not options.officer:
        raise Refused("login.officer_asked")
    entered = logins.enter(desk, options.officer, _password(options))
    if entered.change_needed is not None and not desk.readonly:
        raise entered.change_needed


def _password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    given = os.environ.get(VARIABLE)
    if given is not None:
        return given
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{options.officer}的密码：")
    raise Refused("login.password_asked")
