"""What goes out with the project: no paths of one machine, no leftovers, texts in UTF-8."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Written in pieces, so that this file does not find itself.
LEFTOVERS = re.compile(
    "|".join(
        [
            r"(?<![\w./-])/" + r"work/",  # the folder of one machine
            r"(?<![\w/])/" + r"home/\w+/",
            r"\.\./" + r"shared\b",
            r"\.librar" + r"y/",
            r"registry\." + r"npmjs",
            r"pypi\." + r"org/simple",
            r"files\.python" + r"hosted",
            r"npm" + r"mirror|" + r"mirrors?\.(aliyun|tuna|ustc)",
            r"\b(issue|pull request|PR) ?" + r"#\d+",
            r"\b(chat" + r"gpt|open" + r"ai|anthro" + r"pic|clau" + r"de|copi" + r"lot)\b",
            r"\b(sub" + r"agent|language " + r"model|this sess" + r"ion)\b",
            r"<<<<<" + r"<< |>>>>>" + r">> ",
        ]
    ),
    re.IGNORECASE,
)
TEXTS = {".py", ".md", ".toml", ".txt", ".ini", ".mako", ".spec", ".cfg", ".yml", ".yaml", ".json"}


def tracked() -> list[Path]:
    """The files that go out; without a git checkout (an unpacked archive) there is no list."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "-z"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return sorted(path for path in (ROOT / "facilitydesk").rglob("*.py"))
    found = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in found if path.is_file()]


def is_text(path: Path) -> bool:
    return path.suffix in TEXTS or path.parent.name == ".ci"


FILES = [path for path in tracked() if is_text(path)]


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert any(path.suffix == ".py" for path in FILES)


def test_no_leftovers_of_a_workplace() -> None:
    found = [
        f"{label(path)}:{number} {line.strip()}"
        for path in FILES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LEFTOVERS.search(line)
    ]
    assert found == []


def test_the_search_for_leftovers_would_find_them() -> None:
    for line in ("see /" + "work/main", "pip -i https://pypi." + "org/simple", "PR #" + "12"):
        assert LEFTOVERS.search(line)
    for line in ("a network/work/flow", "scope='session'", "colour #112233", "the issue (问题)"):
        assert not LEFTOVERS.search(line)


def test_nothing_made_by_running_the_program_is_tracked() -> None:
    made = {".fdk", ".pyc", ".log", ".tmp", ".orig", ".rej", ".bak"}
    assert [label(path) for path in tracked() if path.suffix in made] == []
