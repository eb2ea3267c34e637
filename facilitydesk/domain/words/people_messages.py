"""The sentences about people: posts, logging in, the journal and what proves it."""

from __future__ import annotations

PEOPLE: dict[str, str] = {
    # --- posts
    "post.needed": "此操作需要“{needed}”岗位，{officer}的岗位是“{post}”，未作任何改动；请由有此岗位的人员办理。",
    "post.inactive": "{officer}已停用，未作任何改动；请换其他人员登录。",
    "post.last_manager": "至少要有一名在用的“管理”人员，未作改动；请先给另一人“管理”岗位。",
    "post.last_password": "至少要有一名能登录的“管理”人员，未作改动；请先给另一名“管理”人员设置密码。",
    "post.unknown": "“{value}”不是岗位；岗位有：{known}。",
    # --- logging in
    "login.needed": "本数据文件需要登录，尚未登录，未作任何改动；请先登录。",
    "login.unknown": "没有名为“{name}”的人员；请核对姓名，或请“管理”人员在“设置—人员与登录”中登记。",
    "login.wrong": "密码不正确；还可试{left}次。",
    "login.wait": "密码连续错误{count}次，请等待{seconds}秒后再试；重新启动程序不会缩短等待。",
    "login.no_password": "{officer}尚未设置密码，不能登录；请“管理”人员在“设置—人员与登录”中设置。",
    "login.altered": "{officer}的密码记录与操作日志不符，可能被其他程序改动过，未登录；请用恢复码，或用备份核对。",
    "login.change_needed": "请先设置自己的新密码，再继续使用。",
    "login.expired": "密码已使用超过{days}天，请先设置新密码，再继续使用。",
    "login.password_short": "密码至少{length}个字符，填写的是{given}个；可用一句容易记的话。",
    "login.password_long": "密码最多{length}个字符。",
    "login.password_same": "新密码与原密码相同，请另设一个。",
    "login.password_name": "密码不能是姓名的重复，请另设一个。",
    "login.own_first": "启用登录前请先为自己设置密码。",
    "login.recovery_first": "启用登录前请先为自己打印恢复码，密封保存；否则忘记密码后无法恢复。",
    "login.recovery_wrong": "恢复码不正确，密码未改动；还可试{left}次。",
    "login.officer_asked": "本数据文件需要登录；请用 --officer 写明姓名。",
    "login.password_asked": "请用 --password-stdin 或环境变量 FACILITYDESK_PASSWORD 提供密码。",
    "login.faults_hidden": "检查发现{count}处问题，数据未变动；请以 --officer 写明姓名并提供密码后查看明细，再用备份恢复。",
    # --- two persons
    "second.needed": "解锁已锁定的期间需要第二人确认，未作任何改动；请另一名“审核”或“管理”人员确认。",
    "second.same": "确认人不能是申请人本人（{officer}），未作任何改动。",
    "second.unknown": "没有名为“{name}”的在用人员，未作任何改动。",
    "second.word": "请确认人{officer}写明确认的理由，未作任何改动。",
    "second.post": "确认人{officer}的岗位是“{post}”，确认解锁需要“审核”或“管理”，未作任何改动。",
    # --- the journal and what proves it
    "audit.edited": "操作日志第{seq}条（{at}，{officer}）与其校验值不符，可能被其他程序改动过。",
    "audit.unreadable": "操作日志第{seq}条无法读出，可能已损坏，或被其他程序改动过。",
    "audit.missing": "操作日志缺第{first}至第{last}条，可能被其他程序删除过。",
    "audit.cut": "{source}记有第{seq}号操作，现在的操作日志只到第{last}号，末尾可能被删去；如恢复过备份，请核对恢复的时间；如另有一份副本在别处填报过，请与那份核对，只留一份继续使用。",
    "audit.rewritten": "第{seq}号操作的校验值与{source}所记不符（现为{now}，原记{then}），操作日志可能被重写过；如另有一份副本在别处填报过，请与那份核对，只留一份继续使用。",
    "audit.copy": "本文件另有一份副本“{path}”，{at}在本机用到第{seq}号操作，与本文件（现到第{last}号）不同；两份的修改各在各的文件里，没有丢失。请核对后只留一份继续使用，另一份多出的内容补录进来。",
    "audit.print": "存档的{number}",
    "audit.pc": "本机上次关闭时",
    "audit.pc_other": "本机上次关闭“{path}”时",
    "audit.given": "所给的校验值",
    "audit.mark": "数据校验值 {hash}　第{seq}号操作",
    "audit.secret": "{officer}的密码记录与操作日志不符，可能被其他程序改动过。",
    "audit.head_form": "“{value}”不是校验值，应写成“120:3f9a12bc77d0e1f2”的样子（操作号在前，校验值至少16位）。",
    # --- privacy
    "phones.read_only": "数据以只读方式打开，显示完整电话须记入操作日志，现在不能选择；已按隐去中间四位处理。",
    "notice.classified": "本软件不得存储、处理国家秘密。涉密文件、数据和照片不得录入或导入；含工作秘密的内容按本单位保密规定办理。",
}
