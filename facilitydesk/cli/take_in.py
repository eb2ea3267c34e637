"""`import`: take in a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from facilitydesk.cli.answer import DONE, REFUSED, Shared, say
from facilitydesk.cli.seat import seated
from facilitydesk.domain.list_kinds import LIST_KINDS


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    take = commands.add_parser("import", parents=[shared.common, shared.dated], help="导入表格")
    take.add_argument("file")
    take.add_argument("book", help="xlsx、xls、et、ods 或 csv 文件")
    take.add_argument("--kind", choices=("auto", *LIST_KINDS), default="auto")
    take.add_argument("--programme", help="专项名称")
    take.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    take.add_argument("--strict", action="store_true", help="有一行不合格则整本不导入")
    take.add_argument("--update", action="store_true", help="已有项目与表格不同时以表格为准")
    take.add_argument("--hidden", action="store_true", help="隐藏行也导入")
    take.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from facilitydesk.interchange.importing import run_import

    with seated(options, readonly=options.dry_run) as desk:
        result = run_import(
            desk,
            Path(options.book),
            kind=options.kind,
            as_of=options.as_of,
            programme=options.programme,
            dry_run=options.dry_run,
            strict=options.strict,
            update=options.update,
            hidden=options.hidden,
        )
    say(options, result.to_json(), result.summary())
    return REFUSED if result.refused else DONE
