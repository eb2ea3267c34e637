"""Possible pairs as edges between payments and lines: which of them a sign singles out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from itertools import combinations

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.texts import document_key, matter, overlap, similarity

CLEARLY = 0.2  # by how much the words of a pair must be more alike than those of its rivals

_CROWD = 60  # more rivals than this are not told apart by their days

Edge = tuple[Entry, Entry]
Fits = Callable[[Entry, Entry], bool]


def same_words(p: Entry, line: Entry) -> bool:
    """Whether both texts say the same, or at least name the same matter."""
    return bool(p.text) and (p.text == line.text or matter(p.text) == matter(line.text))


def same_document(p: Entry, line: Entry) -> bool:
    """Whether both name the same 文号, however it is written."""
    return bool(p.document) and document_key(p.document) == document_key(line.document)


def with_rivals(edges: list[Edge]) -> set[tuple[Hashable, Hashable]]:
    """The keys of the edges that have a rival."""
    of_p: dict[Hashable, int] = {}
    of_x: dict[Hashable, int] = {}
    for p, x in edges:
        of_p[p.key] = of_p.get(p.key, 0) + 1
        of_x[x.key] = of_x.get(x.key, 0) + 1
    return {(p.key, x.key) for p, x in edges if of_p[p.key] > 1 or of_x[x.key] > 1}


def singled_out(signed: list[Edge]) -> list[Edge]:
    """The edges with a sign that neither end shares with another edge.

    Where the entries of one side are the same in everything, any of them will do: as many as
    the other side has are paired in order.
    """
    if not signed:
        return []
    rivals = with_rivals(signed)
    found = [e for e in signed if (e[0].key, e[1].key) not in rivals]
    if len(found) == len(signed):
        return found
    for group in components([e for e in signed if (e[0].key, e[1].key) in rivals]):
        payments = list({p.key: p for p, _ in group}.values())
        lines = list({x.key: x for _, x in group}.values())
        if len(group) != len(payments) * len(lines):
            continue
        same_p, same_x = (len({face(e) for e in side}) == 1 for side in (payments, lines))
        equal = len(payments) == len(lines)
        if (same_p and (equal or len(payments) > len(lines))) or (
            same_x and (equal or len(lines) > len(payments))
        ):
            payments.sort(key=lambda e: e.day)
            lines.sort(key=lambda e: e.day)
            found += zip(payments, lines, strict=False)
    return found


def face(entry: Entry) -> tuple[object, ...]:
    """Everything printed of an entry but its amount; copies have the same face."""
    return entry.day, entry.payee, entry.voucher, entry.text, entry.document


def in_order(edges: list[Edge]) -> list[Edge]:
    """The pairs in the order of their days, when that is the only way to pair everybody.

    Entries that are the same in everything may take each other's place; the later copy of one
    that the other side has less often is left out.
    """
    payments = sorted({p.key: p for p, _ in edges}.values(), key=lambda e: e.day)
    lines = sorted({x.key: x for _, x in edges}.values(), key=lambda e: e.day)
    payments, lines = _less_copies(payments, len(lines)), _less_copies(lines, len(payments))
    if len(payments) != len(lines) or len(payments) > _CROWD:
        return []
    known = {(p.key, x.key) for p, x in edges}
    pairs = list(zip(payments, lines, strict=True))
    if any((p.key, x.key) not in known for p, x in pairs):
        return []
    for (p, x), (p2, x2) in combinations(pairs, 2):
        if p.day == x.day != p2.day == x2.day:
            continue
        crossed = (p.key, x2.key) in known and (p2.key, x.key) in known
        if crossed and face(p) != face(p2) and face(x) != face(x2):
            return []
    return pairs


def originals(edges: list[Edge], on_time: Fits) -> tuple[list[Edge], list[Entry]]:
    """The edges without copies, and the copies: entries booked again on a later day.

    A copy has the voucher of the first and all else; its side has more entries than the other,
    and the first of them is on time.
    """
    copies: list[Entry] = []
    for own in (0, 1):
        entries = {e[own].key: e[own] for e in edges}
        if len(entries) < 2:
            continue
        words = [face(e)[1:] for e in entries.values() if e.voucher]
        if len(set(words)) < len(words):
            for group in components(edges):
                copies += _later_copies(group, own, on_time)
    if not copies:
        return edges, copies
    keys = {id(entry) for entry in copies}
    return [e for e in edges if id(e[0]) not in keys and id(e[1]) not in keys], copies


class Twice:
    """Which entries are the same in everything as one that was paired before.

    By one sign copies are paired in order, any of them will do; a copy that is left over for a
    weaker sign may be there by mistake. Under one voucher it may be so by the same sign too,
    but where the other side has it twice as well.
    """

    def __init__(self, edges: list[Edge]) -> None:
        sides = ({e[own].key: e[own] for e in edges}.values() for own in (0, 1))
        self._some = any(
            len({face(e) for e in side}) < len(side) for side in sides if len(side) > 1
        )
        self._before: set[object] = set()
        self._now: dict[object, object] = {}

    def taken(self, p: Entry, line: Entry) -> bool:
        """Whether either is a copy of an entry already paired; both are paired now."""
        if not self._some:
            return False
        mine, theirs = (0, face(p)), (1, face(line))
        first, first_line = self._now.setdefault(mine, theirs), self._now.setdefault(theirs, mine)
        return (
            not self._before.isdisjoint((mine, theirs))
            or (bool(p.voucher) and first != theirs)
            or (bool(line.voucher) and first_line != mine)
        )

    def next_sign(self) -> None:
        """What was paired is settled: what is left has only weaker signs."""
        self._before |= self._now.keys()


def _later_copies(group: list[Edge], own: int, on_time: Fits) -> list[Entry]:
    entries = {e[own].key: e[own] for e in group}
    spare = len(entries) - len({e[1 - own].key for e in group})
    found: list[Entry] = []
    seen: set[object] = set()
    for entry in sorted(entries.values(), key=lambda e: e.day):
        words = face(entry)[1:]
        if entry.voucher and len(found) < spare and words in seen:
            found.append(entry)
        elif any(on_time(*e) for e in group if e[own].key == entry.key):
            seen.add(words)
    return found


def _less_copies(entries: list[Entry], wanted: int) -> list[Entry]:
    """At most so many entries, where copies can be left out."""
    kept: list[Entry] = []
    spare = len(entries) - wanted
    faces: set[object] = set()
    for entry in entries:
        if spare > 0 and face(entry) in faces:
            spare -= 1
            continue
        faces.add(face(entry))
        kept.append(entry)
    return kept


def by_words(edges: list[Edge]) -> list[Edge]:
    """Pairs whose words are clearly more alike than those of every rival on both sides."""
    found = []
    for p, line in edges:
        rivals = [e for e in edges if (e[0].key == p.key) != (e[1].key == line.key)]
        if rivals and p.text and line.text and _clearly(p, line, rivals):
            found.append((p, line))
    return found


def _clearly(p: Entry, line: Entry, rivals: list[Edge]) -> bool:
    """More alike by far, or the one within the other (食堂, 食堂改扩建进度款) and in no rival."""
    own = similarity(p.text, line.text)
    if own >= 0.3 and own >= CLEARLY + max(similarity(e[0].text, e[1].text) for e in rivals):
        return True
    within = overlap(p.text, line.text) >= 0.99
    return within and all(
        e[0].text and e[1].text and overlap(e[0].text, e[1].text) <= 0.25 for e in rivals
    )


def plainly(found: list[Edge], edges: list[Edge]) -> list[Edge]:
    """Those of the found whose words are not clearly more like a rival's."""
    return [e for e in found if not words_elsewhere(*e, edges)]


