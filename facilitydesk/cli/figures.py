"""`figures`: the rates, each with its numerator and denominator."""

from __future__ import annotations

import argparse
from typing import Any

from facilitydesk.cli.answer import DONE, Shared, say
from facilitydesk.cli.seat import seated
from facilitydesk.domain.rates import Basis, Rate


def add(commands: Any, shared: Shared) -> None:
    """Declare the command."""
    figures = commands.add_parser("figures", parents=[shared.common, shared.dated], help="统计数")
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


def _figures(options: argparse.Namespace) -> int:
    from facilitydesk.services import figures
    from facilitydesk.services.figures_json import to_json

    with seated(options, readonly=True) as desk:
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
    say(options, to_json(answer), _figures_text(answer))
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
