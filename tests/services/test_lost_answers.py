"""The network breaks between COMMIT and its answer: nothing is told wrongly, nothing enters twice."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from facilitydesk.domain.problems import Trouble
from facilitydesk.domain.quantities import Percent
from facilitydesk.services import schools
from facilitydesk.services.datafile import files
from facilitydesk.services.desk import Desk, patience
from tests.entering import added
from tests.services.people.test_officers import put, stored
from tests.store_fixtures import add_work, clock

pytestmark = pytest.mark.server


class Wire:
    """A cable to the server that breaks at the next COMMIT, before or after the server hears it."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.folder = Path(tempfile.mkdtemp(prefix="fdk-wire-"))  # a socket's name must be short
        self.breaks: str | None = None  # "before", "after", "after and for good"
        self.broken = 0
        self._pairs: list[socket.socket] = []
        self._unheard: list[socket.socket] = []  # servers whose answer must not get through
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self.folder / ".s.PGSQL.5432"))
        self._door.listen()
        self._threads = [threading.Thread(target=self._receive)]
        self._threads[0].start()

    def _receive(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            if self.breaks == "dead":
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(f"{self.server}/.s.PGSQL.5432")
            self._pairs += [near, far]
            for source, target, outward in ((near, far, True), (far, near, False)):
                thread = threading.Thread(target=self._carry, args=(source, target, outward))
                self._threads.append(thread)
                thread.start()

    def _carry(self, source: socket.socket, target: socket.socket, outward: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if outward and self.breaks in {"before", "after", "for good"} and b"COMMIT" in data:
                    how, self.breaks = self.breaks, None
                    self.broken += 1
                    if how == "for good":
                        self.breaks = "dead"
                    if how != "before":
                        self._unheard.append(target)  # it may answer before the line is cut
                        target.sendall(data)
                    target.shutdown(socket.SHUT_WR)  # what was heard is done; nobody waits for it
                    source.shutdown(socket.SHUT_RDWR)
                    return
                if source not in self._unheard:
                    target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for each in self._pairs:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        for each in self._pairs:
            each.close()
        shutil.rmtree(self.folder)


@pytest.fixture
def wired(server_desk: Desk) -> Iterator[tuple[Desk, Wire]]:
    """A desk whose connections all go through the wire."""
    url = make_url(str(server_desk.place))
    with closing(Wire(str(url.query["host"]))) as wire:
        through = url.update_query_dict({"host": str(wire.folder)})
        place = through.render_as_string(hide_password=False)
        with closing(files.open_desk(place, officer="王敏", clock=clock)) as desk:
            yield desk, wire


@pytest.mark.parametrize("milliseconds", [60, 8000], ids=["in the window", "on the worker"])
def test_what_the_server_has_stored_counts_as_saved(
    wired: tuple[Desk, Wire], milliseconds: int
) -> None:
    desk, wire = wired
    work = add_work(desk)
    wire.breaks = "after"
    with patience(milliseconds):
        put(desk, work, "progress", Percent.of(45))
    assert wire.broken == 1
    assert stored(desk, work)[1] == "45.00"
    wire.breaks = "after"
    made = added(schools.enter, desk, {"name": "东桥小学", "kind": "小学"})
    assert made.changes.seq is not None
    assert [row.name for row in schools.rows(desk)].count("东桥小学") == 1
    assert files.verify(desk).faults == ()


def test_what_the_server_never_heard_is_told_as_not_saved(wired: tuple[Desk, Wire]) -> None:
    desk, wire = wired
    add_work(desk)
    wire.breaks = "before"
    with pytest.raises(Trouble) as told:
        added(schools.enter, desk, {"name": "东桥小学", "kind": "小学"})
    assert wire.broken == 1
    assert str(told.value) == (
        "与数据库服务器的连接中断，本次修改未保存，原有数据不变，您填写的内容仍在屏幕上；请检查网络后重试。"
    )
    added(schools.enter, desk, {"name": "东桥小学", "kind": "小学"})
    assert [row.name for row in schools.rows(desk)].count("东桥小学") == 1
    assert files.verify(desk).faults == ()


def test_what_nobody_can_say_is_told_so(
    wired: tuple[Desk, Wire], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is out of reach: neither saved nor not saved is said."""
    from facilitydesk.services.datafile import outcome

    monkeypatch.setattr(outcome, "_PAUSE", 0.01)
    desk, wire = wired
    work = add_work(desk)
    wire.breaks = "for good"
    with pytest.raises(Trouble, match="是否已保存尚未确认"):
        put(desk, work, "progress", Percent.of(45))
    wire.breaks = None  # plugged in again
    assert stored(desk, work)[1] == "45.00"
    put(desk, work, "progress", Percent.of(45))  # the same again is no second change
    assert files.verify(desk).faults == ()
