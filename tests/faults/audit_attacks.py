"""Four attacks on the journal, and how many are found without and with a head from paper.

`python -m tests.faults.audit_attacks` prints the figure: attacks found 4/4 with anchors; the chain
alone finds two.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from facilitydesk.services.datafile import files
from facilitydesk.services.journal import auditing
from facilitydesk.services.journal.auditing import Anchor
from facilitydesk.store import tables
from facilitydesk.store.journal import Change, Head, digest

Attack = Callable[[Path], None]


def run(path: Path, *statements: str) -> None:
    """Change a data file as a database tool would."""
    with closing(sqlite3.connect(path)) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()


def edit(path: Path) -> None:
    """Another officer's name for the third operation's deed: its label is changed."""
    run(path, "UPDATE operation SET label = '别的' WHERE seq = 3")


def delete(path: Path) -> None:
    """Two operations in the middle are deleted."""
    for table in ("change", "operation"):
        run(path, f"DELETE FROM {table} WHERE seq IN (4, 5)")


def cut(path: Path) -> None:
    """All but the first five operations are deleted."""
    for table in ("change", "operation"):
        run(path, f"DELETE FROM {table} WHERE seq > 5")


def rewrite(path: Path) -> None:
    """The third operation says something else, and every hash is computed anew as we do it."""
    edit(path)
    hashes: list[tuple[str, str, int]] = []
    previous = ""
    with closing(files.open_desk(path, readonly=True)) as desk, desk.read() as connection:
        rows = connection.execute(select(tables.operation).order_by(tables.operation.c.seq))
        for row in rows.mappings().all():
            query = select(tables.change).where(tables.change.c.seq == row["seq"])
            changes = [
                Change(*each[2:])
                for each in connection.execute(query.order_by(tables.change.c.position))
            ]
            names = ("kind", "label", "officer_id", "at", "undoable", "mode", "reverses")
            now = digest(row["seq"], Head(**{name: row[name] for name in names}), previous, changes)
            hashes.append((now, previous, row["seq"]))
            previous = now
    with closing(sqlite3.connect(path)) as other:
        other.executemany("UPDATE operation SET hash = ?, previous_hash = ? WHERE seq = ?", hashes)
        other.commit()


ATTACKS: dict[str, Attack] = {"edit": edit, "delete": delete, "tail cut": cut, "rewrite": rewrite}


def found(path: Path, heads: list[Anchor]) -> tuple[str, ...]:
    """What the check says of a file."""
    with closing(files.open_desk(path, readonly=True)) as desk:
        return tuple(problem.message for problem in auditing.check(desk, heads))


def measure(path: Path) -> dict[str, tuple[bool, bool]]:
    """Each attack on a fresh copy of a file: found by the chain alone, found with its head."""
    with closing(files.open_desk(path, readonly=True)) as desk:
        head = auditing.current(desk)
    results = {}
    with tempfile.TemporaryDirectory(prefix="facilitydesk-audit-") as folder:
        for name, attack in ATTACKS.items():
            copy = Path(folder) / f"{name}.fdk"
            shutil.copyfile(path, copy)
            attack(copy)
            results[name] = (bool(found(copy, [])), bool(found(copy, [head])))
    return results


def main() -> int:
    from facilitydesk.services.demo import demo_copy

    with tempfile.TemporaryDirectory(prefix="facilitydesk-audit-") as folder:
        results = measure(demo_copy(Path(folder)))
    for name, (alone, anchored) in results.items():
        print(f"{name:<10} chain alone: {alone!s:<6} with a head from paper: {anchored}")
    without, with_head = (sum(column) for column in zip(*results.values(), strict=True))
    count = len(results)
    print(f"audit attacks found: {with_head}/{count} with anchors, {without}/{count} without")
    return 0 if with_head == count else 1


if __name__ == "__main__":
    raise SystemExit(main())
