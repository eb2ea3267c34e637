"""Here a desk stands on both engines in turn."""

from __future__ import annotations

import pytest

from facilitydesk.services.desk import Desk


@pytest.fixture
def desk(any_desk: Desk) -> Desk:
    """A desk on a fresh data file or database of 临溪县, for the officer 王敏."""
    return any_desk
