"""What shares and documents have left: of what is stored, and of what this import plans."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Connection

from facilitydesk.services.importing.funding import Place
from facilitydesk.services.importing.writes import Writes
from facilitydesk.services.money import carrying
from facilitydesk.store import tables

Pair = tuple[int, int]


class Room:
    """Answers in 分; each answer counts the rows planned before it."""

    def __init__(self, connection: Connection, writes: Writes) -> None:
        self._connection = connection
        self._writes = writes
        self._left: dict[date, dict[Place, int]] = {}
        self._unbound: dict[Pair, int] = {}
        self._there: dict[int, int] = {}
        self._shares: dict[Place, list[tuple[date, int]]] = defaultdict(list)
        self._pairs: dict[Pair, int] = defaultdict(int)
        self._came: dict[int, int] = defaultdict(int)
        self._counted = [0, 0]

    def left(self, place: Place, last: date) -> int:
        """What a share has at the end of a day."""
        self._count()
        if last not in self._left:
            self._left[last] = carrying.left_on(self._connection, last)
        planned = sum(amount for day, amount in self._shares[place] if day <= last)
        return self._left[last].get(place, 0) + planned

    def free(self, place: Place, *, arrived: bool) -> int:
        """What a project can give up of a document; `arrived`: and give back to the treasury."""
        self._count()
        pair = place[:2]
        if pair not in self._unbound:
            self._unbound[pair] = carrying.unbound(self._connection, *pair)
        free = self._unbound[pair] + self._pairs[pair]
        return min(free, self.arrived(place)) if arrived else free

    def arrived(self, place: Place) -> int:
        """What of the document has arrived and is not paid."""
        self._count()
        document_id = place[0]
        if document_id not in self._there:
            self._there[document_id] = carrying.there(self._connection, document_id)
        return self._there[document_id] + self._came[document_id]

    def _count(self) -> None:
        """Adds the rows that were planned since."""
        given = self._writes.planned(tables.allocation)
        for row in given[self._counted[0] :]:
            place = (row["document_id"], row["project_id"], row["school_id"])
            self._shares[place].append((row["day"], row["amount"]))
            self._pairs[place[:2]] += row["amount"]
        came = self._writes.planned(tables.receipt)
        for row in came[self._counted[1] :]:
            self._came[row["document_id"]] += row["amount"]
        self._counted = [len(given), len(came)]
