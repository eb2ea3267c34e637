"""The sentences about equipment: what an entry is refused for, and what a finding says."""

from __future__ import annotations

EQUIPMENT: dict[str, str] = {
    # --- items
    "equipment.class_needed": "“{name}”不在设备目录中，请先选择设备类别。",
    "equipment.which_class": "“{name}”在多个设备类别中都有，请选择设备类别。",
    "equipment.not_a_class": "“{value}”不是设备类别，可选：{known}。",
    "equipment.unit": "“{kind}”的计量单位不能是“{unit}”，可用：{known}。",
    "equipment.unit_differs": "“{name}”的计量单位是“{stored}”，填写的是“{unit}”；数量不能混用单位，请核对。",
    # --- plan
    "equipment.product": "数量{quantity}×单价{price}元={product}元，与金额{money}元不符，请核对。",
    # --- batches
    "equipment.items_sum": "清单合计{items}元与合同金额{contract}元不符，相差{difference}元。",
    "equipment.sum_differs": "分校数量合计{total}{unit}，批次清单为{whole}{unit}，{side}{difference}{unit}；两者应相等，未保存。",
    "equipment.sum_open": "“{item}”已分配{total}{unit}，尚有{difference}{unit}未分配到学校。",
    "equipment.school_twice": "“{school}”在表中出现{count}次，每所学校只能有一行。",
    "equipment.quantity_needed": "“{school}”的数量应为正整数。",
    "equipment.school_unknown": "没有找到学校“{name}”，请核对名称。",
    "equipment.below_delivered": "“{name}”已到货{delivered}，数量不能改为{quantity}。",
    "equipment.already_shared": "“{item}”已分配到{count}所学校，数量由{before}改为{after}后应重新分配，使分校合计相等。",
    # --- deliveries and acceptances
    "equipment.delivered_above": "“{name}”累计到货{delivered}，超过合同数{contract}，请核对。",
    "equipment.accepted_above": "“{name}”累计验收{accepted}，超过到货数{delivered}，请核对。",
    "equipment.accepted_early": "“{name}”截至{day}到货{delivered}，验收{accepted}；验收不能早于到货，请核对日期。",
    "equipment.future": "日期{day}尚未到来，请核对。",
    "equipment.fixed": "已登记数量，不能改换批次或学校；请删除后重新登记。",
    "equipment.other_batch": "该行不属于这个批次，请刷新后重试。",
    "equipment.other_school": "该行不属于这所学校，请刷新后重试。",
    "equipment.few_signers": "验收人应不少于{least}人，填写了{count}人。",
    "equipment.buyer_accepts": "采购人“{name}”不能同时是验收人。",
    "equipment.reason_needed": "“{name}”验收{accepted}，比到货少{difference}，请填写差异原因。",
    "equipment.nothing_left": "该批次没有未到货的设备。",
    "equipment.nothing_to_accept": "没有已到货而未验收的设备。",
    # --- assets and stock-takes
    "equipment.assets_there": "这张验收单的设备都已建卡。",
    "equipment.rule_word": "资产编号规则中的“{value}”不能识别，可用：{known}。",
    "equipment.rule_serial": "资产编号规则中应有且只有一个{{序号}}，使每件设备的编号不同。",
    "equipment.rule_long": "按此规则编号如“{example}”，超过{most}个字，标签印不下。",
    "equipment.serial_many": "序列号“{serial}”对应一件设备，数量却是{quantity}，请核对。",
    "equipment.no_assets": "“{school}”没有在账资产，不能盘点。",
    "equipment.counted_missing": "“{name}”账面{expected}，盘点{counted}，缺{difference}。",
    "equipment.counted_more": "“{name}”账面{expected}，盘点{counted}，多{difference}。",
    # --- imports
    "equipment.import_whole": "{term}“{value}”应为不小于0的整数，没有导入这一格。",
    "equipment.import_less": "“{name}”{term}表中累计{value}，已登记{known}，少于已登记数，没有改动，请核对。",
    "equipment.import_contract": "“{name}”合同数表中{value}，已登记{known}，没有改动；请在“批次”中核对。",
    "equipment.import_no_contract": "没有合同数量，不能登记到货和验收。",
    "equipment.import_day": "没有{term}日期，{term}数没有导入；请在表头写明“截至”日期。",
    "equipment.import_signers": "{count}张验收单没有验收人，请在“验收”中补填（不少于3人，采购人不能验收）。",
    "equipment.import_card": "资产“{number}”已登记为另一种设备，名称没有改动，请核对。",
    "equipment.stock_day": "没有盘点日期，没有导入；请填写“截至日期”，或在标题下写明“截至”日期。",
    "equipment.import_batch": "表中没有批次名称，以“{name}”为批次登记。",
    # --- papers
    "equipment.batch_unknown": "没有名为“{name}”的采购批次。",
    "report.label_grid": "标签排列应写成“3×8”（每行几个×每页几行），填写的是“{value}”；常用：{known}。",
    # --- scanned labels
    "equipment.scan_unknown": "没有编号或序列号为“{number}”的资产，请核对标签。",
    "equipment.scan_foreign": "“{number}”是“{school}”的资产，不在本校盘点范围内。",
    "equipment.scan_unlisted": "“{number}”不在这次盘点的清单中（使用状况：{state}），请核对卡片。",
    # --- findings
    "equipment.batch_open": "批次“{name}”清单合计{quantity}，已分配到学校{shared}，两者不等；请核对分校清单。",
    "equipment.splitting": "{year}年“{kind}”有{count}个批次接近而未达到公开招标限额：{names}，合计{total}万元，达到限额{threshold}万元；请核对是否化整为零。",
    "equipment.below_open": "批次“{name}”{money}万元，达到公开招标限额{threshold}万元，采购方式为“{method}”，请核对依据。",
}
