"""底线要求达标情况: the sheet by unit and the sheet by item, from one matrix, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitydesk.domain import bottom_lines
from facilitydesk.domain.bottom_lines import ItemTally, UnitTally
from facilitydesk.domain.problems import Problem
from facilitydesk.domain.rounding import Style
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.norms import checks
from facilitydesk.services.norms.checks import Matrix


@dataclass(frozen=True, slots=True)
class Sheets:
    """Both sheets of a day; `problems` names what does not agree between them."""

    matrix: Matrix
    units: tuple[UnitTally, ...]
    total: UnitTally
    items: tuple[ItemTally, ...]
    style: Style
    blank_complies: bool
    problems: tuple[Problem, ...]

    @property
    def blank_words(self) -> str:
        """What a blank means, said below the tables."""
        words = (
            "没有未达标项即为达标，未填项不影响"
            if self.blank_complies
            else "全部核查且没有未达标项才计为达标"
        )
        text = f"注：空白为未核查，不同于“不适用”；{words}；一条未填的学校为未核查，不计入达标数。"
        blanks = self.total.blanks.schools
        return text + (f"现有{blanks}所学校有未填项。" if blanks else "")


def ask(desk: Desk, as_of: date) -> Sheets:
    """Both sheets of a day."""
    with desk.read() as connection:
        matrix = checks.read(connection, desk, as_of)
        chosen = settings.read(connection)
    return of_matrix(matrix, chosen.bottom_style, blank_complies=chosen.blank_complies)


def of_matrix(matrix: Matrix, style: Style, *, blank_complies: bool) -> Sheets:
    """The sheets of a matrix that was read already."""
    ids = [item.id for item in matrix.items]
    schools = [row.standing for row in matrix.rows]
    units = bottom_lines.by_unit(schools, ids, blank_complies=blank_complies)
    lines = bottom_lines.by_item(schools, ids)
    total = bottom_lines.summed(units)
    number = {item.id: item.number for item in matrix.items}
    parts = {
        number[line.item_id]: (
            line.met.schools, line.failed.schools, line.not_applicable.schools, line.blank.schools,
        )
        for line in lines
    }  # fmt: skip
    problems = bottom_lines.disagreements(total.total.schools, parts)
    return Sheets(matrix, units, total, lines, style, blank_complies, problems)
