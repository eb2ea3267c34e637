"""The preview shows the pages of the PDF itself."""

from __future__ import annotations

from facilitydesk.reports.paper.page import Column, Document, Paper, Row, Setup, Sheet, Table
from facilitydesk.reports.paper.preview import Preview
from tests.reports.papers import listing, printed


def test_pages_have_the_size_of_the_paper_and_ink_on_them() -> None:
    setup = Setup(Paper.A3, landscape=True)
    sheet = Sheet("表", (Table((Column("甲"),), (Row(("乙",)),)),), setup=setup)
    with Preview(printed(Document("表", (sheet,))).pdf) as preview:
        assert len(preview) == 1
        image = preview.image(0, scale=0.5)
    assert (image.width, image.height) == (596, 421)
    assert len(image.pixels) == image.stride * image.height
    dark = sum(byte < 100 for byte in image.pixels[::4])
    assert 100 < dark < len(image.pixels) / 20


def test_every_page_can_be_shown() -> None:
    made = printed(listing(80))
    with Preview(made.pdf) as preview:
        assert len(preview) == made.pages
        assert all(preview.image(page, 0.2).pixels for page in range(made.pages))
