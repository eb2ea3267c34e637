"""The catalogue: every message of the program by code, in official Simplified Chinese.

A sentence says what happened, what is safe and what to do next. Codes are stable names; texts
may be improved. `tr` marks the short words of the screens for a later second language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def tr(text: str) -> str:
    """The text in the language of the screens (Chinese is the source language)."""
    return text


def sentence(code: str, args: Mapping[str, Any]) -> str:
    """The message of a code with its arguments filled in. Raises KeyError for an unknown code."""
    return CATALOGUE[code].format_map(args)


CATALOGUE: dict[str, str] = {
    # --- a week's entry
    "week.percent_range": "进度应在0%至100%之间，填写的是{value}%。",
    "week.negative": "{term}不能为负数，填写的是{value}。",
    "week.completed_above_started": "竣工面积{completed}㎡大于开工面积{started}㎡，请核对。",
    "week.falls": "{term}由上期{before}降为{after}，累计数只增不减；确需更正的请填写更正原因。",
    "week.above_next": "{term}{after}大于下期（{week}）已填的{next}，请先核对下期。",
    "week.stage_back": "形象进度由“{before}”退回“{after}”，请填写更正原因。",
    "week.as_of_outside": "截至日期{as_of}不在本周（{first}至{last}）内。",
    "week.future": "本周（{first}起）尚未开始，不能填报。",
    "week.started_above_plan": "开工面积{value}㎡超过规划面积{plan}㎡，规划可能尚未调整。",
    "week.completed_above_plan": "竣工面积{value}㎡超过规划面积{plan}㎡，规划可能尚未调整。",
    "week.invested_above_plan": "累计完成投资{value}万元超过计划投资{plan}万元，请核对是否超概算。",
    "week.area_without_start": "形象进度为“{stage}”，却填有开工面积{value}㎡；统计以形象进度为准。",
    "week.percent_unusual": "“{stage}”的进度通常在{low}%至{high}%之间，填写的是{value}%。",
    "week.area_assumed": "“{stage}”未填{term}，统计时按规划面积推定。",
    "week.not_a_stage": "“{value}”不是规范的形象进度，请从列表中选择。",
    "week.not_a_number": "“{value}”不是数字，请改为数字（可带单位，如 1,200.5㎡、35万元）。",
    # --- locks, other officers, undo
    "lock.week": "{week}已由{officer}提交锁定；如需修改，请先说明原因解锁。",
    "stale": "该内容刚被{officer}修改为“{value}”，您的修改未保存；请核对后重新填写。",
    "gone": "该记录已被删除，修改未保存；请刷新后查看。",
    "undo.nothing": "没有可撤销的操作。",
    "redo.nothing": "没有可重做的操作。",
    "undo.changed_since": "无法撤销“{label}”：{what}随后被{officer}修改，数据未变动。",
    "undo.in_use": "无法撤销“{label}”：其新增的{what}已被其他记录引用，数据未变动。",
    # --- register
    "required": "请填写{term}。",
    "not_unique": "{term}“{value}”已被“{holder}”使用，不能重复。",
    "in_use": "“{name}”正被使用，不能删除：{places}。",
    "not_in_list": "{term}“{value}”不在列表中，可在“设置”的代码表中添加。",
    "not_a_date": "“{value}”不是有效日期，请写成 2024-03-05 或 2024-03。",
    "not_a_number": "“{value}”不是有效数字。",
    "not_a_whole_number": "“{value}”不是整数。",
    "negative": "{term}不能为负数，填写的是{value}。",
    "school.code_form": "学校标识码应为10位数字，填写的是“{value}”。",
    "school.code_kind": "学校标识码“{value}”的前两位不是已知的学校类别代码。",
    "school.code_province": "学校标识码“{value}”的省份代码与本县（{region}）不符。",
    "milestone.order": "{later}（{later_date}）早于{earlier}（{earlier_date}），请核对日期。",
    "reason_required": "请填写原因。",
    "programme.unknown": "没有名为“{name}”的专项；现有专项：{known}。",
    "figures.no_source": "按资金来源统计需要先登记资金台账；本数据文件尚无资金台账。",
    # --- cells of a workbook or of pasted text
    "none_word": "“{value}”未按0读入；确认没有的请填0，尚未统计的请留空。",
    "pending": "“{value}”尚无确定的值，未读入。",
    "other_unit": "“{value}”的单位“{unit}”与本栏不符，未读入，请核对。",
    "approximate": "“{value}”是约数，按{read}读入，请确认。",
    "letter_in_number": "“{value}”中有形近数字的字母或符号，按{read}读入，请确认。",
    "text_around": "“{value}”中夹有文字，按{read}读入，请确认。",
    "rounded": "“{value}”比0.01更细，四舍五入按{read}读入，请确认。",
    "out_of_range": "“{value}”超出可填范围，未读入，请核对。",
    "no_year": "“{value}”只有月日，没有年份，未读入，请补充年份。",
    "bad_date": "“{value}”不是有效日期：{why}，未读入，请核对。",
    "vague_date": "“{value}”不是确定日期，未读入，请改为年月日或年月。",
    "year_only": "“{value}”只有年份，未读入，请补充月份。",
    "two_digit_year": "“{value}”的年份只有两位，按{year}年理解，读入{read}，请确认。",
    "ambiguous_date": "“{value}”可作两种日期理解，未读入，请写成 2024-03-05 或 2024-10。",
    "date_range": "“{value}”是一段时间，不是一个日期，未读入，请核对。",
    # --- files coming in
    "import.not_a_file": "“{path}”不是文件，未读入任何内容；请选择一个工作簿。",
    "import.no_access": "无法打开“{path}”，未读入任何内容；请先在其他程序中关闭它，或检查权限后重试。",
    "import.empty": "“{path}”是空文件（0字节），未读入任何内容；请重新获取该文件。",
    "import.too_big": "“{path}”过大或内容异常，已停止读取，未读入任何内容；请只保留需要的工作表，另存后重试。",
    "import.too_slow": "读取“{path}”超过时限，已停止，未读入任何内容；请只保留需要的工作表，另存后重试。",
    "import.cancelled": "已取消读取“{path}”，未读入任何内容。",
    "import.reader_died": "读取“{path}”时中断，未读入任何内容；请在WPS或Excel中打开并另存为xlsx后重试。",
    "import.bomb": "“{path}”解压后异常庞大，可能是恶意文件，已拒绝读取；请与报送单位核实。",
    "import.unsafe_names": "“{path}”内含不安全的路径，可能是恶意文件，已拒绝读取；请与报送单位核实。",
    "import.dtd": "“{path}”内含外部定义（DTD），可能是恶意文件，已拒绝读取；请与报送单位核实。",
    "import.damaged": "“{path}”不完整或已损坏，未读入任何内容；请重新获取，或在WPS中打开并另存后重试。",
    "import.password": "“{path}”有密码，未读入任何内容；请在WPS或Excel中取消密码后重试。",
    "import.foreign": "“{path}”不是表格，而是{what}，未读入任何内容；请选择xlsx、xls或csv文件。",
    "import.web_page": "“{path}”其实是网页，未读入任何内容；请在WPS或Excel中打开并另存为xlsx后重试。",
    "import.xml": "“{path}”是XML格式的表格，未读入任何内容；请在WPS或Excel中打开并另存为xlsx后重试。",
    "import.old_format": "“{path}”的格式读不出来，未读入任何内容；请在WPS中另存为xlsx后重试。",
    "import.encoding": "“{path}”第{line}行的文字编码无法识别，未读入任何内容；请另存为xlsx或UTF-8编码的csv后重试。",
    "import.too_many_rows": "“{sheet}”超过{rows}行，未读入任何内容；请分成几个文件。",
    "import.sheet_too_big": "工作表“{sheet}”过大，未读入；请删除多余的空行空列后重试。",
    "import.sheet_damaged": "工作表“{sheet}”已损坏，未读入；请在WPS中打开并另存后重试。",
    "import.far_cell": "工作表“{sheet}”的单元格{cell}远离表格却有内容，未读入；请删除该单元格的内容后重试。",
    # --- lights
    "lights.order": "亮灯规则中，“严重滞后”的界限应不小于“滞后”的界限，且不能为负数；规则未修改。",
    # --- the register: typed cells, code lists, settings, papers
    "out_of_bounds": "{term}应在{low}至{high}之间，填写的是{value}。",
    "day_needed": "{term}需要具体到日，填写的是“{value}”。",
    "not_in_closed_list": "{term}应为{known}之一，填写的是“{value}”。",
    "unknown": "没有名为“{value}”的{term}，请核对名称或先登记。",
    "ambiguous": "名为“{value}”的{term}不止一个，请从列表中选择。",
    "school.own_parent": "“{name}”不能作为自身的上级学校。",
    "school.boarders": "寄宿生数{boarders}大于在校生数{students}，请核对。",
    "school.same_name": "同一乡镇已有“{name}”，请核对是否重复登记。",
    "alias.taken": "“{alias}”已是“{holder}”的名称或别名。",
    "region.home": "不能删除本行政区划。",
    "region.code_form": "行政区划代码应为6位（乡镇为9位）数字，填写的是“{value}”。",
    "programme.years": "截止年度{last}早于起始年度{first}，请核对。",
    "plan.line_exists": "该版本已有“{scope}”的规划数，请直接修改。",
    "plan.sum": "{term}：各乡镇之和{sum}与合计{total}不一致，相差{difference}。",
    "project.sum": "{term}是{works}个单项工程之和，请在“单项工程”中修改。",
    "project.last_work": "项目至少要有一个单项工程；如不需要该项目，请删除项目。",
    "milestone.future": "{step}的实际日期{date}在今天之后，请核对。",
    "milestone.nothing_planned": "“{project}”尚无计划日期，没有可冻结的计划。",
    "note.due": "整改期限{due}早于提出日期{raised}，请核对。",
    "note.closed": "销号日期{closed}早于提出日期{raised}，请核对。",
    "code.fixed": "“{name}”有专门的统计规则，不能改名、停用或删除。",
    "officer.self": "不能停用或删除当前登录的经办人。",
    "setting.type": "{term}不能设为“{value}”。",
    "attachment.missing": "找不到“{name}”的文件，可能未随数据文件一起复制；请将“{folder}”文件夹放回数据文件旁。",
    "attachment.not_a_file": "“{path}”不是可读取的文件，未作添加。",
    "attachment.empty": "“{name}”是空文件（0字节），未作添加。",
    "attachment.too_large": "“{name}”有{size}MB，超过{limit}MB的上限，未作添加；请压缩或拆分后再试。",
    "attachment.not_a_picture": "“{name}”不是完好的图片，未作添加；请重新取得原文件。",
    "attachment.no_folder": "共用数据库需要先在“设置”中指定资料文件夹，未作添加。",
    "attachment.folder": "资料文件夹“{folder}”不可写，未作添加；请检查磁盘空间和权限。",
    # --- files
    "file.missing": "找不到文件“{path}”；请检查路径后重试。",
    "file.not_ours": "“{path}”不是本程序的数据文件，未作任何改动。",
    "file.too_new": "“{path}”由较新版本（结构{found}）建立，本程序支持到{known}；文件未改动，请升级程序。",
    "file.exists": "“{path}”已存在，未作改动；请换一个文件名。",
    "file.held": "数据正由 {officer}@{host} 使用（{since}起），本次操作未执行；请待对方关闭后重试，或以只读方式查看。",
    "file.damaged": "数据文件“{path}”不完整或已损坏，程序未作改动；请用备份恢复。",
    "file.read_only": "“{path}”所在位置不可写，修改未保存；请换到可写的文件夹。",
    "server.exists": "该数据库中已有本程序的数据，未作改动；请直接打开，或换一个空数据库。",
    "server.not_ours": "该数据库中没有本程序的数据，未作改动；请先新建，或检查数据库名称。",
    "server.too_new": "该数据库由较新版本（结构{found}）建立，本程序支持到{known}；未作改动，请升级程序。",
    "disk.full": "磁盘已满，本次修改未保存，原有数据完好；请腾出空间后重试。",
    "db.busy": "数据正被占用，本次操作未执行；请稍候重试。",
    "db.io": "读写数据文件出错（{detail}），本次修改未保存；请检查磁盘或U盘后重试。",
    "db.gone": "与数据库服务器的连接中断，本次操作未确认；请检查网络后重试。",
    # --- papers and files of ours
    "file.in_use": "“{path}”正被其他程序打开，未能写入，原文件未变动；请关闭后重试。",
    "file.write": "写入“{path}”失败（{detail}），原文件未变动；请检查磁盘或U盘后重试。",
    "font.missing": "字体文件“{path}”缺失或损坏，未生成文件；请重新安装本程序。",
    "report.glyphs_missing": "下列字符没有可用字体，打印为“〓”，请核对：{chars}",
    "report.text_altered": "个别文字含控制字符或超过32767字，电子表中已作替换或截断，请核对。",
    "report.fonts_standing_in": "本机缺少公文字体（{fonts}），已用自带的思源字体代替。",
    "bug": "程序出现内部错误，当前操作已撤回，已保存的数据不受影响；错误报告：{path}",
    # --- the check of printed figures
    "printed.differs": "“{label}”印为{printed}，按{formula}应为{right}{slip}。",
    "printed.not_equal": "“{left}”印为{left_value}，“{right}”印为{right_value}，两处应当一致{slip}。",
    "printed.order": "“{lower}”{lower_value}大于“{upper}”{upper_value}，请核对。",
    "printed.no_denominator": "“{label}”的分母为0（{numerator}÷0），应印“—”，印为{printed}。",
    "printed.no_shared_denominator": "没有一个{name}能同时满足所印比率：{ranges}。",
    "printed.repair": "“{label}”印为{printed}，改为{right}后，{count}处勾稽关系全部相符{slip}。",
    "printed.not_descending": "排名次序有误：{below}（{below_value}）应排在{above}（{above_value}）之前。",
    "printed.other_members": "两表所列单位不一致：只在前表的：{first}；只在后表的：{second}；重复的：{twice}。",
    "printed.count": "“{label}”印为{printed}，表中实有{rows}行。",
    "printed.one_blank": "“{label}”在一行中有数、在另一行中为空，请核对。",
    "printed.above_hundred": "超过100%：{rates}；如规划已调整，请核对规划数。",
    "printed.zero_part": "{labels}印为0，请核对是否漏填。",
    "printed.not_building": "“{label}”{printed}属于{category}，不计入校舍建筑面积。",
    "printed.footnote": "合计数与分项之和的差异由四舍五入引起。",
}
