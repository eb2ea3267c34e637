"""The figures of the scoreboard: what each is, its aim, and how it is measured.

A measure answers (what was found, whether the aim was met); None: could not be measured here.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from tests.faults import feeding, kills, mutations, power, syscalls, texts

ROOT = Path(__file__).parents[2]
Found = tuple[str, bool | None]
Options = argparse.Namespace
KEPT: dict[str, list[str]] = {"gaps": []}


def scaled(options: Options, count: int) -> int:
    return max(1, count // 10) if options.quick else count


def killed(options: Options) -> Found:
    told = kills.run(scaled(options, 1000), options.seed)
    KEPT["gaps"] += told.gaps
    text = f"{len(told.lost)} lost in {told.kills} kills, {told.acknowledged:,} acknowledged"
    return text, not told.lost and told.acknowledged > told.kills


def power_cuts(options: Options) -> Found:
    cuts = scaled(options, 600)
    off = power.run(max(10, cuts // 6), options.seed, "DELETE/OFF")
    good = power.run(max(10, cuts // 6), options.seed, "DELETE/EXTRA")
    told = power.run(cuts, options.seed)
    KEPT["gaps"] += ["partial"] * told.partial + ["corrupt"] * told.corrupt
    sound = off.runs_with_loss > off.cuts // 2 and not (good.lost or good.corrupt or good.partial)
    text = (
        f"{told.lost} lost in {told.cuts} cuts, {told.acknowledged:,} acknowledged; controls:"
        f" OFF lost in {off.runs_with_loss} of {off.cuts}, DELETE/EXTRA {good.lost} of {good.cuts}"
    )
    return text, sound and not told.lost


def partial(_options: Options) -> Found:
    gaps = KEPT["gaps"]
    return f"{len(gaps)} in the kills and cuts above {gaps[:2] or ''}".strip(), not gaps


def proved_by(*words: str, counted: str = "") -> Callable[[Options], Found]:
    """Tests of the suite that are the measure themselves; what they counted is summed up."""

    def measure(_options: Options) -> Found:
        with tempfile.TemporaryDirectory() as folder:
            notes = Path(folder) / "notes.xml"
            command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]
            command += ["-o", "junit_family=xunit1", f"--junitxml={notes}", *words]
            told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            noted = notes.read_text(encoding="utf-8") if counted and notes.exists() else ""
        last = (told.stdout.strip().splitlines() or ["nothing"])[-1].strip("= ")
        if counted:
            found = [int(n) for n in re.findall(f'name="{counted}" value="(\\d+)"', noted)]
            last = f"{sum(found):,} {counted} in {len(found)} scripts; {last}"
        return last, told.returncode == 0 and re.search(r"\d+ passed", last) is not None

    return measure


def system_calls(options: Options) -> Found:
    told = syscalls.sweep(scaled(options, 2000), options.seed, options.jobs)
    if told is None:
        return "strace or tracing is missing", None
    text = f"{len(told.wrong)} wrong at {told.points} points ({told.hit} calls replaced)"
    return f"{text} {told.wrong[:2] or ''}".strip(), not told.wrong and told.hit > told.points // 2


def rotations(options: Options) -> Found:
    from tests.faults.rotating import rotate

    told = rotate(scaled(options, 10_000), options.seed)
    text = (
        f"{told.sound:,} of {told.listed:,} listed in {told.rotations:,} rotations,"
        f" {told.faults:,} faults, {told.refused:,} backups refused"
    )
    return text, told.sound == told.listed > told.rotations // 10


def drill(_options: Options) -> Found:
    from tests.faults.rotating import restore_drill

    seconds, lost = restore_drill()
    text = f"{seconds:.1f} s, {lost} rows lost; 3 clicks (list, restore, confirm)"
    return text, seconds <= 60 and not lost


def malformed(options: Options) -> Found:
    with tempfile.TemporaryDirectory() as name:
        told = feeding.feed(mutations.files(Path(name), scaled(options, 2000), options.seed))
    first = (told.crashes + told.hangs + told.partial)[:2] or ""
    return f"{told} {first}".strip(), not (told.crashes or told.hangs or told.partial)


def bombs(_options: Options) -> Found:
    from tests.interchange.test_hostile import BOMBS, SHEET, build, sheet

    far = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    entity = b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "x">]><worksheet/>'
    row = b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>'
    many = b"".join(row % n for n in range(900_000))
    more = {
        "far": {SHEET: sheet(far)},
        "entity": {SHEET: entity},
        "many": {SHEET: sheet(b"<sheetData>" + many + b"</sheetData>")},
    }
    with tempfile.TemporaryDirectory() as name:
        paths = [build(Path(name) / f"{key}.xlsx", parts) for key, parts in (BOMBS | more).items()]
        before = feeding.now_mb()
        told = feeding.feed(paths)
        told.grown_mb = feeding.now_mb() - before
    met = told.child_mb <= 300 and told.slowest <= 10 and told.refused == told.files
    return f"{told}", met and not told.crashes


def corpus(_options: Options) -> Found:
    from tests.domain.test_cells import corpus, read

    wrong = []
    for kind, scale, text, expected, code in corpus():
        found = read(kind, scale, text)
        shown = "" if found.value is None else str(getattr(found.value, "raw", found.value))
        if (shown, found.problem.code if found.problem else "") != (expected, code):
            wrong.append(text)
    return f"{len(wrong)} wrong of {len(corpus())} lines", not wrong and len(corpus()) >= 500


def identity(options: Options) -> Found:
    wanted = texts.texts(scaled(options, 10_000), options.seed)
    told = texts.in_a_workbook(wanted)
    text = (
        f"{len(told.differing)} differences, {told.formulas} formulas in {len(wanted):,} texts"
        f" {told.differing[:2] or ''}"
    )
    return text.strip(), not told.differing and not told.formulas


def paper(options: Options) -> Found:
    from tests.reports.papers import MARKUP, RARE

    wanted = [*MARKUP, *RARE, *texts.texts(scaled(options, 10_000), options.seed)]
    wrong = texts.on_paper(wanted)
    text = f"{len(wrong)} wrong of {len(MARKUP)} of markup and {len(wanted) - len(MARKUP):,} others"
    return f"{text} {wrong[:2] or ''}".strip(), not wrong


def money(options: Options) -> Found:
    import sqlite3

    rng = Random(options.seed)
    values = [rng.randrange(-(10**13), 10**13) for _ in range(scaled(options, 10**6))]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE t (v INTEGER) STRICT")
        db.executemany("INSERT INTO t VALUES (?)", ((value,) for value in values))
        exact = db.execute("SELECT sum(v) FROM t").fetchone()[0] == sum(values)
        db.execute("DELETE FROM t")
        db.execute("INSERT INTO t VALUES (?)", (2**63 - 1,))
        largest = db.execute("SELECT sum(v) FROM t").fetchone()[0] == 2**63 - 1
    return (
        f"SUM of {len(values):,} rows {'exact' if exact else 'WRONG'}; to 9.2×10¹⁶ 元",
        exact and largest,
    )


def bit_flips(options: Options) -> Found:
    from facilitydesk.services.demo.make import create_demo
    from tests.faults.test_bit_flips import content, flip
    from tests.store_fixtures import NOW

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "临溪县.fdk"
        create_demo(path, today=NOW.date()).close()
        told = flip(path.read_bytes(), content(path), path, scaled(options, 500), options.seed)
    return (
        f"{told.silent} silent; {told.found} found, {told.without_effect} without effect",
        not told.silent,
    )


def real(options: Options) -> Found:
    from tests.faults.real_books import gather

    if not options.books:
        return "give --books FOLDER (outside the project)", None
    books = gather(Path(options.books).absolute())
    if len(books) < 300:
        return f"only {len(books)} could be had", None
    chosen = Random(options.seed).sample(books, scaled(options, 1000))
    told = feeding.feed(chosen)
    first = (told.crashes + told.hangs + told.partial)[:2] or ""
    return f"{told} {first}".strip(), not (told.crashes or told.hangs or told.partial)


def large(options: Options) -> Found:
    from tests.faults.large import large_file

    if shutil.disk_usage(tempfile.gettempdir()).free < 6 << 30:
        return "no room for 2 GB", None
    told = large_file(scaled(options, 2000))
    return f"{told}", told.opened < 5 and told.grown_mb < 200


def table(_options: Options) -> Found:
    from tests.faults.fault_table import TESTS, UNTESTED, missing

    covered = [number for number, ids in TESTS.items() if ids and not missing(ids)]
    without = "; ".join(f"{number}: {why}" for number, why in UNTESTED.items())
    return f"{len(covered)} of 70 ({without})", len(covered) >= 62


def machine(options: Options) -> Found:
    from tests.faults.test_any_order import run

    examples = scaled(options, 200)
    run(examples, 30, options.seed)
    return f"0 differences from the model in {examples} runs of up to 30 deeds", True


FIGURES: dict[str, tuple[str, str, Callable[[Options], Found]]] = {
    "1": ("acknowledged actions lost in SIGKILLs", "0 in 1,000", killed),
    "2": ("acknowledged actions lost in power cuts", "0 in 600, OFF fails", power_cuts),
    "3": ("partial transactions or journal gaps in 1 and 2", "0", partial),
    "4": ("every statement fails once", "0 wrong", proved_by("tests/services/test_all_or_nothing.py", *(f"tests/services/{part}/test_all_or_nothing.py" for part in ("money", "equipment", "areas", "norms")), "tests/services/datafile/test_upgrading.py::test_a_step_that_fails_anywhere_leaves_the_file_as_it_was", "tests/services/datafile/test_restoring.py::test_stopped_at_any_step_one_whole_file_is_there", counted="statements")),
    "5": ("every system call fails once", "2,000 points, 0 wrong", system_calls),
    "6": ("full disks", "7/7", proved_by("tests/faults/test_atomic.py", "tests/faults/test_disk_faults.py", "tests/faults/test_backup_faults.py", "-k", "full")),
    "7": ("backups sound of those listed as good", "100 % in 10,000", rotations),
    "8": ("restore drill", "≤ 60 s, ≤ 4 clicks, 0 rows", drill),
    "9": ("malformed workbooks", "2,000: 0, 0, 0", malformed),
    "10": ("bombs: reading child", "≤ 300 MB, ≤ 10 s", bombs),
    "12": ("numbers and dates", "≥ 500 lines, 0 wrong", corpus),
    "13": ("written and read again", "10,000: 0, 0", identity),
    "14": ("PDF text is the input", "26 and 10,000: 100 %", paper),
    "15": ("money", "exact", money),
    "16": ("silent changes in bit flips", "0 in 500", bit_flips),
    "19": ("audit attacks found", "4/4", proved_by("tests/services/journal/test_auditing.py")),
    "20": ("longest freeze of the window", "< 100 ms", proved_by("tests/gui/backups/test_backups.py", "tests/faults/test_disk_faults.py", "tests/gui/importing/test_exchange_reading.py", "-k", "waits or gives_way or reading")),
    "21": ("faults of the table with a test", "≥ 62 of 70", table),
    "22": ("messages: what happened, what is safe, what to do", "100 %", proved_by("tests/domain/test_messages.py", "tests/domain/test_trouble_messages.py")),
    "machine": ("deeds in any order beside a model", "0 in 200 runs", machine),
    "real": ("real workbooks of other programs' tests", "≥ 300: 0, 0, 0", real),
    "large": ("a data file of 2 GB", "opens in < 5 s", large),
}  # fmt: skip
