"""The treasury's list of last month, which differs from the ledger in the usual ways."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from facilitydesk.services.demo.calendar import Calendar
from facilitydesk.store import tables
from facilitydesk.store.unit import Unit


def make_list(
    unit: Unit, rng: Random, payments: Sequence[dict[str, Any]], calendar: Calendar
) -> None:
    """The treasury's list of last month: one missing, one split, one later, one mistyped, one more."""
    last = calendar.today.replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    mine = [row for row in payments if first <= row["day"] <= last]
    if len(mine) < 6:
        return
    lines = [_line(row) for row in mine]
    odd = rng.sample(range(len(lines)), 5)
    lines[odd[0]]["day"] = min(last, lines[odd[0]]["day"] + timedelta(days=3))
    lines[odd[1]]["amount"] = _swapped(lines[odd[1]]["amount"])
    lines[odd[2]]["payee"] = lines[odd[2]]["payee"].replace("建筑工程有限公司", "建筑公司")
    part = lines[odd[3]]["amount"] // 300 * 100
    lines.append({**lines[odd[3]], "amount": lines[odd[3]]["amount"] - part})
    lines[odd[3]]["amount"] = part
    lines.append(
        {
            "day": last,
            "voucher": f"{last:%y%m}9907",
            "payee": "临溪县水务有限公司",
            "amount": 18_64_200,
            "document": "",
            "summary": "施工用水",
        }
    )
    del lines[odd[4]]
    lines.sort(key=lambda line: (line["day"], line["voucher"]))
    name = f"国库支付明细{last:%Y%m}.xlsx"
    statement = unit.insert(
        tables.statement,
        {
            "first": first,
            "last": last,
            "file_name": name,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
        },
    )
    unit.insert_many(
        tables.statement_line,
        [
            {"statement_id": statement, "position": number, **line}
            for number, line in enumerate(lines, start=1)
        ],
    )


def _line(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("day", "voucher", "payee", "amount", "summary")
    return {**{key: row[key] for key in keys}, "document": ""}


def _swapped(amount: int) -> int:
    """The amount with two neighbouring digits of its 元 exchanged."""
    yuan = list(str(amount // 100))
    for n in range(len(yuan) - 1):
        if yuan[n] != yuan[n + 1]:
            yuan[n], yuan[n + 1] = yuan[n + 1], yuan[n]
            break
    return int("".join(yuan)) * 100 + amount % 100
