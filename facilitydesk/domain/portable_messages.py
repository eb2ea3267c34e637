"""The sentences about a program on a stick and about upgrading from one."""

from __future__ import annotations

PORTABLE: dict[str, str] = {
    "portable.read_only": "便携版所在的文件夹“{folder}”不能写入（{why}），程序没有打开；"
    "请解除U盘的写保护，或将整个文件夹复制到可写的位置再打开。",
    # --- upgrading from a stick
    "release.nothing": "“{folder}”中没有适用于本机的安装程序，请选择存放新版安装程序的文件夹。",
    "release.no_sums": "“{folder}”中没有校验清单 SHA256SUMS，不能核对安装程序，没有升级；"
    "请重新复制整套发布文件。",
    "release.not_listed": "校验清单中没有“{name}”，不能核对，没有升级；请重新复制整套发布文件。",
    "release.damaged": "“{name}”与校验清单不符，可能复制不完整或被改动，没有升级；请重新复制。",
    "release.signature": "校验清单的签名不是信息中心的签名，没有升级；请向提供安装程序的人核实。",
    "release.no_signature": "本机要求安装程序带签名，“{folder}”中没有 SHA256SUMS.sig，没有升级。",
    "release.no_checker": "本机缺少核对签名的程序 ssh-keygen，没有升级；请由系统管理员核对后安装。",
    "release.not_newer": "U盘上的版本是{found}，本机已是{current}，不需要升级。",
    "release.unreadable": "读取“{path}”时出错（{why}），没有升级；请检查U盘。",
    "release.start_failed": "安装程序没有启动（{why}）；数据没有改动，可在U盘上直接打开“{name}”。",
}
