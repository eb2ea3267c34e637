"""Names of files from sticks and mails, made safe."""

from __future__ import annotations

import pytest

from facilitydesk.domain.file_names import clean_file_name, free_file_name, titled_file_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("竣工照片.jpg", "竣工照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("C:\\照片\\1.jpg", "1.jpg"),
        ("C:1.jpg", "1.jpg"),
        ("CON", "_CON"),
        ("con.txt", "_con.txt"),
        ("LPT1.pdf", "_LPT1.pdf"),
        ("合同?.pdf", "合同？.pdf"),
        ("文件. . ", "文件"),
        ("..", "附件"),
        (" .pdf", "附件.pdf"),
        (".PDF", "附件.PDF"),
        ("　. .jpg", "附件.jpg"),
        ("照片/.jpg", "附件.jpg"),
        ("　竣工照.jpg　", "竣工照.jpg"),
        (".竣工照.jpg", "竣工照.jpg"),
        (".竣工照", "竣工照"),
        ("", "附件"),
        ("\u202egpj.exe", "gpj.exe"),
        ("换\n行.pdf", "换行.pdf"),
        ("桥．CON", "桥．CON"),
    ],
)
def test_names_are_cleaned(given: str, shown: str) -> None:
    assert clean_file_name(given) == shown


def test_a_paper_without_a_title_keeps_one_ending() -> None:
    assert clean_file_name(".pdf", default="报表.pdf") == "报表.pdf"


def test_long_names_keep_their_ending_and_fit_every_disk() -> None:
    name = clean_file_name("长" * 300 + ".pdf")
    assert name.endswith("长.pdf")
    assert len(name.encode()) <= 240


def test_a_slash_in_a_title_is_no_folder() -> None:
    assert titled_file_name("甲小学/幼儿园进度表", ".pdf") == "甲小学／幼儿园进度表.pdf"
    assert titled_file_name("", ".xlsx", "报表") == "报表.xlsx"


def test_schools_of_one_name_get_files_of_their_own() -> None:
    taken: set[str] = set()
    long = "长" * 300
    names = [free_file_name(title, ".pdf", taken) for title in ("A校", "a校", "A校", long, long)]
    assert names[:3] == ["A校.pdf", "a校_2.pdf", "A校_3.pdf"]
    assert len({name.lower() for name in names}) == 5
    assert all(len(name.encode()) <= 255 for name in names)
