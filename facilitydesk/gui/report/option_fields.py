"""How each option of a report is asked: its label, where it stands, and its editor.

A report names the options it understands; the panel shows these and no others. An option that is
left at 按设置 or blank comes from the bureau's settings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from facilitydesk.domain.messages import tr
from facilitydesk.domain.periods import PeriodKind
from facilitydesk.domain.ranking import Ties
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.rounding import Mode
from facilitydesk.domain.setting_types import Until
from facilitydesk.gui.report.editors import (
    ChoiceEditor,
    Editor,
    FlagEditor,
    LinesEditor,
    MaybeDayEditor,
    TextEditor,
)
from facilitydesk.services.figures import By, PeriodScope
from facilitydesk.services.settings import Settings


class Place(StrEnum):
    """Where an option stands: above the pages, or in the side panel."""

    TOP = "top"
    FORM = "form"
    WORDS = "words"

    @property
    def term(self) -> str:
        return {"top": "", "form": tr("数字与版式"), "words": tr("文号与文字")}[self.value]


@dataclass(frozen=True)
class Given:
    """What editors are made from: today, the settings, programmes and schools to choose from."""

    today: date
    settings: Settings
    programmes: tuple[tuple[int, str], ...] = ()
    schools: tuple[tuple[int, str], ...] = ()
    batches: tuple[tuple[int, str], ...] = ()
    parts: str = "乡镇"  # what the units below the home region are called


@dataclass(frozen=True)
class OptionField:
    """One option: the key in reports/options.py, its label, its place, what makes its editor."""

    key: str
    label: str
    place: Place
    make: Callable[[Given], Editor]


def _by_setting(shown: str) -> str:
    return f"{tr('按设置')}（{shown}）"


def _programme(given: Given) -> Editor:
    return ChoiceEditor([(None, tr("全部专项")), *given.programmes])


def _school(given: Given) -> Editor:
    return ChoiceEditor([(None, tr("请选择学校")), *given.schools], search=True)


def _period(_given: Given) -> Editor:
    return ChoiceEditor([(PeriodScope.PLAN, tr("规划期")), (PeriodScope.YEAR, tr("本年度"))])


def _span(_given: Given) -> Editor:
    return ChoiceEditor(
        [
            ("", tr("起始日期至截至日期")),
            (PeriodKind.MONTH.value, tr("截至日期所在月")),
            (PeriodKind.QUARTER.value, tr("截至日期所在季度")),
            (PeriodKind.YEAR.value, tr("截至日期所在年")),
        ]
    )


def _pooled(_given: Given) -> Editor:
    return ChoiceEditor([(True, tr("含统筹")), (False, tr("不含统筹"))])


def _basis(_given: Given) -> Editor:
    # Not the setting alone: a programme may have a basis of its own.
    return ChoiceEditor([(None, tr("按规定")), *((basis, basis.term) for basis in Basis)])


def _rank_by(given: Given) -> Editor:
    return ChoiceEditor([(By.COUNTY, tr("按") + given.parts), (By.SCHOOL, tr("按学校"))])


def _places(given: Given) -> Editor:
    shown = _by_setting(f"{given.settings.style.places}{tr('位')}")
    return ChoiceEditor([(None, shown), *((n, f"{n}{tr('位')}") for n in range(5))])


def _mode(given: Given) -> Editor:
    shown = _by_setting(given.settings.style.mode.term)
    return ChoiceEditor([(None, shown), *((mode, mode.term) for mode in Mode)])


def _trim(given: Given) -> Editor:
    yes, no = tr("省去（94.3%）"), tr("保留（94.30%）")
    shown = _by_setting(tr("省去") if given.settings.style.trim_zeros else tr("保留"))
    return ChoiceEditor([(None, shown), (True, yes), (False, no)])


def _until(given: Given) -> Editor:
    shown = _by_setting(given.settings.until)
    return ChoiceEditor([("", shown), *((word.value, word.term) for word in Until)])


def _total(given: Given) -> Editor:
    first, last = tr("首行"), tr("末行")
    shown = _by_setting(first if given.settings.total_first else last)
    return ChoiceEditor([(None, shown), (True, first), (False, last)])


def _ties(given: Given) -> Editor:
    shown = _by_setting(given.settings.ties.term.partition("（")[0])
    return ChoiceEditor([(None, shown), *((way, way.term) for way in Ties)])


def _paper(_given: Given) -> Editor:
    return ChoiceEditor([(None, tr("自动（A4，过宽用A3）")), ("A4", "A4"), ("A3", "A3")])


def _flag(text: str) -> Callable[[Given], Editor]:
    return lambda _given: FlagEditor(text)


def _text(hint: str = "") -> Callable[[Given], Editor]:
    return lambda _given: TextEditor(hint)


def _bureau(given: Given) -> Editor:
    return TextEditor(given.settings.bureau or tr("可在“设置”中填写单位名称"))


def _day(given: Given) -> Editor:
    return MaybeDayEditor(given.today)


def _lines(_given: Given) -> Editor:
    return LinesEditor(tr("每段一行，可不填"))


def _batch(given: Given) -> Editor:
    return ChoiceEditor([(None, tr("全部批次")), *given.batches], search=True)


def _group(_given: Given) -> Editor:
    from facilitydesk.reports.procurement import GROUPS

    return ChoiceEditor([(by.value, tr("按") + by.term) for by in GROUPS])


def _count_unit(_given: Given) -> Editor:
    from facilitydesk.reports.equipment_classes import CountUnit

    return ChoiceEditor([(unit.value, unit.term) for unit in CountUnit])


def _money_unit(_given: Given) -> Editor:
    return ChoiceEditor([(unit, unit) for unit in ("元", "万元", "亿元")])


def _grid(_given: Given) -> Editor:
    from facilitydesk.reports.labels import GRIDS

    return ChoiceEditor([(grid, grid) for grid in GRIDS])


def _start(_given: Given) -> Editor:
    return ChoiceEditor([(n, tr("第{n}个").format(n=n)) for n in range(1, 66)])


FIELDS: tuple[OptionField, ...] = (
    OptionField("programme_id", tr("专项"), Place.TOP, _programme),
    OptionField("school_id", tr("学校"), Place.TOP, _school),
    OptionField("batch_id", tr("采购批次"), Place.TOP, _batch),
    OptionField("group", tr("分组"), Place.TOP, _group),
    OptionField("period", tr("期间"), Place.TOP, _period),
    OptionField("span", tr("期间"), Place.TOP, _span),
    OptionField("with_pooled", tr("统筹"), Place.TOP, _pooled),
    OptionField("basis", tr("口径"), Place.TOP, _basis),
    OptionField("rank_by", tr("排名单位"), Place.FORM, _rank_by),
    OptionField("grid", tr("每行×每页"), Place.FORM, _grid),
    OptionField("start", tr("从哪个起"), Place.FORM, _start),
    OptionField("count_unit", tr("数量单位"), Place.FORM, _count_unit),
    OptionField("money_unit", tr("金额单位"), Place.FORM, _money_unit),
    OptionField("since", tr("对比日期"), Place.FORM, _day),
    OptionField("first", tr("起始日期"), Place.FORM, _day),
    OptionField("officer", tr("人员"), Place.FORM, _text(tr("只列此人的操作，可不填"))),
    OptionField("full_phones", tr("电话"), Place.FORM, _flag(tr("显示完整电话（记入日志）"))),
    OptionField("by_township", tr("明细"), Place.FORM, _flag(tr("按乡镇分组并小计"))),
    OptionField("total_first", tr("合计行"), Place.FORM, _total),
    OptionField("paper", tr("附表纸张"), Place.FORM, _paper),
    OptionField("places", tr("小数位数"), Place.FORM, _places),
    OptionField("trim_zeros", tr("末尾的零"), Place.FORM, _trim),
    OptionField("mode", tr("尾数处理"), Place.FORM, _mode),
    OptionField("ties", tr("并列名次"), Place.FORM, _ties),
    OptionField("until", tr("用词"), Place.FORM, _until),
    OptionField("red_head", tr("版头"), Place.WORDS, _flag(tr("印红色版头"))),
    OptionField("bureau", tr("发文机关"), Place.WORDS, _bureau),
    OptionField("number", tr("文号"), Place.WORDS, _text(tr("临教项目〔2026〕3号"))),
    OptionField("title", tr("标题"), Place.WORDS, _text(tr("不填用规范标题"))),
    OptionField("addressees", tr("主送"), Place.WORDS, _text(tr("各乡镇中心学校、县直各学校"))),
    OptionField("demands", tr("工作要求"), Place.WORDS, _lines),
    OptionField("signed", tr("成文日期"), Place.WORDS, _day),
    OptionField("contact", tr("联系人"), Place.WORDS, _text(tr("姓名及电话，可不填"))),
    OptionField("copies", tr("抄送"), Place.WORDS, _text(tr("可不填"))),
    OptionField("application", tr("申请编号"), Place.FORM, _text(tr("不填为当月全部申请"))),
)


def defaults() -> dict[str, Any]:
    """The options as a paper has them when nothing is chosen."""
    from facilitydesk.reports.options import Options

    plain = Options()
    return {key: getattr(plain, key) for key in Options.__slots__}
