"""`new`: a data file, empty or with the demonstration data."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from facilitydesk.cli.answer import DONE, Shared, say
from facilitydesk.domain.problems import Trouble


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    new = commands.add_parser("new", parents=[shared.common, shared.dated], help="新建数据文件")
    new.add_argument("file", help="数据文件（.fdk）或数据库地址")
    new.add_argument("--demo", action="store_true", help="带演示数据")
    new.add_argument("--region", default="本县", help="本县（市、区）名称")
    new.add_argument("--region-code", default="", help="行政区划代码（6位）")
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> int:
    from facilitydesk.services.datafile import files

    if options.demo:
        from facilitydesk.services.demo import create_demo
        from facilitydesk.services.desk import BEIJING

        if Path(options.file).exists():
            raise Trouble("file.exists", path=options.file)
        create_demo(Path(options.file), today=options.as_of or datetime.now(BEIJING).date()).close()
    else:
        desk = files.create(
            options.file,
            home=options.region,
            home_code=options.region_code,
            officer=options.officer,
        )
        desk.close()
    say(options, {"file": str(options.file)}, f"已新建数据文件 {options.file}")
    return DONE
