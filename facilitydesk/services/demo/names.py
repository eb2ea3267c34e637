"""Invented names: townships, villages, people, firms. None of them is anybody's."""

from __future__ import annotations

from random import Random

COUNTY = "临溪县"
COUNTY_CODE = "510999"
BUREAU = "临溪县教育和体育局"

TOWNS = (
    "城关镇 青石镇 白杨镇 柳溪镇 双河镇 石桥镇 龙潭镇 云岭镇 松坪镇 枫林镇 黄泥镇 金竹镇 水口镇".split()  # noqa: SIM905
)
TOWNSHIPS = "大坪乡 红岩乡 梨花乡 茶山乡 高坎乡 沙坝乡 羊角乡 月亮乡 桃坪乡".split()  # noqa: SIM905

_FRONT = "上下东西南北大小新老高长"
_BACK = "湾坝岭沟桥塘坡林田井寨坪"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "明华建国志强秀英丽娟文军平春梅玉兰永福德胜晓东海燕光荣桂芳小红立新正云朝阳庆丰家和"

_FIRM_WORDS = "临峰 溪源 岭秀 石泉 竹海 云桥 松涛 双塔 北坡 金坝".split()  # noqa: SIM905
BUILDERS = tuple(f"{word}建筑工程有限公司" for word in _FIRM_WORDS)
SUPERVISORS = tuple(f"{word}工程监理有限公司" for word in _FIRM_WORDS[:4])
DESIGNERS = tuple(f"{word}建筑设计有限公司" for word in _FIRM_WORDS[4:8])
SURVEYORS = tuple(f"{word}岩土勘察有限公司" for word in _FIRM_WORDS[7:])

STOPPED = (
    ("工程款未按合同节点支付，施工单位停工", "县财政已排资金，督促施工单位限期复工"),
    ("基坑发现地下管线，待迁改后复工", "已商供水、电力部门，迁改方案本周会审"),
    ("施工单位资金链紧张，现场仅留看守人员", "约谈施工单位负责人，必要时依法清退"),
    ("用地边界有争议，群众阻工", "乡镇政府牵头协调，国土部门已到场复测"),
)
LATE = (
    ("雨季持续，基础施工进度缓慢", "增加排水设备，天晴后增加班组"),
    ("商品混凝土供应不足", "已协调第二家搅拌站供料"),
    ("劳务人员不足，现场作业面偏少", "要求施工单位本周内增加人员"),
    ("设计变更未批复，局部不能施工", "变更资料已报，催办批复"),
)
WAITING = (
    ("土地预审未办结，不能进场", "自然资源部门承诺本月办结"),
    ("两次流标，重新编制控制价", "调整控制价后重新挂网"),
    ("地勘与初设不符，重新设计", "设计单位两周内提交修改图"),
)
FALLS = (
    "监理复核工程量，核减上期多报部分",
    "审计抽查后更正上期填报数",
    "上期误将材料款计入，现予更正",
)


def villages(rng: Random, count: int) -> list[str]:
    """Different village names, such as 上湾 and 老井."""
    every = [front + back for front in _FRONT for back in _BACK]
    return rng.sample(every, count)


def person(rng: Random) -> str:
    """A name of two or three characters."""
    given = "".join(rng.choice(_GIVEN) for _ in range(1 + (rng.randrange(4) > 0)))
    return rng.choice(_SURNAMES) + given


def phone(rng: Random) -> str:
    """A number in an area code that does not exist."""
    return f"0999-5{rng.randrange(100_000, 1_000_000)}"
