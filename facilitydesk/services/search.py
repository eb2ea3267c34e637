"""Search over everything: schools, projects, programmes, batches and buildings by name, initials or code.

Asset cards are found by serial or asset number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from facilitydesk.domain.names import folded_name
from facilitydesk.services.desk import Desk
from facilitydesk.services.equipment import found
from facilitydesk.store.tables import (
    building,
    programme,
    project,
    region,
    school,
    school_alias,
    work,
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, its name, where it lies, and the page that shows it."""

    kind: str
    title: str
    place: str
    page: str
    where: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is searched: `words` in the order of their weight, `letters` are pinyin initials."""

    hit: Hit
    words: tuple[str, ...]
    letters: str


def find(desk: Desk, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """What fits all words, best first: whole names, then beginnings, then parts, then initials.

    Blanks part the words (城关 食堂); each may be found in the name, the school, an alias, the
    code, or as initials.
    """
    parts = [part for word in words.split() if (part := folded_name(word))]
    if not parts:
        return ()
    with desk.read() as connection:
        known = [
            *_schools(connection),
            *_projects(connection),
            *_programmes(connection),
            *_batches(connection),
            *_buildings(connection),
        ]
        cards = found.cards(connection, [part for word in words.split() if (part := word.strip())])
    ranked = []
    for order, item in enumerate(known):
        scores = [_score(part, item) for part in parts]
        if all(scores):
            ranked.append((-sum(scores), order, item.hit))
    ranked.sort(key=lambda entry: entry[:2])
    hits = [hit for _, _, hit in ranked]
    exact = any(words.strip() in (card.serial, card.number) for card in cards)
    tagged = [_card(card) for card in cards]
    return tuple((tagged + hits if exact else hits + tagged)[:limit])


def _score(part: str, item: _Known) -> int:
    """How well one word fits; 0: not at all. The name weighs more than what stands beside it."""
    best = 0
    for place, word in enumerate(item.words):
        at = word.find(part)
        if at < 0:
            continue
        found = 100 if word == part else 80 if at == 0 else 60
        best = max(best, found - min(place, 4) * 5)
    if best == 0 and part.isascii() and part in item.letters:
        return 30 if any(word.startswith(part) for word in item.letters.split()) else 20
    return best


def _known(hit: Hit, words: Iterable[str | None], letters: str) -> _Known:
    return _Known(hit, tuple(folded_name(word) for word in words if word), letters)


def _schools(connection: Connection) -> list[_Known]:
    aliases: dict[int, list[str]] = {}
    for row in connection.execute(select(school_alias.c.school_id, school_alias.c.alias)):
        aliases.setdefault(row.school_id, []).append(row.alias)
    query = (
        select(school.c.id, school.c.name, school.c.code, school.c.initials)
        .add_columns(region.c.name.label("township"))
        .outerjoin(region, region.c.id == school.c.township_id)
        .order_by(school.c.id)
    )
    return [
        _known(
            Hit("学校", row.name, row.township or "", "schools", {"file": row.id}),
            (row.name, row.code, *aliases.get(row.id, ())),
            row.initials,
        )
        for row in connection.execute(query)
    ]


def _projects(connection: Connection) -> list[_Known]:
    query = (
        select(project.c.id, school.c.name, school.c.initials)
        .join(work, work.c.project_id == project.c.id)
        .join(school, school.c.id == work.c.school_id)
    )
    at: dict[int, list[tuple[str, str]]] = {}
    for project_id, name, letters in connection.execute(query):
        at.setdefault(project_id, []).append((name, letters))
    columns = (project.c.id, project.c.name, project.c.code, project.c.initials)
    listed = []
    for row in connection.execute(
        select(*columns, project.c.approval_document, project.c.fund_document).order_by(
            project.c.id
        )
    ):
        schools = list(dict.fromkeys(at.get(row.id, ())))
        names = [name for name, _ in schools]
        where = {"projects": (row.id,), "title": row.name}
        place = names[0] if len(names) == 1 else f"{names[0]}等{len(names)}所" if names else ""
        words = (row.name, row.code, *names, row.approval_document, row.fund_document)
        every = " ".join([row.initials, *(letters for _, letters in schools)])
        listed.append(_known(Hit("项目", row.name, place, "projects", where), words, every))
    return listed


def _programmes(connection: Connection) -> list[_Known]:
    from facilitydesk.services.pinyin import initials

    query = select(programme.c.id, programme.c.name, programme.c.short_name)
    return [
        _known(
            Hit("专项", row.name, row.short_name, "programmes", {"programmes": (row.id,)}),
            (row.name, row.short_name),
            f"{initials(row.name)} {initials(row.short_name)}",
        )
        for row in connection.execute(query.order_by(programme.c.ordinal, programme.c.id))
    ]


def _batches(connection: Connection) -> list[_Known]:
    from facilitydesk.services.pinyin import initials

    return [
        _known(
            Hit("采购批次", row.name, row.supplier, "equipment", {"batch": row.id}),
            (row.name, row.tender_number, row.contract_number, row.supplier),
            f"{initials(row.name)} {initials(row.supplier)}",
        )
        for row in found.batches(connection)
    ]


def _buildings(connection: Connection) -> list[_Known]:
    """Single buildings, by their own name or number with that of the school."""
    from facilitydesk.services.pinyin import initials

    query = (
        select(building.c.id, building.c.number, building.c.name, building.c.room_kind)
        .add_columns(school.c.name.label("school"), school.c.initials)
        .join(school, school.c.id == building.c.school_id)
        .order_by(building.c.id)
    )
    letters: dict[str, str] = {}
    listed = []
    for row in connection.execute(query):
        name = row.name or row.room_kind or row.number
        if name not in letters:
            letters[name] = initials(name)
        where = {"buildings": (row.id,), "title": f"{row.school} {name}"}
        hit = Hit("单体建筑", f"{name} {row.number}".strip(), row.school, "buildings", where)
        words = (row.name, row.room_kind, row.school, row.number)
        listed.append(_known(hit, words, f"{letters[name]} {row.initials}"))
    return listed


def _card(card: found.Card) -> Hit:
    title = " ".join(part for part in (card.name, card.number, card.serial) if part)
    return Hit("资产", title, card.school, "equipment", {"asset": card.id})
