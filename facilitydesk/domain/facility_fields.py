"""The fields that lists of equipment, floor areas, yearly facts and bottom lines have beside others.

They belong to fields.py, which hands them on.
"""

from __future__ import annotations

from facilitydesk.domain.field_kinds import Field, Kind
from facilitydesk.domain.field_kinds import declared as _f

YEARLY = (
    # what a school reports for a year; the keys are those of domain.norms.Fact
    _f(
        "land_area",
        "占地面积",
        Kind.AREA,
        "校园占地面积 学校占地面积 校园面积 土地面积 学校占地 校园总面积",
    ),
    _f(
        "sports_ground",
        "运动场地面积",
        Kind.AREA,
        "运动场面积 体育场地面积 室外运动场地面积 体育运动场面积 运动场地 室外运动场地 体育活动场地面积",
    ),
    _f(
        "sports_area",
        "体育场馆面积",
        Kind.AREA,
        "体育场馆 体育运动场馆面积 体育运动场(馆)面积 运动场馆面积 体育运动场馆 运动场(馆)面积",
    ),
    _f(
        "teaching_area",
        "教学及辅助用房",
        Kind.AREA,
        "教学及辅助用房面积 教学辅助用房面积 教学及教学辅助用房 教学及教辅用房面积 教辅用房面积",
    ),
    _f(
        "equipment_value",
        "教学仪器设备值",
        Kind.MONEY,
        "仪器设备值 教学仪器设备总值 仪器设备总值 教学仪器设备资产值 设备总值 设备值 教学设备值",
    ),
    _f("multimedia_rooms", "多媒体教室", Kind.COUNT, "多媒体教室数 网络多媒体教室 多媒体教室间数"),
    _f("books", "图书", Kind.COUNT, "图书册数 图书数 藏书 藏书量 图书藏量 纸质图书 图书数量"),
    _f(
        "computers",
        "学生计算机",
        Kind.COUNT,
        "学生用计算机 学生用计算机数 学生计算机数 学生电脑 学生机 教学用计算机 计算机台数 计算机 计算机数 计算机数量",
    ),
    _f(
        "teacher_computers",
        "教师计算机",
        Kind.COUNT,
        "教师用计算机 教师用计算机数 教师计算机数 教师电脑 教师机 办公计算机",
    ),
    _f("computer_room_sets", "计算机教室", Kind.COUNT, "计算机教室数 计算机教室套数"),
    _f("network_mbps", "网络带宽", Kind.COUNT, "网络接入带宽 带宽 互联网带宽 出口带宽"),
    _f("canteen_sets", "食堂设备", Kind.COUNT, "食堂设备套数"),
    _f("students_primary", "小学部学生数", Kind.COUNT, "小学部在校生数 小学学生数 小学段学生数"),
    _f("students_junior", "初中部学生数", Kind.COUNT, "初中部在校生数 初中学生数 初中段学生数"),
    _f("students_senior", "高中部学生数", Kind.COUNT, "高中部在校生数 高中学生数 高中段学生数"),
)
"""Yearly figures that only their lists name; students, classes and staff are figures of the year too."""

ITEMS = 40
_HAN = "一二三四五六七八九"


def han(number: int) -> str:
    """A number below 100 as it is written: 12 → 十二."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _HAN[ones - 1]
    return ("" if tens == 1 else _HAN[tens - 1]) + "十" + (_HAN[ones - 1] if ones else "")


def item_key(number: int) -> str:
    """The field of an item's column in a matrix of bottom lines."""
    return f"bottom_{number}"


def item_number(key: str) -> int | None:
    """The item a field stands for; None for other fields."""
    tail = key.removeprefix("bottom_")
    return int(tail) if tail != key and tail.isdigit() else None


BOTTOM = (
    _f(
        "bottom_item",
        "底线条目",
        synonyms="底线要求 底线要求条目 底线要求内容 条目 条款 条 条目编号 条目序号 核查条目 核查项目 核查内容",
    ),
    _f(
        "bottom_state",
        "核查结果",
        synonyms="达标情况 是否达标 核查结论 达标与否 自查结果 核查情况 达标结果 结论",
    ),
    _f("evidence", "核查依据", synonyms="依据 佐证材料 依据材料 证明材料 达标依据 支撑材料"),
    _f("check_date", "核查日期", Kind.DATE, "核查时间 检查日期 检查时间 自查日期 自查时间"),
    _f("due", "整改期限", Kind.DATE, "整改时限 整改完成时限 整改完成时间 计划达标时间"),
    *(
        _f(
            item_key(number),
            f"底线第{number}条",
            synonyms=f"第{number}条 底线{number} 条目{number} 底线要求{number} 第{han(number)}条",
        )
        for number in range(1, ITEMS + 1)
    ),
)

