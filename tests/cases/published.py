"""Reads the published tables of this folder: figures as printed, tables, and what must be found."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from facilitydesk.domain.printed import Printed

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One published table or text."""

    data: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def checks(self) -> list[dict[str, Any]]:
        return list(self.data["checks"])

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        return {table["name"]: table for table in self.data["tables"]}

    def cells(self) -> dict[str, Printed]:
        """Every printed figure by its reference: a cell key, or table!row!column."""
        found = {
            key: Printed.read(cell["printed"], cell["unit"], cell["label_zh"])
            for key, cell in self.data["cells"].items()
        }
        for name, table in self.tables.items():
            for row in table["rows_printed"]:
                for key, figure in self.row(name, row[0]).items():
                    if figure is not None:
                        found[f"{name}!{row[0]}!{key}"] = figure
        return found

    def row(self, table: str, name: str) -> dict[str, Printed | None]:
        """The figures of one table row by column; None for an empty cell."""
        columns = self.tables[table]["columns"]
        row = next(row for row in self.tables[table]["rows_printed"] if row[0] == name)
        called = "".join(
            text
            for column, text in zip(columns, row, strict=True)
            if not column["unit"] and column["key"] != "qty_unit"
        )
        return {
            column["key"]: Printed.read(text, column["unit"], f"{called}·{column['label_zh']}")
            if text
            else None
            for column, text in zip(columns, row, strict=True)
            if column["unit"]
        }

    def names(self, table: str) -> list[str]:
        return [row[0] for row in self.tables[table]["rows_printed"]]

    def csv_rows(self, table: str) -> list[list[str]]:
        path = HERE / self.tables[table]["csv"]
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))[1:]


CASES = [
    Case(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(HERE.glob("t*.json"))
]
