"""What the other columns and the values say about heads that mean several things.

单位 beside 数量 is the unit of count, beside 项目名称 the school; 进度 is a percent or a stage by
what stands under it; 项目 over names of kindergartens is the school. Then: which kind of list.
"""

from __future__ import annotations

import re

from facilitydesk.domain import facility_fields
from facilitydesk.domain.cells import folded, read_area
from facilitydesk.domain.facility_fields import item_number
from facilitydesk.domain.funds import AllocationKind, ReceiptKind
from facilitydesk.domain.words.terms import NATURES
from facilitydesk.interchange.columns import Column, values
from facilitydesk.interchange.grid import Number, Sheet
from facilitydesk.interchange.headwords import EXACT, PATTERN, WEAK, head_word
from facilitydesk.interchange.labels import total_label

EQUIPMENT = frozenset(
    {"item", "quantity", "unit_price", "equipment_class", "accepted_qty", "delivered_qty"}
)
BUILDINGS = frozenset({"building", "building_no", "structure", "built", "danger_level", "floors"})
STATEMENT = frozenset({"pay_date", "voucher", "payee"})
REGISTER = frozenset({"school_code", "classes", "students", "boarders", "school_kind", "principal"})
FUNDS = ("fund_central", "fund_province", "fund_city", "fund_county", "fund_other")
MOVES = frozenset(kind.value for kinds in (AllocationKind, ReceiptKind) for kind in kinds)
MOVED = frozenset({"fund_move", "move_date", "move_number", "source_year"})
YEARLY = frozenset({field.key for field in facility_fields.YEARLY} | {"staff"}) - {
    "students_primary",
    "students_junior",
    "students_senior",
}
_LAND = frozenset({"staff", "land_area", "sports_ground", "sports_area"})  # of many registers
_PEOPLE = frozenset({"principal", "contact", "phone"})
_WHOLE = frozenset({"合计", "小计", "总计", "计", "总额", "合计金额"})
PLANNED = frozenset({"planned_area", "planned_investment", "planned_equipment", "project_count"})
PROGRESS = frozenset({"stage", "progress", "started_area", "completed_area", "invested"})

_OF_AREAS = {"类别": "area_move", "类型": "area_move", "日期": "area_date", "文号": "area_document"}
_SCHOOL = re.compile(
    r"(学校|小学|中学|幼儿园|教学点|完小|中心校|高中|初中|一中|二中|三中|职校|特校|园|学区|校区|校|分园)(\(.*\))?$"
)
_NATURE = re.compile(
    r"^(\d[-.、]?)?("
    + "|".join(NATURES)
    + r"|维修|改造|重建|新建.{0,3}|改扩建.{0,3}|附属|设备采购|修缮|购置|土建)$"
)
_PLACE = re.compile(r"^\D{1,12}[县区市旗乡镇州盟]$")
_PERCENT = re.compile(r"\d+(\.\d+)?\s*%?")


def settle(sheet: Sheet, columns: list[Column], first: int, last: int) -> None:
    """Narrows what each column may mean, by its neighbours and its values."""
    best = {
        column.guesses[0][0]
        for column in columns
        if column.guesses
        and column.guesses[0][1] > WEAK
        and head_word(column.heads[-1]).bare != "日期"  # of anything
    }
    equipment = len(best & EQUIPMENT) >= 2
    buildings = len(best & BUILDINGS) >= 2 and not best & {"planned_investment", "project"}
    statement = len(best & STATEMENT) >= 2 and any(
        k == "amount" for c in columns for k, _ in c.guesses
    )
    register = bool(best & (REGISTER | YEARLY)) and not best & {
        "project",
        "planned_investment",
        "invested",
    }
    documents = bool(best & {"fund_document", "pay_date", "payee", "voucher"})
    moves = _moves(sheet, columns, first, last)
    levels = sum(key in FUNDS for key in best)
    for column in columns:
        if not column.guesses and levels >= 2 and head_word(column.heads[-1]).bare in _WHOLE:
            key = "amount" if documents else "planned_investment"
            column.guesses = ((key, PATTERN),)
        column.guesses = _in_context(
            column,
            equipment=equipment,
            buildings=buildings,
            statement=statement and not moves,
            register=register,
            documents=documents or moves,
            moves=moves,
            areas="moved_area" in best,
        )
        if any(key in ("stage", "progress") for key, _ in column.guesses):
            _stage_or_percent(sheet, column, first, last)
        if any(key in FUNDS for key, _ in column.guesses):
            _perhaps_place(sheet, column, first, last)
        if any(key in ("programme", "equipment_class", "school_kind") for key, _ in column.guesses):
            _perhaps_nature(sheet, column, first, last)
        if column.guesses and "规模" in column.heads[-1] and column.guesses[0][0] == "project":
            _perhaps_area(sheet, column, first, last)
    _names(sheet, columns, first, last)


