"""The tiles of money: 到位率 and 支付率 with what came and went since week and month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from facilitydesk.domain.figures import WorkState
from facilitydesk.domain.quantities import Money
from facilitydesk.domain.rates import Rate, RateKind
from facilitydesk.services.dashboard.shapes import Change, Tile
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import Scope, scope_money
from facilitydesk.services.money import findings
from facilitydesk.services.money.findings import Finding
from facilitydesk.services.money.totals import GroupMoney


def money_tiles(
    connection: Connection, scope: Scope, states: Sequence[WorkState], before: Sequence[date]
) -> tuple[Tile, ...]:
    """Both tiles; none while the file holds no fund document. `before`: week and month ends."""
    now = scope_money(connection, scope, states)
    if not now.any:
        return ()
    here = now.total()
    then = [scope_money(connection, scope, states, day=day, later=now).total() for day in before]
    works = tuple(state.work_id for state in states if state.project_id in here.projects)
    tiles = []
    for kind in (RateKind.RECEIPT, RateKind.PAYMENT):
        week, month = (_change(kind, here, old) for old in then)
        tiles.append(Tile(kind, _rate(kind, here), (), works, week, month))
    return tuple(tiles)


def _rate(kind: RateKind, money: GroupMoney) -> Rate:
    return money.receipt_rate if kind is RateKind.RECEIPT else money.payment_rate


def _change(kind: RateKind, now: GroupMoney, then: GroupMoney) -> Change:
    here, old = _rate(kind, now), _rate(kind, then)
    points = None
    if here.fraction is not None and old.fraction is not None:
        points = (here.fraction - old.fraction) * 100
    above, below = here.numerator, old.numerator
    assert isinstance(above, Money)
    assert isinstance(below, Money)
    return Change(then.as_of, points, money=above - below)


def money_findings(
    connection: Connection, desk: Desk, scope: Scope, states: Sequence[WorkState]
) -> tuple[Finding, ...]:
    """The findings about the scope's projects and about documents, worst first."""
    inside = {state.project_id for state in states}
    return tuple(
        each
        for each in findings.read(connection, scope.as_of, desk.home_id)
        if each.project_id is None or each.project_id in inside
    )
