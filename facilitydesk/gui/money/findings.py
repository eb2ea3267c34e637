"""What the rules of money found, as lines that open what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from facilitydesk.domain.messages import tr
from facilitydesk.domain.money_checks import Finding
from facilitydesk.gui.widgets.findings import Line


def lines_of(found: Iterable[Finding]) -> list[Line]:
    """What the rules found, each with the page and the rows it opens."""
    lines = []
    target: tuple[str, dict[str, Any]]
    for each in found:
        if each.entity == "contract":
            target = ("payments", {"contracts": (each.row_id,)})
        elif each.document_id is not None:
            target = ("funds", {"document": each.document_id})
        elif each.entity == "fund_document":
            target = ("funds", {"document": each.row_id})
        else:
            project = each.project_id if each.project_id is not None else each.row_id
            target = ("projects", {"projects": (project,), "title": each.rule.name})
        lines.append(
            Line(
                each.problem.severity.value,
                each.rule.name,
                each.problem.message,
                target,
                tip=tr("依据：{document}").format(document=each.rule.document),
            )
        )
    return lines
