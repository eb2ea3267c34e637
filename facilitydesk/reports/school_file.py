"""一校一档: everything about one school on one upright sheet of A4, photos included.

A large school takes two sheets: sums of its buildings first, the list of them at the end.
"""

from __future__ import annotations

from datetime import date

from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.rounding import Style, amount, digits
from facilitydesk.reports import school_file_buildings as houses
from facilitydesk.reports import school_file_tables as tables
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper.charts import Count, Counts
from facilitydesk.reports.paper.page import (
    Block,
    Document,
    Heading,
    Paper,
    Paragraph,
    Photo,
    Photos,
    Picture,
    Setup,
    Sheet,
)
from facilitydesk.services import school_file
from facilitydesk.services.desk import Desk
from facilitydesk.services.projects import attachments
from facilitydesk.services.projects.photos import thumbnail
from facilitydesk.services.school_file import SchoolFile

NAME = "school_file"
PHOTOS = 6  # on paper; the newest
_PIXELS = 800  # 60 mm at 330 dpi
_NUMBERS = "一二三四五六七八九十"
_PAGES, _PAGES_LARGE = 2, 4  # one sheet of A4 on both sides; two sheets for a large school


def build(desk: Desk, as_of: date, options: Options) -> Document:
    """The file of one school. Sections without content are named in the notes."""
    asked = resolve(desk, as_of, options)
    found = school_file.read(desk, options.school_id or 0, as_of)
    large = len(found.buildings) > houses.LISTED
    sections: list[tuple[str, list[Block]]] = [
        ("基本情况", tables.facts(found, full_phones=options.full_phones)),
        ("校舍", _areas(found)),
        ("项目与单项工程", _works(desk, found)),
        ("设备", tables.equipment(found)),
        ("资金来源", tables.money(found)),
        ("办学条件与底线要求", tables.bottom(found)),
        ("未销号问题", tables.notes(found)),
        ("单体建筑清单", houses.buildings(found) if large else []),
    ]
    blocks: list[Block] = []
    empty = []
    for title, content in sections:
        if not content:
            empty += [title] if title != "单体建筑清单" else []
            continue
        number = _NUMBERS[sum(isinstance(each, Heading) for each in blocks)]
        blocks += [Heading(f"{number}、{title}"), *content]
    notes = (f"注：尚无登记的内容：{'、'.join(empty)}。",) if empty else ()
    title = f"{found.school.name}一校一档"
    sheet = Sheet(
        title,
        tuple(blocks),
        subtitle=f"（{asked.up_to}）",
        office=asked.filler,
        unit="单位：平方米、万元",
        notes=notes,
        setup=Setup(Paper.A4, landscape=False),
        name="一校一档",
        running=f"{title}　{asked.up_to}",
        keep=_PAGES_LARGE if large or len(found.works) > houses.LISTED else _PAGES,
    )
    return Document(title, (sheet,))


def _whole(area: Area) -> int:
    """Whole ㎡ for a label of the chart, half up; the table beside it has both decimals."""
    return int(digits(area.decimal, Style(places=0)))


def chart(found: SchoolFile) -> Counts | None:
    """校舍面积 at the end of each year (㎡, whole); None where there is one year or none."""
    if len(found.areas) < 2:
        return None
    items = [Count(str(found.areas[0].year - 1), _whole(found.areas[0].opening))]
    items += [Count(str(each.year), _whole(each.closing)) for each in found.areas]
    return Counts("", tuple(items[-8:]), "㎡")


def _areas(found: SchoolFile) -> list[Block]:
    blocks: list[Block] = []
    said = []
    if found.area is not None:
        said.append(f"校舍建筑面积{amount(found.area)}平方米")
    if found.per_student is not None:
        said.append(f"生均{amount(found.per_student)}平方米")
    if found.danger:
        said.append(f"危房{len(found.danger)}栋{amount(found.danger_area)}平方米")
    if said:
        blocks.append(Paragraph(("，".join(said) + "。",)))
    large = len(found.buildings) > houses.LISTED
    blocks += houses.building_sums(found) if large else houses.buildings(found)
    apart = found.area_apart
    if apart:
        total, closing = amount(found.building_area), amount(found.area)
        more = f"{'多' if apart.raw > 0 else '少'}{amount(Area(abs(apart.raw)))}"
        words = f"单体建筑合计{total}平方米，比期末面积{closing}平方米{more}平方米，请核对。"
        blocks.append(Paragraph((words,)))
    blocks += houses.area_years(found)
    shown = chart(found)
    if shown is not None and len(found.areas) > 2:
        blocks.append(Picture(shown, 34))
    if found.uses:
        parts = "、".join(f"{each.term}{amount(each.area)}" for each in found.uses)
        blocks.append(Paragraph((f"按用途（{found.uses_year}年口径，平方米）：{parts}。",)))
    return blocks


def _works(desk: Desk, found: SchoolFile) -> list[Block]:
    blocks = tables.works(found)
    photos: list[Photo] = []
    for each in found.photos[:PHOTOS]:
        if not each.row.there:
            continue
        try:
            data = thumbnail(attachments.content(desk, each.row), _PIXELS)
        except (Refused, Trouble):
            continue  # a photo that is lost or broken must not stop the paper; verify names it
        photos.append(Photo(data, *_size(data), each.caption))
    if photos:
        blocks.append(Photos(tuple(photos)))
        if len(found.photos) > len(photos):
            text = f"共有照片{len(found.photos)}张，此处为最近{len(photos)}张。"
            blocks.append(Paragraph((text,)))
    return blocks


def _size(jpeg: bytes) -> tuple[int, int]:
    import io

    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
    return width, height


def schools_of(desk: Desk, as_of: date) -> dict[int, str]:
    """Every school of the register has a file."""
    return school_file.schools(desk, as_of)
