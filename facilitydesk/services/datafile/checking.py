"""Whether a file is a sound data file of ours: at every opening quickly, on demand thoroughly."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.desk import Desk
from facilitydesk.store import migrate, parts, tables
from facilitydesk.store.base import metadata
from facilitydesk.store.engine import APPLICATION_ID, is_server

if TYPE_CHECKING:
    from facilitydesk.services.journal.auditing import Anchor

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes; user_version stands at 60, application_id at 68


@contextmanager
def reached(path: Path) -> Iterator[None]:
    """Within, a disk that does not give a file out raises Trouble("file.unreadable")."""
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise Trouble("file.unreadable", path=path, detail=detail) from error
    except sqlite3.OperationalError as error:
        raise Trouble("file.unreadable", path=path, detail=error.sqlite_errorname) from error


def check_file(path: Path) -> bool:
    """Raises Trouble when a file is missing, no data file of ours, too new or cut off.

    True when the last session ended in the middle of a change, which was now taken back. What the
    disk itself raises is for `reached`.
    """
    if not path.is_file():
        raise Trouble("file.missing", path=path)
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        raise Trouble("file.damaged", path=path)
    if not header.startswith(_MAGIC):
        raise Trouble("file.not_ours", path=path)
    if len(header) < _HEADER:
        raise Trouble("file.damaged", path=path)
    version = int.from_bytes(header[60:64], "big")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        # The header of any page size is filled in; one of all zeros or ones is a damaged file.
        damaged = header[16:18] not in _PAGE_SIZES
        raise Trouble("file.damaged" if damaged else "file.not_ours", path=path)
    if version // 100 > migrate.SCHEMA // 100:
        known = f"{migrate.SCHEMA / 100:.2f}"
        raise Trouble("file.too_new", path=path, found=f"{version / 100:.2f}", known=known)
    recovered = _recover(path)
    _check_length(path)
    return recovered


_PAGE_SIZES = {size.to_bytes(2, "big") for size in (1, *(1 << n for n in range(9, 16)))}


def _recover(path: Path) -> bool:
    """Takes back the change in which a program was killed; SQLite keeps what is needed beside it.

    Must come before the length is looked at, because such a file may be of any length.
    """
    beside = path.with_name(path.name + "-journal")
    if not beside.is_file() or beside.stat().st_size == 0:
        return False
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    opened = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rw' if writable else 'ro'}", uri=True
    )
    try:
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        name = error.sqlite_errorname
        if name.startswith("SQLITE_READONLY"):
            raise Trouble("file.recover", path=path) from error
        if name.startswith("SQLITE_CANTOPEN"):
            raise
        if not name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):  # another program is writing
            raise Trouble("file.damaged", path=path) from error
        return False
    except (sqlite3.DatabaseError, UnicodeError) as error:  # a message may quote spoilt text
        raise Trouble("file.damaged", path=path) from error
    finally:
        opened.close()
    return not beside.is_file() or beside.stat().st_size == 0


def _check_length(path: Path) -> None:
    opened = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        pages = opened.execute("PRAGMA page_count").fetchone()[0]
        page_size = opened.execute("PRAGMA page_size").fetchone()[0]
        if path.stat().st_size < pages * page_size:
            raise Trouble("file.damaged", path=path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith("SQLITE_CANTOPEN"):
            raise
        if not error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Trouble("file.damaged", path=path) from error
    except (sqlite3.DatabaseError, UnicodeError) as error:  # a message may quote spoilt text
        raise Trouble("file.damaged", path=path) from error
    finally:
        opened.close()


@dataclass(frozen=True)
class Verified:
    """What a check of a data file found; `faults` is empty when all is well."""

    counts: dict[str, int]
    operations: int
    head: str  # hash of the last operation
    faults: tuple[str, ...]


def verify(desk: Desk, heads: Iterable[Anchor] = ()) -> Verified:
    """Check a data file: its pages, references, the chain of the journal, and the filed papers.

    `heads` are heads of the journal as they are known elsewhere, from paper or a package.
    """
    from facilitydesk.services.datafile import inspection
    from facilitydesk.services.journal import auditing
    from facilitydesk.services.money import closing
    from facilitydesk.services.projects import attachments

    faults: list[str] = []
    with desk.read() as connection:
        if not is_server(desk.place):
            answer = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
            faults += [f"结构检查：{line}" for line in answer if line != "ok"]
            if not faults:
                faults += parts.missing(tuple(r) for r in connection.exec_driver_sql(parts.QUERY))
            if faults:  # what is read from damaged pages means nothing, and may never end
                return Verified({}, 0, "", tuple(faults))
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            faults += [f"引用检查：{row[0]} 中有记录引用了不存在的 {row[2]}" for row in broken]
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in sorted(metadata.tables.items())
        }
        faults += [problem.message for problem in closing.check(connection)]
        op = tables.operation
        last = connection.execute(select(op.c.seq, op.c.hash).order_by(op.c.seq.desc()).limit(1))
        row = last.first()
    faults += [problem.message for problem in auditing.check(desk, heads)]
    if not is_server(desk.place):
        faults += inspection.row_faults(desk.file)
    for paper in attachments.missing(desk, thorough=True):
        fault = "与登记时不符" if paper.damaged else "不在资料文件夹中"
        faults.append(f"“{paper.project}”的资料“{paper.name}”{fault}")
    return Verified(counts, row.seq if row else 0, row.hash if row else "", tuple(faults))