ACCEPTORS = ("acceptors", *(f"acceptor_{number}" for number in range(2, 8)))
"""The fields of who signed an acceptance: all names in one column, or one in each."""

SIGNERS = (
    _f("buyer", "采购人", synonyms="采购人员 采购经办人 采购人签字 采购人员签字"),
    _f(
        "acceptors",
        "验收人",
        synonyms="验收人员 验收人签字 验收人员签字 验收人员签名 验收人签名 验收小组 验收小组成员 验收组成员 验收小组签字 验收人1 验收人一 验收人员1",
    ),
    *(
        _f(f"acceptor_{n}", f"验收人{n}", synonyms=f"验收人{han(n)} 验收人员{n} 验收人员{han(n)}")
        for n in range(2, 8)
    ),
)

REGISTERS = (
    # buildings
    _f("seismic_class", "抗震设防类别", synonyms="抗震设防标准 抗震类别 设防类别"),
    _f("seismic_intensity", "设防烈度", synonyms="抗震设防烈度 抗震烈度 烈度"),
    # assets and stock-takes
    _f("asset_number", "资产编号", synonyms="资产编码 固定资产编号 资产卡片编号 卡片编号 资产代码"),
    _f("serial_no", "序列号", synonyms="设备序列号 出厂编号 SN SN码"),
    _f("room", "存放地点", synonyms="存放位置 放置地点 安放地点 安装地点 使用地点"),
    _f("keeper", "保管人", synonyms="使用人 管理人 保管人员 保管员"),
    _f(
        "entered_date",
        "入账日期",
        Kind.DATE,
        "入账时间 购置日期 购入日期 取得日期 购置时间 购入时间",
    ),
    _f(
        "warranty_date", "保修至", Kind.DATE, "保修期至 质保期至 保修截止日期 质保到期日 保修到期日"
    ),
    _f("asset_value", "资产价值", Kind.MONEY, "账面价值 账面原值 资产原值 价值 原值"),
    _f("counted", "盘点数", Kind.COUNT, "盘点数量 实盘数 实盘数量 实有数 实有数量 清点数"),
    # changes of areas
    _f(
        "area_move",
        "面积变动类别",
        synonyms="面积变动类型 变动类别 变动类型 变动原因 增减类型 增减原因 变动方式 增减方式",
    ),
    _f("moved_area", "变动面积", Kind.AREA, "增减面积 变动建筑面积 增减建筑面积 面积增减"),
    _f("area_date", "面积变动日期", Kind.DATE, "变动日期 变动时间 增减日期 增减时间"),
    _f("area_document", "面积变动文号", synonyms="变动文号 依据文号 变动依据 批复文件号"),
    # norms
    _f("norm_measure", "指标", synonyms="指标名称 标准指标 办学条件指标"),
    _f("norm_value", "标准值", synonyms="标准数值 指标值 标准要求"),
    _f("norm_direction", "方向", synonyms="比较方向 上下限"),
    _f("norm_place", "适用地区", synonyms="适用区域 城乡"),
    _f("size_by", "规模按", synonyms="规模口径"),
    _f("size_from", "规模下限", Kind.COUNT, "规模从"),
    _f("size_to", "规模上限", Kind.COUNT, "规模到"),
    _f("province", "省份", synonyms="适用省份"),
    # batches
    _f("batch_name", "批次名称", synonyms="采购批次 采购批次名称 批次名"),
    _f("method", "采购方式", synonyms="采购形式 采购组织形式 招标方式"),
    _f("tender_number", "招标编号", synonyms="采购编号 采购项目编号 招标项目编号 招标文件编号"),
    _f("budget", "采购预算", Kind.MONEY, "采购预算金额 预算总额"),
    _f("start_day", "立项日期", Kind.DATE, "立项时间"),
    _f("notice_date", "公告日期", Kind.DATE, "公告时间 招标公告日期 公告发布日期"),
    _f("open_date", "开标日期", Kind.DATE, "开标时间"),
    _f("award_date", "中标日期", Kind.DATE, "中标时间 成交日期 成交时间"),
    _f("signed_date", "签订日期", Kind.DATE, "签订时间 合同签订日期 合同签订时间 合同日期"),
)

FACILITY_FIELDS: tuple[Field, ...] = (
    _f("staff", "教职工数", Kind.COUNT, "教职工 教职工人数 在职教职工 教职工总数 教职员工数"),
    *YEARLY,
    *BOTTOM,
    *SIGNERS,
    *REGISTERS,
)
