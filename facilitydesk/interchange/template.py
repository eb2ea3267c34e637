"""Blank workbooks to hand out: a list with the program's own heads, which reads back by itself."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from typing import Any

from facilitydesk.domain.bottom_lines import State
from facilitydesk.domain.facility_fields import item_key, item_number
from facilitydesk.domain.fields import FIELDS, Kind
from facilitydesk.domain.funds import AllocationKind, ReceiptKind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.words.area_terms import OWNERSHIPS, STRUCTURES, BuildingState, DangerGrade
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.domain.words.terms import NATURES

MOVES_IN_LISTS = (
    AllocationKind.CARRIED.value,
    AllocationKind.TAKEN_BACK.value,
    ReceiptKind.RETURNED.value,
)
_ROWS = 500  # that carry number formats and pick lists
_FORMATS = {
    Kind.AREA: "#,##0.00",
    Kind.MONEY: "#,##0.00####",
    Kind.PERCENT: "0.##",
    Kind.COUNT: "0",
}
_WIDTHS = {Kind.TEXT: 24, Kind.AREA: 15, Kind.MONEY: 17, Kind.DATE: 14}


@dataclass(frozen=True)
class Template:
    """One blank list: its name in files and on screen, the fields of its columns."""

    key: str
    title: str
    fields: tuple[str, ...]
    note: str
    money: str = ""  # the unit of money in the heads; blank: that of the fields (万元)
    heads: Mapping[str, str] = field_of(default_factory=dict)  # where this list says it otherwise

    def head(self, key: str) -> str:
        """The head of a column with its unit."""
        if key in self.heads:
            return self.heads[key]
        field = FIELDS[key]
        own = self.money if field.kind is Kind.MONEY else ""
        return f"{field.term}（{own}）" if own else field.head


_PROJECT_FIELDS = (
    "township school project programme nature planned_area planned_investment start_date"
    " finish_date stage progress started_area completed_area invested problem measure"
    " contractor remark"
)
_SCHOOL_FIELDS = (
    "township school school_code school_kind students boarders classes staff land_area"
    " sports_ground principal contact phone"
)
_FACT_FIELDS = (
    "township school school_code students boarders classes staff land_area sports_ground"
    " building_area teaching_area sports_area equipment_value multimedia_rooms books computers"
    " teacher_computers computer_room_sets network_mbps canteen_sets"
)
_CHECK_FIELDS = "township school bottom_item bottom_state evidence check_date measure due"
_BUILDING_FIELDS = (
    "township school building_no building room_kind structure floors built building_area"
    " usable_area seismic_class seismic_intensity danger_level danger_body danger_document danger_date ownership building_state"
    " remark"
)
_EQUIPMENT_PLAN_FIELDS = (
    "township school equipment_class item spec unit quantity unit_price amount remark"
)
_EQUIPMENT_FIELDS = (
    "township school equipment_class item spec unit contract_qty unit_price delivered_qty"
    " accepted_qty acceptance_date buyer acceptors remark"
)
_FUND_MOVE_FIELDS = (
    "school project fund_document fund_move amount move_date move_number source_year remark"
)
_ASSET_FIELDS = (
    "township school asset_number equipment_class item spec serial_no unit quantity asset_value"
    " room keeper entered_date warranty_date building_state remark"
)
_BATCH_FIELDS = (
    "programme batch_name year method budget tender_number start_day notice_date open_date"
    " award_date contractor contract_no contract signed_date remark"
)
_NORM_FIELDS = (
    "norm_measure school_kind norm_direction norm_value size_by size_from size_to norm_place"
    " province year evidence remark"
)
TEMPLATES = (
    Template(
        "projects",
        tr("项目进度表"),
        tuple(_PROJECT_FIELDS.split()),
        tr("截至　　年　月　日；金额单位：万元；面积单位：㎡；没有的填0，未统计的留空"),
    ),
    Template(
        "schools",
        tr("学校名册"),
        tuple(_SCHOOL_FIELDS.split()),
        tr("学校标识码为10位数字；没有的填0，未统计的留空"),
    ),
    Template(
        "facts",
        tr("学校年度数据表"),
        tuple(_FACT_FIELDS.split()),
        tr("　　　　年；面积单位：㎡；设备值单位：万元；没有的填0，未统计的留空"),
    ),
    Template(
        "bottom_matrix",
        tr("底线要求核查表"),
        ("township", "school", *(item_key(number) for number in range(1, 21))),
        tr("截至　　年　月　日；达标填√，未达标填×，不适用填／，未核查的留空"),
    ),
    Template(
        "bottom_list",
        tr("底线要求核查明细表"),
        tuple(_CHECK_FIELDS.split()),
        tr("每条一行；条目填“第几条”；核查结果填达标、未达标或不适用"),
    ),
    Template(
        "norms",
        tr("办学条件标准表"),
        tuple(_NORM_FIELDS.split()),
        tr("每项标准一行；方向填至少或至多；按规模分档的，规模按填班或人，并填下限、上限"),
        heads={"school_kind": tr("学段"), "evidence": tr("依据")},
    ),
    Template(
        "buildings",
        tr("校舍台账"),
        tuple(_BUILDING_FIELDS.split()),
        tr("截至　　年　月　日；面积单位：㎡；危房等级填A、B、C、D；没有的填0，未统计的留空"),
    ),
    Template(
        "area_changes",
        tr("面积变动表"),
        (
            *("township", "school", "area_move", "moved_area", "area_date", "building"),
            *("area_document", "remark"),
        ),
        tr("面积单位：㎡；变动类别填新建竣工、购置/接收、拆除、报废/移交或测量更正"),
    ),
    Template(
        "assets",
        tr("资产清单"),
        tuple(_ASSET_FIELDS.split()),
        tr("金额单位：元；使用状况填在用、闲置、维修、报废、丢失或调出"),
        "元",
    ),
    Template(
        "stock_takes",
        tr("资产盘点表"),
        tuple("school asset_number item serial_no room counted remark".split()),  # noqa: SIM905 - as above
        tr("截至　　年　月　日；盘点数填实有件数，没有找到的填0"),
    ),
    Template(
        "batches",
        tr("采购批次表"),
        tuple(_BATCH_FIELDS.split()),
        tr("　　　　年；金额单位：万元；一个批次一行"),
    ),
    Template(
        "equipment",
        tr("设备采购计划表"),
        tuple(_EQUIPMENT_PLAN_FIELDS.split()),
        tr("　　　　年；金额单位：元；数量按计量单位填整数；没有的填0，未统计的留空"),
        "元",
    ),
    Template(
        "equipment_list",
        tr("设备到货验收表"),
        tuple(_EQUIPMENT_FIELDS.split()),
        tr(
            "截至　　年　月　日；金额单位：元；到货、验收填累计数；验收人不少于3人，用顿号隔开，采购人不能验收；未统计的留空"
        ),
        "元",
    ),
    Template(
        "fund_moves",
        tr("资金结转缴回表"),
        tuple(_FUND_MOVE_FIELDS.split()),
        tr("金额单位：元，均填正数；类型填结转、收回或缴回；结转的日期填转入年度1月1日"),
        "元",
    ),
)


def blank_workbook(template: Template) -> bytes:
    """The template as .xlsx: title, note, heads with units, formats, lists of choices.

    Its heads and columns are protected, without a password; the cells below them are typed in.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = template.title
    last = get_column_letter(len(template.fields) + 1)
    sheet["A1"], sheet["A2"] = template.title, template.note
    sheet.merge_cells(f"A1:{last}1")
    sheet.merge_cells(f"A2:{last}2")
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center")
    thin = Side(style="thin", color="B0B8C1")
    sheet.column_dimensions["A"].width = 7
    for number, head in enumerate([tr("序号"), *map(template.head, template.fields)], 1):
        cell = sheet.cell(3, number, head)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E9EDF2")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(top=thin, bottom=thin, left=thin, right=thin)
    sheet.row_dimensions[3].height = 32
    sheet.freeze_panes = "D4"
    _protect(sheet, f"A3:{last}{3 + _ROWS}")
    typed = Protection(locked=False)
    sheet["A2"].protection = typed  # its day is filled in
    for number, key in enumerate(("", *template.fields), 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].protection = typed  # of the rows below the prepared ones
        for row in range(4, 4 + _ROWS):
            sheet.cell(row, number).protection = typed
        if not key:
            continue
        kind = FIELDS[key].kind
        sheet.column_dimensions[letter].width = _WIDTHS.get(kind, 13)
        form = "@" if kind in (Kind.TEXT, Kind.DATE) else _FORMATS.get(kind)
        if form:  # dates as typed: 2024.3.5 stays what it is
            for row in range(4, 4 + _ROWS):
                sheet.cell(row, number).number_format = form
        choices = _choices(key)
        if choices:
            rule = DataValidation(type="list", formula1='"' + ",".join(choices) + '"')
            rule.errorStyle = "warning"
            sheet.add_data_validation(rule)
            rule.add(f"{letter}4:{letter}{3 + _ROWS}")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _protect(sheet: Any, table: str) -> None:
    """Lock what is not unlocked, so that every school sends back the same columns.

    There is no password, so nobody is locked out. Widths and formats, new rows, sorting and
    filtering go on; Excel filters a protected sheet only where the filter is there already.
    """
    sheet.auto_filter.ref = table
    held = sheet.protection
    held.sheet = True
    held.formatCells = held.formatColumns = held.formatRows = False  # False: not forbidden
    held.insertRows = held.deleteRows = held.sort = held.autoFilter = False


def _choices(key: str) -> tuple[str, ...]:
    """The texts of a pick list; Excel takes at most 255 characters."""
    if key == "bottom_state":
        return tuple(state.value for state in State)
    if item_number(key) is not None:
        return tuple(state.mark for state in State)
    if key == "equipment_class":
        return tuple(kind.term for kind in EquipmentClass)
    if key == "fund_move":
        return MOVES_IN_LISTS
    if key == "stage":
        return tuple(stage.term for stage in Stage)
    if key == "building_state":
        return tuple(state.value for state in BuildingState)
    if key == "danger_level":
        return tuple(grade.value for grade in DangerGrade)
    return {"nature": tuple(NATURES), "structure": STRUCTURES, "ownership": OWNERSHIPS}.get(key, ())
