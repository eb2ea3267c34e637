"""建议清单: what should be built or bought next, in an order that shows its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from facilitydesk.domain import advice
from facilitydesk.domain.advice import Reason, Weights
from facilitydesk.domain.measures import Fact, Measure, Remedy
from facilitydesk.domain.norms import plain
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import planned, weak
from facilitydesk.services.norms.checks import MatrixRow
from facilitydesk.services.norms.gaps import GapRow
from facilitydesk.services.norms.items import ItemRow
from facilitydesk.services.norms.planned import Coming
from facilitydesk.services.norms.weak import Known

DANGER_ITEM = 1


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One thing for one school; `left` counts 0.01 of `unit` and is None for what is not counted."""

    id: str
    school_id: int
    school: str
    initials: str
    unit: str
    township: str
    students: int | None
    remedy: Remedy
    title: str
    left: int | None
    measure_unit: str
    deducted: str
    reasons: tuple[Reason, ...]
    score: int
    rank: int = 0
    revision: int = 0

    @property
    def reason_text(self) -> str:
        return "；".join(str(reason) for reason in self.reasons)

    @property
    def amount(self) -> str:
        """'1,204.5㎡'; empty where nothing is counted."""
        return "" if self.left is None else f"{plain(self.left)}{self.measure_unit}"


@dataclass(frozen=True, slots=True)
class Advice:
    """The list of a day, the most urgent first; `covered` gaps are met by what is planned."""

    as_of: date
    rows: tuple[AdviceRow, ...]
    covered: int
    unknown: int  # gaps that cannot be told for want of figures
    weights: Weights

    @property
    def words(self) -> str:
        """What is not in the list, in one sentence."""
        parts = []
        if self.covered:
            parts.append(f"{self.covered}项缺口已由在建、在采项目覆盖，未列入")
        if self.unknown:
            parts.append(f"{self.unknown}项因缺数据无法判断")
        return "；".join(parts) + ("。" if parts else "")


def ask(desk: Desk, as_of: date) -> Advice:
    """The list of a day."""
    known = weak.known(desk, as_of)
    with desk.read() as connection:
        coming = planned.read(connection, desk, as_of)
        weights = settings.read(connection).advice
    return of(known, coming, weights)


def of(known: Known, coming: Mapping[tuple[int, Fact], Coming], weights: Weights) -> Advice:
    """The list of what is known and what is on its way."""
    maker = _Maker(known, coming, weights)
    for school in known.matrix.rows:
        maker.school(school)
    ranked = sorted(maker.rows, key=lambda row: (-row.score, -(row.students or 0), row.id))
    rows, last, place = [], None, 0
    for position, row in enumerate(ranked, 1):
        if row.score != last:
            last, place = row.score, position
        rows.append(replace(row, rank=place))
    unknown = sum(row.short is None for row in known.gaps.rows)
    return Advice(known.gaps.as_of, tuple(rows), maker.covered, unknown, weights)


class _Maker:
    def __init__(
        self, known: Known, coming: Mapping[tuple[int, Fact], Coming], weights: Weights
    ) -> None:
        self.known, self.coming, self.weights = known, coming, weights
        self.rows: list[AdviceRow] = []
        self.covered = 0
        self.items = {item.number: item for item in known.matrix.items}
        self.largest = max((row.students or 0 for row in known.matrix.rows), default=0)
        self.gaps: dict[int, list[GapRow]] = {}
        for row in known.gaps.rows:
            self.gaps.setdefault(row.school_id, []).append(row)

    def school(self, school: MatrixRow) -> None:
        """Everything that is lacking at one school."""
        failed = [self.items[number] for number in school.failed]
        told: set[int] = set()
        danger = self.known.danger.get(school.id)
        if danger is not None:
            count, area = danger
            reasons = [advice.of_danger(f"有D级危房{count}栋", self.weights)]
            mine = [item for item in failed if item.number == DANGER_ITEM]
            coming = self.coming.get((school.id, Fact.BUILDING_AREA))
            words = f"另有{coming.text}{plain(coming.value)}㎡" if coming else ""
            told |= {item.number for item in mine}
            self._add(school, "danger", Remedy.BUILD, "拆除或重建D级危房", mine, reasons,
                      left=area or None, unit="㎡", deducted=words)  # fmt: skip
        short = {row.measure for row in self.gaps.get(school.id, ()) if row.short}
        for row in self.gaps.get(school.id, ()):
            if not row.short or row.direction is not row.measure.basis.natural:
                continue
            if row.measure is Measure.BUILDING_AREA and Measure.TEACHING_AREA in short:
                continue  # the same rooms
            mine = [item for item in failed if item.measure == row.measure.value]
            if self._gap(school, row, mine):
                told |= {item.number for item in mine}
        for item in failed:
            if item.number not in told:
                title = f"整改：{item.text}"
                remedy = Remedy(item.remedy) if item.remedy else Remedy.MANAGE
                self._add(school, f"item{item.number}", remedy, title, [item], [])

    def _gap(self, school: MatrixRow, row: GapRow, mine: list[ItemRow]) -> bool:
        """One gap less what is on its way; False where that covers it."""
        short, need = row.short or 0, row.need or Fraction(0)
        coming = self.coming.get((school.id, row.measure.fact))
        left = max(0, short - coming.value) if coming else short
        if not left:
            self.covered += 1
            return False
        fact = row.measure.fact
        words = ""
        if coming:
            words = f"已扣除{coming.text}{plain(coming.value)}{fact.unit}"
        said = (
            f"{row.measure.term}{row.actual_text}，标准{row.norm_text}，缺{plain(short)}{fact.unit}"
        )
        verb = "建设" if row.measure.remedy is Remedy.BUILD else "购置"
        self._add(
            school, row.measure.value, row.measure.remedy, f"{verb}{fact.term}", mine,
            [advice.of_gap(said, Fraction(left), need, self.weights)], left=left, unit=fact.unit,
            deducted=words,
        )  # fmt: skip
        return True

    def _add(
        self,
        school: MatrixRow,
        subject: str,
        remedy: Remedy,
        title: str,
        items: list[ItemRow],
        reasons: list[Reason],
        *,
        left: int | None = None,
        unit: str = "",
        deducted: str = "",
    ) -> None:
        if items:
            reasons = [*reasons, advice.of_items([item.number for item in items], self.weights)]
        if school.students is not None:
            reasons = [*reasons, advice.of_pupils(school.students, self.largest, self.weights)]
        self.rows.append(
            AdviceRow(
                f"{school.id}.{subject}", school.id, school.name, school.initials, school.unit,
                school.township, school.students, remedy, title, left, unit, deducted,
                tuple(reasons), advice.score(reasons),
            )
        )  # fmt: skip
