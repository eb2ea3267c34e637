"""`program`: the program itself upgraded from a stick, and the way back (`upgrade` is for data)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from facilitydesk import __version__
from facilitydesk.cli.answer import DONE, Shared, say

_HELP = "升级程序本身、退回上一版本（升级数据文件用 upgrade）"


def add(commands: Any, shared: Shared) -> None:
    """Declare the command and its four words."""
    program = commands.add_parser("program", help=_HELP)
    words = program.add_subparsers(dest="word", required=True, metavar="做什么")
    check = words.add_parser("check", parents=[shared.common], help="只核对U盘上的新版，不升级")
    check.add_argument("folder", help="存放新版安装程序和校验清单 SHA256SUMS 的文件夹")
    check.set_defaults(run=_check)
    upgrade = words.add_parser(
        "upgrade", parents=[shared.common], help="备份、保留现在的程序并升级"
    )
    upgrade.add_argument("folder", help="存放新版安装程序和校验清单 SHA256SUMS 的文件夹")
    upgrade.add_argument("--file", metavar="数据文件", help="升级前要备份的数据文件")
    upgrade.set_defaults(run=_upgrade)
    back = words.add_parser("back", parents=[shared.common], help="退回上一版本")
    back.add_argument("--file", metavar="数据文件", help="要取回旧版数据的数据文件")
    back.set_defaults(run=_back)
    forward = words.add_parser("forward", parents=[shared.common], help="退回后，改用已安装的版本")
    forward.set_defaults(run=_forward)
    versions = words.add_parser("versions", parents=[shared.common], help="列出可以退回的版本")
    versions.set_defaults(run=_versions)


def _check(options: argparse.Namespace) -> int:
    from facilitydesk.services.program import release

    found = release.find(Path(options.folder))
    answer = {
        "version": found.version,
        "current": __version__,
        "file": str(found.path),
        "signed": found.signed,
    }
    signed = "，信息中心的签名有效" if found.signed else ""
    say(options, answer, f"{found.path.name}与校验清单一致{signed}，版本{found.version}可以升级")
    return DONE


def _upgrade(options: argparse.Namespace) -> int:
    from facilitydesk.services.program import release
    from facilitydesk.services.program import upgrade as program_upgrade

    data = Path(options.file).absolute() if options.file else None
    ready = program_upgrade.prepare(release.find(Path(options.folder)), data)
    begun = ready.release.kind is not release.Kind.PACKAGE and program_upgrade.hand_over(ready)
    answer = {
        "version": ready.release.version,
        "backup": str(ready.backup.path) if ready.backup else None,
        "way_back": ready.way_back,
        "command": ready.command,
        "begun": begun,
    }
    lines = [f"已备份并核对：{ready.backup.path}"] if ready.backup else []
    lines += [f"现在的程序{__version__}已保留，可以退回"] if ready.way_back else []
    if begun:
        lines.append(f"正在升级到{ready.release.version}，完成后自动打开")
    else:
        lines.append(f"请运行：{ready.command}")
    say(options, answer, "\n".join(lines))
    return DONE


def _back(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import files
    from facilitydesk.services.program import going_back as program_return

    data = Path(options.file).absolute() if options.file else None
    found = program_return.way(data)
    aside = program_return.go_back(found, options.officer or files.account_name())
    answer = {
        "version": found.kept.version,
        "backup": str(found.copy.path) if found.copy else None,
        "aside": str(aside) if aside else None,
        "program": str(found.kept.program),
    }
    lines = [f"已退回版本{found.kept.version}，以后打开的就是它"]
    lines += [f"数据取自备份：{found.copy.path}"] if found.copy else []
    lines += [f"退回前的数据另存为：{aside}"] if aside else []
    say(options, answer, "\n".join(lines))
    return DONE


def _forward(options: argparse.Namespace) -> int:
    from facilitydesk.services.program import going_back as program_return

    version = program_return.forward()
    say(options, {"version": version}, f"以后打开的是已安装的版本{version}")
    return DONE


def _versions(options: argparse.Namespace) -> int:
    from facilitydesk import handover
    from facilitydesk.services.program import kept_programs

    kept = kept_programs.kept()
    answer = {
        "current": __version__,
        "installed": handover.installed_version(),
        "kept": [{"version": each.version, "folder": str(each.folder)} for each in kept],
    }
    lines = [f"现在使用{__version__}，程序在{kept_programs.running() or sys.executable}"]
    lines += [f"可以退回{each.version}：{each.folder}" for each in kept] or ["没有可以退回的版本"]
    say(options, answer, "\n".join(lines))
    return DONE
