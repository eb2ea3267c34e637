"""What a bureau decides once: each setting with its type, default, bounds, label and help.

Settings page, manual and services are made from these declarations. To add a setting: add it
here, give it a typed property in services/settings.py, and use that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from facilitydesk.domain.equipment_terms import BuyMoment
from facilitydesk.domain.lights import LightRules
from facilitydesk.domain.ranking import Ties
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.rounding import Mode

Value = str | int | bool


class TotalPlace(StrEnum):
    """Where the 合计 row of a table stands."""

    FIRST = "first"
    LAST = "last"

    @property
    def term(self) -> str:
        return {"first": "首行", "last": "末行"}[self.value]


class Until(StrEnum):
    """The word before the date of a cumulative figure; both are in use."""

    JIEZHI = "截至"
    JIEZHI_OLD = "截止"

    @property
    def term(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Declared:
    """One setting as it is declared; `choices` for those that are one of a few."""

    key: str
    group: str
    label: str
    default: Value
    help: str = ""
    low: int = 0
    high: int = 0
    choices: type[StrEnum] | None = None
    unit: str = ""


_ROUNDING = "数字与比率"
_TABLES = "通报与表格"
PEOPLE = "登录与确认"  # shown beside the officers, not among the general settings
_BACKUPS = "备份"
_EQUIPMENT = "设备采购"
_NORMS = "办学标准和底线要求"

DECLARED: tuple[Declared, ...] = (
    Declared(
        "bureau", "单位", "单位名称", "", "印在通报、表格落款和填报单位处，如“临溪县教育和体育局”。"
    ),
    Declared("office", "单位", "内设机构", "项目办", "经办的股室，印在表格的填报单位之后。"),
    Declared(
        "style.places",
        _ROUNDING,
        "小数位数",
        2,
        "比率印出的小数位数。",
        low=0,
        high=4,
        unit="位",
    ),
    Declared(
        "style.mode",
        _ROUNDING,
        "尾数处理",
        Mode.HALF_UP.value,
        "截去尾数时，99.99%不会印成100%。",
        choices=Mode,
    ),
    Declared(
        "style.trim_zeros",
        _ROUNDING,
        "省去末尾的零",
        False,
        "如94.30%印为94.3%；表格中通常保留。",
    ),
    Declared(
        "style.nothing_is_all",
        _ROUNDING,
        "0÷0印为100%",
        False,
        "无任务也无完成时印“—”；少数省市要求印100%。",
    ),
    Declared(
        "basis",
        _ROUNDING,
        "默认口径",
        Basis.AREA.value,
        "开工率、竣工率默认按什么计算；专项另有规定的从其规定。",
        choices=Basis,
    ),
    Declared(
        "ties",
        _ROUNDING,
        "并列名次",
        Ties.SKIP.value,
        "比率相同的单位如何编排名次；按未取整的比率判断是否相同。",
        choices=Ties,
    ),
    Declared(
        "until",
        _TABLES,
        "截至或截止",
        Until.JIEZHI.value,
        "累计数日期前的用词，两种写法都有单位使用。",
        choices=Until,
    ),
    Declared(
        "total",
        _TABLES,
        "合计行位置",
        TotalPlace.LAST.value,
        "表格的合计行排在首行还是末行。",
        choices=TotalPlace,
    ),
    Declared(
        "equipment.moment",
        _EQUIPMENT,
        "采购完成以何时为准",
        BuyMoment.ACCEPTANCE.value,
        "采购完成率的分子按哪一步计算；所选口径印在比率旁。",
        choices=BuyMoment,
    ),
    Declared(
        "equipment.open_tender",
        _EQUIPMENT,
        "公开招标限额",
        200,
        "货物和服务达到此数应公开招标，各地标准不同；接近限额的同类批次会提示核对。",
        low=1,
        high=100_000,
        unit="万元",
    ),
    Declared(
        "equipment.near",
        _EQUIPMENT,
        "接近限额的比例",
        50,
        "未公开招标的批次达到限额的这一比例，即视为接近限额。",
        low=1,
        high=99,
        unit="%",
    ),
    Declared(
        "equipment.signers",
        _EQUIPMENT,
        "验收人数下限",
        3,
        "验收单上至少应有几位验收人；采购人不能是验收人。",
        low=1,
        high=9,
        unit="人",
    ),
    Declared(
        "equipment.asset_rule",
        _EQUIPMENT,
        "资产编号规则",
        "{年}-{类别}-{序号}",
        "由验收单建卡时的编号，可用{年}、{学校}、{学校标识码}、{类别}、{设备}、{序号}。",
    ),
    Declared(
        "norms.province",
        _NORMS,
        "适用省份",
        "",
        "采用哪个省的办学条件标准，如“甘肃”；留空时按本县行政区划代码判断。",
    ),
    Declared(
        "bottom.places",
        _NORMS,
        "底线达标率小数位数",
        2,
        "底线达标率印出的小数位数。",
        low=0,
        high=4,
        unit="位",
    ),
    Declared(
        "bottom.mode",
        _NORMS,
        "底线达标率尾数处理",
        Mode.HALF_UP.value,
        "截去尾数时，有一所学校未达标就不会印成100%。",
        choices=Mode,
    ),
    Declared(
        "bottom.nothing_is_all",
        _NORMS,
        "没有教学点时印100%",
        False,
        "底线达标率的分母和分子都是0时，印“—”还是100%。",
    ),
    Declared(
        "bottom.blank_complies",
        _NORMS,
        "有未填项也可达标",
        True,
        "没有未达标项即为达标，未填项不影响；不选则20条全部核查后才计为达标。一条未填的学校总不计达标。",
    ),
    Declared(
        "weak.items",
        _NORMS,
        "薄弱学校：底线未达标",
        3,
        "底线要求未达标达到此条数的列为薄弱学校；0为不按此项。",
        low=0,
        high=20,
        unit="条",
    ),
    Declared(
        "weak.gap",
        _NORMS,
        "薄弱学校：用房缺口",
        30,
        "教学及辅助用房缺额占标准需要量达到此比例的列为薄弱学校；0为不按此项。",
        low=0,
        high=100,
        unit="%",
    ),
    Declared(
        "weak.danger",
        _NORMS,
        "薄弱学校：D级危房",
        True,
        "有D级危房的列为薄弱学校。",
    ),
    Declared(
        "attachment_folder",
        "资料",
        "资料文件夹",
        "",
        "多人共用数据库时照片和资料存放的共享文件夹；单机使用时存放在数据文件旁，不必填写。",
    ),
    Declared(
        "backup.folder",
        _BACKUPS,
        "备份文件夹",
        "",
        "不填时为数据文件旁的“名称.备份”。",
    ),
    Declared(
        "backup.second",
        _BACKUPS,
        "第二备份位置",
        "",
        "另一块磁盘或U盘上的文件夹；接上时每份备份都复制一份过去。",
    ),
    Declared(
        "backup.minutes",
        _BACKUPS,
        "定时备份间隔",
        30,
        "有修改时每隔多久备份一次。",
        low=5,
        high=240,
        unit="分钟",
    ),
    Declared(
        "backup.rows",
        _BACKUPS,
        "批量修改前备份",
        500,
        "一次操作改动的行数超过此数时，先备份再写入。",
        low=10,
        high=100_000,
        unit="行",
    ),
    Declared(
        "login.idle_minutes",
        PEOPLE,
        "离开多久后锁屏",
        15,
        "启用登录后，无人操作满此时间即遮住窗口，输入密码后继续；0为不锁屏。",
        high=240,
        unit="分钟",
    ),
    Declared(
        "login.own_password",
        PEOPLE,
        "首次登录须改密码",
        True,
        "由“管理”人员设置的密码，本人首次登录时须改为自己的密码。",
    ),
    Declared(
        "login.password_days",
        PEOPLE,
        "定期更换密码",
        0,
        "满此天数须换新密码；0为不要求。定期更换并不更安全，上级有规定时再启用。",
        high=730,
        unit="天",
    ),
    Declared(
        "login.two_persons",
        PEOPLE,
        "解锁须两人确认",
        False,
        "解锁已提交的周、已结账的期间、已完成的对账，须另一名“审核”或“管理”人员确认。",
    ),
)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold of the lights (domain/lights.py) as the settings page shows it."""

    name: str  # of the field in LightRules
    label: str
    unit: str
    help: str
    high: int


_M = "个月"
_P = "个百分点"
LIGHTS: tuple[Threshold, ...] = (
    Threshold(
        "start_red_months", "逾期未开工转红灯", _M, "过了计划开工日期即黄灯，满此月数转红灯。", 24
    ),
    Threshold("behind_yellow_points", "落后序时进度转黄灯", _P, "达到此数（含）为黄灯。", 100),
    Threshold("behind_red_points", "落后序时进度转红灯", _P, "超过此数为红灯。", 100),
    Threshold("still_yellow_months", "无进展转黄灯", _M, "进度、面积、投资均无变化满此月数。", 24),
    Threshold("still_red_months", "无进展转红灯", _M, "进度、面积、投资均无变化满此月数。", 24),
    Threshold("silent_yellow_months", "未填报转黄灯", _M, "连续未填报满此月数。", 24),
    Threshold("silent_red_months", "未填报转红灯", _M, "连续未填报满此月数。", 24),
)
assert {item.name for item in LIGHTS} == set(LightRules.__dataclass_fields__)
