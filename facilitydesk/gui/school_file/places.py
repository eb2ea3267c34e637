"""Where the cards of a school's page lead: the page behind each, narrowed to this school."""

from __future__ import annotations

from typing import Any

from facilitydesk.gui.school_file.words import equipment_view
from facilitydesk.services.school_file import SchoolFile


def place_of(key: str, found: SchoolFile) -> tuple[str, dict[str, Any]]:
    """The page behind a card, narrowed to this school."""
    mine: dict[str, Any] = {"school": found.school.id, "title": found.school.name}
    works = tuple(work.id for work in found.works)
    projects = tuple(dict.fromkeys(work.project_id for work in found.works))
    title = found.school.name
    places: dict[str, tuple[str, dict[str, Any]]] = {
        "facts": ("schools", {"schools": (found.school.id,), "title": title}),
        "areas": ("buildings", {"view": "movements", **mine}),
        "works": ("projects", {"works": works, "title": title}),
        "buildings": ("buildings", mine),
        "norms": ("norms", {"view": "gaps", **mine}),
        "bottom": ("norms", {"view": "bottom", **mine}),
        "equipment": ("equipment", {"view": equipment_view(found), **mine}),
        "money": ("funds", mine),
        "notes": ("problems", {"projects": projects, "title": title}),
    }
    return places[key]
