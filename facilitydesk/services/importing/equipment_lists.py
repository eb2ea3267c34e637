"""Lists of what was bought: contract, delivered and accepted pieces become batches with their moves.

Delivered and accepted pieces of a list are totals up to its day: what is above the known total
becomes a new delivery or form, so that the same list again adds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from facilitydesk.domain.cells import clean_text
from facilitydesk.domain.equipment import check_moves, check_signers, names_in, shares
from facilitydesk.domain.facility_fields import ACCEPTORS
from facilitydesk.domain.fields import term
from facilitydesk.domain.names import folded_name
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.services import settings
from facilitydesk.services.importing.equipment import EquipmentPlans, ProgrammeOf
from facilitydesk.services.importing.known import Facts
from facilitydesk.services.importing.lines import Line, Outcome, Source
from facilitydesk.services.importing.planner import Ground, Planner
from facilitydesk.store import tables
from facilitydesk.store.reads import equipment as reads

BOUGHT = frozenset({"contract_qty", "delivered_qty", "accepted_qty", "acceptance_date"})
_B, _I, _L = tables.equipment_batch, tables.batch_item, tables.batch_line
Wanted = dict[tuple[int, str], dict[int, "_Row"]]  # item, specification → school → what it gets


@dataclass
class _Row:
    """What one school gets of an item by all lines of the list that say so."""

    line: Line  # the first of them
    school: Facts
    item: Facts
    spec: str
    contract: int = 0
    money: int = 0
    price: int | None = None
    delivered: int | None = None
    accepted: int | None = None
    day: date | None = None
    reason: str = ""
    buyers: dict[str, None] = field(default_factory=dict)  # in the order of the lines
    acceptors: dict[str, None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.school['name']} {self.item['name']}"


@dataclass
class _Bought:
    """The batches with their lists and the moves of every line."""

    batches: dict[tuple[int, str], Facts] = field(default_factory=dict)
    by_contract: dict[str, Facts] = field(default_factory=dict)
    items: dict[tuple[int, int, str], Facts] = field(default_factory=dict)
    lines: dict[tuple[int, int], Facts] = field(default_factory=dict)
    forms: dict[tuple[int, int, date], Facts] = field(default_factory=dict)
    came: dict[int, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[int, list[tuple[date, int]]] = field(default_factory=lambda: defaultdict(list))

    def remember(self, batch: Facts) -> None:
        self.batches[batch["programme_id"], folded_name(batch["name"])] = batch
        if batch["contract_number"]:
            self.by_contract[batch["contract_number"]] = batch


class EquipmentLists(Planner):
    """Plans sources of the kind equipment with contract, delivered or accepted pieces."""

    def __init__(self, ground: Ground, plans: EquipmentPlans) -> None:
        super().__init__(ground)
        self._plans, connection = plans, ground.known.connection
        self._bought = known = _Bought()
        self._least = int(settings.read(connection).values["equipment.signers"])
        for row in connection.execute(select(_B)).mappings():
            known.remember(dict(row))
        for new in self._writes.planned(_B):  # by a list of batches in the same book
            known.remember(new)
        form = tables.acceptance
        for row in connection.execute(select(form).order_by(form.c.id.desc())).mappings():
            known.forms[row["batch_id"], row["school_id"], row["day"]] = dict(row)
        for row in connection.execute(select(_I)).mappings():
            key = row["batch_id"], row["item_id"], folded_name(row["spec"])
            known.items[key] = dict(row)
        for row in connection.execute(select(_L)).mappings():
            known.lines[row["batch_item_id"], row["school_id"]] = dict(row)
        moves = reads.Moves(connection, [line["id"] for line in known.lines.values()])
        for target, found in ((known.came, moves.delivered), (known.taken, moves.accepted)):
            target.update({key: list(by_head.values()) for key, by_head in found.items()})

    def take(self, source: Source, programme_of: ProgrammeOf) -> None:
        """All lines of a list, gathered by batch, item and school."""
        batches: dict[int, tuple[Facts, Wanted]] = {}
        for line in source.lines:
            placed = self._plans.placed(source, line)
            if placed is None:
                continue
            school, item = placed
            contract = self._whole(source, line, "contract_qty", "quantity")
            if not contract:
                code = "equipment.import_no_contract"
                self._plan.refuse(source.sheet, line.row, "contract_qty", code)
                self._out(source, line, "refused", school, item)
                continue
            programme_id, _ = programme_of(source, line)
            batch = self._batch(source, line, programme_id)
            _, wanted = batches.setdefault(batch["id"], (batch, defaultdict(dict)))
            spec = self._plans.spec(line)
            rows = wanted[item["id"], folded_name(spec)]
            first = school["id"] not in rows
            row = rows.setdefault(school["id"], _Row(line, school, item, spec))
            self._add(source, line, row, contract)
            known = self._known_line(batch, row)
            self._out(source, line, "new" if first and known is None else "found", school, item)
        for batch, wanted in batches.values():
            self._store(source, batch, wanted)

    def _out(self, source: Source, line: Line, what: str, school: Facts, item: Facts) -> None:
        made = Outcome(source.sheet, line.row, what, school["name"], item["name"])
        self._plan.outcomes.append(made)

    def _whole(self, source: Source, line: Line, *keys: str) -> int | None:
        """The first of several columns that holds a count."""
        found = (self._plans.whole(source, line, key) for key in keys if key in source.fields)
        return next((value for value in found if value is not None), None)

    def _add(self, source: Source, line: Line, row: _Row, contract: int) -> None:
        money = self._plans.money(source, line, "amount")
        price = self._plans.money(source, line, "unit_price")
        if money is None and price is not None:
            money = price * contract
        row.contract += contract
        row.money += money or 0
        row.price = row.price if row.price is not None else price
        for key in ("delivered", "accepted"):
            value = self._plans.whole(source, line, f"{key}_qty")
            if value is not None:
                setattr(row, key, (getattr(row, key) or 0) + value)
        day = line.values.get("acceptance_date")
        if isinstance(day, LooseDate) and day.exact:
            row.day = max(row.day or day.first, day.first)
        elif isinstance(day, LooseDate):
            args = {"term": term("acceptance_date"), "value": day.text}
            self.blank(source, line, "acceptance_date", "day_needed", **args)
        row.buyers |= dict.fromkeys(names_in(str(line.values.get("buyer") or "")))
        for key in ACCEPTORS:
            row.acceptors |= dict.fromkeys(names_in(str(line.values.get(key) or "")))
        row.reason = row.reason or clean_text(str(line.values.get("remark") or ""))

    # --- batches -------------------------------------------------------------------------------

    def _batch(self, source: Source, line: Line, programme_id: int) -> Facts:
        """The batch of a line: by its contract's number, else by the title of the list."""
        known = self._bought
        number = clean_text(str(line.values.get("contract_no") or ""))
        if number and number in known.by_contract:
            return known.by_contract[number]
        file = Path(self._options.file_name).stem
        own = clean_text(str(line.values.get("batch_name") or ""))
        name = own or number or clean_text(source.title) or file
        found = known.batches.get((programme_id, folded_name(name)))
        if found is not None:
            return found
        today = self._today
        supplier = clean_text(str(line.values.get("contractor") or ""))
        made = self._writes.insert(
            _B,
            {
                "programme_id": programme_id, "year": self._plans.year(source), "name": name,
                "day": min(source.as_of or today, today), "contract_number": number,
                "supplier": supplier, "contract_sum": 0,
            },
        )  # fmt: skip
        known.remember(made)
        self._plan.count("equipment_batches", "created")
        if not number and not own:
            problem = Problem("equipment.import_batch", args={"name": name})
            self._plan.note(source.sheet, line.row, None, problem, severity=Severity.BLUE)
        return made

    def _known_line(self, batch: Facts, row: _Row) -> Facts | None:
        item = self._bought.items.get((batch["id"], row.item["id"], folded_name(row.spec)))
        return None if item is None else self._bought.lines.get((item["id"], row.school["id"]))

    def _store(self, source: Source, batch: Facts, wanted: Wanted) -> None:
        for (item_id, spec), rows in wanted.items():
            self._list(source, batch, item_id, spec, rows)
        flat = [row for rows in wanted.values() for row in rows.values()]
        deliveries: dict[date, Facts] = {}
        forms: dict[tuple[int, date], Facts] = {}
        for row in flat:
            line = self._known_line(batch, row)
            if line is not None:
                self._deliver(source, batch, row, line, deliveries)
                self._accept(source, batch, row, line, forms)
        self._sign(source, batch, flat, forms)

    def _list(
        self, source: Source, batch: Facts, item_id: int, spec: str, rows: dict[int, _Row]
    ) -> None:
        """The item in the batch's list and the schools' lines; the list is the lines' sum."""
        known = self._bought
        item = known.items.get((batch["id"], item_id, spec))
        new = []
        for row in rows.values():
            line = None if item is None else known.lines.get((item["id"], row.school["id"]))
            if line is None:
                new.append(row)
                continue
            self._plan.count("batch_lines", "unchanged")
            if line["quantity"] != row.contract:
                args = {"name": row.name, "value": row.contract, "known": line["quantity"]}
                self.blank(source, row.line, "contract_qty", "equipment.import_contract", **args)
        if not new:
            return
        pieces, money = sum(row.contract for row in new), sum(row.money for row in new)
        listed = sum(each["money"] for (at, _, _), each in known.items.items() if at == batch["id"])
        if item is None:
            price = next((row.price for row in new if row.price is not None), None)
            item = self._writes.insert(
                _I,
                {
                    "batch_id": batch["id"], "item_id": item_id, "spec": new[0].spec,
                    "quantity": pieces, "unit_price": price, "money": money,
                },
            )  # fmt: skip
            known.items[batch["id"], item_id, spec] = item
        else:
            grown = {"quantity": item["quantity"] + pieces, "money": item["money"] + money}
            self._writes.update(_I, item, grown)
        if batch["contract_sum"] == listed and batch["contract_id"] is None:
            self._writes.update(_B, batch, {"contract_sum": batch["contract_sum"] + money})
        weights = [row.money for row in new] if money else [row.contract for row in new]
        for row, part in zip(new, shares(money, weights), strict=True):
            facts = {"batch_item_id": item["id"], "school_id": row.school["id"]}
            line = self._writes.insert(_L, {**facts, "quantity": row.contract, "money": part})
            known.lines[item["id"], row.school["id"]] = line
            self._plan.count("batch_lines", "created")

    # --- what came and was accepted ------------------------------------------------------------

    def _more(
        self, source: Source, row: _Row, key: str, wanted: int, moves: list[tuple[date, int]]
    ) -> int:
        """What a total adds to the known moves; 0 where it is not above them."""
        before = sum(number for _, number in moves)
        if wanted < before:
            args = {"name": row.name, "term": term(key), "value": wanted, "known": before}
            self.blank(source, row.line, key, "equipment.import_less", **args)
        return max(wanted - before, 0)

    def _day(self, source: Source, row: _Row, key: str) -> date | None:
        day = row.day or source.as_of
        if day is None:
            word = "验收" if key == "accepted_qty" else "到货"
            self.blank(source, row.line, key, "equipment.import_day", term=word)
        elif day > self._today:
            self.blank(source, row.line, key, "equipment.future", day=day)
            return None
        return day

    def _deliver(
        self, source: Source, batch: Facts, row: _Row, line: Facts, heads: dict[date, Facts]
    ) -> None:
        key = "delivered_qty" if row.delivered is not None else "accepted_qty"
        wanted = row.delivered if row.delivered is not None else row.accepted
        moves = self._bought.came[line["id"]]
        more = 0 if wanted is None else self._more(source, row, key, wanted, moves)
        day = self._day(source, row, key) if more else None
        if day is None:
            return
        args = (row.name, line["quantity"], [*moves, (day, more)], self._bought.taken[line["id"]])
        if not self._fits(source, row, key, *args):
            return
        if day not in heads:
            facts = {"batch_id": batch["id"], "day": day}
            heads[day] = self._writes.insert(tables.delivery, facts)
            self._plan.count("deliveries", "created")
        facts = {"delivery_id": heads[day]["id"], "line_id": line["id"], "quantity": more}
        self._writes.insert(tables.delivery_line, facts)
        moves.append((day, more))

    def _accept(
        self,
        source: Source,
        batch: Facts,
        row: _Row,
        line: Facts,
        heads: dict[tuple[int, date], Facts],
    ) -> None:
        moves, key = self._bought.taken[line["id"]], "accepted_qty"
        more = 0 if row.accepted is None else self._more(source, row, key, row.accepted, moves)
        day = self._day(source, row, key) if more else None
        if day is None:
            return
        came = self._bought.came[line["id"]]
        if not self._fits(
            source, row, key, row.name, line["quantity"], came, [*moves, (day, more)]
        ):
            return
        place = row.school["id"], day
        if place not in heads:
            facts = {"batch_id": batch["id"], "school_id": row.school["id"], "day": day}
            heads[place] = self._writes.insert(tables.acceptance, facts)
            self._plan.count("acceptances", "created")
        short = sum(n for _, n in came) > sum(n for _, n in moves) + more
        facts = {"acceptance_id": heads[place]["id"], "line_id": line["id"], "quantity": more}
        facts["reason"] = row.reason if short else ""
        self._writes.insert(tables.acceptance_line, facts)
        moves.append((day, more))

    def _sign(
        self,
        source: Source,
        batch: Facts,
        rows: list[_Row],
        forms: dict[tuple[int, date], Facts],
    ) -> None:
        """Who signed goes on the forms, known ones too; too few, or the buyer, is told."""
        signed: dict[tuple[int, date], list[_Row]] = defaultdict(list)
        for row in rows:
            day = row.day or source.as_of
            if day is not None and (row.buyers or row.acceptors):
                signed[row.school["id"], day].append(row)
        for (school_id, day), mine in signed.items():
            form = forms.get((school_id, day)) or self._bought.forms.get(
                (batch["id"], school_id, day)
            )
            if form is None:
                continue
            line = mine[0].line
            people = {
                name: "、".join(dict.fromkeys(who for row in mine for who in getattr(row, names)))
                for name, names in (("buyer", "buyers"), ("acceptors", "acceptors"))
            }
            wanted = {name: text for name, text in people.items() if text}
            title = f"{mine[0].school['name']} {day} 验收单"
            self._merge(source, line, tables.acceptance, form, wanted, title)
            for problem in check_signers(form["buyer"], form["acceptors"], least=self._least):
                self.blank(source, line, "acceptors", problem.code, **problem.args)
        bare = sum(not form["acceptors"] for form in forms.values())
        if bare:
            problem = Problem("equipment.import_signers", args={"count": bare})
            self._plan.note(source.sheet, source.head_row, None, problem, severity=Severity.BLUE)

    def _fits(self, source: Source, row: _Row, key: str, *moves: Any) -> bool:
        """Whether 验收 ≤ 到货 ≤ 合同 holds on every day; what breaks it is left out and told."""
        problem = check_moves(*moves)
        if problem is not None:
            self.blank(source, row.line, key, problem.code, **problem.args)
        return problem is None
