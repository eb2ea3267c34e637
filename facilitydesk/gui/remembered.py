"""What a PC remembers of the window: geometry, last file, widths and filters of grids.

Nothing here changes a figure or a paper; such settings are rows of the data file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from facilitydesk import atomic, places


def default_path() -> Path:
    """Where this PC keeps the window's settings (not created yet)."""
    return places.settings_folder() / "window.json"


class Settings:
    """One JSON file of plain values. A broken file is set aside as .bad, never deleted."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.set_aside: Path | None = None  # where a broken file went
        self._values: dict[str, Any] = {}
        self._dirty = False
        if path is not None and path.is_file():
            self._load(path)

    def get(self, key: str, default: Any = None) -> Any:
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Remember a plain value (text, number, list, dict); written by `flush`."""
        if self._values.get(key) != value or key not in self._values:
            self._values[key] = value
            self._dirty = True

    def flush(self) -> None:
        """Write what was set. A folder that cannot be written is no reason to disturb anyone."""
        if not self._dirty or self.path is None:
            return
        text = json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write(self.path, text.encode())
        except OSError:
            return
        self._dirty = False

    def _load(self, path: Path) -> None:
        try:
            self._values = dict(json.loads(path.read_text(encoding="utf-8")).items())
        except (OSError, ValueError, AttributeError, RecursionError):
            aside = path.with_name(path.name + ".bad")
            try:
                path.replace(aside)
                self.set_aside = aside
            except OSError:
                self.path = None  # neither readable nor movable: leave it alone
