"""Why a data file did not open."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitydesk.domain.problems import Trouble
from facilitydesk.services.datafile import files
from tests.store_fixtures import clock


def refusal(path: Path | str, *, readonly: bool = False) -> Trouble:
    with pytest.raises(Trouble) as told:
        files.open_desk(path, readonly=readonly, clock=clock)
    return told.value
