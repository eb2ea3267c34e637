"""Messages of opening, closing, where a data file lies, and what the disk does to our files."""

from __future__ import annotations

SAFETY: dict[str, str] = {
    # --- files of ours
    "file.in_use": "“{path}”正被其他程序打开，未能替换，原文件未变动；新内容已另存为“{kept}”，请关闭后自行替换。",
    "file.in_use_now": "“{path}”正被其他程序打开，未能写入，原文件未变动；请关闭后重试。",
    "file.write": "写入“{path}”失败（{detail}），原文件未变动；请检查磁盘或U盘后重试。",
    "file.unreadable": "“{path}”暂时读不出来（{detail}），没有打开，文件未改动；请检查磁盘或U盘后重试。",
    "file.name_long": "文件名“{path}”过长，未作任何改动；请换一个较短的名称。",
    # --- where a data file lies
    "medium.not_here": "“{path}”在{medium}，直接在那里修改容易丢失数据，本次操作未执行；"
    "请复制到本机使用，用完送回（或加 --in-place 在原处修改）。",
    "medium.not_made": "“{path}”在{medium}，直接在那里填写容易丢失数据，没有新建；请改选本机的普通文件夹。",
    "medium.in_place": "“{path}”在{medium}，正在原处修改；断开或同步时可能丢失数据，请尽快移到本机。",
    "medium.room": "本机空间不足，无法复制“{path}”，原文件未变动；请腾出约{megabytes}MB后重试。",
    "medium.copy_failed": "无法把“{path}”复制到本机（{detail}），原文件未变动；请检查磁盘或U盘后重试。",
    "medium.gone": "无法把数据送回“{path}”（{detail}），原处文件未变动，修改都在本机：{copy}；"
    "请插好U盘或恢复连接后再次打开，程序会接着送回。",
    "medium.conflict": "“{path}”在本机使用期间被他人改动过，没有覆盖；本机的修改保存在：{copy}，"
    "请核对两份后决定保留哪一份。",
    "medium.sent_back": "数据已核对并送回“{path}”。",
    "lock.unsupported": "“{path}”所在位置（多为网络共享）不支持文件锁，无法防止多人同时修改，本次操作未执行；"
    "请复制到本机使用。",
    # --- opening and closing
    "open.already_here": "该数据文件已在本机的另一个窗口中打开，已切换到那个窗口。",
    "open.space": "磁盘剩余空间只有{left}MB，不足数据文件的三倍（{needed}MB），请尽快清理，以免无法保存和备份。",
    "open.clock": "本机时间是{now}，早于数据中最后一次操作的时间（{last}），两者必有一个不准；"
    "已保存的数据和备份不受影响，请先校准本机时间再填写。",
    "file.incomplete": "“{path}”{what}，可能被其他程序改动过，没有打开，文件未改动；请用备份恢复。",
    "open.damaged": "数据文件有损坏，已停止写入，以免扩大；已保存的内容未再改动。请用备份恢复。{first}",
    "open.unclean": "上次未正常退出，数据已核对，停在最后一次保存处。",
    "file.moved": "数据文件“{path}”已被移走、删除或替换，本次修改没有写入任何文件，"
    "您填写的内容仍在屏幕上；请放回原文件后重新打开，或抄下内容。",
    "settings.bad": "本机的窗口设置文件已损坏，改用默认设置；原文件保存为“{path}”，数据不受影响。",
    "crash.last": "上次程序意外退出，已保存的数据完好；错误记录：{path}",
    # --- rows compared with the journal
    "row.differs": "{what}的“{term}”与操作日志不符：日志记为“{journal}”，文件中为“{file}”",
    "row.lost": "{what}在操作日志中有登记，文件中却没有",
    "row.foreign": "{what}不在操作日志中，可能由其他程序写入或已损坏",
    "row.unreadable": "{what}读不出来",
}
