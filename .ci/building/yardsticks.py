"""Two small programs frozen by the same rules as ours, to hold our size and our start against.

`bare` is an empty window with a table; `minimal` adds what nobody with our task could leave out:
SQLAlchemy on SQLite and reportlab. Both end when their window has been painted.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from building import freeze, interpreter
from building.common import DIST, ROOT, BuildError, build_environment

WINDOW = (ROOT / "tests/bench/bare_window.py").read_text("utf-8")
NOTHING = "def work() -> None:\n    pass\n"
WORK = """def work() -> None:
    import io
    from PySide6 import QtPrintSupport, QtSvg
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import SimpleDocTemplate, Table
    from sqlalchemy import create_engine, text
    with create_engine("sqlite://").connect() as connection:
        assert connection.execute(text("select 1")).scalar() == 1
    SimpleDocTemplate(io.BytesIO()).build([Table([["1"]])])
"""
PROGRAMS = {
    "bare": WINDOW,
    "minimal": WINDOW.replace(NOTHING, WORK),
}
# What the rules of build.spec say of our own parts, and what stands for it in a yardstick.
REPLACED = {
    '["facilitydesk/__main__.py"]': '["yardstick.py"]',
    '    *collect_submodules("facilitydesk"),\n': "",
    '    *collect_submodules("alembic.ddl"),\n': "",
    '    "psycopg_binary",\n': "",
    '    "sqlalchemy.dialects.postgresql.psycopg",\n': "",
    '        ("db", "facilitydesk/_data/db"),\n': "",
    '        ("resources", "facilitydesk/_data/resources"),\n': "",
    "        *licences(),\n": "",
    '        ("CHANGELOG.md", "facilitydesk/_data"),\n': "",
    'executable("facilitydesk",': 'executable("yardstick",',
    '    name="facilitydesk",\n    upx=False,\n)': '    name="yardstick",\n    upx=False,\n)',
}


def build() -> dict[str, Path]:
    """Freeze both in the Debian that the release was frozen in; folders in dist by name."""
    system = interpreter.prepared()
    opt = system.folder / "opt"
    if not (opt / "venv").exists():
        raise BuildError("there is no release to compare with: python3 .ci/build linux")
    return {name: _freeze(name, code, opt) for name, code in PROGRAMS.items()}


def _freeze(name: str, code: str, opt: Path) -> Path:
    folder = opt / "yardstick"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "yardstick.py").write_text(code, encoding="utf-8")
    (folder / "LICENSE").write_text("", encoding="utf-8")
    spec = (opt / "source/build.spec").read_text(encoding="utf-8")
    for old, new in REPLACED.items():
        if old not in spec:
            raise BuildError(f"build.spec no longer says {old!r}: mend yardsticks.py")
        spec = spec.replace(old, new)
    if name == "bare":
        spec = spec.replace('    *collect_submodules("reportlab.graphics.barcode"),', "    ")
        spec = spec.replace('"reportlab.rl_settings",', "").replace(
            '"sqlalchemy.dialects.sqlite",', ""
        )
    (folder / "yardstick.spec").write_text(spec, encoding="utf-8")
    words = " ".join(f"{key}={value}" for key, value in build_environment().items())
    interpreter.prepared().run(
        f"set -e; export {words}; cd /opt/yardstick; /opt/venv/bin/python -m PyInstaller"
        " --noconfirm --distpath dist --workpath work yardstick.spec\n"
        + freeze.strip_lines("/opt/yardstick/dist/yardstick"),
        log=f"freeze-{name}",
        seconds=900,
    )
    target = DIST / "yardsticks" / name
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(folder / "dist/yardstick", target)
    return target
