"""Messages of backups, restoring and upgrading."""

from __future__ import annotations

BACKUP: dict[str, str] = {
    "backup.server": "数据保存在数据库服务器上，由服务器管理员用数据库自带的工具（如 pg_dump）备份，本程序不另作备份。",
    "backup.full": "备份未完成：“{folder}”所在磁盘已满。数据和原有备份均未变动；请腾出空间，或在“备份与恢复”中更换备份文件夹。",
    "backup.closed": "备份未完成：“{folder}”不可写。数据和原有备份均未变动；请检查该文件夹，或在“备份与恢复”中更换。",
    "backup.failed": "备份未完成（{why}）。数据和原有备份均未变动；请检查“{folder}”所在的磁盘后重试。",
    "backup.busy": "数据一直在修改，本次备份推迟，数据和原有备份均未变动；请稍候再备份。",
    "backup.damaged": "数据文件检查未通过（{what}），未作备份，原有备份全部保留；请尽快用备份恢复。",
    "backup.same_disk": "“{folder}”与数据文件在同一磁盘上，磁盘损坏时会一起丢失；请选择另一块磁盘或U盘。",
    "backup.second_old": "另一介质上的备份已有{days}天没有更新，请插上U盘后备份。",
    "backup.second_never": "还没有在另一块磁盘或U盘上备份过，请在“备份与恢复”中选择第二备份位置。",
    "backup.second_not_yet": "第二备份位置“{folder}”上还没有备份，请插好U盘后在“备份与恢复”中点“立即备份”。",
    "backup.second_away": "第二备份位置“{folder}”现在不在，请插好U盘；本机的备份照常进行，插好后再备份时会补上。",
    "backup.second_failed": "未能复制到第二备份位置“{folder}”（{why}），本机的备份已完成；请检查U盘后再试。",
    "backup.only_reading": "“{path}”是备份，以只读方式打开，不会改动；需要回到这一份时请用“恢复”。",
    "backup.not_the_same": "该备份与制作时记录的内容不一致，可能已损坏，数据文件未受影响；请改用另一份备份。",
    "restore.unsound": "备份“{name}”检查未通过（{what}），没有恢复，现有数据未变动；请选择另一份备份。",
    "restore.other_file": "“{name}”不是“{path}”的备份（两者没有共同的操作记录），没有恢复，现有数据未变动；确需使用请直接打开该文件。",
    "restore.failed": "恢复未完成（{why}），现有数据未变动；请检查磁盘后重试。",
    "restore.itself": "“{name}”就是正在使用的数据文件，没有恢复，数据未变动；请选择一份备份。",
    "upgrade.first": "“{path}”由较早版本建立，需先升级；升级前的备份没有完成，文件未改动；请先解决备份的问题。{why}",
    "upgrade.failed": "“{path}”升级没有完成，文件保持升级前的样子；升级前的备份：{copy}。请把错误报告交给维护人员（{what}）。",
    "upgrade.server_failed": "数据库升级没有完成，内容保持升级前的样子；请把错误报告交给维护人员（{what}）。",
    "upgrade.server_old": "数据库由较早版本建立，未作任何改动；请管理员先备份数据库，再运行 facilitydesk upgrade 数据库地址。",
    "upgrade.no_room": "“{path}”由较早版本建立，只读查看需要一份临时副本，但临时文件夹放不下（{why}），文件未改动；请腾出磁盘空间后重试。",
}
