"""A project list of 20,000 rows taken in, beside the same child's read and raw inserts.

The yardstick reads the workbook in the same child process and then puts the very rows that the
import made (journal included) into an empty data file with sqlite3's executemany.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from facilitydesk.interchange.importing import run_import
from facilitydesk.interchange.reader import read_raw
from facilitydesk.services.datafile import files
from facilitydesk.store.base import metadata
from tests.bench.measure import Row, compare, own_peak, table
from tests.store_fixtures import clock

ROWS = 20_000
_STAGES = ("主体施工", "装饰装修", "已完工", "正在招标", "基础施工")


def workbook(path: Path) -> None:
    """A project list as a county keeps it."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("项目进度")
    sheet.append(["临溪县教育项目进度表（截至2026年3月6日）"])
    sheet.append(["单位：万元、平方米"])
    sheet.append(
        "序号 乡镇 学校名称 项目名称 建设性质 年度 建筑面积 总投资 形象进度 开工面积 累计完成投资 存在问题".split()  # noqa: SIM905
    )
    for n in range(ROWS):
        area = 300 + n * 37 % 4000
        begun = _STAGES[n % 5] != "正在招标"
        sheet.append(
            [
                n + 1,
                f"第{n % 22}镇",
                f"第{n % 22}镇第{n % 660}小学",
                f"第{n}号教学楼",
                ("新建", "改扩建", "维修改造")[n % 3],
                2024 + n % 3,
                area,
                area * 25 / 100,
                _STAGES[n % 5],
                area if begun else None,
                area * 12 / 100 if begun else None,
                "缺人手" if n % 9 == 0 else None,
            ]
        )
    book.save(path)


def main() -> list[Row]:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "项目.xlsx"
        workbook(book)
        empty = folder / "empty.fdk"
        files.create(empty, home="临溪县", officer="王敏", clock=clock).close()
        numbers = iter(range(1000))

        def fresh() -> Path:
            path = folder / f"{next(numbers)}.fdk"
            path.write_bytes(empty.read_bytes())
            return path

        def ours() -> Path:
            path = fresh()
            with closing(files.open_desk(path, officer="王敏", clock=clock)) as desk:
                run_import(desk, book, as_of=date(2026, 3, 6), programme="能力提升")
            return path

        made = contents(ours(), empty)
        counted = {table: len(rows) for table, rows in made.items()}
        assert counted["project"] == counted["week_entry"] == ROWS, counted

        def bare() -> None:
            read_raw(book)
            put(fresh(), made)

        taken = compare({"ours": ours, "bare": bare}, rounds=3, warm_up=1)
    rows = [Row(f"import of {ROWS:,} rows", taken["ours"], taken["bare"], 2.5)]
    print(table(rows))
    print(
        f"rows made: {sum(counted.values()):,}, of them in the journal {counted['change']:,};"
        f" peak of both without the reading child {own_peak():.0f} MiB"
    )
    return rows


def contents(path: Path, empty: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that the import added, in an order in which references hold."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    with closing(sqlite3.connect(path)) as after, closing(sqlite3.connect(empty)) as before:
        for each in metadata.sorted_tables:
            known = set(before.execute(f'SELECT * FROM "{each.name}"'))
            rows = after.execute(f'SELECT * FROM "{each.name}"').fetchall()
            added = [row for row in rows if row not in known]
            if added:
                found[each.name] = added
    return found


def put(path: Path, made: dict[str, list[tuple[Any, ...]]]) -> None:
    """The same rows by hand, in one transaction with the same PRAGMAs."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for pragma in ("foreign_keys=ON", "synchronous=EXTRA", "journal_mode=TRUNCATE"):
            file.execute(f"PRAGMA {pragma}")
        file.execute("PRAGMA cache_size=-65536")
        file.execute("BEGIN IMMEDIATE")
        for name, rows in made.items():
            marks = ",".join("?" * len(rows[0]))
            file.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        file.execute("COMMIT")


if __name__ == "__main__":
    main()
