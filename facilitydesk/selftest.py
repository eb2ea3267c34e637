"""`facilitydesk selftest`: the (frozen) program proves on this PC that each of its parts works.

It makes a data file in a temporary folder, takes in a workbook, types a cell and takes it back,
prints a bulletin, writes a workbook, paints a page, and looks at what came out. Nothing of the
officer's is touched.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from facilitydesk import __version__

AS_OF = date(2026, 3, 13)
MONDAY = date(2026, 3, 9)
BOOK = "学校名称,项目名称,建筑面积(㎡),计划投资(万元)\n𣗋溪小学,教学楼,1000,200\n东岭小学,食堂,500,90\n"


@dataclass
class Bench:
    """What the steps hand on to each other."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "自检 数据.fdk"


def run(argv: Sequence[str]) -> int:
    """Run all steps; 0 when each passed. `--json` as everywhere, `--out FILE` writes the answer
    to a file, for the windowed program that has no console."""  # noqa: D205,D209 - one thought
    words = list(argv)
    out = Path(words[words.index("--out") + 1]) if "--out" in words[:-1] else None
    results: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="facilitydesk-", ignore_cleanup_errors=True) as folder:
        bench = Bench(Path(folder))
        for name, step in STEPS:
            start = time.monotonic()
            try:
                said, passed = step(bench), True
            except Exception as error:  # noqa: BLE001 - each failure is an answer
                said, passed = f"{type(error).__name__}: {error}", False
            seconds = f"{time.monotonic() - start:.2f}"
            results.append({"step": name, "ok": passed, "seconds": seconds, "said": said})
    ok = all(result["ok"] for result in results)
    answer = {"version": __version__, "ok": ok, "steps": results}
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    if "--json" not in words:
        lines = [f"{'通过' if r['ok'] else '失败'}　{r['step']}　{r['said']}" for r in results]
        text = "\n".join([*lines, "自检通过" if ok else "自检未通过"])
    if out is not None:
        out.write_text(text, encoding="utf-8")
    elif sys.stdout is not None:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
        sys.stdout.buffer.flush()
    return 0 if ok else 1


def _create(bench: Bench) -> str:
    from facilitydesk.services import files

    desk = files.create(bench.file, home="自检县", officer="自检")
    desk.close()
    return f"{bench.file.stat().st_size // 1024} KB"


def _import(bench: Bench) -> str:
    from facilitydesk.interchange.importing import run_import
    from facilitydesk.services import files

    book = bench.folder / "项目表.csv"
    book.write_bytes(BOOK.encode("gb18030"))
    desk = files.open_desk(bench.file, officer="自检")
    try:
        result = run_import(desk, book)
    finally:
        desk.close()
    _expect(not result.refused, result.summary())
    return result.summary().splitlines()[0]


def _edit(bench: Bench) -> str:
    from facilitydesk.domain.quantities import Area
    from facilitydesk.services import figures, files, undoing, week

    desk = files.open_desk(bench.file, officer="自检", clock=_clock)
    try:
        rows = week.sheet(desk, MONDAY).rows
        _expect(len(rows) == 2, f"{len(rows)} 项")
        cell = week.Cell(rows[0].work_id, "started_area", Area.of("750.00"))
        week.enter(desk, MONDAY, [cell])
        undoing.undo_last(desk)
        undoing.redo_last(desk)
        answer = figures.ask(desk, figures.Scope(AS_OF)).groups[0].figures
    finally:
        desk.close()
    _expect(answer.start_rate.percent() == "50.00", answer.start_rate.explain())
    return answer.start_rate.explain()


def _paper(bench: Bench) -> str:
    from facilitydesk.reports.catalogue import produce
    from facilitydesk.reports.preview import Preview
    from facilitydesk.services import files

    desk = files.open_desk(bench.file, readonly=True, clock=_clock)
    try:
        target = bench.folder / "通报.pdf"
        made = produce(desk, "bulletin", as_of=AS_OF, out=target)
        produce(desk, "progress_table", as_of=AS_OF, out=bench.folder / "进度表.xlsx")
    finally:
        desk.close()
    paper = Preview(target.read_bytes())
    text = "".join(paper.text(page) for page in range(len(paper)))
    _expect("𣗋溪小学" in text, "PDF中找不到“𣗋溪小学”")
    paper.image(0, 1.0)
    return f"PDF {made.pages} 页，xlsx {(bench.folder / '进度表.xlsx').stat().st_size} 字节"


def _window(_bench: Bench) -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QLabel

    from facilitydesk.gui.application import make_application

    app = make_application()
    label = QLabel("𣗋溪小学 开工率 50.00%")
    label.show()
    app.processEvents()
    _expect(not label.grab().isNull(), "窗口没有画出")
    return f"Qt {qVersion()}（{app.platformName()}）"


def _password(_bench: Bench) -> str:
    from facilitydesk.services import passwords

    started = time.perf_counter()
    kept = passwords.hashed("春风又绿江南岸2026")
    _expect(kept.startswith("$argon2id$"), "密码不是按Argon2id保存")
    _expect(passwords.fits(kept, "春风又绿江南岸２０２６"), "密码核对不符")
    _expect(not passwords.fits(kept, "春风又绿江南岸2025"), "错误的密码被接受")
    return f"Argon2id，设置并核对用时 {time.perf_counter() - started:.1f} 秒"


def _verify(bench: Bench) -> str:
    from facilitydesk.services import files

    desk = files.open_desk(bench.file, readonly=True)
    try:
        found = files.verify(desk)
    finally:
        desk.close()
    _expect(not found.faults, "；".join(found.faults))
    return f"{found.operations} 条操作，数据文件完好"


def _expect(holds: object, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)


def _clock() -> datetime:
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, 2, tzinfo=UTC)


STEPS: tuple[tuple[str, Callable[[Bench], str]], ...] = (
    ("新建数据文件", _create),
    ("导入表格", _import),
    ("填报、撤销与统计", _edit),
    ("报表", _paper),
    ("窗口", _window),
    ("密码", _password),
    ("检查数据文件", _verify),
)
