"""The table of norms: rows an office edits, each with its document; defaults can come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.measures import Direction, Measure
from facilitydesk.domain.norm_defaults import default_norms
from facilitydesk.domain.norms import PLACES, SIZES, STAGES, Norm
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Quantity
from facilitydesk.services import edits, rules
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.store import tables
from facilitydesk.store.unit import Changes, Unit

_T = tables.norm
_SAME = ("measure", "stage", "size_by", "size_from", "size_to", "place", "province", "year")


@dataclass(frozen=True, slots=True)
class NormRow:
    """One row; words as the screen shows them, `value` counts 0.01."""

    id: int
    revision: int
    told: Norm
    ordinal: int

    @property
    def name(self) -> str:
        return f"{self.told.measure.term} {self.told.stage}"

    @property
    def measure(self) -> str:
        return self.told.measure.term

    @property
    def value(self) -> Quantity | None:
        return None if self.told.value is None else Quantity(self.told.value)

    @property
    def direction(self) -> str:
        return self.told.direction.term

    @property
    def size_by(self) -> str:
        return SIZES.get(self.told.size_by, "")

    @property
    def unit(self) -> str:
        return self.told.measure.unit

    def __getattr__(self, name: str) -> Any:
        return getattr(self.told, name)


def _measure(_unit: Unit, _row_id: int | None, value: Any) -> str:
    found = Measure.of_text(str(value or "").strip())
    if found is None:
        raise Refused("norm.measure", value=value or "")
    return found.value


def _value(_unit: Unit, _row_id: int | None, value: Any) -> int | None:
    if value is None:
        return None
    if not isinstance(value, Quantity):
        raise TypeError(f"{value!r} is no quantity")
    if value.raw <= 0:
        raise Refused("norm.value", value=str(value))
    return value.raw


def _direction(_unit: Unit, _row_id: int | None, value: Any) -> str:
    words = {each.term: each.value for each in Direction}
    text = str(value or "").strip()
    if text not in words:
        raise Refused("not_in_closed_list", term="方向", value=text, known="、".join(words))
    return words[text]


def _size_by(_unit: Unit, _row_id: int | None, value: Any) -> str:
    words = {"": "", **{word: key for key, word in SIZES.items()}, "班数": "classes"}
    text = str(value or "").strip()
    if text not in words:
        raise Refused(
            "not_in_closed_list", term="规模按", value=text, known="、".join(SIZES.values())
        )
    return words[text]


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    low, high = row["size_from"], row["size_to"]
    if low is not None and high is not None and low > high:
        yield Problem("norm.sizes", field="size_from", args={"low": low, "high": high})
    if (low is not None or high is not None) and not row["size_by"]:
        yield Problem("norm.size_by", Severity.YELLOW, "size_by")
    if row["active"] in (False, 0):
        return
    query = select(_T.c.document).where(_T.c.active.is_(True), _T.c.id != (row["id"] or 0))
    for key in _SAME:
        value = row[key] if row[key] is not None else None
        blank = key in ("size_by", "place", "province") and value is None
        value = "" if blank else value
        query = query.where(_T.c[key].is_(None) if value is None else _T.c[key] == value)
    twin = unit.connection.execute(query.limit(1)).first()
    if twin is not None:
        args = {"document": twin.document or "未填依据"}
        yield Problem("norm.twice", Severity.YELLOW, "measure", args)


KIND = Kind(
    _T,
    "办学条件标准",
    {
        "measure": Column("measure", _measure, required=True),
        "stage": Column("stage", rules.one_of("学段", STAGES, required=True), required=True),
        "size_by": Column("size_by", _size_by),
        "size_from": Column("size_from", rules.whole("规模下限", 0, 100_000), kind=int),
        "size_to": Column("size_to", rules.whole("规模上限", 0, 100_000), kind=int),
        "value": Column("value", _value, kind=Quantity),
        "direction": Column("direction", _direction),
        "place": Column("place", rules.one_of("适用地区", PLACES)),
        "province": Column("province", rules.text()),
        "year": Column("year", rules.whole("年份", 1949, 2100), kind=int),
        "document": Column("document", rules.text()),
        "note": Column("note", rules.text()),
        "active": Column("active", rules.flag(), kind=bool),
    },
    title="stage",
    check=_check,
    terms={
        "measure": "指标", "stage": "学段", "size_by": "规模按", "size_from": "规模下限",
        "size_to": "规模上限", "value": "标准值", "direction": "方向", "place": "适用地区",
        "province": "省份", "year": "年份", "document": "依据", "note": "备注", "active": "采用",
    },
)  # fmt: skip


def read(connection: Connection) -> tuple[Norm, ...]:
    """All norms within a read."""
    return tuple(_norm(row) for row in connection.execute(select(_T)))


def rows(desk: Desk) -> tuple[NormRow, ...]:
    """All norms: by measure, those in use first, then as they were entered."""
    order = {measure.value: place for place, measure in enumerate(Measure)}
    with desk.read() as connection:
        found = list(connection.execute(select(_T)))
    found.sort(key=lambda row: (order.get(row.measure, 99), not row.active, row.ordinal == 0, row.ordinal, row.id))  # fmt: skip
    return tuple(NormRow(row.id, row.revision, _norm(row), row.ordinal) for row in found)


def _norm(row: Any) -> Norm:
    return Norm(
        row.id, Measure(row.measure), row.stage, row.size_by, row.size_from, row.size_to,
        row.value, Direction(row.direction), row.place, row.province, row.year, row.document,
        row.note, bool(row.active),
    )  # fmt: skip


def enter(
    desk: Desk, cells: Sequence[Edit] = (), new: Sequence[Mapping[str, object]] = ()
) -> Edited:
    """Change and add norms; all gaps count anew at once."""
    given = [{"active": True, **_natural(row), **row} for row in new]
    return edits.enter(desk, KIND, cells, given)


def _natural(row: Mapping[str, object]) -> dict[str, object]:
    """The direction a new norm has when none was typed."""
    measure = Measure.of_text(str(row.get("measure") or ""))
    return {"direction": measure.basis.natural.term} if measure else {}


def delete(desk: Desk, ids: Iterable[int]) -> Changes:
    """Delete norms."""
    chosen = list(ids)
    with desk.operation("norm.delete", f"删除办学条件标准（{len(chosen)}条）") as unit:
        for row_id in chosen:
            unit.delete(_T, row_id)
    return unit.result


def restore(desk: Desk, ids: Sequence[int] | None = None) -> Changes:
    """Bring back the defaults: of these rows, or all of them; rows of the office's own stay."""
    defaults = {row["ordinal"]: row for row in default_norms()}
    with desk.operation("norm.restore", "恢复默认办学条件标准") as unit:
        there = {row.ordinal: row for row in unit.connection.execute(select(_T)) if row.ordinal}
        for ordinal, row in defaults.items():
            known = there.get(ordinal)
            if known is None:
                if ids is None:
                    unit.insert(_T, row)
            elif ids is None or known.id in ids:
                unit.update(_T, known.id, row)
    return unit.result
