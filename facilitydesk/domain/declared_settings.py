"""What a bureau decides once: each setting with its type, default, bounds, label and help.

Settings page, manual and services are made from these declarations. To add a setting: add it
here, give it a typed property in services/settings.py, and use that.
"""

from __future__ import annotations

from dataclasses import dataclass

from facilitydesk.domain.facility_settings import FACILITY
from facilitydesk.domain.lights import LightRules
from facilitydesk.domain.ranking import Ties
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.rounding import Mode
from facilitydesk.domain.setting_types import Declared, TotalPlace, Until

_ROUNDING = "数字与比率"
_TABLES = "通报与表格"
PEOPLE = "登录与确认"  # shown beside the officers, not among the general settings
_BACKUPS = "备份"

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
    *FACILITY,
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
