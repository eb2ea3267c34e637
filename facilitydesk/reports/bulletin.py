"""工程进展情况通报: the letter with its annexes, as of a day."""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.phones import shown
from facilitydesk.reports.bulletin_data import BulletinData, gather
from facilitydesk.reports.bulletin_tables import annexes
from facilitydesk.reports.bulletin_text import sections
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.page import Document, Imprint, Letter
from facilitydesk.services.desk import Desk

NAME = "bulletin"


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The bulletin of a day."""
    return document(gather(desk, resolve(desk, as_of, options)))


def document(data: BulletinData) -> Document:
    """The bulletin of figures already read."""
    asked = data.asked
    wanted = asked.options
    sheets = annexes(data)
    signed = wanted.signed or asked.scope.as_of
    imprint = None
    if wanted.copies:
        imprint = Imprint(wanted.copies, asked.office_name, signed)
    letter = Letter(
        title=wanted.title or f"{asked.bureau}关于{asked.subject}工程进展情况的通报",
        issuer=f"{asked.bureau}文件" if asked.bureau and wanted.red_head else "",
        number=wanted.number,
        addressees=wanted.addressees or f"各{asked.home.parts}中心学校，各项目学校：",
        blocks=sections(data),
        annexes=tuple(sheet.title for sheet in sheets),
        signature=asked.bureau,
        signed=signed,
        contact=shown(wanted.contact, full=wanted.full_phones),
        imprint=imprint,
    )
    return Document(f"工程进展情况通报（{asked.up_to}）", (letter, *sheets))