def words_elsewhere(p: Entry, line: Entry, edges: Iterable[Edge]) -> bool:
    """Whether the words of either end are clearly more like those of a rival."""
    own = similarity(p.text, line.text)
    return any(
        similarity(p2.text, x2.text) >= own + CLEARLY
        for p2, x2 in edges
        if (p2.key == p.key) != (x2.key == line.key)
    )


def without(edges: list[Edge], p: Entry, line: Entry) -> list[Edge]:
    """The edges of everybody but these two."""
    return [e for e in edges if e[0].key != p.key and e[1].key != line.key]


def components(edges: list[Edge]) -> list[list[Edge]]:
    """Edges in groups that share no entry, in the order of their first edge."""
    by_p: dict[Hashable, list[int]] = {}
    by_x: dict[Hashable, list[int]] = {}
    for number, (p, line) in enumerate(edges):
        mine, theirs = by_p.get(p.key), by_x.get(line.key)
        group = mine or theirs or []
        if mine and theirs and mine is not theirs:
            group += theirs
            for each in theirs:  # they are one group from now on
                by_p[edges[each][0].key] = by_x[edges[each][1].key] = group
        group.append(number)
        by_p[p.key] = by_x[line.key] = group
    groups = sorted({id(group): sorted(group) for group in by_p.values()}.values())
    return [[edges[number] for number in group] for group in groups]
