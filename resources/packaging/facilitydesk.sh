#!/bin/sh
# Starts the program beside this file, or says in one sentence that the system is too old.
# As facilitydesk.sh it opens the window, as facilitydesk-cli it runs the commands.
here=$(readlink -f "$0")
here=${here%/*}
has=$(getconf GNU_LIBC_VERSION 2>/dev/null)
has=${has#* }
major=${has%%.*}
minor=${has#*.}
minor=${minor%%[!0-9]*}
if [ -n "$has" ] && { [ "$major" -lt 2 ] || { [ "$major" -eq 2 ] && [ "$minor" -lt 28 ]; }; }; then
    said="这台电脑的系统太旧（glibc $has），教育项目管理需要 glibc 2.28 或更新的系统，例如统信 UOS 20、银河麒麟 V10；数据没有改动。"
    echo "$said" >&2
    if [ "${0##*/}" != facilitydesk-cli ] && [ -n "$DISPLAY" ]; then
        zenity --error --text "$said" 2>/dev/null || kdialog --error "$said" 2>/dev/null ||
            xmessage "$said" 2>/dev/null
    fi
    exit 3
fi
exec "$here/facilitydesk" "$@"
