"""Files kept under their SHA-256: complete and synced before anything speaks of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from facilitydesk import atomic
from facilitydesk.domain.file_names import clean_file_name
from facilitydesk.domain.problems import Refused, Trouble
from facilitydesk.services.projects.photos import is_photo, reduced

LARGEST_MB = 200
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    name: str
    sha256: str
    size: int
    photo: bool


def keep(place: Path, path: Path) -> Kept:
    """The file's content under its hash in the folder, complete and synced.

    Raises Refused: attachment.not_a_file, attachment.empty, attachment.too_large;
    Trouble("attachment.folder") when the folder does not take it.
    """
    name = clean_file_name(path.name)
    try:
        size = path.stat().st_size if path.is_file() else None
        if size is None:
            raise Refused("attachment.not_a_file", path=path)
        if size == 0:
            raise Refused("attachment.empty", name=name)
        if size > LARGEST_MB * _MB:
            raise Refused("attachment.too_large", name=name, size=size // _MB, limit=LARGEST_MB)
        data = path.read_bytes()
    except OSError as error:
        raise Refused("attachment.not_a_file", path=path) from error
    photo = is_photo(name)
    if photo:
        data, name = reduced(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    target = place / sha256
    try:
        place.mkdir(exist_ok=True)
        if not target.is_file() or atomic.file_hash(target) != sha256:
            atomic.write(target, data)
    except OSError as error:
        raise Trouble("attachment.folder", folder=place) from error
    return Kept(name, sha256, len(data), photo)
