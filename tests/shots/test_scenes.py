"""Every page of the window has its picture, at least one."""

from __future__ import annotations

from facilitydesk.gui import pages
from tests.shots.stage import load_scenes


def test_every_page_has_a_scene() -> None:
    names = [scene.name for scene in load_scenes()]
    for entry in pages.entries():
        assert any(name.split("-")[0] == entry.key for name in names), entry.key
    assert len(names) == len(set(names))
