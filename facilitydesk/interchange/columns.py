"""The columns of a table: its merged heads joined level by level, their units, their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.interchange.grid import Number, Sheet, column_name
from facilitydesk.interchange.headwords import (
    AREA_SCALE,
    MONEY_SCALE,
    NUMBERS,
    head_word,
    meanings,
    unit_of,
)

IGNORE = "ignore"


@dataclass(slots=True)
class Column:
    """One column: its heads from the top level down, the field it was recognised as, its unit."""

    index: int
    heads: tuple[str, ...]
    key: str | None = None
    unit: str = ""  # from the head or the unit row; "" when they name none
    serial: bool = False
    hidden: bool = False
    guesses: tuple[tuple[str, int], ...] = ()
    assumed_unit: bool = False  # no unit anywhere: taken from the size of the figures

    @property
    def letter(self) -> str:
        """The column's name on screen: F."""
        return column_name(self.index)

    @property
    def head(self) -> str:
        """The heads joined as officers say them: 资金来源/中央."""
        return "/".join(self.heads)

    @property
    def scale(self) -> int:
        """How many 元 or ㎡ one printed unit holds."""
        kind = FIELDS[self.key].kind if self.key else Kind.TEXT
        if kind is Kind.MONEY:
            return MONEY_SCALE.get(self.unit, 1)
        return AREA_SCALE.get(self.unit, 1) if kind is Kind.AREA else 1


def head_texts(sheet: Sheet, first: int, last: int) -> list[list[str]]:
    """The texts of the head rows with merged and spanning heads filled in."""
    width = max((len(sheet.rows[row]) for row in range(first, last + 1)), default=0)
    grid = [["" for _ in range(width)] for _ in range(first, last + 1)]
    for row in range(first, last + 1):
        for column, cell in enumerate(sheet.rows[row]):
            grid[row - first][column] = str(cell).strip() if cell is not None else ""
    for merge in sheet.merges:
        if merge.top > last or merge.bottom < first or merge.top < first:
            continue
        text = grid[merge.top - first][merge.left] if merge.left < width else ""
        for row in range(merge.top, min(merge.bottom, last) + 1):
            for column in range(merge.left, min(merge.right + 1, width)):
                grid[row - first][column] = text
    for level, texts in enumerate(grid[:-1]):
        for column in range(1, width):
            below = grid[level + 1]
            left = texts[column - 1]
            # A head over several columns, not a single one merged downward.
            if not texts[column] and below[column] and left and below[column - 1] not in ("", left):
                texts[column] = left
    return grid


def read_columns(sheet: Sheet, first: int, last: int, unit_row: int | None) -> list[Column]:
    """The columns under the head rows, each with what it may mean; no field is given out yet."""
    grid = head_texts(sheet, first, last)
    columns = []
    for index in range(len(grid[0]) if grid else 0):
        path: list[str] = []
        for texts in grid:
            if texts[index] and (not path or path[-1] != texts[index]):
                path.append(texts[index])
        if not path:
            continue
        words = [head_word(text) for text in path]
        unit = next((word.unit for word in reversed(words) if word.unit), "")
        if unit_row is not None and not unit:
            unit = unit_of(str(sheet.cell(unit_row, index) or "")) or ""
        texts_ = tuple(word.text for word in words if word.text)
        columns.append(
            Column(
                index=index,
                heads=tuple(path),
                unit=unit,
                serial=bool(words) and words[-1].bare in NUMBERS,
                hidden=index in sheet.hidden_columns,
                guesses=_fitting(meanings(texts_, unit), unit),
            )
        )
    return columns


def _fitting(guesses: tuple[tuple[str, int], ...], unit: str) -> tuple[tuple[str, int], ...]:
    """Without the fields that the head's unit rules out: 面积(亩) is no area we keep."""
    kept = []
    for key, grade in guesses:
        kind = FIELDS[key].kind
        money, area = unit in MONEY_SCALE, unit in AREA_SCALE
        if unit and (
            (kind is Kind.MONEY and not money)
            or (kind is Kind.AREA and not area)
            or (kind is Kind.PERCENT and unit != "%")
            or (kind in (Kind.DATE, Kind.COUNT) and (money or area or unit == "%"))
            or (kind in (Kind.TEXT, Kind.STAGE) and unit != "")
        ):
            if key == "stage" and unit == "%":  # 工程进度（%）
                kept.append(("progress", grade))
            continue
        kept.append((key, grade))
    return tuple(kept)


def give_fields(columns: list[Column], mapping: Mapping[str, str] | None = None) -> None:
    """Each field to the column with the best claim; what an officer mapped by hand comes first."""
    taken: set[str] = set()
    fixed = mapping or {}
    for column in columns:
        column.key = None
        if column.letter in fixed:
            key = fixed[column.letter]
            column.key = key if key in FIELDS and key not in taken else None
            taken.add(column.key or "")
    claims = [
        (-(grade - (40 if column.hidden else 0)), column.index, key, column)
        for column in columns
        if column.letter not in fixed
        for key, grade in column.guesses
    ]
    for _, _, key, column in sorted(claims, key=lambda claim: claim[:3]):
        if column.key is None and key not in taken:
            column.key = key
            taken.add(key)


def values(sheet: Sheet, column: Column, first: int, last: int) -> list[str]:
    """The filled cells of a column's first data rows, as text."""
    found = []
    for row in range(first, min(last + 1, first + 300)):
        cell = sheet.cell(row, column.index)
        if cell is not None and cell != "":
            found.append(str(cell) if not isinstance(cell, Number) else cell)
    return found
