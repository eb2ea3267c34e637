"""Papers of equipment: forms of thirty schools in one run, rates above 100 %, classes as published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from facilitydesk.cli import run
from facilitydesk.domain.quantities import Money
from facilitydesk.reports import producing
from facilitydesk.reports.catalogue import report_named
from facilitydesk.reports.options import Options
from facilitydesk.reports.paper.page import Paragraph, Table
from facilitydesk.reports.paper.preview import Preview
from facilitydesk.services import settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Edit
from facilitydesk.services.equipment import (
    acceptances,
    batch_items,
    carding,
    sharing,
)
from tests.cases import published
from tests.reports.equipment_county import (
    CAME,
    DAY,
    SIGNED,
    build,
    lamps,
    pages,
    printed,
    table,
)
from tests.services.equipment.county import (
    PEOPLE,
    accept,
    batch,
    deliver,
    listed,
    planned,
    programme,
    schools,
    share,
)

CASES = {case.id: case for case in published.CASES}


# --- forms -------------------------------------------------------------------------------------


def test_thirty_forms_print_in_one_run(desk: Desk) -> None:
    lamps(desk)
    shown = pages(build(desk, "acceptance"))
    assert len(shown) == 30, "one page each"
    for number, text in enumerate(shown, 1):
        assert f"第{number}小学" in text
        assert "石泉照明工程有限公司" in text
        assert "HT-7" in text
        assert text.count("验收人") >= 3
        assert all(name in text for name in ("周兵", "李梅", "王强", "赵敏"))
        assert "采购人" in text
    assert "55.00200200196-410,780.00缺4盏，供应商补货" in shown[0]
    assert "教室照明灯-4盏" in shown[0]
    assert "55.00200200200011,000.00" in shown[1]
    assert "数量与到货清单相符" in shown[1]


def test_a_file_for_each_school(desk: Desk, tmp_path: Path) -> None:
    lamps(desk, 3)
    made = producing.produce(desk, "school_acceptance", as_of=DAY, out=tmp_path / "验收单.pdf")
    assert [path.name for path in made.files] == [
        "验收单_第1小学.pdf",
        "验收单_第2小学.pdf",
        "验收单_第3小学.pdf",
    ]
    with Preview(made.files[1].read_bytes()) as preview:
        assert len(preview) == 1
        assert "第2小学" in preview.text(0)


def test_a_form_with_few_names_still_has_three_places_to_sign(desk: Desk) -> None:
    settings.change(desk, "equipment.signers", 1)
    lamps(desk, 2)
    form, _ = acceptances.rows(desk)
    acceptances.enter(desk, [Edit(form.id, "acceptors", "李梅", form.revision)])
    sheet, _ = build(desk, "acceptance").parts
    signed = printed([b for b in sheet.blocks if isinstance(b, Table)][-1])
    assert [row[1] for row in signed if row[0] == "验收人"] == ["李梅", "", ""]


def test_the_second_form_of_a_school_shows_what_the_first_accepted(desk: Desk) -> None:
    (school,) = schools(desk, 1)
    bought = batch(desk, programme(desk))
    item = listed(desk, bought, 100)
    share(desk, item, [(school, 100)])
    line = sharing.rows(desk, item)[0].id
    people = {"buyer": "周兵", "acceptors": PEOPLE}
    deliver(desk, bought, CAME, {line: 60})
    accept(desk, bought, school, {**people, "day": CAME})
    deliver(desk, bought, SIGNED, {line: 40})
    accept(desk, bought, school, {**people, "day": SIGNED})
    first, second = pages(build(desk, "acceptance"))
    assert "此前验收" not in first
    assert "合同内尚未到货：教室照明灯40盏" in first
    assert "10010060400" in second, "contract 100, came 100, before 60, now 40, difference 0"


def test_the_batch_and_the_day_choose_the_forms(desk: Desk) -> None:
    lamps(desk, 2)
    other = batch(desk, programme(desk, "另一专项"), "另一批次")
    assert "没有验收单" in pages(build(desk, "acceptance", Options(batch_id=other)))[0]
    before = report_named("acceptance").build(desk, CAME, Options())
    assert "没有验收单" in pages(before)[0]


# --- progress, plan, classes -------------------------------------------------------------------


def test_progress_says_which_moment_counts_and_keeps_what_is_above_100(desk: Desk) -> None:
    lamps(desk)
    document = build(desk, "procurement")
    row, total = table(document)
    assert row == [
        *("1", "生活设施", "台/件/套"),
        *("6000", "30.00", "6000", "33.00", "6000", "33.00", "5996", "32.98", "0", "0.00"),
        *("109.93", "99.93"),
    ]
    assert total[4] == "30.00"
    assert total[-2:] == ["109.93", "99.93"]
    (text,) = pages(document)
    assert "采购完成率（以已验收计）" in text
    assert "超过100%的：生活设施109.93%" in text
    settings.change(desk, "equipment.moment", "contract")
    assert table(build(desk, "procurement"))[0][-2:] == ["110.00", "100.00"]


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("school", ["第1小学", "第2小学"]),
        ("batch", ["照明灯采购", "未列入批次的计划"]),
        ("source", ["未落实资金来源"]),
        ("item", ["教室照明灯"]),
    ],
)
def test_progress_by_anything(desk: Desk, group: str, names: list[str]) -> None:
    lamps(desk, 2)
    rows = table(build(desk, "procurement", Options(group=group)))
    assert [row[1] for row in rows[:-1]] == names
    assert rows[-1][5] == "2.00"


def bought_classes(desk: Desk, rows: list[tuple[str, int, Money]]) -> None:
    """A batch of one item for each class, delivered and accepted by one school."""
    (school,) = schools(desk, 1)
    plan = programme(desk)
    for kind, quantity, money in rows:
        made = batch(desk, plan, kind, signed_day=date(2026, 1, 30))
        row = {"equipment_class": kind, "quantity": quantity, "money": money}
        item = batch_items.enter(desk, made, (), [row]).row_id
        share(desk, item, [(school, quantity)])
        deliver(desk, made, CAME)
        accept(desk, made, school, {"day": SIGNED, "acceptors": PEOPLE})


def classes_of(case: str, money: int) -> list[tuple[str, int, Money]]:
    """The published classes as pieces and money in 分."""
    columns = [c["key"] for c in CASES[case].tables["equipment"]["columns"]]
    found = []
    for printed_row in CASES[case].tables["equipment"]["rows_printed"]:
        row = dict(zip(columns, printed_row, strict=True))
        scale = 10_000 if row["qty_unit"].startswith("万") else 1
        quantity = Decimal(row["qty"]) * scale
        found.append((row["class"], int(quantity), Money.of(Decimal(row["amount"]) * money)))
    return found


def test_shandongs_classes_come_out_as_printed(desk: Desk) -> None:
    bought_classes(desk, classes_of("T02", 100_000_000))
    options = Options(count_unit="wan_but_gb", money_unit="亿元")
    document = build(desk, "equipment_classes", options)
    rows = table(document)
    wanted = CASES["T02"].tables["equipment"]["rows_printed"]
    assert [[row[1], row[4], row[3], row[2]] for row in rows[:-1]] == wanted
    assert rows[-1][4] == "77.81"
    (sheet,) = document.parts
    (told,) = [block for block in sheet.blocks if isinstance(block, Paragraph)]
    assert "完成设备购置77.81亿元" in told.text
    assert "数字教育资源4409876GB、1.65亿元" in told.text


def test_shanxis_classes_come_out_as_printed(desk: Desk) -> None:
    bought_classes(desk, classes_of("T03", 10_000))
    wanted = CASES["T03"].tables["equipment"]["rows_printed"]
    options = Options(count_unit="wan", money_unit="万元")
    kept = table(build(desk, "equipment_classes", options))
    trimmed = table(build(desk, "equipment_classes", Options(count_unit="wan", trim_zeros=True)))
    assert [[row[1], row[3], row[2]] for row in kept[:-1]] == [row[:3] for row in wanted]
    # The bulletin keeps the zero of 2574.20 and drops those of 231.6, 5691 and 66807.
    for row, plain, short in zip(wanted, kept, trimmed, strict=False):
        assert row[3] in (plain[4], short[4])
    assert [row[4] for row in kept] == [
        *("5296.62", "2574.20", "231.60", "5691.00", "66807.00", "80600.42"),
    ]
    assert [row[4] for row in trimmed][1:5] == ["2574.2", "231.6", "5691", "66807"]


def test_the_five_year_plan_adds_up_in_the_classes_of_planning(desk: Desk) -> None:
    case = CASES["T09"].data["cells"]
    (school,) = schools(desk, 1)
    plan = programme(desk)

    def money(key: str) -> Money:
        return Money.of(int(case[key]["value"]) * 10_000)

    planned(desk, plan, [
        {"school_id": school, "equipment_class": kind, "quantity": quantity, "money": money(key)}
        for kind, quantity, key in (
            ("计算机、教学仪器设备", 1, "eq_teach"), ("生活设施", 1, "eq_life"),
            ("课桌凳", 27639, "eq_desk"), ("图书", 103350, "eq_book"),
        )
    ])  # fmt: skip
    document = build(desk, "equipment_plan")
    groups = table(document, 2)
    assert [[row[1], row[2], row[3], row[5]] for row in groups[:-1]] == [
        ["教学设施", "台/件/套", "1", "60990000.00"],
        ["生活设施", "台/件/套", "1", "18530000.00"],
        ["课桌椅", "套", "27639", "4900000.00"],
        ["图书", "册", "103350", "2020000.00"],
    ]
    assert groups[-1][5] == "86440000.00"


def test_the_command_line_chooses_batch_group_and_labels(
    file_desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lamps(file_desk, 2)
    (form, _) = acceptances.rows(file_desk)
    carding.from_acceptance(file_desk, form.id)
    place = str(file_desk.place)
    file_desk.close()

    def report(name: str, *options: str) -> int:
        out = str(tmp_path / f"{name}.pdf")
        return run(["report", place, name, "--as-of", str(DAY), "--out", out, *options])

    assert report("acceptance", "--batch", "照明灯采购", "--school", "第2小学") == 0
    with Preview((tmp_path / "acceptance.pdf").read_bytes()) as preview:
        assert len(preview) == 1
        assert "第2小学" in preview.text(0)
    assert report("procurement", "--by", "school") == 0
    assert report("labels", "--grid", "2x7", "--start", "14") == 0
    with Preview((tmp_path / "labels.pdf").read_bytes()) as preview:
        assert len(preview) == 1 + -(-195 // 14)
    assert report("labels", "--grid", "x") == 1
    assert report("acceptance", "--batch", "没有的批次") == 1
    assert "没有名为“没有的批次”的采购批次" in capsys.readouterr().err


# --- assets ------------------------------------------------------------------------------------
