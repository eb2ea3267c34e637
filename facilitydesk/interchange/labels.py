"""What kind of row a text makes: total, subtotal, note, group heading."""

from __future__ import annotations

import re
from functools import lru_cache

from facilitydesk.domain.cells import folded

_WHOLE = re.compile(
    r"(全?[县市区州省盟旗校]|本[县市区表校]|全部|项目|学校)?(总合计|合计|总计|共计|合计数|总和|累计)([::(].*|\d*[个所项处]?.{0,4})?"
)
_PART = re.compile(r"(.{0,24}?)(小计|合计|总计|共计)[::]?(\(.*\))?(\d*[个所项].{0,4})?")
_OF_PROJECT = re.compile(r".+小计\((本校)?\d+个单项\)")  # as our own 项目进度表 prints it
_OF_WHICH = re.compile(r"其中[::]?.{0,12}")
_REGION = re.compile(r".+[县市区州盟旗省]$")
_NOTE = re.compile(
    r"(注|备注|说明|附注|附|填表说明|填报说明|填报要求|编制说明|数据来源)\s*[::\d(一.、;]"
    r"|(注|备注|说明)$"
    r"|(单位|部门|学校|分管|主管|统计|项目|县局|股室|科室|财务|填报|填表|制表|审核|复核|审批|经办|核对|报送|联系|主要|校长|局长|领导|编制|盖章|公章).{0,8}(人|者|负责人|领导|单位|日期|时间|电话|签字|签章|盖章|\(章\)|\(签字\)|\(盖章\))\s*[::(]"
    r"|(填表|制表|审核|复核|校长|局长|经办|日期|电话|联系电话|联系人|填报人|填表人|制表人|审核人|负责人|盖章)\s*[::(]"
    r"|[※*★▲]|\(?(盖章|公章|签字)\)?$|(以上|上述|本表|此表|表中|凡)"
)
_SENDER = re.compile(
    r"\D{2,24}(局|委员会|领导小组|办公室|中心校|人民政府)(\((盖?公?章)\))?|\d{4}年\d{1,2}月(\d{1,2}日)?"
)
_GROUP = re.compile(
    r"([一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|[IVXⅠⅡⅢⅣⅤ]+[、.])"
)
_HAN_SERIAL = re.compile(r"\(?[一二三四五六七八九十]{1,3}[)、.]?")


@lru_cache(maxsize=4096)
def total_label(raw: str) -> tuple[str, int] | None:
    """'total' or 'subtotal' with its level (3 is the highest), or None for any other text.

    Level -1 is the sum of one project, whose works may be any part of the block around it.
    """
    text = "".join(folded(raw).split())
    if _OF_PROJECT.fullmatch(text):
        return "subtotal", -1
    if len(text) > 40:
        return None
    if _WHOLE.fullmatch(text):
        return "total", 3
    if match := _PART.fullmatch(text):
        if match[2] == "小计" or not match[1]:
            return "subtotal", 1
        return ("total", 3) if _REGION.match(match[1]) else ("subtotal", 2)
    if _OF_WHICH.fullmatch(text):
        return "subtotal", 0
    return None


def is_note(raw: str) -> bool:
    """Whether a row that begins with this text is a note or a signature line."""
    text = folded(raw)
    return bool(_NOTE.match(text) or _NOTE.match("".join(text.split())))


def is_sender(raw: str) -> bool:
    """Whether a text is what letters end with: a bureau's name, the day."""
    return bool(_SENDER.fullmatch("".join(folded(raw).split())))


def is_group(raw: str) -> bool:
    """Whether a text is a heading such as 一、新建项目."""
    return bool(_GROUP.match(folded(raw)))


def is_han_serial(raw: str) -> bool:
    """Whether a serial number is a group's: 一, (二)."""
    return bool(_HAN_SERIAL.fullmatch(folded(raw)))
