"""The columns of buildings, balances, movements, completed works and dangerous buildings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.domain.messages import tr
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import amount
from facilitydesk.domain.words.area_terms import (
    DANGEROUS,
    INTENSITIES,
    OWNERSHIPS,
    SEISMIC_CLASSES,
    STRUCTURES,
    BuildingState,
    DangerGrade,
    Movement,
    Part,
)
from facilitydesk.gui.grid.column import Column
from facilitydesk.gui.register.draft import column
from facilitydesk.gui.theme import Tone

Choices = Callable[[str], Callable[[], Sequence[str]]]
GRADES = tuple(grade.value for grade in DangerGrade)
GRADE_INK = {"D": Tone.RED, "C": Tone.AMBER, "B": Tone.AMBER}


def year_text(value: Any) -> str:
    """A year without thousands marks."""
    return "" if value is None else str(value)


def cell(key: str, head: str, kind: Kind = Kind.TEXT, value: Any = None, **more: Any) -> Column:
    """A column the officer fills."""
    return column(key, value, head=head, kind=kind, editable=more.pop("editable", True), **more)


def shown(key: str, head: str, kind: Kind = Kind.TEXT, value: Any = None, **more: Any) -> Column:
    """A column the program fills."""
    return column(key, value, head=head, kind=kind, new=False, **more)


def signed_ink(key: str) -> Callable[[Any], str]:
    """What takes area away in red, nothing at all in grey."""

    def ink(row: Any) -> str:
        value = getattr(row, key)
        if not value:
            return Tone.QUIET
        return Tone.RED if isinstance(value, Area) and value.raw < 0 else Tone.INK

    return ink


def _state_ink(row: Any) -> str:
    return Tone.INK if BuildingState(row.state).standing else Tone.QUIET


def _grade_ink(row: Any) -> str:
    return GRADE_INK.get(row.danger_grade, Tone.INK)


def building_columns(choices: Choices) -> list[Column]:
    """A building with all its facts; what is rare stands at the right."""
    return [
        cell("school", tr("学校"), width=164, frozen=True, choices=choices("schools")),
        cell("number", tr("建筑物号"), width=92),
        cell("name", tr("建筑物名称"), width=130),
        cell("area", tr("建筑面积"), Kind.AREA, width=104),
        cell("structure", tr("结构"), width=116, choices=lambda: STRUCTURES),
        cell("built", tr("建成年月"), width=92),
        cell("floors", tr("层数"), Kind.COUNT, width=56),
        cell("danger_grade", tr("危房等级"), width=92, choices=lambda: GRADES, ink=_grade_ink),
        cell(
            "state",
            tr("使用状况"),
            width=92,
            choices=lambda: [state.value for state in BuildingState],
            ink=_state_ink,
        ),
        cell("room_kind", tr("用途"), width=112, choices=choices("room_kinds")),
        cell("usable_area", tr("使用面积"), Kind.AREA, width=100),
        cell("seismic_class", tr("抗震设防类别"), width=124, choices=lambda: SEISMIC_CLASSES),
        cell("seismic_intensity", tr("设防烈度"), width=92, choices=lambda: INTENSITIES),
        cell("danger_body", tr("鉴定单位"), width=150),
        cell("danger_document", tr("鉴定文号"), width=140),
        cell("danger_day", tr("鉴定日期"), Kind.DATE, width=96),
        cell("ownership", tr("房屋产权"), width=92, choices=lambda: OWNERSHIPS),
        cell("definition_year", tr("口径年度"), Kind.COUNT, width=92, show=year_text),
        cell("state_day", tr("变动日期"), Kind.DATE, width=96),
        cell("state_document", tr("变动文号"), width=140),
        shown("township", tr("乡镇"), width=96),
        cell("address", tr("地址"), width=140),
        cell("note", tr("备注"), width=160, lines=True),
    ]


def balance_columns(*, may_open: Callable[[Any], bool]) -> list[Column]:
    """期初, what moved, 期末; then what was completed and what became of it."""

    def area(key: str, head: str, **more: Any) -> Column:
        more = {"width": 96, "ink": signed_ink(key), **more}
        return shown(key, head, Kind.AREA, **more)

    return [
        shown("name", tr("学校"), width=164, frozen=True),
        cell(
            "opening",
            tr("期初面积"),
            Kind.AREA,
            width=104,
            editable=may_open,
            tip=lambda row: "" if may_open(row) else tr("上年末余额；选“自期初以来”可修改期初"),
        ),
        area("built", tr("新建竣工")),
        area("acquired", tr("购置/接收")),
        area("demolished", tr("拆除")),
        area("disposed", tr("报废/移交")),
        area("measured", tr("测量更正")),
        area("closing", tr("期末面积"), width=108, strong=True),
        area("growth", tr("增减")),
        area("completed", tr("竣工面积"), width=100),
        *(area(part.value, part.term, width=92) for part in Part),
        area(
            "open",
            tr("未入账"),
            width=84,
            ink=lambda row: Tone.AMBER if row.open else Tone.QUIET,
            tip=lambda _row: tr("竣工面积减已入账；在“待入账”中登记"),
        ),
        area("buildings", tr("单体合计"), width=104),
        area(
            "difference",
            tr("相差"),
            width=76,
            ink=lambda _row: Tone.AMBER,
            tip=lambda row: tr("期末面积减在用、停用单体建筑合计") if row.difference else "",
        ),
        cell("opening_day", tr("期初日期"), Kind.DATE, width=96, editable=may_open),
        cell("opening_document", tr("期初依据"), width=150, editable=may_open),
        shown("township", tr("乡镇"), width=96),
    ]


def movement_columns(choices: Choices) -> list[Column]:
    """A line of the balance; those of a completed work name it and are fixed."""

    def free(row: Any) -> bool:
        return row.entry_id is None

    return [
        cell("day", tr("日期"), Kind.DATE, width=96, editable=free),
        cell("school", tr("学校"), width=164, choices=choices("schools"), editable=free),
        cell(
            "kind",
            tr("类别"),
            Kind.CHOICE,
            width=92,
            choices=lambda: [movement.term for movement in Movement],
            editable=free,
            parse=_kind,
        ),
        cell("area", tr("增减面积"), Kind.AREA, width=100, ink=signed_ink("area"), editable=free),
        cell("document", tr("文号"), width=196),
        shown("building", tr("单体建筑"), width=120),
        shown("work", tr("来源项目"), width=190, tip=lambda row: row.work),
        cell("danger_grade", tr("危房等级"), width=92, choices=lambda: GRADES, ink=_grade_ink),
        cell("definition_year", tr("口径年度"), Kind.COUNT, width=92, show=year_text),
        cell("note", tr("备注"), width=160, lines=True),
    ]


def _kind(text: str) -> Any:
    from facilitydesk.domain.cells import Reading

    return Reading(text.strip() or None)


def waiting_columns() -> list[Column]:
    """A completed work that is not entered."""
    return [
        shown("school", tr("学校"), width=170, frozen=True),
        shown("name", tr("项目"), width=230),
        shown("nature", tr("建设性质"), width=92),
        shown("day", tr("填报日期"), Kind.DATE, width=96),
        shown("completed", tr("竣工面积"), Kind.AREA, width=104),
        shown("entered", tr("已入账"), Kind.AREA, width=96),
        shown("open", tr("待入账"), Kind.AREA, width=104, strong=True, ink=signed_ink("open")),
        shown(
            "state",
            tr("情况"),
            width=148,
            ink=lambda row: Tone.AMBER if row.changed else Tone.INK,
        ),
        shown("proposed", tr("拟入账"), width=250, tip=lambda row: row.proposed),
        shown("township", tr("乡镇"), width=96),
    ]


def entry_columns() -> list[Column]:
    """What was entered for completed works."""
    return [
        shown("day", tr("日期"), Kind.DATE, width=96),
        shown("school", tr("学校"), width=164),
        shown("name", tr("项目"), width=200),
        shown("total", tr("入账面积"), Kind.AREA, width=100),
        *(shown(part.value, part.term, Kind.AREA, width=96) for part in Part),
        shown("building", tr("单体建筑"), width=120),
        shown("document", tr("文号"), width=196),
        shown("note", tr("备注"), width=140),
    ]


def danger_columns() -> list[Column]:
    """A dangerous building as it stood on the day."""
    return [
        shown("school", tr("学校"), width=170, frozen=True),
        shown("number", tr("建筑物号"), width=92),
        shown("name", tr("建筑物名称"), width=130),
        shown("danger_grade", tr("等级"), width=64, ink=_grade_ink, strong=True),
        shown("area", tr("建筑面积"), Kind.AREA, width=104),
        shown("structure", tr("结构"), width=116),
        shown("built", tr("建成年月"), width=92),
        shown("floors", tr("层数"), Kind.COUNT, width=56),
        shown("state", tr("使用状况"), width=92),
        shown("danger_body", tr("鉴定单位"), width=184),
        shown("danger_document", tr("鉴定文号"), width=150),
        shown("danger_day", tr("鉴定日期"), Kind.DATE, width=96),
        shown("township", tr("乡镇"), width=96),
    ]


def removed_columns() -> list[Column]:
    """What went in a year."""
    return [
        shown("year", tr("年度"), Kind.COUNT, width=60, show=year_text),
        shown("buildings", tr("笔数"), Kind.COUNT, width=56),
        *(
            shown(grade, f"{grade}级", Kind.AREA, lambda row, g=grade: row.areas[g], width=92)
            for grade in reversed(DANGEROUS)
        ),
        shown("total", tr("合计"), Kind.AREA, width=96, strong=True),
    ]


def parts_text(parts: Any) -> str:
    """净增 300.00，拆除重建 500.00."""
    told = [
        f"{part.term} {amount(Area(getattr(parts, part.value)))}"
        for part in Part
        if getattr(parts, part.value)
    ]
    return "，".join(told)
