"""The command line: the same services without a window, for administrators, scripts and tests.

Every command takes --json (one JSON document in UTF-8 on stdout and nothing else there) and
exits 0 done, 1 refused by the data (the problems are listed), 2 wrong usage, 3 known trouble.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from facilitydesk import __version__
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.rates import Basis, Rate

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        return int(options.run(options))
    except Refused as refused:
        _fail(options, refused, [problem.message for problem in refused.problems])
        return REFUSED
    except Trouble as trouble:
        _fail(options, trouble, [])
        return TROUBLE


def _new(options: argparse.Namespace) -> int:
    from facilitydesk.services import files

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
    _say(options, {"file": str(options.file)}, f"已新建数据文件 {options.file}")
    return DONE


def _import(options: argparse.Namespace) -> int:
    from facilitydesk.interchange.importing import run_import
    from facilitydesk.services import files

    desk = files.open_desk(options.file, officer=options.officer, readonly=options.dry_run)
    try:
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
    finally:
        desk.close()
    _say(options, result.to_json(), result.summary())
    return REFUSED if result.refused else DONE


def _figures(options: argparse.Namespace) -> int:
    from facilitydesk.services import figures, files

    desk = files.open_desk(options.file, readonly=True)
    try:
        programme_id = None
        if options.programme:
            programme_id = figures.programme_named(desk, options.programme)
        scope = figures.Scope(
            options.as_of or desk.today,
            programme_id,
            figures.PeriodScope(options.period),
            options.scope == "with-pooled",
            Basis(options.basis),
        )
        answer = figures.ask(desk, scope, by=figures.By(options.by))
    finally:
        desk.close()
    _say(options, answer.to_json(), _figures_text(answer))
    return DONE


def _figures_text(answer: Any) -> str:
    lines = [f"截至 {answer.scope.as_of}　{answer.programme or '全部专项'}"]
    for group in answer.groups:
        f = group.figures
        lines.append(f"{group.name}：项目{f.projects}个，开工{f.started}个，完工{f.completed}个")
        named: list[tuple[str, Rate]] = [
            ("开工率", f.start_rate),
            ("竣工率", f.completion_rate),
            ("采购完成率", f.procurement_rate),
            ("投资完成率", f.investment_rate),
        ]
        lines += [f"　{name} {rate.explain()}" for name, rate in named]
    return "\n".join(lines)


def _report(options: argparse.Namespace) -> int:
    from facilitydesk.reports.catalogue import REPORTS, produce
    from facilitydesk.services import files

    if options.list:
        rows = [{"name": report.name, "title": report.title} for report in REPORTS]
        text = "\n".join(f"{row['name']:<18}{row['title']}" for row in rows)
        _say(options, {"reports": rows}, text)
        return DONE
    if not (options.file and options.name and options.out):
        sys.stderr.write("用法：facilitydesk report 数据文件 报表名 --out X.pdf|X.xlsx\n")
        return USAGE
    desk = files.open_desk(options.file, readonly=True)
    try:
        made = produce(
            desk,
            options.name,
            as_of=options.as_of or desk.today,
            school=options.school,
            programme=options.programme,
            out=Path(options.out),
        )
    finally:
        desk.close()
    _say(options, made.to_json(), made.summary())
    return DONE


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
    _say(options, answer, "\n".join(found.faults) or well)
    return REFUSED if found.faults else DONE


def _say(options: argparse.Namespace, answer: dict[str, Any], text: str) -> None:
    body = json.dumps(answer, ensure_ascii=False, indent=1) if options.json else text
    sys.stdout.flush()
    sys.stdout.buffer.write(body.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()


def _fail(options: argparse.Namespace, trouble: Trouble, problems: list[str]) -> None:
    if options.json:
        error = {"code": trouble.code, "message": str(trouble), "problems": problems}
        _say(options, {"error": error}, "")
        return
    sys.stderr.write("\n".join([str(trouble), *problems]) + "\n")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-03-05") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="facilitydesk", description="教育项目建设进度、设备与资金管理（不带命令时打开窗口）"
    )
    parser.add_argument("--version", action="version", version=f"facilitydesk {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="以JSON输出")
    common.add_argument("--officer", help="经办人姓名（默认为本机账号）")
    dated = argparse.ArgumentParser(add_help=False)
    dated.add_argument("--as-of", type=_day, metavar="日期", help="截至日期，如 2026-03-05")

    new = commands.add_parser("new", parents=[common, dated], help="新建数据文件")
    new.add_argument("file", help="数据文件（.fdk）或数据库地址")
    new.add_argument("--demo", action="store_true", help="带演示数据")
    new.add_argument("--region", default="本县", help="本县（市、区）名称")
    new.add_argument("--region-code", default="", help="行政区划代码（6位）")
    new.set_defaults(run=_new)

    take = commands.add_parser("import", parents=[common, dated], help="导入表格")
    take.add_argument("file")
    take.add_argument("book", help="xlsx、xls、et、ods 或 csv 文件")
    kinds = "auto schools buildings plans projects progress equipment funding statement".split()  # noqa: SIM905 - as the manual lists them
    take.add_argument("--kind", choices=kinds, default="auto")
    take.add_argument("--programme", help="专项名称")
    take.add_argument("--dry-run", action="store_true", help="只检查，不导入")
    take.add_argument("--strict", action="store_true", help="有一行不合格则整本不导入")
    take.add_argument("--update", action="store_true", help="已有项目与表格不同时以表格为准")
    take.add_argument("--hidden", action="store_true", help="隐藏行也导入")
    take.set_defaults(run=_import)

    figures = commands.add_parser("figures", parents=[common, dated], help="统计数")
    figures.add_argument("file")
    figures.add_argument("--programme", help="专项名称")
    figures.add_argument("--period", choices=["plan", "year"], default="plan")
    figures.add_argument(
        "--scope", choices=["with-pooled", "without-pooled"], default="with-pooled"
    )
    groups = "total county township school year nature source".split()  # noqa: SIM905 - the same
    figures.add_argument("--by", choices=groups, default="total")
    figures.add_argument("--basis", choices=[b.value for b in Basis], default="area")
    figures.set_defaults(run=_figures)

    report = commands.add_parser("report", parents=[common, dated], help="报表")
    report.add_argument("file", nargs="?")
    report.add_argument("name", nargs="?")
    report.add_argument("--list", action="store_true", help="列出全部报表")
    report.add_argument("--school", help="学校名称")
    report.add_argument("--programme", help="专项名称")
    report.add_argument("--out", help="输出文件（.pdf 或 .xlsx）")
    report.set_defaults(run=_report)

    verify = commands.add_parser("verify", parents=[common], help="检查数据文件")
    verify.add_argument("file")
    verify.set_defaults(run=_verify)
    return parser
