"""Papers and photos of a project: files beside the data file, known by their SHA-256.

The file is complete and synced before its row commits, so that no row ever speaks of a file that
was not there. Deleting a row keeps the file: an undo brings the row back, and another project may
hold the same paper. The display name is only a name; no path is ever made of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from facilitydesk import atomic
from facilitydesk.domain.file_names import clean_file_name
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.domain.words.terms import CodeList
from facilitydesk.services import edits, rules, settings
from facilitydesk.services.desk import Desk
from facilitydesk.services.edits import Column, Edit, Edited, Kind
from facilitydesk.services.projects.attachment_files import keep
from facilitydesk.store import tables
from facilitydesk.store.backup_folder import is_copy
from facilitydesk.store.unit import Changes, Unit

_T = tables.attachment


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """One paper or photo; `there` says whether its file is in the folder."""

    id: int
    revision: int
    project_id: int
    kind: str
    name: str
    number: str
    day: date | None
    size: int
    sha256: str
    there: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A paper whose file is not in the folder, or no longer what it was (`damaged`)."""

    project: str
    name: str
    damaged: bool


def _name(_unit: Unit, _row_id: int | None, value: Any) -> str:
    return clean_file_name(value or "")


KIND = Kind(
    _T,
    "资料",
    {
        "name": Column("name", _name, required=True),
        "kind": Column("kind", rules.listed(CodeList.ATTACHMENT_KIND)),
        "number": Column("number", rules.text()),
        "day": Column("day", rules.day("日期"), kind=date),
    },
    terms={"kind": "资料类别"},
)


def folder(desk: Desk) -> Path:
    """Where the files lie: NAME.files beside the data file, or the folder set for a server.

    Raises Refused("attachment.no_folder") for a server without one.
    """
    if isinstance(desk.place, Path):
        if is_copy(desk.place):  # a backup's papers lie together beside all backups
            place = desk.place.absolute().parent
            above = (place, place.parent)
            found = [path for folder in above for path in sorted(folder.glob("*.files"))]
            return next(iter(found), desk.place.with_suffix(".files"))
        return desk.place.with_suffix(".files")
    shared = str(settings.load(desk).values["attachment_folder"])
    if not shared:
        raise Refused("attachment.no_folder")
    return Path(shared)


def rows(desk: Desk, project_id: int) -> tuple[AttachmentRow, ...]:
    """The papers of a project in the order they came."""
    return of_projects(desk, (project_id,))


def of_projects(desk: Desk, project_ids: Sequence[int]) -> tuple[AttachmentRow, ...]:
    """The papers of several projects in the order they came."""
    query = select(_T).where(_T.c.project_id.in_(list(project_ids))).order_by(_T.c.id)
    with desk.read() as connection:
        found = connection.execute(query).mappings().all()
    place = folder(desk) if found else Path()
    keys = ("id", "revision", "project_id", "kind", "name", "number", "day", "size", "sha256")
    return tuple(
        AttachmentRow(**{key: row[key] for key in keys}, there=(place / row["sha256"]).is_file())
        for row in found
    )


def add(desk: Desk, project_id: int, paths: Iterable[Path], *, kind: str = "") -> Edited:
    """File papers with a project in one operation; photos are reduced to 2,000 pixels.

    Raises Refused for what is no file, empty, too large or a broken picture, and Trouble when the
    disk does not take it; then none of them is filed.
    """
    if desk.readonly:
        raise Trouble("file.read_only", path=desk.place)
    place = folder(desk)
    kept = [keep(place, Path(path)) for path in paths]
    with desk.operation("attachment.add", "") as unit:
        project = unit.row(tables.project, project_id)["name"]
        word = rules.listed(CodeList.ATTACHMENT_KIND)(unit, None, kind)
        one = f"“{kept[0].name}”" if len(kept) == 1 else f"（{len(kept)}份）"
        unit.head.label = f"“{project}”添加资料{one}"
        added = unit.insert_many(
            _T,
            [
                {
                    "project_id": project_id,
                    "kind": word or ("照片" if item.photo else ""),
                    "name": item.name,
                    "sha256": item.sha256,
                    "size": item.size,
                }
                for item in kept
            ],
        )
    return Edited(unit.result, (), tuple(added))


def enter(desk: Desk, cells: Sequence[Edit]) -> Edited:
    """Change the name, kind, number or date of papers."""
    return edits.enter(desk, KIND, cells)


def delete(desk: Desk, attachment_ids: Iterable[int]) -> Changes:
    """Take papers off their projects; the files stay in the folder."""
    ids = list(attachment_ids)
    with desk.operation("attachment.delete", "") as unit:
        names = [unit.row(_T, row_id)["name"] for row_id in ids]
        one = f"“{names[0]}”" if len(names) == 1 else f"（{len(names)}份）"
        unit.head.label = f"删除资料{one}"
        for row_id in ids:
            unit.delete(_T, row_id)
    return unit.result


def content(desk: Desk, row: AttachmentRow) -> bytes:
    """The bytes of a paper. Raises Trouble("attachment.missing") naming the folder."""
    path = folder(desk) / row.sha256
    try:
        return path.read_bytes()
    except OSError as error:
        raise Trouble("attachment.missing", name=row.name, folder=path.parent.name) from error


def copy_to(desk: Desk, row: AttachmentRow, target_folder: Path) -> Path:
    """A copy of a paper under its display name, for looking at it or sending it on.

    The filed one is never handed out: an altered file would no longer be the one that was filed.
    """
    data = content(desk, row)
    target = target_folder / clean_file_name(row.name)
    number = 1
    while target.exists() and target.read_bytes() != data:
        number += 1
        clean = Path(clean_file_name(row.name))
        target = target_folder / f"{clean.stem}（{number}）{clean.suffix}"
    if not target.exists():
        atomic.save(target, data)
    return target


def missing(desk: Desk, *, thorough: bool = False) -> tuple[Missing, ...]:
    """The papers whose files are not there; `thorough` also reads each and compares its hash."""
    project = tables.project
    query = (
        select(_T.c.name, _T.c.sha256, _T.c.size, project.c.name.label("project"))
        .join(project, project.c.id == _T.c.project_id)
        .order_by(project.c.id, _T.c.id)
    )
    with desk.read() as connection:
        found = connection.execute(query).all()
    if not found:
        return ()
    try:
        place = folder(desk)
    except Refused:
        return tuple(Missing(row.project, row.name, damaged=False) for row in found)
    answer = []
    for row in found:
        path = place / row.sha256
        if not path.is_file():
            answer.append(Missing(row.project, row.name, damaged=False))
        elif path.stat().st_size != row.size or (thorough and atomic.file_hash(path) != row.sha256):
            answer.append(Missing(row.project, row.name, damaged=True))
    return tuple(answer)
