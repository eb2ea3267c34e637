"""The sentences about norms, yearly facts and bottom lines."""

from __future__ import annotations

NORMS: dict[str, str] = {
    "norm.measure": "“{value}”不是办学条件指标，请从列表中选择。",
    "norm.value": "标准值应大于0，填写的是{value}；尚不知道的请留空。",
    "norm.sizes": "规模下限{low}大于上限{high}，请核对。",
    "norm.size_by": "填了规模上下限，请选择按班数还是按学生数。",
    "norm.twice": "同一指标、学段、规模、地区和年份已有标准（{document}），请停用其中一条。",
    "bottom.state": "“{value}”不是达标、未达标或不适用；可按1、2、3键填写，未核查的请留空。",
    "bottom.number_taken": "第{number}条已有，条目编号不能重复。",
    "bottom.item_used": "第{number}条已有{count}条核查记录，不能删除；不再使用的请停用。",
    "bottom.future": "核查日期{day}尚未到来，请核对。",
    "norm.import_value": "{term}“{value}”应为大于0的数，没有导入这一格。",
    "norm.import_post": "办学条件标准由“管理”岗位导入，您的岗位不能修改标准。",
    "bottom.import_day": "没有核查日期，没有导入；请填写“截至日期”，或在表中加“核查日期”栏。",
    "bottom.import_item": "“{value}”不是底线要求的条目，请写成“第几条”或条目原文。",
    "bottom.import_items": "“标准”中没有第{items}条底线要求，这些栏没有导入。",
    "bottom.sheets_differ": "两表学校数不一致：分单位表学校总数{total}所，分条目表第{items}条各栏之和{sum}所，相差{difference}所。",
}
