"""Taking workbooks in: what becomes of every row, again and again, all or nothing, one undo."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from facilitydesk.domain.list_kinds import LIST_KINDS
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.quantities import Area
from facilitydesk.domain.stages import Stage
from facilitydesk.interchange.importing import ImportResult, run_import
from facilitydesk.interchange.recognise import read_book
from facilitydesk.interchange.review import review, take_in
from facilitydesk.interchange.sendback import send_back
from facilitydesk.services import figures, importing, locks, schools, week
from facilitydesk.services.desk import Desk
from facilitydesk.services.figures_json import to_json
from facilitydesk.services.importing import STORED_KINDS, Options
from facilitydesk.services.journal import undoing
from facilitydesk.services.projects import programmes
from facilitydesk.store.journal import verify_part
from tests.entering import added, also_named
from tests.interchange.books import HEAD, works, write

WORKBOOKS = Path(__file__).parents[1] / "workbooks"
CASES = Path(__file__).parents[1] / "cases"
JANUARY = date(2010, 1, 31)


def summary(desk: Desk, day: date = date(2026, 3, 11)) -> Any:
    """The figures of the whole county on a day, as JSON tells them."""
    scope = figures.Scope(day)
    return to_json(figures.ask(desk, scope, by=figures.By.TOTAL))["rows"][0]


def codes(result: ImportResult) -> list[tuple[str | None, str]]:
    return [
        (problem["cell"], problem["code"])
        for table in result.to_json()["tables"]
        for problem in table["problems"]
    ]


def listed(
    tmp_path: Path, rows: list[list[Any]], title: str = "某县全面改薄项目表（截至2026年3月6日）"
) -> Path:
    return write(tmp_path / "项目.xlsx", [[title], ["单位：万元、㎡"], HEAD, *rows])


def test_kaili_to_the_last_digit(desk: Desk) -> None:
    result = run_import(desk, CASES / "t08_kaili_2010_projects.csv", as_of=JANUARY)
    assert not result.refused
    assert result.changed["projects"] == {"created": 7, "updated": 0, "unchanged": 0, "refused": 0}
    answer = summary(desk, JANUARY)
    assert answer["projects"] == 7
    assert answer["planned_area_m2"] == "17593.84"
    assert answer["invested_yuan"] == "19150000.00"


@pytest.mark.parametrize(
    "name", ["01_项目进度表_总计在末.xlsx", "05_分乡镇小计_空行.xlsx", "16_改薄进度_2003格式.xls"]
)
def test_sums_after_the_import_are_the_printed_totals(desk: Desk, name: str) -> None:
    result = run_import(
        desk, WORKBOOKS / name, as_of=None if "05" not in name else date(2025, 1, 1)
    )
    table = result.to_json()["tables"][0]
    printed = {t["field"]: t["declared"] for t in table["totals"] if t["foots"]}
    # Workbook 05 lists three projects of one name twice: the second of each stays out.
    left_out = {row["row"] for row in table["rows"]} & {row for _, row in result.refused}
    assert table["accepted"] == len(table["rows"]) - len(left_out)
    if not left_out:
        answer = summary(desk)
        assert answer["planned_area_m2"] == printed["planned_area_m2"]
        assert answer["planned_investment_yuan"] == printed["planned_investment_yuan"]


def test_the_same_file_again_brings_no_new_rows(desk: Desk) -> None:
    path = WORKBOOKS / "01_项目进度表_总计在末.xlsx"
    run_import(desk, path)
    before = summary(desk)
    again = run_import(desk, path)
    assert again.changed["projects"] == {"created": 0, "updated": 0, "unchanged": 18, "refused": 0}
    assert again.changed["week_entries"]["unchanged"] == 18
    assert (None, "import.file_again") in codes(again)
    assert summary(desk) == before


def test_a_dry_run_promises_what_the_import_does(desk: Desk, tmp_path: Path) -> None:
    rows = works(5)
    rows[1][1] = None  # no school
    rows[2][5] = "待定"
    path = listed(tmp_path, rows)
    dry = run_import(desk, path, dry_run=True)
    assert summary(desk)["projects"] == 0
    real = run_import(desk, path)
    assert dry.to_json() == real.to_json()
    assert dry.refused == real.refused == {("Sheet1", 5)}
    assert summary(desk)["projects"] == 4
    assert real.to_json()["changed"]["projects"]["refused"] == 1


def test_one_import_is_one_undo(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, listed(tmp_path, works(6)))
    assert summary(desk)["projects"] == 6
    undoing.undo_last(desk)
    assert summary(desk)["projects"] == 0
    assert schools.rows(desk) == ()
    undoing.redo_last(desk)
    assert summary(desk)["projects"] == 6


def test_strict_refuses_the_book_whole(desk: Desk, tmp_path: Path) -> None:
    rows = works(3)
    rows[1][2] = None
    with pytest.raises(Refused) as refusal:
        run_import(desk, listed(tmp_path, rows), strict=True)
    assert refusal.value.code == "import.strict"
    assert summary(desk)["projects"] == 0


def test_blanks_are_filled_and_differences_wait_for_a_word(desk: Desk, tmp_path: Path) -> None:
    first = works(2)
    first[0][5] = None
    run_import(desk, listed(tmp_path, first))
    later = works(2)
    later[0][4] = 1500
    path = listed(tmp_path, later)
    seen = run_import(desk, path)
    assert seen.changed["projects"]["updated"] == 1
    (difference,) = seen.review.plan.differences
    assert (difference.key, difference.before, difference.after) == (
        "planned_area",
        "1,001.00",
        "1,500.00",
    )
    assert summary(desk)["planned_area_m2"] == "2003.00"
    assert summary(desk)["planned_investment_yuan"] == "4009900.00"
    run_import(desk, path, update=True)
    assert summary(desk)["planned_area_m2"] == "2502.00"


def test_a_single_difference_can_be_confirmed(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, listed(tmp_path, works(2)))
    later = works(2)
    later[0][4], later[1][4] = 1500, 1600
    book = read_book(listed(tmp_path, later))
    take_in(desk, book, Options("项目.xlsx", book.sha256, update={("Sheet1", 4, "planned_area")}))
    assert summary(desk)["planned_area_m2"] == "2502.00"


def test_without_a_day_only_the_register_goes_in(desk: Desk, tmp_path: Path) -> None:
    path = listed(tmp_path, works(2), title="某县项目表")
    result = run_import(desk, path)
    assert (None, "as_of_missing") in codes(result)
    assert summary(desk)["projects"] == 2
    assert summary(desk)["invested_yuan"] == "0.00"
    run_import(desk, path, as_of=date(2026, 3, 6))
    assert summary(desk)["invested_yuan"] != "0.00"


def test_progress_goes_to_the_week_of_the_day(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, listed(tmp_path, works(2)))
    rows = week.sheet(desk, date(2026, 3, 2)).rows
    assert [row.now and row.now.stage for row in rows] == [Stage.STRUCTURE] * 2
    assert rows[0].now is not None
    assert rows[0].now.as_of == date(2026, 3, 6)


def test_cumulative_figures_that_fall_stay_out_and_are_named(desk: Desk, tmp_path: Path) -> None:
    run_import(desk, listed(tmp_path, works(2)))
    later = works(2)
    later[0][6] = 1
    result = run_import(desk, listed(tmp_path, later, title="全面改薄项目表（截至2026年3月10日）"))
    assert ("G4", "week.falls") in codes(result)
    now = [row.now for row in week.sheet(desk, date(2026, 3, 9)).rows]
    assert now[0] is not None
    assert now[1] is not None
    assert str(now[0].invested) == "201400.00"  # last week's, as before


def test_a_submitted_week_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    locks.submit_week(desk, date(2026, 3, 2))
    result = run_import(desk, listed(tmp_path, works(2)))
    assert (None, "lock.week") in codes(result)
    assert summary(desk)["projects"] == 2
    assert all(row.now is None for row in week.sheet(desk, date(2026, 3, 2)).rows)


def test_a_day_to_come_enters_no_progress(desk: Desk, tmp_path: Path) -> None:
    result = run_import(desk, listed(tmp_path, works(1)), as_of=date(2027, 1, 1))
    assert (None, "import.as_of_future") in codes(result)


def test_the_programme_from_option_column_title_or_unsettled(desk: Desk, tmp_path: Path) -> None:
    def names() -> set[str]:
        return {row.name for row in programmes.rows(desk) if row.projects}

    run_import(desk, listed(tmp_path, works(1)))
    assert names() == {"全面改薄"}
    run_import(desk, listed(tmp_path, works(1, 5), title="某县项目表"))
    assert names() == {"全面改薄", "未定专项"}
    run_import(desk, listed(tmp_path, works(1, 6)), programme="校安工程")
    assert names() == {"全面改薄", "未定专项", "校安工程"}


def test_hidden_rows_wait_to_be_confirmed(desk: Desk, tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["Sheet1"].row_dimensions[5].hidden = True

    rows = [["项目表"], ["单位：万元"], HEAD, *works(4)]
    path = write(tmp_path / "a.xlsx", rows, change=hide)
    result = run_import(desk, path)
    assert ("A5", "import.hidden_rows") in codes(result) or (None, "import.hidden_rows") in codes(
        result
    )
    assert summary(desk)["projects"] == 3
    run_import(desk, path, hidden=True)
    assert summary(desk)["projects"] == 4


def test_a_project_listed_twice_with_other_figures_is_refused(desk: Desk, tmp_path: Path) -> None:
    rows = [*works(2), works(1)[0], works(1)[0]]
    rows[3][4] = 5
    result = run_import(desk, listed(tmp_path, rows))
    assert ("C7", "import.row_repeats") in codes(result)
    assert result.refused == {("Sheet1", 7)}
    assert summary(desk)["planned_area_m2"] == "2003.00"


def test_schools_are_found_by_spelling_alias_and_confirmed_once(desk: Desk, tmp_path: Path) -> None:
    head = ["学校", "项目名称", "面积"]
    added(schools.enter, desk, {"name": "永兴镇初级中学"})
    added(schools.enter, desk, {"name": "城关镇中心小学"})
    path = write(
        tmp_path / "a.xlsx",
        [head, ["临溪县城关镇中心小学校", "食堂", 10], ["永兴初中", "食堂", 20]],
    )
    dry = run_import(desk, path, dry_run=True)
    assert ("A3", "import.school_similar") in codes(dry)
    (similar,) = dry.review.plan.similar
    assert (similar.name, similar.candidate) == ("永兴初中", "永兴镇初级中学")

    book = read_book(path)
    take_in(
        desk, book, Options("a.xlsx", book.sha256, same_school={"永兴初中": similar.candidate_id})
    )
    assert [row.name for row in schools.rows(desk)] == ["永兴镇初级中学", "城关镇中心小学"]
    assert schools.rows(desk)[0].aliases == ("永兴初中",)

    more = write(tmp_path / "b.xlsx", [head, ["永兴初中", "厕所", 5]])
    assert "import.school_similar" not in [code for _, code in codes(run_import(desk, more))]
    assert len(schools.rows(desk)) == 2
    with pytest.raises(Refused):
        also_named(desk, schools.rows(desk)[1].id, "永兴初中")


def test_a_code_twice_refuses_the_second_row(desk: Desk, tmp_path: Path) -> None:
    rows = [[f"21510{n:05}", f"第{n}小学", "城关镇", "小学", n] for n in range(50)]
    rows[49][0] = rows[3][0]
    head = ["学校标识码", "学校名称", "乡镇", "学校类别", "在校生数"]
    result = run_import(desk, write(tmp_path / "a.xlsx", [["学校名册"], head, *rows]))
    assert result.refused == {("Sheet1", 52)}
    assert ("A52", "import.code_twice") in codes(result)
    found = schools.rows(desk, year=2026)
    assert len(found) == 49
    assert (found[7].code, found[7].township, found[7].students) == ("2151000007", "城关镇", 7)
    assert found[7].to_do == ()


def test_a_plan_becomes_a_version_with_its_lines(desk: Desk, tmp_path: Path) -> None:
    rows = [
        ["某县全面改薄规划（2014年）"], ["单位：万元、平方米"],
        ["乡镇", "项目数", "规划校舍面积", "规划资金", "设备资金"],
        ["城关镇", 3, 1000, 200, 50], ["大河镇", 2, 500, 100, 20], ["合计", 5, 1500, 300, 70],
    ]  # fmt: skip
    result = run_import(desk, write(tmp_path / "a.xlsx", rows))
    assert result.changed["plan_lines"]["created"] == 3
    (programme,) = [row for row in programmes.rows(desk) if row.name == "全面改薄"]
    (version,) = programmes.versions(desk, programme.id)
    assert (version.label, version.day, version.lines) == ("规划2014版", date(2014, 1, 1), 3)
    assert version.area == Area.of(1500)
    assert version.projects == 5
    again = run_import(desk, tmp_path / "a.xlsx")
    assert again.changed["plan_lines"]["unchanged"] == 3


def test_every_kind_that_is_recognised_is_stored() -> None:
    assert set(LIST_KINDS) == STORED_KINDS


def test_refused_rows_go_back_with_their_reasons(desk: Desk, tmp_path: Path) -> None:
    rows = works(4)
    rows[1][1] = None
    rows[1][2] = "=HYPERLINK(1)"
    rows[2][1] = "=1+1"

    def as_text(book: Workbook) -> None:
        for cell in ("C5", "B6"):
            book["Sheet1"][cell].data_type = "s"

    path = write(tmp_path / "a.xlsx", [["项目表"], ["单位：万元"], HEAD, *rows], change=as_text)
    book = read_book(path)
    data = send_back(review(desk, book, Options()))
    assert data is not None
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in cells[:2]] == ["项目表", "单位：万元"]  # or the figures would change
    assert cells[2] == [*HEAD, "退回原因"]
    assert cells[3][2] == "=HYPERLINK(1)"
    assert sheet["C4"].data_type == "s"
    assert cells[3][4] == 1002
    assert "缺少“学校名称”" in str(cells[3][9])
    assert len(cells) == 4
    fine = read_book(write(tmp_path / "b.xlsx", [["项目表"], ["单位：万元"], HEAD, *works(2)]))
    assert send_back(review(desk, fine, Options())) is None


def test_a_corrected_mapping_is_known_next_time(desk: Desk, tmp_path: Path) -> None:
    rows = [["学校", "项目名称", "面积", "某某数"], ["甲小学", "a", 10, 5]]
    path = write(tmp_path / "a.xlsx", rows)
    (found,) = read_book(path).tables
    importing.remember_mapping(
        desk,
        found.signature,
        {"A": "school", "B": "project", "C": "planned_area", "D": "planned_investment"},
    )
    assert importing.mappings(desk)[found.signature]["D"] == "planned_investment"
    row = run_import(desk, path).to_json()["tables"][0]["rows"][0]
    assert "planned_investment_yuan" in row
    importing.forget_mapping(desk, found.signature)
    assert importing.mappings(desk) == {}


def test_half_an_import_is_none(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facilitydesk.store.unit import Unit

    real = Unit.insert_many
    calls = []

    def failing(self: Unit, table: Any, rows: Any) -> list[int]:
        calls.append(table.name)
        if table.name == "week_entry":
            raise Trouble("disk.full")
        return real(self, table, rows)

    monkeypatch.setattr(Unit, "insert_many", failing)
    with pytest.raises(Trouble):
        run_import(desk, listed(tmp_path, works(3)))
    assert "project" in calls
    monkeypatch.undo()
    assert summary(desk)["projects"] == 0
    assert schools.rows(desk) == ()


def test_a_long_list_goes_in_on_both_engines(any_desk: Desk, tmp_path: Path) -> None:
    """More than 200 rows take the short road to the driver."""
    rows = works(250)
    result = run_import(any_desk, listed(tmp_path, rows))
    assert result.changed["projects"]["created"] == 250
    answer = summary(any_desk)
    assert answer["planned_area_m2"] == f"{sum(row[4] for row in rows)}.00"
    with any_desk.read() as connection:
        assert verify_part(connection, (0, ""))[0] is None
    undoing.undo_last(any_desk)
    assert summary(any_desk)["projects"] == 0