def _moves(sheet: Sheet, columns: list[Column], first: int, last: int) -> bool:
    """Whether a column says of each amount how it moved: 结转, 收回, 缴回."""
    for column in columns:
        if any(key == "fund_move" for key, _ in column.guesses):
            cells = _beside_figures(sheet, column, first, last)
            known = sum(folded(cell) in MOVES for cell in cells)
            if cells and known * 10 >= len(cells) * 6:
                return True
    return False


def _in_context(
    column: Column,
    *,
    equipment: bool,
    buildings: bool,
    statement: bool,
    register: bool,
    documents: bool,
    moves: bool,
    areas: bool,
) -> tuple[tuple[str, int], ...]:
    word = head_word(column.heads[-1]).bare
    if areas and word in _OF_AREAS:  # the program's own list of changes says just 类别, 日期
        return ((_OF_AREAS[word], EXACT),)
    if moves and word == "到位金额":  # elsewhere money that arrived is none of the planned sums
        return (("amount", PATTERN),)
    kept = []
    for key, grade in column.guesses:
        if key in MOVED and not moves:
            continue
        if word == "单位" and key != ("unit" if equipment else "school"):
            continue
        if word in ("名称", "类别") and key in EQUIPMENT and not equipment:
            continue
        if word == "编号" and not buildings:
            continue
        if key == "pay_date" and word == "日期" and not statement:
            continue
        if key == "principal" and not register:
            continue
        if key == "room_kind" and statement:
            kept.append(("summary", grade))
            continue
        if key == "planned_area" and (buildings or (register and grade >= 90)):
            kept.append(("building_area", grade))
            continue
        if key == "finish_date" and buildings:
            kept.append(("built", grade))
            continue
        if key == "amount" and not (equipment or statement or documents):
            kept.append(("planned_investment", PATTERN))
            continue
        if key == "quantity" and not equipment:
            continue
        kept.append((key, grade))
    return tuple(kept)


def _stage_or_percent(sheet: Sheet, column: Column, first: int, last: int) -> None:
    """Figures under 进度 are percents, words are stages, whatever the head says."""
    if any(key not in ("stage", "progress") for key, grade in column.guesses if grade > WEAK):
        return
    cells = values(sheet, column, first, last)
    if not cells:
        return
    figures = sum(bool(_PERCENT.fullmatch(folded(cell))) for cell in cells)
    grade = max(grade for _, grade in column.guesses)
    if figures * 2 >= len(cells) or column.unit == "%":
        column.guesses = (("progress", grade),)
    else:
        column.guesses = (("stage", grade),)


def _perhaps_nature(sheet: Sheet, column: Column, first: int, last: int) -> None:
    cells = values(sheet, column, first, last)
    natures = sum(bool(_NATURE.match(folded(cell))) for cell in cells)
    if cells and natures * 10 >= len(cells) * 6:
        column.guesses = (("nature", EXACT - 5),)


def _perhaps_place(sheet: Sheet, column: Column, first: int, last: int) -> None:
    """县 over names of counties is where, over figures the county's money."""
    cells = _beside_figures(sheet, column, first, last)
    places = sum(bool(_PLACE.search(folded(cell))) for cell in cells)
    if places and places * 10 >= len(cells) * 6:
        column.guesses = (("township", EXACT - 5),)


def _perhaps_area(sheet: Sheet, column: Column, first: int, last: int) -> None:
    """建设内容及规模 names the area too: 新建教学楼1栋1200㎡."""
    cells = values(sheet, column, first, last)
    areas = sum(read_area(cell).value is not None for cell in cells)
    if areas * 2 > len(cells):
        column.guesses = (*column.guesses, ("planned_area", PATTERN - 5))


