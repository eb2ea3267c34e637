"""The terms of columns that only the register has, beside those of fields.py.

They are kept apart because importers read every heading of fields.py as a column of a workbook,
and 建设单位 on a project's card is the liable party, in a workbook the school.
"""

from __future__ import annotations

from facilitydesk.domain.fields import FIELDS, Field, Kind

PARTIES = {
    "owner": "建设",
    "surveyor": "勘察",
    "designer": "设计",
    "contractor": "施工",
    "supervisor": "监理",
}
"""五方责任主体: the five liable parties in the order of the liability card."""

_ALL = (
    Field("name", "名称"),
    Field("code", "代码"),
    Field("short_name", "简称"),
    Field("kind", "类别"),
    Field("note", "备注"),
    Field("phone", "联系电话"),
    Field("post", "职务"),
    Field("role", "岗位"),
    Field("secret", "密码"),
    Field("last_login", "上次登录"),
    Field("active", "在用", Kind.FLAG),
    Field("ordinal", "排序", Kind.COUNT),
    Field("document", "文号"),
    Field("day", "日期", Kind.DATE),
    Field("region", "行政区划"),
    Field("count", "学校数", Kind.COUNT),
    Field("uses", "使用情况"),
    # schools
    Field("parent", "上级学校"),
    Field("origin", "城乡类型"),
    Field("status", "办学状态"),
    Field("status_date", "变动日期", Kind.DATE),
    Field("status_document", "变动文号"),
    Field("land_area", "占地面积", Kind.AREA),
    Field("sports_area", "运动场地面积", Kind.AREA),
    Field("longitude", "经度"),
    Field("latitude", "纬度"),
    Field("staff", "教职工数", Kind.COUNT),
    Field("aliases", "别名"),
    Field("to_do", "待补"),
    # programmes and plans
    Field("basis", "比率口径", Kind.CHOICE),
    Field("first_year", "起始年度", Kind.COUNT),
    Field("last_year", "截止年度", Kind.COUNT),
    Field("label", "版本"),
    Field("reason", "调整原因"),
    Field("scope", "范围"),
    Field("area", "规划面积", Kind.AREA),
    Field("money", "规划资金", Kind.MONEY),
    Field("equipment", "规划设备资金", Kind.MONEY),
    Field("projects", "规划项目数", Kind.COUNT),
    Field("rate", "比率", Kind.CHOICE),
    Field("percent", "目标值", Kind.PERCENT),
    # projects and works
    Field("livelihood", "民生工程", Kind.FLAG),
    Field("key_project", "重点项目", Kind.FLAG),
    Field("approval_document", "立项批复文号"),
    Field("agent_unit", "代建单位"),
    Field("work", "单项工程"),
    Field("works", "单项工程数", Kind.COUNT),
    Field("open_notes", "问题", Kind.COUNT),
    Field("category", "面积类别", Kind.CHOICE),
    Field("state", "建设状态"),
    Field("late", "竣工滞后天数", Kind.COUNT),
    *(Field(f"{key}_unit", f"{word}单位") for key, word in PARTIES.items()),
    *(Field(f"{key}_person", f"{word}单位负责人") for key, word in PARTIES.items()),
    # milestones
    Field("step", "节点"),
    Field("planned", "计划日期", Kind.DATE),
    Field("frozen", "冻结计划", Kind.DATE),
    Field("actual", "实际日期", Kind.DATE),
    # problem notes and papers
    Field("text", "问题"),
    Field("owner", "责任人"),
    Field("raised", "提出日期", Kind.DATE),
    Field("due", "整改期限", Kind.DATE),
    Field("closed", "销号日期", Kind.DATE),
    Field("number", "文号"),
    Field("size", "大小"),
)

REGISTER: dict[str, Field] = {field.key: field for field in _ALL}


def register_field(key: str) -> Field:
    """The declared field of the register or, where it has none, of fields.py."""
    return REGISTER.get(key) or FIELDS[key]
