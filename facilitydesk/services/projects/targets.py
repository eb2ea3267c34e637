"""目标线: what a rate should have reached by a day, by which document (70% by the end of 2017)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from facilitydesk.domain.quantities import Percent
from facilitydesk.domain.rates import RateKind
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes

_T = tables.target


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target line; no programme means all of them."""

    id: int
    revision: int
    programme_id: int | None
    programme: str
    rate: RateKind
    day: date
    percent: Percent
    document: str


KIND = Kind(
    _T,
    "目标线",
    {
        "programme": Column(
            "programme_id", rules.reference(tables.programme, "专项"), kind=tables.programme
        ),
        "rate": Column(
            "rate",
            rules.one_of("比率", [item.value for item in RateKind], required=True),
            required=True,
        ),
        "day": Column("day", rules.day("日期", required=True), required=True, kind=date),
        "percent": Column(
            "percent", rules.quantity(Percent, "目标值", required=True), required=True, kind=Percent
        ),
        "document": Column("document", rules.text()),
    },
    title="document",
)


def rows(desk: Desk) -> tuple[TargetRow, ...]:
    """All target lines by programme, rate and day."""
    programme = tables.programme
    query = (
        select(_T, programme.c.name)
        .outerjoin(programme, programme.c.id == _T.c.programme_id)
        .order_by(programme.c.ordinal, programme.c.id, _T.c.rate, _T.c.day)
    )
    with desk.read() as connection:
        return tuple(
            TargetRow(
                row.id,
                row.revision,
                row.programme_id,
                row.name or "",
                RateKind(row.rate),
                row.day,
                Percent(row.percent),
                row.document,
            )
            for row in connection.execute(query)
        )


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add target lines."""
    return edits.enter(desk, KIND, cells, new)


def delete(desk: Desk, target_id: int) -> Changes:
    """Delete a target line."""
    with desk.operation("target.delete", "删除目标线") as unit:
        unit.delete(_T, target_id)
    return unit.result