def _names(sheet: Sheet, columns: list[Column], first: int, last: int) -> None:
    """A list without a school column may name its schools under 项目 or 名称."""
    if any(key == "school" and grade > WEAK for column in columns for key, grade in column.guesses):
        return
    for column in columns:
        word = head_word(column.heads[-1]).bare
        claims = dict(column.guesses)
        if "project" not in claims and word not in ("名称", "校点", "园所", "中心校"):
            continue
        cells = _beside_figures(sheet, column, first, last)
        schools = sum(bool(_SCHOOL.search(folded(cell))) for cell in cells)
        if cells and schools * 10 >= len(cells) * 7:
            column.guesses = (("school", EXACT),)
            for other in columns:
                if other is not column and head_word(other.heads[-1]).bare in (
                    "内容",
                    "名称",
                    "项目",
                ):
                    other.guesses = (("project", EXACT), *other.guesses)
            return
        if word == "名称":
            column.guesses = (("project", EXACT - 3),)


def _beside_figures(sheet: Sheet, column: Column, first: int, last: int) -> list[str]:
    """A column's texts in rows that hold a figure: without signatures and notes."""
    rows = range(first, min(last + 1, first + 300))
    figured = [r for r in rows if any(type(cell) is Number for cell in sheet.rows[r])]
    texts = [sheet.cell(row, column.index) for row in figured or rows]
    return [text for text in texts if isinstance(text, str) and text and not total_label(text)]


def kind_of(columns: list[Column], title: str, sheet_name: str) -> str | None:
    """The kind of list, in the words of the command line; None when nothing identifies its rows."""
    keys = {column.key for column in columns if column.key}
    words = f"{title} {sheet_name}"
    names = keys & {"project", "school", "project_code"}
    if keys >= {"fund_move", "amount"}:
        return "fund_moves"
    items = sum(item_number(key) is not None for key in keys)
    if keys & {"school", "school_code"} and (items >= 3 or keys >= {"bottom_item", "bottom_state"}):
        return "bottom_lines"
    if "counted" in keys and keys & {"asset_number", "serial_no"}:
        return "stock_takes"
    if "asset_number" in keys and keys & {"item", "equipment_class"}:
        return "assets"
    if keys >= {"area_move", "moved_area"} and keys & {"school", "school_code"}:
        return "area_changes"
    if keys >= {"norm_measure", "norm_value", "school_kind"}:
        return "norms"
    if "batch_name" in keys and not keys & {"item", "quantity", "contract_qty"}:
        return "batches"
    if len(keys & EQUIPMENT) >= 2 and keys & {"item", "equipment_class"}:
        return "equipment"
    if keys >= {"pay_date", "amount"} and keys & {"payee", "voucher", "summary"}:
        return "statement"
    if len(keys & BUILDINGS) >= 2 and not keys & {"planned_investment", "project"}:
        return "buildings"
    if "amount" in keys and (keys & {"fund_document", "pay_date", "payee"}):
        return "statement" if re.search(r"支付|国库|对账", words) else "funding"
    if keys & PROGRESS or keys & {"start_date", "finish_date"}:
        if "project" in keys or "school" in keys:
            weekly = re.search(
                r"周报|旬报|月报|周进度|旬进度|月进度|进度(周|月|旬)报|调度表|双月", words
            )
            planned = keys & {"nature", "contractor", "fund_central"}
            return "progress" if weekly and not planned else "projects"
        return "plans" if keys & PLANNED and keys & {"township", "programme"} else None
    levels = len(keys & set(FUNDS))
    if re.search(
        r"资金(项目)?(安排|分配|计划|下达|明细)|下达.*资金|资金.*(安排|分配|下达|一览|计划)|指标",
        words,
    ) and (levels or "amount" in keys or "fund_document" in keys):
        return "funding"
    if "project" in keys:
        return "projects"
    told = len(keys & (YEARLY - _LAND)) >= 2 or (keys & YEARLY and not keys & REGISTER)
    if told and keys & {"school", "school_code"} and not keys & _PEOPLE:
        return "facts"
    if keys & REGISTER and "school" in keys and "planned_investment" not in keys:
        return "schools"
    if "planned_equipment" in keys and keys & {"township", "school"} and not keys & EQUIPMENT:
        return "plans"
    if keys & {"planned_area", "planned_investment"} and keys & {"township", "programme", "school"}:
        only_lines = "school" not in keys or re.search(r"规划|任务", words)
        return "plans" if only_lines and not keys & {"nature", "start_date"} else "projects"
    if levels >= 2 and names:
        return "funding"
    if "school" in keys and len(keys) >= 2:
        return "schools"
    return None
