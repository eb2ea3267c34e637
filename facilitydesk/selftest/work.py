"""An officer's work in small: data, a workbook taken in, a cell typed and taken back, paper."""

from __future__ import annotations

from facilitydesk.resources import resource
from facilitydesk.selftest.bench import AS_OF, MONDAY, RARE, Bench, Step, clock, expect

OFFICER = "自检"


def create(bench: Bench) -> str:
    """Make the demonstration data, so that migrations and the journal have run."""
    from facilitydesk.services.demo.make import create_demo

    create_demo(bench.file, today=AS_OF, clock=clock).close()
    return f"{bench.file.stat().st_size // 1024} KB"


def take_in(bench: Bench) -> str:
    """Read an .xls in the reading child and take its rows in."""
    from facilitydesk.interchange.importing import run_import
    from facilitydesk.services.datafile import files

    book = resource("selftest/projects.xls")
    desk = files.open_desk(bench.file, officer=OFFICER, clock=clock)
    try:
        result = run_import(desk, book, kind="projects")
    finally:
        desk.close()
    expect(not result.refused, result.summary())
    return result.summary().splitlines()[0]


def edit(bench: Bench) -> str:
    """Type a cell, take it back, do it again, and see the figures follow each time."""
    from facilitydesk.domain.quantities import Area
    from facilitydesk.services import figures, week
    from facilitydesk.services.datafile import files
    from facilitydesk.services.journal import undoing

    desk = files.open_desk(bench.file, officer=OFFICER, clock=clock)
    try:
        rows = week.sheet(desk, MONDAY).rows
        row = next((row for row in rows if row.school == RARE[0]), None)
        if row is None:
            raise LookupError(RARE[0])

        def started() -> Area:
            return figures.ask(desk, figures.Scope(AS_OF)).groups[0].figures.started_area

        before = started()
        cell = week.Cell(row.work_id, "started_area", Area.of("750.00"))
        week.enter(desk, MONDAY, [cell])
        after = started()
        expect(after.raw - before.raw == 75_000, f"{before} → {after}")
        undoing.undo_last(desk)
        expect(started() == before, f"撤销后为 {started()}")
        undoing.redo_last(desk)
        expect(started() == after, f"重做后为 {started()}")
        return figures.ask(desk, figures.Scope(AS_OF)).groups[0].figures.start_rate.explain()
    finally:
        desk.close()


def paper(bench: Bench) -> str:
    """Print a table with rare characters and find them in its pages; write it for Excel and Word."""
    from facilitydesk.reports.paper.preview import Preview
    from facilitydesk.reports.producing import produce
    from facilitydesk.services.datafile import files

    target = bench.folder / "进度表.pdf"
    written = [target.with_suffix(ending) for ending in (".xlsx", ".docx")]
    desk = files.open_desk(bench.file, readonly=True, clock=clock)
    try:
        made = produce(desk, "progress_table", as_of=AS_OF, out=target)
        for out in written:
            produce(desk, "progress_table", as_of=AS_OF, out=out)
    finally:
        desk.close()
    with Preview(target.read_bytes()) as pages:
        text = "".join(pages.text(page) for page in range(len(pages)))
        pages.image(0, 1.0)
    for school in RARE:
        expect(school in text, f"PDF中找不到“{school}”")
    for out in written:
        expect(out.read_bytes().startswith(b"PK"), f"{out.suffix[1:]} 不完整")
    sizes = "，".join(f"{out.suffix[1:]} {out.stat().st_size // 1024} KB" for out in written)
    return f"PDF {made.pages} 页，{sizes}，含 𣗋、𬭼"


def verify(bench: Bench) -> str:
    """Check the data file as `facilitydesk verify` does."""
    from facilitydesk.services.datafile import files

    desk = files.open_desk(bench.file, readonly=True)
    try:
        found = files.verify(desk)
    finally:
        desk.close()
    expect(not found.faults, "；".join(found.faults))
    return f"{found.operations} 条操作，数据文件完好"


def password(_bench: Bench) -> str:
    """Keep and prove a password, with the library that a frozen program may lack."""
    from facilitydesk.services.people import passwords

    kept = passwords.hashed("春风又绿江南岸2026")
    expect(kept.startswith("$argon2id$"), "密码不是按Argon2id保存")
    expect(passwords.fits(kept, "春风又绿江南岸２０２６"), "密码核对不符")
    expect(not passwords.fits(kept, "春风又绿江南岸2025"), "错误的密码被接受")
    return "Argon2id"


STEPS: tuple[Step, ...] = (
    ("演示数据", create),
    ("导入表格（xls）", take_in),
    ("填报、撤销与统计", edit),
    ("报表", paper),
    ("密码", password),
    ("检查数据文件", verify),
)
