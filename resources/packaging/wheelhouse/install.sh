#!/bin/sh
# 离线安装（Linux）：sh install.sh [安装文件夹]，默认装到当前用户的 ~/facilitydesk。
set -e
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$HOME/facilitydesk}
for python in python3.11 python3.12 python3.13 python3; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
        "$python" -m venv "$target"
        "$target/bin/python" -m pip install --disable-pip-version-check --quiet --no-index \
            --find-links "$here/packages" --require-hashes -r "$here/requirements.txt"
        "$target/bin/python" -m pip install --disable-pip-version-check --quiet --no-index \
            --no-deps "$here"/facilitydesk-*.whl
        echo "安装完成。启动：$target/bin/facilitydesk　　自检：$target/bin/facilitydesk selftest"
        exit 0
    fi
done
echo "没有找到 Python 3.11、3.12 或 3.13（含 venv 模块），请先安装，再运行一次。" >&2
exit 3
