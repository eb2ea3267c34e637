"""What is stored as a key, in words: neither the log nor the plain copy shows an officer English."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from facilitydesk.domain import floor_uses
from facilitydesk.domain.declared_settings import DECLARED
from facilitydesk.domain.funds import OverRule
from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.measures import Direction, Fact, Measure
from facilitydesk.domain.milestones import Step
from facilitydesk.domain.posts import Post
from facilitydesk.domain.problems import Severity
from facilitydesk.domain.ranking import Ties
from facilitydesk.domain.rates import Basis, RateKind
from facilitydesk.domain.rounding import Mode
from facilitydesk.domain.stages import Stage
from facilitydesk.domain.words.area_terms import Movement
from facilitydesk.domain.words.equipment_terms import EquipmentClass
from facilitydesk.domain.words.terms import AreaCategory, CodeList, Level

HUNDREDTHS = frozenset({("norm", "value"), ("school_fact", "value")})
"""Columns that count 0.01 of a unit which another column of the row tells."""

_SETTINGS = {
    **{item.key: item.label for item in DECLARED},
    "home_region": "本单位所在地",
    "login": "登录",
    "restored": "最近一次恢复",
}
_LARGEST = 10**12  # of a number that an officer sets
_WHOLE_PHONES = "phones."  # and a paper for which whole telephone numbers may be ticked
_PAPER_OPTIONS = "report.options."  # and a paper whose options were kept
_OPTIONS = {
    "addressees": "主送",
    "bureau": "单位名称",
    "by_township": "按乡镇分组",
    "copies": "抄送",
    "mode": "尾数处理",
    "paper": "纸张",
    "places": "小数位数",
    "rank_by": "排名单位",
    "red_head": "红头",
    "ties": "并列名次",
    "total_first": "合计在首行",
    "trim_zeros": "省去末尾的零",
    "until": "截至或截止",
}
_PAPERS = {
    "bulletin": "通报",
    "data_copy": "数据副本",
    "journal": "操作日志",
    "last": "最近一次导出",
    "missing": "未报名单",
    "school_file": "一校一档",
}


def setting_term(key: str) -> str:
    """What a stored setting is called."""
    paper = key.removeprefix(_WHOLE_PHONES)
    if paper != key:
        return f"显示完整电话（{_PAPERS.get(paper, paper)}）"
    return "报表版式" if key.startswith(_PAPER_OPTIONS) else _SETTINGS.get(key, key)


def stored_word(table: str, column: str, value: str) -> str:
    """A stored text as an officer reads it: yellow → 警告; a text that is no key stays as it is."""
    if (table, column) == ("setting", "key"):
        return setting_term(value)
    if (table, column) == ("setting", "value"):
        return _setting(value)
    if column == "stage" and table != "norm":
        return _STAGES.get(value, value)
    return _WORDS.get((table, column), _NONE).get(value, value)


def _setting(value: str) -> str:
    """What a setting holds, from its JSON; a number of ours, as of the home region, says nothing."""
    try:
        found = json.loads(value)
    except ValueError:
        return value
    if isinstance(found, bool):
        return "是" if found else "否"
    if isinstance(found, dict) and "from" in found:  # a restore: the backup's file
        return str(found["from"])
    if isinstance(found, dict) and found.keys() <= _OPTIONS.keys():
        chosen = {key: each for key, each in found.items() if each not in (None, "")}
        shown = (f"{_OPTIONS[key]}：{_option(key, each)}" for key, each in chosen.items())
        return "；".join(shown) or "按设置"
    if isinstance(found, int) and found > _LARGEST:
        return ""
    return found if isinstance(found, str) else value


def _option(key: str, value: object) -> str:
    """What an option of a paper is set to."""
    if isinstance(value, bool):
        return "是" if value else "否"
    words = {"rank_by": _RANKED, "mode": _terms(Mode), "ties": _terms(Ties)}.get(key, _NONE)
    return words.get(str(value), str(value))


def _terms(kind: type[StrEnum]) -> Mapping[str, str]:
    return {each.value: each.term for each in kind}  # type: ignore[attr-defined]  # all have one


def _by_column(
    *lines: tuple[Iterable[str], Mapping[str, str]],
) -> dict[tuple[str, str], Mapping[str, str]]:
    found = {}
    for places, words in lines:
        for place in places:
            table, column = place.split(".")
            found[table, column] = words
    return found


_RANKED = {"county": "乡镇", "school": "学校"}
_NONE: Mapping[str, str] = MappingProxyType({})
_STAGES = {stage.key: stage.term for stage in Stage}
_WORDS = _by_column(
    (("region.level",), _terms(Level)),
    (("officer.role",), _terms(Post)),
    (("code_item.list",), _terms(CodeList)),
    (("programme.basis",), _terms(Basis)),
    (("target.rate",), _terms(RateKind)),
    (("milestone.step",), _terms(Step)),
    (("work.category",), _terms(AreaCategory)),
    (("period_lock.scope",), {"progress": "进度", "money": "资金"}),
    (("period_lock.state",), {"locked": "已锁定", "open": "已解锁"}),
    (("fund_document.over_rule", "source_rule.over_rule"), _terms(OverRule)),
    (("money_rule.severity",), _terms(Severity)),
    (("reconciliation.state",), {"open": "进行中", "finished": "已完成"}),
    (("building_use.use",), {use.key: use.term for use in floor_uses.OLD + floor_uses.NEW}),
    (("area_movement.kind",), _terms(Movement)),
    (("equipment_item.equipment_class", "equipment_plan.equipment_class"), _terms(EquipmentClass)),
    (("norm.measure", "bottom_item.measure"), _terms(Measure)),
    (("norm.size_by",), {"classes": "班数", "students": "学生数"}),
    (("norm.direction",), _terms(Direction)),
    (("school_fact.fact",), _terms(Fact)),
    (("import_record.kind",), LIST_KINDS),
)
