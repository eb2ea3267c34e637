"""Possible pairs as edges between payments and lines: which of them a sign singles out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from facilitydesk.domain.matching.entries import Entry
from facilitydesk.domain.matching.texts import document_key, similarity

CLEARLY = 0.2  # by how much the words of a pair must be more alike than those of its rivals

_CROWD = 60  # more rivals than this are not told apart by their days

Edge = tuple[Entry, Entry]


def same_words(p: Entry, line: Entry) -> bool:
    return bool(p.text) and (p.text == line.text or similarity(p.text, line.text) >= 0.999)


def same_document(p: Entry, line: Entry) -> bool:
    return bool(p.document) and document_key(p.document) == document_key(line.document)


def with_rivals(edges: list[Edge]) -> set[Edge]:
    """The edges that have a rival."""
    counts: dict[object, int] = {}
    for p, line in edges:
        for key in (("p", p.key), ("x", line.key)):
            counts[key] = counts.get(key, 0) + 1
    return {(p, x) for p, x in edges if counts["p", p.key] > 1 or counts["x", x.key] > 1}


def singled_out(signed: list[Edge]) -> list[Edge]:
    """The edges with a sign that neither end shares with another edge.

    Where the entries of one side are the same in everything, any of them will do: as many as
    the other side has are paired in order.
    """
    if not signed:
        return []
    rivals = with_rivals(signed)
    found = [edge for edge in signed if edge not in rivals]
    for group in components([edge for edge in signed if edge in rivals]):
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


def balanced(edges: list[Edge]) -> bool:
    """Whether both sides have equally many."""
    return len({p.key for p, _ in edges}) == len({x.key for _, x in edges})


def booked_twice(edges: list[Edge]) -> list[Edge]:
    """One payment that a side has twice under one voucher: the one nearest in days stands for both."""
    found = []
    for group in components(edges):
        payments = {p.key: p for p, _ in group}
        lines = {x.key: x for _, x in group}
        if len(payments) > 1 and len(lines) > 1:
            continue
        if any(len({face(e)[1:] for e in side.values()}) > 1 for side in (payments, lines)):
            continue
        apart = sorted((abs((p.day - x.day).days), n) for n, (p, x) in enumerate(group))
        if len(apart) == 1 or apart[0][0] < apart[1][0]:
            found.append(group[apart[0][1]])
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
    alike = {(p.key, x.key): similarity(p.text, x.text) for p, x in edges}
    found = []
    for p, line in edges:
        own = alike[p.key, line.key]
        rivals = [value for (pk, xk), value in alike.items() if (pk == p.key) != (xk == line.key)]
        if rivals and own >= 0.3 and own >= max(rivals) + CLEARLY:
            found.append((p, line))
    return found


def words_elsewhere(p: Entry, line: Entry, edges: Iterable[Edge]) -> bool:
    """Whether the words of either end are clearly more like those of a rival."""
    own = similarity(p.text, line.text)
    return any(
        similarity(p2.text, x2.text) >= own + CLEARLY
        for p2, x2 in edges
        if (p2.key == p.key) != (x2.key == line.key)
    )


def without(edges: list[Edge], p: Entry, line: Entry) -> list[Edge]:
    return [e for e in edges if e[0].key != p.key and e[1].key != line.key]


def components(edges: list[Edge]) -> list[list[Edge]]:
    """Edges in groups that share no entry, in the order of their first edge."""
    leader: dict[object, object] = {}

    def lead(node: object) -> object:
        while (above := leader.setdefault(node, node)) != node:
            leader[node] = node = leader[above]
        return node

    for p, line in edges:
        leader[lead(("x", line.key))] = lead(("p", p.key))
    groups: dict[object, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(lead(("p", edge[0].key)), []).append(edge)
    return list(groups.values())
