"""The shape of the program: who may import whom, how long a file may be, what may not appear."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOM = ROOT / "facilitydesk"
FILES = sorted(ROOM.rglob("*.py"))
LONGEST = 400

# Points on paper and pixels on screen are measured, not counted: only drawing may use floats.
DRAWING = {
    "reports/paper/chart_paper.py",
    "reports/paper/charts.py",
    "reports/paper/embed.py",
    "reports/paper/ink.py",
    "reports/paper/preview.py",
    "reports/paper/table_draw.py",
    "reports/paper/table_layout.py",
}


SLOW = {"openpyxl", "reportlab", "PIL", "pypdfium2", "pypinyin", "python_calamine", "docx"}
FIGURES = {"Decimal", "Fraction", "Money", "Area", "Percent", "Rate", "Figures", "int", "Verdict"}


def name(path: Path) -> str:
    return path.relative_to(ROOM).as_posix()


def room(path: Path) -> str:
    return name(path).partition("/")[0]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """Line and full name of every module that is imported."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of everything that is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def importers(paths: Iterable[Path], *, of: set[str]) -> list[str]:
    """Where one of the packages is imported, anywhere in a file."""
    return [
        f"{name(path)}:{line} {module}"
        for path in paths
        for line, module in imports(ast.walk(tree(path)))
        if any(module == package or module.startswith(f"{package}.") for package in of)
    ]


def callers(paths: Iterable[Path], *, of: set[str]) -> list[str]:
    """Where one of the functions is called."""
    return [
        f"{name(path)}:{line} {function}"
        for path in paths
        for line, function in calls(path)
        if function in of
    ]


def within(*rooms: str) -> list[Path]:
    return [path for path in FILES if room(path) in rooms]


def test_the_import_contracts_hold() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "KEPT" in done.stdout


def test_no_file_grows_too_long() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_the_domain_needs_the_standard_library_only() -> None:
    known = {"facilitydesk", *sys.stdlib_module_names}
    foreign = [
        f"{name(path)}:{line} {module}"
        for path in within("domain")
        for line, module in imports(ast.walk(tree(path)))
        if module.partition(".")[0] not in known
    ]
    assert foreign == []


def test_the_domain_has_no_clock_no_files_and_no_chance() -> None:
    domain = within("domain")
    outside = {"os", "io", "sqlite3", "time", "random", "socket", "subprocess", "tempfile"}
    assert importers(domain, of=outside) == []
    touching = {"date.today", "datetime.now", "datetime.today", "open", "print", "Path"}
    assert callers(domain, of=touching) == []


def test_only_the_screens_know_qt() -> None:
    others = [path for path in FILES if room(path) not in {"gui", "app.py", "selftest"}]
    assert importers(others, of={"PySide6", "shiboken6"}) == []


def test_screens_commands_and_papers_never_touch_the_store() -> None:
    rooms = ("domain", "reports", "interchange", "gui", "cli.py")
    assert importers(within(*rooms), of={"facilitydesk.store", "sqlalchemy"}) == []


def test_no_figure_ever_becomes_a_float() -> None:
    """Money, areas and percents are whole numbers of the smallest unit, from end to end."""
    counting = within("domain", "store", "services", "reports", "interchange")
    exact = [path for path in counting if name(path) not in DRAWING]
    assert callers(exact, of={"float", "round"}) == []


def test_slow_libraries_are_imported_where_they_are_used() -> None:
    """Half a second each: the window must not wait for what a report needs."""
    early = [
        f"{name(path)}:{line} {module}"
        for path in FILES
        if not path.name.startswith("docx")  # imported themselves when a Word file is made
        for line, module in imports(tree(path).body)
        if module.partition(".")[0] in SLOW or module.startswith("facilitydesk.reports.paper.docx")
    ]
    assert early == []


def test_no_list_day_or_number_of_the_window_changes_under_the_wheel() -> None:
    """All are made from widgets/steady.py; a plain one would follow a wheel that only scrolls."""
    plain = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit"}
    screens = [path for path in within("gui") if path.name != "steady.py"]
    assert callers(screens, of=plain) == []
    bases = [
        f"{name(path)}:{node.lineno}"
        for path in screens
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id in plain for base in node.bases)
    ]
    assert bases == []


def test_what_returns_a_figure_says_which() -> None:
    """Units and rounding of a figure are not guessed from its name."""
    silent = [
        f"{name(path)} {function.name}"
        for path in within("domain")
        for function in tree(path).body
        if isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        and function.returns is not None
        and {n.id for n in ast.walk(function.returns) if isinstance(n, ast.Name)} & FIGURES
        and not ast.get_docstring(function)
    ]
    assert silent == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name(path) for path in FILES if not ast.get_docstring(tree(path))] == []


def test_the_rules_would_find_an_offender() -> None:
    """A rule that cannot fail is no rule."""
    offender = ROOM / "domain" / "quantities.py"
    assert importers([offender], of={"decimal"})
    assert callers([offender], of={"QuantityError"})
    assert importers(within("gui"), of={"PySide6"})
