"""The bulletin of a small county: sentences, lists and tables that a hand calculation confirms."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from facilitydesk.domain.problems import Problem, Severity
from facilitydesk.domain.rates import Basis
from facilitydesk.domain.rounding import Mode
from facilitydesk.domain.stages import Stage
from facilitydesk.gui.report import press
from facilitydesk.reports import bulletin, bulletin_check
from facilitydesk.reports.bulletin_data import gather
from facilitydesk.reports.catalogue import REPORTS
from facilitydesk.reports.issuing import stored_figures
from facilitydesk.reports.options import Options, resolve
from facilitydesk.reports.paper import pdf, xlsx
from facilitydesk.reports.paper.page import (
    Document,
    Heading,
    Letter,
    Paragraph,
    Ranking,
    RowKind,
    Sheet,
    Table,
)
from facilitydesk.services import locks, printing
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures import By, PeriodScope
from facilitydesk.store import tables
from tests.reports.county import DAY, FEBRUARY, WAN, WEEK, County, build, enter
from tests.reports.papers import BUNDLED, pages, plain
from tests.services.nth_statement import failing


@pytest.fixture
def county(desk: Desk) -> County:
    return build(desk)


def made(county: County, options: Options | None = None, day: date = DAY) -> Document:
    return bulletin.build(county.desk, day, options or Options())


def letter(document: Document) -> Letter:
    part = document.parts[0]
    assert isinstance(part, Letter)
    return part


def text(document: Document) -> str:
    return "".join(b.text for b in letter(document).blocks if isinstance(b, Paragraph))


def sheet(document: Document, title: str) -> Sheet:
    (found,) = (p for p in document.parts if isinstance(p, Sheet) and title in p.title)
    return found


def table(document: Document, title: str) -> Table:
    (found,) = (block for block in sheet(document, title).blocks if isinstance(block, Table))
    return found


def test_the_sentences_give_rates_and_their_change(county: County) -> None:
    said = text(made(county))
    assert "共有3个项目，已开工（含已竣工）3个，其中在建2个、停工0个、竣工1个" in said
    start = "规划校舍建设面积4,000.00平方米，已开工面积3,200.00平方米，面积开工率80.00%"
    assert f"{start}，比2026年2月28日提高30.00个百分点。" in said
    assert "已竣工面积1,000.00平方米，面积竣工率25.00%，比2026年2月28日提高25.00个百分点。" in said
    bought = "规划设备购置资金100.00万元，已完成设备购置107.00万元，采购完成率107.00%"
    assert f"{bought}，比2026年2月28日提高57.00个百分点。" in said


def test_the_list_runs_from_high_to_low_and_names_who_has_no_plan(county: County) -> None:
    said = text(made(county))
    assert "由高到低依次是：丙镇（120.00%）、甲镇（100.00%）、乙镇（50.00%）。" in said
    assert "各乡镇采购完成率由高到低依次是：乙镇（107.00%）；甲镇、丙镇无规划任务。" in said


def test_every_figure_of_the_text_explains_itself(county: County) -> None:
    figures = {figure.name: figure for figure in made(county).figures()}
    shown = figures["丙镇开工率"].basis
    assert shown.startswith("120.00% = 1,200.00 / 1,000.00 ㎡，按面积")
    assert "截至2026-03-11" in shown
    assert all(figure.basis for figure in figures.values())
    places = pdf.render(made(county), BUNDLED).places
    assert {place.figure.name for place in places} == set(figures)


def test_the_sections_stand_in_order_and_demands_only_when_written(county: County) -> None:
    def headings(document: Document) -> list[str]:
        return [b.text for b in letter(document).blocks if isinstance(b, Heading)]

    four = ["一、开工情况", "二、竣工情况", "三、设备购置情况", "四、存在问题"]
    assert headings(made(county)) == four
    assert headings(made(county, Options(demands="抓紧施工。"))) == [*four, "五、工作要求"]


def test_the_tables_add_up_to_the_text(county: County) -> None:
    document = made(county)
    detail = table(document, "明细表")
    (total,) = (row for row in detail.rows if row.kind is RowKind.TOTAL)
    heads = [column.head for column in detail.columns]
    assert str(total.cells[heads.index("规划面积")]) == "4000.00"
    assert str(total.cells[heads.index("开工面积")]) == "3200.00"
    assert str(total.cells[heads.index("竣工面积")]) == "1000.00"
    subtotals = [row.cells[4] for row in detail.rows if row.kind is RowKind.SUBTOTAL]
    assert [str(value) for value in subtotals] == ["1000.00", "2000.00", "1000.00"]
    summary = table(document, "排名表")
    assert [row.cells[1] for row in summary.rows] == ["甲镇", "乙镇", "丙镇", None]
    assert [row.cells[7] for row in summary.rows] == [2, 3, 1, None], "ranks of the start rate"


def test_the_workbook_adds_up_by_itself(county: County) -> None:
    data = xlsx.render(made(county)).xlsx
    book = openpyxl.load_workbook(io.BytesIO(data))
    detail = next(ws for ws in book if "明细表" in ws.title)
    (row,) = (r for r in detail.iter_rows() if r[0].value == "合计")
    formulas = [cell.value for cell in row if str(cell.value).startswith("=SUM(")]
    assert len(formulas) == 5
    basis = book["数据依据"]
    assert "开工率" in [basis.cell(n, 1).value for n in range(3, basis.max_row + 1)]


def test_units_of_equal_rates_share_a_rank(county: County) -> None:
    enter(county.desk, WEEK, county.half, Stage.STRUCTURE, 2_000_00, 0, 9 * WAN)
    ranks = [block for block in sheet(made(county), "排名表").blocks if isinstance(block, Ranking)]
    assert [(name, rank) for name, _, rank in ranks[0].items] == [
        ("丙镇", 1),
        ("甲镇", 2),
        ("乙镇", 2),
    ]


def test_who_has_not_reported_is_listed_with_the_phone(county: County) -> None:
    document = made(county)
    assert "2026年第11周有1项单项工程未按时填报进度，涉及1所学校" in text(document)
    (row,) = table(document, "未填报名单").rows
    assert row.cells[1:3] == ("乙镇", "乙镇中心小学")
    assert row.cells[5:] == ("李明", "0000-乙")


def test_corrections_are_listed_with_their_reasons(county: County) -> None:
    assert not any("更正" in part.title for part in made(county).parts)
    enter(county.desk, WEEK, county.half, Stage.STRUCTURE, 1_000_00, 0, 6 * WAN, reason="上期误填")
    document = made(county)
    assert "2026年2月28日以来更正累计数1处" in text(document)
    (row,) = table(document, "更正情况表").rows
    assert row.cells[4:] == ("累计完成投资（万元）", "2026年第11周", "8.00", "6.00", "上期误填")


def test_open_issues_are_counted_and_listed(county: County) -> None:
    with county.desk.operation("test.notes", "登记问题") as unit:
        project = unit.row(tables.work, county.half)["project_id"]
        for due, closed in ((date(2026, 3, 1), None), (date(2026, 4, 1), date(2026, 3, 2))):
            unit.insert(
                tables.problem_note,
                {
                    "project_id": project,
                    "text": "征地未完成",
                    "owner": "张三",
                    "raised": FEBRUARY,
                    "due": due,
                    "closed": closed,
                },
            )
    document = made(county)
    assert "问题台账中尚有1个问题未销号，其中1个已超过整改期限" in text(document)
    (row,) = table(document, "问题台账").rows
    assert row.cells[-1] == "已逾期10天"


def test_lagging_units_are_named_by_target_or_by_the_average(county: County) -> None:
    assert "开工率低于全县平均水平的乡镇有1个：乙镇。" in text(made(county))
    with county.desk.operation("test.target", "目标线") as unit:
        unit.insert(
            tables.target,
            {"rate": "start_rate", "day": date(2026, 12, 31), "percent": 110_00, "document": "×号"},
        )
    goal = "开工率低于2026年12月31日前达到110%的目标（×号）的乡镇有2个：甲镇、乙镇。"
    assert goal in text(made(county))


def test_options_change_words_places_and_the_place_of_the_total(county: County) -> None:
    options = Options(
        until="截止",
        places=0,
        mode=Mode.TRUNCATE,
        trim_zeros=True,
        total_first=True,
        by_township=False,
        number="临教通〔2026〕3号",
        title="关于进度的通报",
        addressees="各中心校：",
    )
    enter(county.desk, WEEK, county.half, Stage.STRUCTURE, 1_999_99, 0, 9 * WAN)
    document = made(county, options)
    said = text(document)
    assert "截止2026年3月11日" in said
    assert "截至" not in said
    assert "乙镇（99%）" in said, "99.9995 % is cut off, not rounded to 100 %"
    assert "规划校舍建设面积4,000平方米" in said
    detail = table(document, "明细表")
    assert detail.rows[0].kind is RowKind.TOTAL
    assert detail.columns[1].head == "乡镇"
    head = letter(document)
    assert (head.number, head.title, head.addressees) == (
        "临教通〔2026〕3号",
        "关于进度的通报",
        "各中心校：",
    )


def test_a_ranking_of_schools_ends_with_the_last_ten(desk: Desk) -> None:
    county = build(desk)
    from tests.store_fixtures import add_work

    for number in range(12):
        add_work(desk, school=f"第{number}小学", township="丁镇", project=f"项目{number}")
    document = made(county, Options(rank_by=By.SCHOOL))
    blocks = [b for b in sheet(document, "各学校").blocks if isinstance(b, Ranking)]
    last = next(block for block in blocks if block.title == "竣工率后十位")
    assert len(last.items) == 10
    assert "各学校开工率由高到低依次是：丙镇中心小学（120.00%）" in text(document)


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        (Basis.COUNT, "规划项目3个，已开工项目3个，项目开工率100.00%"),
        (Basis.MONEY, "计划投资60.00万元，已开工项目的计划投资60.00万元，投资开工率100.00%"),
    ],
)
def test_other_bases_have_their_own_names(county: County, basis: Basis, words: str) -> None:
    document = made(county, Options(basis=basis))
    assert words in text(document)
    assert not [p for p in checked(county.desk) if p.severity is Severity.RED]


def test_pooled_projects_and_other_years_can_be_left_out(county: County) -> None:
    with county.desk.operation("test.pooled", "统筹") as unit:
        project = unit.row(tables.work, county.beyond)["project_id"]
        unit.update(tables.project, project, {"pooled": True, "year": 2025})
    without = made(county, Options(with_pooled=False))
    assert "共有2个项目" in text(without)
    assert any("不含统筹项目" in note for note in sheet(without, "明细表").notes)
    assert "共有2个项目" in text(made(county, Options(period=PeriodScope.YEAR)))


def test_a_past_day_is_printed_as_it_was(county: County) -> None:
    said = text(made(county, day=date(2026, 2, 22)))
    assert "已开工面积2,000.00平方米，面积开工率50.00%" in said
    assert "采购完成率50.00%" in said


def test_the_bulletin_prints_with_its_annexes(county: County) -> None:
    shown = pages(made(county, Options(copies="县财政局。")))
    whole = plain("".join(shown))
    assert "临溪县教育局文件" in whole
    assert "附件：1.各乡镇工程进展情况排名表" in whole
    assert "填报单位：临溪县教育局（项目办）单位：平方米、万元" in whole
    assert "抄送：县财政局。" in plain(shown[-1])
    assert "注：1.开工含已竣工" in whole


def test_an_empty_county_prints_an_honest_bulletin(desk: Desk) -> None:
    document = bulletin.build(desk, DAY, Options())
    assert "共有0个项目" in text(document)
    assert pdf.render(document, BUNDLED).pages >= 1
    codes = [problem.code for problem in checked(desk)]
    assert codes == ["bulletin.empty", "bulletin.no_bureau"]


def checked(desk: Desk, options: Options | None = None) -> tuple[Problem, ...]:
    """What the check before issue says of the bulletin of the day."""
    return bulletin_check.check(desk, gather(desk, resolve(desk, DAY, options)))


def test_paper_and_check_are_of_one_reading(county: County) -> None:
    report = next(each for each in REPORTS if each.name == bulletin.NAME)
    with failing(county.desk, None) as paper:
        made(county)
    with failing(county.desk, None) as both:
        ready = press.make(county.desk, press.Wanted(report, DAY, {}), lambda *_: None)
    assert {p.code for p in ready.findings} >= {p.code for p in checked(county.desk)}
    assert len(both) < 1.5 * len(paper)


def codes(county: County, options: Options | None = None) -> list[str]:
    return [p.code for p in checked(county.desk, options)]


def test_the_check_warns_of_drafts_missing_reports_and_rates_past_the_plan(county: County) -> None:
    found = codes(county)
    assert found.count("print.drafts") == 1
    assert "bulletin.missing" in found
    assert found.count("bulletin.above_plan") == 3, "丙镇 120 %, 采购 107 % in 乙镇 and as a whole"
    assert "bulletin.totals" not in found
    for start in (FEBRUARY, WEEK):
        locks.submit_week(county.desk, start)
    assert "print.drafts" not in codes(county)


def issue(county: County, day: date, options: Options) -> None:
    document = made(county, options, day)
    paper = printing.Paper(
        bulletin.NAME,
        document.title,
        day,
        printing.known_now(county.desk),
        options.to_json(),
        stored_figures(document),
        pdf.render(document, BUNDLED).pdf,
    )
    printing.issue(county.desk, paper)


def test_the_check_compares_with_the_bulletin_before(county: County) -> None:
    options = Options(programme_id=county.programme)
    with county.desk.operation("test.plan", "规划") as unit:
        for label, day, area in (("2025版", date(2025, 1, 1), 4_000_00),):
            version = unit.insert(
                tables.plan_version,
                {"programme_id": county.programme, "label": label, "day": day},
            )
            unit.insert(tables.plan_line, {"version_id": version, "area": area})
    enter(county.desk, WEEK, county.half, Stage.FOUNDATION, 1_500_00, 0, 9 * WAN)
    issue(county, date(2026, 3, 9), options)  # nothing of this week is known on its Monday
    before = codes(county, options)
    assert "print.fell" not in before
    assert "bulletin.plan_changed" not in before
    with county.desk.operation("test.plan", "调整") as unit:
        version = unit.insert(
            tables.plan_version,
            {"programme_id": county.programme, "label": "2026版", "day": date(2026, 3, 10)},
        )
        unit.insert(tables.plan_line, {"version_id": version, "area": 8_000_00})
        entry = unit.connection.execute(tables.week_entry.select()).all()
        row = next(r for r in entry if r.work_id == county.done and r.week_start == WEEK)
        unit.update(tables.week_entry, row.id, {"invested": 1 * WAN})
    found = {p.code: p for p in checked(county.desk, options)}
    assert "《2025版》" in found["bulletin.plan_changed"].message
    assert found["bulletin.plan_changed"].severity is Severity.YELLOW


def test_options_survive_being_stored() -> None:
    options = Options(programme_id=7, since=DAY, mode=Mode.TRUNCATE, rank_by=By.SCHOOL, places=1)
    stored = options.to_json()
    assert Options.of_json(stored | {"of_a_later_version": 1}) == options
    assert replace(options, since=None) != options


def test_stored_figures_keep_exact_values(county: County) -> None:
    figures = {figure.name: figure for figure in stored_figures(made(county))}
    assert figures["开工率"].value == "4/5"
    assert figures["已开工面积"].value == "3200.00"
    assert figures["已开工面积"].sums
    assert not figures["规划面积"].sums
    assert figures["丙镇开工率排名"].value == "1"
