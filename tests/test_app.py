"""The program started where there is nothing to draw on."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a desktop is always there")
@pytest.mark.parametrize("words", [(), ("--demo",), ("临溪县.fdk",)])
def test_without_a_screen_one_sentence_stands_in_for_the_window(words: tuple[str, ...]) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "facilitydesk", *words],
        capture_output=True,
        env={key: value for key, value in os.environ.items() if key not in screens},
        timeout=60,
        check=False,
    )
    said = done.stderr.decode()
    assert (done.returncode, done.stdout) == (3, b"")
    assert said.startswith("这里没有图形界面，窗口没有打开，数据没有改动")
    assert said.count("\n") == 1
