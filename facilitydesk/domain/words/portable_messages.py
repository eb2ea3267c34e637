"""The sentences about where the program runs, on a stick too, and about upgrading from one."""

from __future__ import annotations

PORTABLE: dict[str, str] = {
    "portable.read_only": "便携版所在的文件夹“{folder}”不能写入（{why}），程序没有打开；"
    "请解除U盘的写保护，或将整个文件夹复制到可写的位置再打开。",
    "screen.none": "这里没有图形界面，窗口没有打开，数据没有改动；请在桌面上启动。"
    "不用窗口的命令见 facilitydesk --help。",
    "program.files": "本程序的文件与安装时不符（{what}），可能被杀毒软件隔离，或磁盘有损坏；数据文件不受影响。"
    "请在杀毒软件中恢复，或用安装程序重新安装。",
    # --- upgrading from a stick
    "release.nothing": "“{folder}”中没有适用于本机的安装程序，没有升级；请选择存放新版安装程序的文件夹。",
    "release.no_sums": "“{folder}”中没有校验清单 SHA256SUMS，不能核对安装程序，没有升级；"
    "请重新复制整套发布文件。",
    "release.not_listed": "校验清单中没有“{name}”，不能核对，没有升级；请重新复制整套发布文件。",
    "release.damaged": "“{name}”与校验清单不符，可能复制不完整或被改动，没有升级；请重新复制。",
    "release.signature": "校验清单的签名不是信息中心的签名，没有升级；请向提供安装程序的人核实。",
    "release.no_signature": "本机要求安装程序带签名，“{folder}”中没有 SHA256SUMS.sig，没有升级；请重新复制整套发布文件，或请信息中心签名。",
    "release.no_checker": "本机缺少核对签名的程序 ssh-keygen，没有升级；请由系统管理员核对后安装。",
    "release.missing": "校验清单中有“{name}”，“{folder}”中却没有这个文件，没有升级；请重新复制整套发布文件。",
    "release.same": "U盘上的版本{found}与本机的{current}相同，没有升级，也不需要升级。",
    "release.older": "U盘上的版本{found}比本机的{current}旧，没有升级；要回到旧版，请用“退回上一版本”。",
    "release.unreadable": "读取“{path}”时出错（{why}），没有升级；请检查U盘。",
    "release.no_backup": "升级前的备份没有完成，没有升级，数据未改动；请先解决备份的问题。{why}",
    "release.no_way_back": "现在的程序（{version}）未能保留（{why}），日后将无法退回，因此没有升级；数据没有改动。请检查磁盘空间后重试。",
    "release.not_brought": "“{name}”未能复制到本机（{why}），没有升级；备份已完成，数据没有改动；请检查磁盘空间后重试。",
    "release.start_failed": "安装程序没有启动（{why}）；数据没有改动，可在U盘上直接打开“{name}”。",
    "release.done": "程序已由{before}升级到{now}。升级前的程序和数据已保留，需要时在【设置】“程序版本”中退回。",
    "release.not_done": "版本{wanted}还没有装好，现在仍是{now}；数据没有改动，请重新运行安装程序。",
    "release.returned": "现在使用的是退回的{now}（本机已安装{installed}），当日的数据已取回；退回前的数据另存在数据文件旁，没有丢失。",
    # --- the way back
    "return.none": "本机没有保留更早的程序，不能退回；只有用“从U盘升级”升级过，才能在这里退回。",
    "return.no_copy": "“{path}”是新版的数据，没有找到{version}能打开的备份，没有退回；数据没有改动。请继续使用新版，或到“备份与恢复”中选择其他备份。",
    "return.damaged": "保留的程序{version}不完整（{what}），没有退回；数据没有改动。请用{version}的安装程序重新安装。",
    "return.no_switch": "数据已取回，但不能记下改用{version}（{why}）；请直接打开保留的程序，退回前的数据另存在数据文件旁。",
    "return.start_failed": "已退回{version}，但程序没有启动（{why}），数据不受影响；请重新打开程序。",
    "return.not_away": "现在使用的就是本机安装的版本，没有退回过。",
}
