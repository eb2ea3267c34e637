"""Draws the release sheet; runs with the program's packages, not with those of the build."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk.domain.fields import Kind
from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.page import (
    Align,
    Column,
    Document,
    Paper,
    Row,
    Setup,
    Sheet,
    Table,
)


def document(told: dict[str, Any]) -> Document:
    """One page: every file with its size and its SHA-256, and how to check them."""
    day = date.fromisoformat(told["day"])
    heads = (
        Column("序号", Kind.COUNT, align=Align.CENTER),
        Column("文件", width=115),
        Column("字节", Kind.COUNT),
        Column("SHA-256", width=78),
    )
    rows = tuple(
        Row((number, file["name"], file["size"], grouped(file["sha256"])))
        for number, file in enumerate(told["files"], 1)
    )
    notes = (
        f"版本：{told['version']}；源代码提交：{told['commit']}；提交日期：{day:%Y-%m-%d}。",
        "Linux 核对：在文件所在文件夹运行 sha256sum -c SHA256SUMS，每行应显示“成功”或“OK”。",
        "Windows 核对：在命令提示符中运行 certutil -hashfile 文件名 SHA256，与上表逐位对照（上表每 16 位空一格）。",
        "安装后核对：运行 facilitydesk-cli selftest，“程序文件”一行应为“完好”。",
        "核对人：　　　　　　　　　　核对日期：　　　　　　　　　　存放位置：",
    )
    title = f"教育项目管理（facilitydesk）{told['version']} 发布单"
    setup = Setup(Paper.A4, landscape=True)
    return Document(
        title,
        (Sheet(title, (Table(heads, rows),), unit="", notes=notes, setup=setup, name="发布单"),),
    )


def grouped(word: str) -> str:
    """A long sum in groups of sixteen, as an eye can follow."""
    return " ".join(word[at : at + 16] for at in range(0, len(word), 16))


def main(facts: str, target: str) -> None:
    told = json.loads(Path(facts).read_text(encoding="utf-8"))
    Path(target).write_bytes(pdf.render(document(told)).pdf)


if __name__ == "__main__":
    main(*sys.argv[1:])
