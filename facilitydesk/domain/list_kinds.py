"""The kinds of lists that are taken in: the command line's word, and what each is called."""

from __future__ import annotations

LIST_KINDS: dict[str, str] = {
    "projects": "项目一览表",
    "progress": "项目进度表",
    "schools": "学校名册",
    "facts": "学校年度数据表",
    "buildings": "校舍清单",
    "plans": "规划任务表",
    "equipment": "设备清单",
    "batches": "采购批次表",
    "assets": "资产清单",
    "stock_takes": "资产盘点表",
    "area_changes": "面积变动表",
    "norms": "办学条件标准表",
    "bottom_lines": "底线要求核查表",
    "funding": "资金安排表",
    "fund_moves": "资金结转、缴回表",
    "statement": "支付明细（国库）",
}
