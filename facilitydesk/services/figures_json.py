"""The figures of a day as the command line's JSON: decimals as text, each rate with both its ends."""

from __future__ import annotations

from typing import Any

from facilitydesk.domain.rates import Basis, Rate
from facilitydesk.services.figures import Answer, Group


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer of `figures --json`: decimals as strings, money in 元, areas in ㎡."""
    return {
        "as_of": answer.scope.as_of.isoformat(),
        "programme": answer.programme,
        "plan_version": answer.plan_version,
        "rows": [_row(group) for group in answer.groups],
    }


def _row(group: Group) -> dict[str, Any]:
    f, money = group.figures, group.money
    unknown = rate_json(Rate(None, None, Basis.MONEY))  # while there is no fund document
    return {
        "group": group.name,
        "projects": f.projects,
        "started": f.started,
        "completed": f.completed,
        "planned_area_m2": _text(f.planned.area),
        "started_area_m2": str(f.started_area),
        "completed_area_m2": str(f.completed_area),
        "start_rate": rate_json(f.start_rate),
        "completion_rate": rate_json(f.completion_rate),
        "planned_equipment_yuan": _text(f.planned.equipment),
        "procured_equipment_yuan": str(f.procured),
        "procurement_rate": rate_json(f.procurement_rate),
        "planned_funds_yuan": str(money.planned) if money else None,
        "received_yuan": str(money.received) if money else None,
        "paid_yuan": str(money.paid) if money else None,
        "receipt_rate": rate_json(money.receipt_rate) if money else unknown,
        "payment_rate": rate_json(money.payment_rate) if money else unknown,
        "planned_investment_yuan": _text(f.planned.money),
        "invested_yuan": str(f.invested),
        "investment_rate": rate_json(f.investment_rate),
    }


def rate_json(rate: Rate) -> dict[str, Any]:
    """A rate as JSON: percent at two places half-up, both figures, basis, plan and notes."""
    return {
        "percent": rate.percent(),
        "numerator": _text(rate.numerator),
        "denominator": _text(rate.denominator),
        "basis": rate.basis.value,
        "plan": rate.plan,
        "notes": list(rate.notes),
    }


def _text(figure: object) -> str | None:
    return None if figure is None else str(figure)
