"""What the columns of the school register may hold, and what a school's code says about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.names import school_key
from facilitydesk.domain.problems import Problem, Refused, Severity
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.words.terms import CodeList, Level, Origin, SchoolStatus
from facilitydesk.services import rules
from facilitydesk.services.edits import Column, Kind
from facilitydesk.services.pinyin import initials
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit

CODE_KINDS = frozenset("11 21 22 31 32 33 34 35 36 37 41 42 51 91 92 93".split())  # noqa: SIM905 - a list to read
"""The first two digits of a 学校（机构）标识码."""

_T = tables.school


def check_code(text: str, home_code: str, home: str) -> None:
    """Raises Refused when a text is no school code of this province."""
    if not re.fullmatch(r"[0-9]{10}", text):
        raise Refused("school.code_form", value=text)
    if text[:2] not in CODE_KINDS:
        raise Refused("school.code_kind", value=text)
    if len(home_code) >= 2 and text[2:4] != home_code[:2]:
        raise Refused("school.code_province", value=text, region=home)


def _code(unit: Unit, row_id: int | None, value: Any) -> str | None:
    plain: str | None = rules.code(_T, "学校标识码")(unit, row_id, value)
    if plain:
        home = home_region(unit.connection)
        check_code(plain, home[0], home[1])
    return plain


def _parent(unit: Unit, row_id: int | None, value: Any) -> int | None:
    found: int | None = rules.reference(_T, "上级学校")(unit, row_id, value)
    if found is not None and found == row_id:
        raise Refused("school.own_parent", name=unit.row(_T, row_id)["name"])
    return found


def home_region(connection: Connection) -> tuple[str, str]:
    """Code and name of the file's home region."""
    region, setting = tables.region, tables.setting
    home_id = connection.execute(
        select(setting.c.value).where(setting.c.key == "home_region")
    ).scalar_one()
    row = connection.execute(
        select(region.c.code, region.c.name).where(region.c.id == int(home_id))
    ).one()
    return row.code, row.name


def _derive(unit: Unit, changed: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    if "name" not in changed:
        return {}
    key = school_key(whole["name"], home_region(unit.connection)[1])
    return {"name_key": key, "initials": initials(whole["name"])}


def _check(unit: Unit, row: Mapping[str, Any]) -> Iterable[Problem]:
    key = school_key(row["name"], home_region(unit.connection)[1])
    twin = select(_T.c.name).where(
        _T.c.name_key == key, _T.c.township_id == row["township_id"], _T.c.id != (row["id"] or 0)
    )
    found = unit.connection.execute(twin.limit(1)).first()
    if found is not None:
        yield Problem("school.same_name", Severity.YELLOW, "name", {"name": found.name})


KIND = Kind(
    _T,
    "学校",
    {
        "name": Column("name", rules.text("学校名称", required=True), required=True),
        "code": Column("code", _code),
        "kind": Column("kind", rules.listed(CodeList.SCHOOL_KIND)),
        "township": Column(
            "township_id",
            rules.reference(tables.region, "乡镇", level=Level.TOWNSHIP.value),
            kind=tables.region,
        ),
        "parent": Column("parent_id", _parent, kind=_T),
        "origin": Column("origin", rules.one_of("城乡类型", [item.value for item in Origin])),
        "status": Column("status", rules.one_of("办学状态", [item.value for item in SchoolStatus])),
        "status_date": Column("status_date", rules.day("变动日期")),
        "land_area": Column("land_area", rules.quantity(Area, "占地面积"), kind=Area),
        "sports_area": Column("sports_area", rules.quantity(Area, "运动场地面积"), kind=Area),
        "note": Column("note", rules.text(lines=True)),
        **{
            key: Column(key, rules.text())
            for key in ("status_document", "principal", "contact", "phone", "longitude", "latitude")
        },
    },
    check=_check,
    derive=_derive,
    terms={"name": "学校名称", "code": "学校标识码", "kind": "学校类别"},
)
