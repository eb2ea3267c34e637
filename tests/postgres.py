"""A throw-away PostgreSQL server for one test run: started on first use, shared by all workers.

The first test that wants it makes the cluster in a folder of its own (Unix socket, no port, no
fsync) as another user where pytest runs as root, because initdb refuses root. The
process that started pytest ends it; a watcher ends it should that process be killed. Each test
gets a database of its own, copied from one template. Without server binaries the tests run on
SQLite alone and the summary says so.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_FOLDER = "FACILITYDESK_TEST_SERVER"  # handed to the workers through the environment
_count = itertools.count()


def binaries() -> Path | None:
    """The folder with initdb and postgres, newest version first; None where none is installed."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parts[-3]),
        reverse=True,
    )
    if found:
        return found[0].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).resolve().parent if elsewhere else None


ENGINES = ("sqlite", "postgresql") if binaries() else ("sqlite",)


class Server:
    """The server of this test run; any process of the run may ask for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it unless another worker did."""
        with self._alone():
            if (self.folder / "started").exists():
                return
            _run(self.folder, "initdb", "--pgdata=data", "--username=postgres", *_INITDB)
            _run(
                self.folder,
                "pg_ctl",
                "--pgdata=data",
                "start",
                "--log=log",
                f"--options={self._options}",
                "--wait",
            )
            subprocess.run(  # ends the server should the test run be killed
                ["sh", "-c", _WATCH, "watch", os.environ[_FOLDER + "_OWNER"], str(self.folder)],
                start_new_session=True,
                check=True,
            )
            (self.folder / "started").touch()

    @property
    def _options(self) -> str:
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": f"'{self.folder}'",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "autovacuum": "off",
            "shared_buffers": "64MB",
            "max_connections": "60",
        }
        return " ".join(f"-c {key}={value}" for key, value in settings.items())

    def stop(self) -> None:
        if (self.folder / "started").exists():
            _run(self.folder, "pg_ctl", "--pgdata=data", "stop", "--mode=immediate", "--wait")
        shutil.rmtree(self.folder, ignore_errors=True)

    def template(self, fill: Callable[[str], None]) -> str:
        """The name of the database that tests are copied from, filled by the first who asks."""
        with self._alone():
            if not (self.folder / "filled").exists():
                self.command("CREATE DATABASE filled")
                fill(self.url("filled"))
                (self.folder / "filled").touch()
        return "filled"

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """The URL of a fresh database, copied from a template; dropped afterwards."""
        name = f"test_{os.getpid()}_{next(_count)}"
        self.command(f"CREATE DATABASE {name} TEMPLATE {template or 'template1'}")
        try:
            yield self.url(name)
        finally:
            self.command(f"DROP DATABASE {name} WITH (FORCE)")

    def command(self, statement: str) -> None:
        """One statement outside any transaction, with the server's own database."""
        import psycopg

        with psycopg.connect(
            f"host={self.folder} dbname=postgres user=postgres", autocommit=True
        ) as connection:
            connection.execute(statement)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        import fcntl  # like pwd below: not on Windows, where no server is looked for

        self.folder.mkdir(mode=0o700, exist_ok=True)
        with (self.folder / "alone").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


_INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions")
_WATCH = """
(
    while kill -0 "$1"; do sleep 1; done
    [ -f "$2/data/postmaster.pid" ] && kill -QUIT "$(head -1 "$2/data/postmaster.pid")"
    sleep 1; rm -rf "$2"
) </dev/null >/dev/null 2>&1 &
"""


def _run(folder: Path, program: str, *arguments: str) -> None:
    there = binaries()
    assert there is not None
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        user, group = _account()
        who = {"user": user, "group": group, "extra_groups": []}
        os.chown(folder, user, group)
    with tempfile.TemporaryFile() as output:
        # A file, not a pipe: the server inherits it and would hold the pipe open for ever.
        done = subprocess.run(
            [there / program, *arguments],
            cwd=folder,
            stdout=output,
            stderr=output,
            check=False,
            **who,
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program} failed:\n{output.read().decode(errors='replace')}")


def _account() -> tuple[int, int]:
    import pwd

    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return account.pw_uid, account.pw_gid
    raise RuntimeError("no account to run a PostgreSQL server as")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "server: shows what only a PostgreSQL server does")
    if _is_worker(config) or not binaries():
        return
    # Only named here: a run that wants no server leaves nothing, even when it is killed.
    os.environ[_FOLDER] = f"{_quickest_place()}/fdk-pg-{os.getpid()}-{secrets.token_hex(4)}"
    os.environ[_FOLDER + "_OWNER"] = str(os.getpid())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a server what only a server can show is left out, and the summary says so."""
    if not binaries():
        left = [item for item in items if item.get_closest_marker("server")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config) and _FOLDER in os.environ:
        Server(Path(os.environ.pop(_FOLDER))).stop()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not binaries():
        terminalreporter.write_line(
            "no PostgreSQL server is installed: the store and service tests ran on SQLite alone"
        )


def _quickest_place() -> str:
    """In memory, where there is room: a database is copied in 20 ms there, on disk in 300."""
    memory = "/dev/shm"
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30:
        return memory
    return "/tmp"


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def postgres() -> Server:
    """The running server of this test run."""
    server = Server(Path(os.environ[_FOLDER]))
    server.start()
    return server
