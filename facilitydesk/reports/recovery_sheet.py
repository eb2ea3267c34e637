"""恢复单: the recovery code on a sheet for a sealed envelope. It is never stored as a print."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from facilitydesk.reports.paper import pdf
from facilitydesk.reports.paper.letter import chinese_date
from facilitydesk.reports.paper.page import Block, Document, Heading, Paper, Paragraph, Setup, Sheet
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.papers import home


def sheet(desk: Desk, officer: str, code: str) -> bytes:
    """The sheet as a PDF."""
    county = home(desk).name
    lines = (
        f"单　　位：{settings.load(desk).bureau or county}",
        f"县（区）：{county}",
        f"数据文件：{_data_name(desk.place)}",
        f"人　　员：{officer}",
        f"生成日期：{chinese_date(desk.today)}",
        "",
    )
    notes = (
        "1.忘记密码时，打开上列数据文件，在登录页点“忘记密码”，填写本码和新密码；其他数据文件另有恢复码。",
        "2.本码只能使用一次，使用情况记入操作日志；使用后请重新生成并打印。",
        "3.重新生成后，以前的恢复单同时作废，请销毁。",
        "4.请装入信封密封，由单位负责人或指定人员保管，不要拍照或存入电脑。",
        "5.登录用来记明每次修改是谁所做，不加密数据文件；数据文件和备份请另行妥善保管。",
    )
    blocks: tuple[Block, ...] = (
        *(Paragraph((line,), indent=False) for line in lines),
        Heading(f"恢复码：{code}"),
        Paragraph(("",)),
        *(Paragraph((note,), indent=False) for note in notes),
    )
    page = Sheet(
        "教育项目管理　恢复单",
        blocks,
        unit="",
        signatures=("保管人：", "封存日期：　　　年　　月　　日"),
        setup=Setup(Paper.A4, landscape=False),
        name="恢复单",
    )
    return pdf.render(Document("恢复单", (page,))).pdf


def _data_name(place: Path | str) -> str:
    """What a person looks for a year later: the file's name, or the server and its database."""
    if isinstance(place, Path):
        return place.name
    found = urlsplit(place)
    return f"服务器{found.hostname or '本机'}上的数据库{found.path.lstrip('/')}"
