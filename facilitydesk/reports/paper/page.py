"""What a paper says, before it is drawn: letters, sheets, tables, rankings, figures in the text.

A report builds one Document of these frozen parts; pdf.py draws it on paper and xlsx.py writes it
as a workbook, so both say the same. User texts are literal: there is no markup anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from facilitydesk.domain.fields import Kind, field
from facilitydesk.domain.periods import LooseDate
from facilitydesk.domain.quantities import Quantity
from facilitydesk.domain.rates import Rate
from facilitydesk.domain.rounding import Style
from facilitydesk.reports.paper.charts import Chart

TWO_PLACES = Style()

Value = str | int | Decimal | Quantity | Rate | date | LooseDate | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed figure in the text, linked to its basis: '75%' and how it came about."""

    name: str
    text: str
    basis: str
    value: Value = None
    sums: bool = False  # cumulative: it should not fall from one issue to the next


Run = str | Figure


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is 一、 level 2 （一） level 3 1. level 4 （1）. The text carries its number."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text and figures."""

    runs: tuple[Run, ...]
    indent: bool = True

    @property
    def text(self) -> str:
        return "".join(run if isinstance(run, str) else run.text for run in self.runs)


class Align(StrEnum):
    """Where a cell's text stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, what it holds and how it prints.

    `unit` is that of print (万元, ㎡, %); `width` in mm is a wish of text columns only; `code` is
    what the code row prints below the head (甲, 1, 14=15+16); `sums` marks columns that add up.
    """

    head: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    width: float | None = None
    align: Align | None = None
    style: Style | None = None
    code: str = ""
    sums: bool = False

    @property
    def side(self) -> Align:
        """The alignment: numbers right, dates and short codes centred, words left."""
        if self.align is not None:
            return self.align
        if self.kind in (Kind.AREA, Kind.MONEY, Kind.PERCENT, Kind.COUNT):
            return Align.RIGHT
        return Align.CENTER if self.kind in (Kind.DATE, Kind.STAGE, Kind.FLAG) else Align.LEFT


@dataclass(frozen=True, slots=True)
class Head:
    """A head over several columns: 投资额 over 合计, 其中：中央资金 and more."""

    text: str
    parts: tuple[Head | Column, ...]


class RowKind(StrEnum):
    """What a row is; only DATA rows are added up."""

    DATA = "data"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a value per column. A GROUP row prints its first value across the table.

    `parts` of a SUBTOTAL are the DATA rows it adds up, by their place among the DATA rows (from 0);
    without it these are the rows next to it.
    """

    cells: tuple[Value, ...]
    kind: RowKind = RowKind.DATA
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. Rows print in the order given; TOTAL rows may stand first or last."""

    heads: tuple[Head | Column, ...]
    rows: tuple[Row, ...]
    style: Style = TWO_PLACES
    unit_row: bool = False
    code_row: bool = False
    empty: str = ""  # what a cell without a value prints

    @property
    def columns(self) -> tuple[Column, ...]:
        return tuple(leaves(self.heads))


def leaves(heads: tuple[Head | Column, ...]) -> Iterator[Column]:
    """The columns below the heads, from left to right."""
    for part in heads:
        if isinstance(part, Column):
            yield part
        else:
            yield from leaves(part.parts)


def column(key: str, **changes: object) -> Column:
    """The column of a declared field with its official term and unit: column('planned_area')."""
    declared = field(key)
    adds = declared.kind in (Kind.AREA, Kind.MONEY)
    given: dict[str, object] = {
        "head": declared.term,
        "kind": declared.kind,
        "unit": declared.unit,
        "sums": adds,
    }
    return Column(**(given | changes))  # type: ignore[arg-type]  # the keywords are Column's own


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rank lists in blocks side by side: 地区 | 率 | 排名, `block` lines each."""

    heads: tuple[str, str, str]
    items: tuple[tuple[str, Value, int | None], ...]
    style: Style = TWO_PLACES
    block: int = 5
    title: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart at the full width of the page and the given height."""

    chart: Chart
    height_mm: float = 70


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as a JPEG that was reduced for paper, with its pixels and what it shows."""

    jpeg: bytes
    width: int
    height: int
    caption: str


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos side by side, each with its caption below."""

    photos: tuple[Photo, ...]
    columns: int = 3
    height_mm: float = 42


Block = Heading | Paragraph | Table | Ranking | Picture | Photos


class Paper(StrEnum):
    """Paper sizes of office printers."""

    A4 = "A4"
    A3 = "A3"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height upright."""
        return (210, 297) if self is Paper.A4 else (297, 420)


@dataclass(frozen=True, slots=True)
class Setup:
    """Paper and direction of a sheet."""

    paper: Paper = Paper.A4
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记: copies to, the printing office, the date of printing."""

    copies: str
    office: str
    printed: date


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter on the grid of GB/T 9704. An empty `issuer` gives no red head."""

    title: str
    blocks: tuple[Block, ...]
    issuer: str = ""
    number: str = ""
    addressees: str = ""
    annexes: tuple[str, ...] = ()
    signature: str = ""
    signed: date | None = None
    contact: str = ""
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """An annex or a table of its own: number, title, units, blocks, notes, signatures.

    `setup` None lets the printer choose: A4 landscape, A3 where the columns need it. A `unit` of
    None names the units of the columns.
    """

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    subtitle: str = ""
    office: str = ""
    unit: str | None = None
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    setup: Setup | None = None
    name: str = ""  # of the workbook's sheet
    running: str = ""  # a line above every page but the first
    keep: int = 0  # pages it should keep to: its type gets smaller until it does; 0: as it falls


@dataclass(frozen=True, slots=True)
class Label:
    """One label: what its QR code says, and lines of text of which the first is the boldest."""

    code: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """Sheets of labels that fill an upright A4, `columns` × `rows`.

    `start` (from 1) is the first place used: a sheet of which some were peeled off is used up.
    """

    title: str
    labels: tuple[Label, ...]
    columns: int = 3
    rows: int = 8
    start: int = 1
    heads: tuple[str, ...] = ()  # what the lines are, for a workbook
    blocks: tuple[Block, ...] = ()


Part = Letter | Sheet | Labels


@dataclass(frozen=True, slots=True)
class Document:
    """A whole paper. `title` is the file's title."""

    title: str
    parts: tuple[Part, ...]
    mark: str = ""  # the head of the journal, small at the foot of the last page

    def figures(self) -> Iterator[Figure]:
        """Every figure of the running text, in order."""
        for part in self.parts:
            for block in part.blocks:
                if isinstance(block, Paragraph):
                    yield from (run for run in block.runs if isinstance(run, Figure))
