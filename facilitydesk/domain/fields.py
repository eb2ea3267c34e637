"""Every field once: key, Chinese term, kind, and the headings that workbooks use for it.

Grid columns, importers, heads of PDF and xlsx, and JSON names all come from here, so that screen,
paper and spreadsheet never spell 竣工 differently. README says what else a new field needs.
"""

from __future__ import annotations

from facilitydesk.domain.facility_fields import FACILITY_FIELDS
from facilitydesk.domain.field_kinds import Field, Kind
from facilitydesk.domain.field_kinds import declared as _f

__all__ = ["FIELDS", "Field", "Kind", "field", "term"]

_ALL = (
    # who and where
    _f(
        "school",
        "学校名称",
        synonyms="学校 项目学校 项目单位 建设单位 单位名称 校名 学校(单位)名称 单位 项目园 幼儿园名称 园名 实施学校 建设学校",
    ),
    _f(
        "school_code", "学校标识码", synonyms="学校代码 标识码 学校(机构)标识码 机构标识码 学校编码"
    ),
    _f(
        "township",
        "乡镇",
        synonyms="所属乡镇 乡(镇) 乡镇名称 乡镇(街道) 镇乡 所在乡镇 街道 乡镇街道 县(市、区) 县区",
    ),
    _f(
        "programme",
        "专项",
        synonyms="专项名称 项目类别 资金项目 工程类别 所属专项 项目类型 专项资金名称",
    ),
    _f(
        "project",
        "项目名称",
        synonyms="工程名称 建设项目 项目 单项工程 建设内容 项目名称及内容 单体名称 工程项目 建设项目名称 实施项目 工程项目名称",
    ),
    _f("project_code", "项目代码", synonyms="项目编码 投资项目代码 项目编号"),
    _f("nature", "建设性质", synonyms="性质 建设类型 建设类别 新建/改扩建 项目性质 工程性质"),
    _f("room_kind", "用途", synonyms="建筑用途 房屋用途"),
    _f("area_category", "面积类别", synonyms="面积性质"),
    _f("year", "年度", Kind.COUNT, "项目年度 实施年度 计划年度 年份"),
    _f("batch", "批次", synonyms="项目批次 计划批次"),
    _f("pooled", "统筹", Kind.FLAG, "是否统筹 统筹项目"),
    # plan and progress
    _f(
        "planned_area",
        "规划面积",
        Kind.AREA,
        "建筑面积 建设规模 面积 建设面积 规划建筑面积 计划面积 总建筑面积 计划建设面积 规划校舍面积 校舍面积 建设规模及内容 规模 规划建设面积 拟建面积 批复面积",
    ),
    _f("started_area", "开工面积", Kind.AREA, "已开工面积 累计开工面积 在建面积"),
    _f(
        "completed_area",
        "竣工面积",
        Kind.AREA,
        "完工面积 已完工面积 已竣工面积 累计竣工面积 竣工建筑面积 完成面积",
    ),
    _f(
        "planned_investment",
        "计划投资",
        Kind.MONEY,
        "总投资 概算投资 批复投资 投资总额 计划总投资 项目总投资 规划投资 投资 投资额 预算投资 估算投资 概算总投资 投资概算 合计投资 资金合计 资金总额 计划资金 总投资额",
    ),
    _f(
        "invested",
        "累计完成投资",
        Kind.MONEY,
        "完成投资 已完成投资 完成投资额 累计投资 累计完成投资额 已投入资金 已完成投资额 实际完成投资 至今完成投资 完成资金",
    ),
    _f(
        "stage",
        "形象进度",
        Kind.STAGE,
        "工程进度 当前进度 进度 进展情况 项目进展 目前进度 建设进度 工程形象进度 工程进展情况 进度情况 项目进度 目前进展 完成情况 工程进展 实施进度 建设情况",
    ),
    _f(
        "progress",
        "进度",
        Kind.PERCENT,
        "完成比例 进度百分比 工程完成率 完成百分比 形象进度百分比 完成进度 进度% 完成率",
    ),
    _f("problem", "存在问题", synonyms="问题 存在的问题 主要问题 存在困难 存在问题及困难"),
    _f(
        "measure",
        "措施",
        synonyms="整改措施 解决措施 下步措施 下一步措施 工作措施 下一步打算 下步计划 下周计划",
    ),
    _f("remark", "备注", synonyms="说明"),
    _f("start_date", "实际开工", Kind.DATE, "开工时间 开工日期 实际开工时间 实际开工日期 开工年月"),
    _f(
        "finish_date",
        "实际竣工",
        Kind.DATE,
        "竣工时间 竣工日期 完工日期 完工时间 实际竣工时间 实际竣工日期 竣工年月",
    ),
    _f(
        "planned_start_date",
        "计划开工",
        Kind.DATE,
        "计划开工时间 计划开工日期 拟开工时间 预计开工时间",
    ),
    _f(
        "planned_finish_date",
        "计划竣工",
        Kind.DATE,
        "计划竣工时间 计划竣工日期 计划完工时间 拟竣工时间 预计竣工时间 计划完工日期 预计完工时间",
    ),
    # what a plan counts beside area and money
    _f(
        "planned_equipment",
        "规划设备资金",
        Kind.MONEY,
        "设备资金 规划设备采购资金 设备购置资金 设备采购资金 规划采购资金 设备投资 规划设备采购资金总额",
    ),
    _f(
        "project_count",
        "规划项目数",
        Kind.COUNT,
        "项目数 项目个数 项目数量 计划项目数 规划项目个数 项目数(个)",
    ),
    # what names a version of a plan; only in lists of plans
    _f("plan_version", "规划版本", synonyms="版本 版本号 版次 规划版次"),
    _f(
        "plan_date",
        "批准日期",
        Kind.DATE,
        "批复日期 批准时间 批复时间 审批日期 印发日期",
    ),
    _f("plan_document", "批准文号", synonyms="批复文号 批准文件 批复文件 审批文号 规划文号"),
    # money by level
    _f(
        "fund_central",
        "中央资金",
        Kind.MONEY,
        "中央 中央专项 中央专项资金 中央补助 中央财政 中央预算内 中央补助资金",
    ),
    _f("fund_province", "省级资金", Kind.MONEY, "省级 省 省级专项 省级补助 省财政 自治区 省级配套"),
    _f("fund_city", "市级资金", Kind.MONEY, "市级 市 市州 州级 市级配套 州 市州级"),
    _f(
        "fund_county",
        "县级资金",
        Kind.MONEY,
        "县级 县 县级配套 县配套 市县资金 县区级 区县 县(区)级 地方配套 市县",
    ),
    _f("fund_other", "其他资金", Kind.MONEY, "其他 自筹 其它 自筹资金 其它资金 社会资金 学校自筹"),
    _f(
        "fund_document",
        "资金文号",
        synonyms="文号 指标文号 下达文号 资金文件 指标文件 资金来源文号",
    ),
    _f(
        "amount",
        "金额",
        Kind.MONEY,
        "支付金额 拨付金额 下达金额 资金额 小计金额 分配金额 总价 合价 采购金额 本次支付",
    ),
    _f(
        "pay_date",
        "支付日期",
        Kind.DATE,
        "付款日期 支付时间 拨付日期 日期 拨付时间 记账日期 交易日期",
    ),
    _f("voucher", "凭证号", synonyms="支付凭证号 凭证编号 凭证 支付令号 单据号"),
    _f("payee", "收款人", synonyms="收款人名称 收款单位 收款人全称 收款方 收款单位名称"),
    _f("summary", "摘要", synonyms="用途摘要 支付摘要 资金用途"),
    # money that leaves its year or its project
    _f("fund_move", "变动类型", synonyms="资金变动类型 资金变动 变动类别 类型"),
    _f(
        "move_date",
        "变动日期",
        Kind.DATE,
        "结转日期 缴回日期 收回日期 日期",
    ),
    _f("move_number", "变动文号", synonyms="分配文号 结转文号 缴回文号 收回文号"),
    _f("source_year", "来源年度", Kind.COUNT, "资金来源年度 结转来源年度"),
    # contract
    _f(
        "contractor",
        "施工单位",
        synonyms="承建单位 中标单位 施工企业 承包单位 供应商 中标人 承建企业 施工方",
    ),
    _f("contract_no", "合同编号", synonyms="合同号"),
    _f("contract", "合同金额", Kind.MONEY, "合同价 合同价款 中标价 合同总价 中标金额 合同额"),
    _f(
        "paid",
        "累计支付",
        Kind.MONEY,
        "已支付 已拨付 已付款 累计已付 已支付资金 已拨付资金 累计拨付 拨付资金 已付工程款 累计已支付",
    ),
    # equipment
    _f("equipment_class", "设备类别", synonyms="类别 设备分类 采购类别 资产类别 资产分类"),
    _f("item", "设备名称", synonyms="名称 品名 物品名称 采购品目 设备(物品)名称 采购内容 品目"),
    _f("spec", "规格型号", synonyms="规格 型号 规格参数 型号规格 技术参数 配置"),
    _f("unit", "计量单位", synonyms="单位 数量单位"),
    _f("quantity", "数量", Kind.COUNT, "计划数量 采购数量 数量(台件套) 台件套"),
    _f("unit_price", "单价", Kind.MONEY, "预算单价 计划单价 参考单价"),
    _f("contract_qty", "合同数量", Kind.COUNT, "合同数"),
    _f("delivered_qty", "到货数量", Kind.COUNT, "到货数 已到货"),
    _f("accepted_qty", "验收数量", Kind.COUNT, "验收数 已验收"),
    _f("acceptance_date", "验收日期", Kind.DATE, "验收时间"),
    # buildings and schools
    _f(
        "building",
        "建筑物名称",
        synonyms="楼名 单体建筑 建筑名称 房屋名称 校舍名称 楼栋名称 单体建筑名称",
    ),
    _f("building_no", "建筑物编号", synonyms="建筑物号 楼号 房屋编号 校舍编号 编号"),
    _f("structure", "结构", synonyms="建筑结构 结构类型 建筑物结构 结构形式"),
    _f("floors", "层数", Kind.COUNT, "楼层数 建筑物层数 建筑层数 地上层数"),
    _f("built", "建成年月", Kind.DATE, "建成时间 建成年份 竣工年份 建设年代 建造年份 建成年代"),
    _f("building_area", "校舍建筑面积", Kind.AREA, "现有建筑面积 房屋面积 校舍总面积"),
    _f("danger_level", "危房等级", synonyms="鉴定等级 安全等级 危险等级 鉴定结论"),
    _f("usable_area", "使用面积", Kind.AREA, "总使用面积 建筑物使用面积"),
    _f("building_state", "使用状况", synonyms="使用情况 建筑物使用状况 使用状态"),
    _f("ownership", "房屋产权", synonyms="产权 产权性质 产权归属"),
    _f("danger_body", "鉴定单位", synonyms="鉴定机构 鉴定部门 危房鉴定部门 危房鉴定单位"),
    _f("danger_document", "鉴定文号", synonyms="鉴定报告编号 鉴定报告文号 危房鉴定文号"),
    _f("danger_date", "鉴定日期", Kind.DATE, "鉴定时间 危房鉴定日期"),
    _f("school_kind", "学校类别", synonyms="学校类型 办学类型 办学层次 学段"),
    _f("classes", "班数", Kind.COUNT, "教学班数 班级数 班级"),
    _f("students", "学生数", Kind.COUNT, "在校生数 在校生 在校学生数 学生人数 人数 幼儿数"),
    _f("boarders", "寄宿生数", Kind.COUNT, "寄宿生 住校生 住校生数 寄宿学生数"),
    _f("principal", "校长", synonyms="负责人 校长姓名 园长"),
    _f("contact", "联系人"),
    _f("phone", "联系电话", synonyms="电话 手机 联系方式"),
    *FACILITY_FIELDS,
)

FIELDS: dict[str, Field] = {field.key: field for field in _ALL}
"""All declared fields by key."""


def field(key: str) -> Field:
    """The declared field. Raises KeyError for a key that is not declared."""
    return FIELDS[key]


def term(key: str) -> str:
    """The official Chinese term of a declared field."""
    return FIELDS[key].term
