"""Running a command as an officer does: its exit code, and its answer in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from facilitydesk.app import main


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any]]:
    def go(*words: str) -> tuple[int, Any]:
        code = main([*words, "--json"])
        out, err = capfd.readouterr()
        assert err == ""
        return code, json.loads(out)

    return go
