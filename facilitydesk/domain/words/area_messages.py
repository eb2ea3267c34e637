"""The sentences about buildings and floor areas: refusals of entries, and what a check finds."""

from __future__ import annotations

AREAS: dict[str, str] = {
    # --- buildings
    "building.built": "建成年月“{value}”应写成 1998-09 或 1998，请核对。",
    "building.built_future": "建成年月{value}晚于今天，请核对。",
    "building.number_taken": "“{school}”的建筑物号“{value}”已被“{holder}”使用，不能重复。",
    "building.use_year": "“{value}”不是{year}年口径的用房分类，请从列表中选择。",
    "building.usable_above_area": "使用面积{usable}㎡大于建筑面积{area}㎡，请核对。",
    "building.uses_differ": "“{name}”{year}年口径各类用房之和{parts}㎡与建筑面积{area}㎡相差{difference}㎡，请核对。",
    "building.gone_already": "“{name}”的使用状况已是“{state}”，不能再次登记。",
    "building.no_area": "“{name}”没有建筑面积，请先补填，再登记面积变动。",
    "building.same_area": "更正后的面积与原面积{area}㎡相同，没有变动。",
    "building.state_by_hand": "“{name}”改为“{state}”，但没有登记面积变动；请用“拆除”“移交”登记，余额才会减少。",
    "building.area_by_hand": "“{name}”的建筑面积直接修改，没有登记面积变动；属于测量更正的，请用“测量更正”登记。",
    "building.above": "拆除面积{value}㎡大于“{name}”的建筑面积{area}㎡，请核对。",
    "building.elsewhere": "“{name}”不是“{school}”的建筑，请核对。",
    # --- openings and movements
    "area.zero": "变动面积不能为0。",
    "area.before_opening": "{day}不晚于“{school}”的期初日期{opening}，该变动已包含在期初面积中，不计入余额。",
    "area.no_opening": "“{school}”还没有期初面积，余额要等填写期初后才能计算。",
    "area.from_entry": "该行由竣工入账生成，不能单独修改或删除；请在“待入账”中撤销入账后重新登记。",
    "area.future": "日期{day}尚未到来，请核对。",
    # --- completed works
    "area.parts_sum": "净增、拆除重建、维修加固、非校舍之和{parts}㎡应等于待入账面积{open}㎡，相差{difference}㎡。",
    "area.nothing_open": "“{work}”没有待入账的竣工面积。",
    "area.fallen": "“{work}”已入账{entered}㎡，竣工面积只有{completed}㎡；请先撤销入账，再重新登记。",
    "area.rebuilt_without": "“{school}”登记的拆除重建累计{rebuilt}㎡，拆除只有{demolished}㎡；请补登被拆除的校舍。",
    "area.entry_building": "维修加固和非校舍不增加面积，不能新增单体建筑。",
    "area.entry_used": "“{building}”入账后又有其他记录，不能撤销入账；请先处理这些记录。",
    # --- what the checks find
    "area.find.changed": "“{work}”入账{entered}㎡后，竣工面积改为{completed}㎡，相差{difference}㎡，请补登入账或撤销后重登。",
    "area.find.buildings": "“{school}”期末面积{closing}㎡与单体建筑合计{buildings}㎡相差{difference}㎡，请核对。",
    "area.find.negative": "“{school}”期末面积为{closing}㎡，不能小于0，请核对期初和变动。",
    "area.find.rebuilt": "“{school}”登记拆除重建{rebuilt}㎡，登记拆除只有{demolished}㎡，请补登被拆除的校舍。",
    # --- lists of buildings coming in
    "buildings.opening": "{count}所学校没有期初面积，按本表及已登记的单体建筑合计登记为{day}的期初面积，请核对。",
    "buildings.opening_day": "表中没有截至日期，期初面积未登记；导入时请注明截至日期，或在“面积变动”中填写。",
    "area.import_building": "“{school}”没有名为（或编号为）“{name}”的单体建筑，变动已登记，没有对应到单体。",
    "buildings.no_grade": "“{value}”不是危房等级（A、B、C、D），未读入。",
}
