"""What the tests of people begin with: passwords that cost nothing, and what the window told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from facilitydesk.gui.context import Context
from facilitydesk.services.desk import Desk
from facilitydesk.services.people import passwords
from tests.gui.desks import Notices, context_on


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passwords, "_PASSES", 1)


@pytest.fixture
def told(desk: Desk) -> Iterator[tuple[Context, Notices]]:
    with context_on(desk) as made:
        yield made
