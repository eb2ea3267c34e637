"""A session bus with an fcitx on it, in a thread of the test: real messages, an invented engine.

It composes small letters; a space chooses the word, Esc gives it up, a comma ends it and is left
to the field. What it was told stands in `heard`.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any, ClassVar
from uuid import uuid4

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    Parser,
    new_error,
    new_method_return,
    new_signal,
)

from facilitydesk.gui.fcitx.line import SERVICE

WORDS = {"laoshi": "老师", "zijin": "资金", "ni": "你", "shu": "𣗋溪"}
CONTEXT = "org.fcitx.Fcitx.InputContext1"
SPACE, ESCAPE, RETURN, SHIFT = 0x20, 0xFF1B, 0xFF0D, 0xFFE1


class FcitxBus:
    """The bus, and fcitx when it is `here`. Attributes may be set while it runs."""

    def __init__(self) -> None:
        self.address = f"unix:abstract=facilitydesk-test-{uuid4()}"
        self.heard: list[tuple[str, tuple[Any, ...]]] = []
        self.here = True
        self.answers = True
        self.composed = ""
        self.unanswered: list[Message] = []
        self._places = count()
        self._path = ""
        self._serials = count(1)
        self._sending = threading.RLock()
        self._client: socket.socket | None = None
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind("\0" + self.address.partition("=")[2])
        self._server.listen(1)
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    # --- what a test does and asks --------------------------------------------------------------

    def leave(self) -> None:
        """fcitx ends."""
        with self._sending:
            self.here, self.composed, self._path = False, "", ""
            self._emit_owner(":1.7", "")

    def come(self) -> None:
        """fcitx begins."""
        with self._sending:
            self.here = True
            self._emit_owner("", ":1.7")

    def answer_late(self) -> None:
        """Answer what was left unanswered, in its order."""
        with self._sending:
            self.answers = True
            while self.unanswered:
                self._handle(self.unanswered.pop(0))

    def choose(self, word: str) -> None:
        """A candidate is clicked in fcitx's own window."""
        with self._sending:
            self._commit(word)

    def forget_places(self) -> None:
        """fcitx no longer knows any place to type in."""
        self._path = "/nowhere"

    def told(self, method: str) -> list[tuple[Any, ...]]:
        """What came with each call of a method."""
        return [body for name, body in self.heard if name == method]

    @property
    def keys(self) -> list[int]:
        """The symbols of the keys that were pressed."""
        return [body[0] for body in self.told("ProcessKeyEvent") if not body[3]]

    def hang_up(self) -> None:
        """The whole bus ends."""
        for end in (self._client, self._server):
            if end is not None:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for end in (self._client, self._server):
            if end is not None:
                end.close()
        self._client = None

    # --- the bus ----------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            self._client, _ = self._server.accept()
            self._serve(self._client)
        except OSError:
            return

    def _serve(self, client: socket.socket) -> None:
        line = b""
        while not line.endswith(b"BEGIN\r\n"):
            data = client.recv(1)
            if not data:
                return
            line += data
            if line.endswith(b"\r\n") and b"AUTH" in line:
                client.sendall(b"OK " + uuid4().hex.encode() + b"\r\n")
                line = b""
        parser = Parser()
        while data := client.recv(65536):
            for message in parser.feed(data):
                with self._sending:
                    self._handle(message)

    def _handle(self, message: Message) -> None:
        method = message.header.fields[HeaderFields.member]
        self._methods.get(method, FcitxBus._at_place)(self, message)

    def _hello(self, message: Message) -> None:
        self._send(new_method_return(message, "s", (":1.99",)))

    def _owner(self, message: Message) -> None:
        if self.here:
            self._send(new_method_return(message, "s", (":1.7",)))
        else:
            self._send(new_error(message, "org.freedesktop.DBus.Error.NameHasNoOwner"))

    def _create(self, message: Message) -> None:
        self._path = f"/org/freedesktop/portal/inputcontext/{next(self._places)}"
        self._send(new_method_return(message, "oay", (self._path, b"\0" * 16)))

    def _match(self, message: Message) -> None:
        self.heard.append(("AddMatch", message.body))

    def _at_place(self, message: Message) -> None:
        method = message.header.fields[HeaderFields.member]
        if not self.here or message.header.fields[HeaderFields.path] != self._path:
            self._send(new_error(message, "org.freedesktop.DBus.Error.UnknownObject"))
            return
        if method == "ProcessKeyEvent" and not self.answers:
            self.unanswered.append(message)
            return
        self.heard.append((method, message.body))
        if method == "Reset":
            self.composed = ""
        elif method == "ProcessKeyEvent":
            symbol, _code, _state, released, _time = message.body
            kept = False if released else self._key(symbol)
            self._send(new_method_return(message, "b", (kept,)))

    _methods: ClassVar[dict[str, Callable[[FcitxBus, Message], None]]] = {
        "Hello": _hello,
        "GetNameOwner": _owner,
        "AddMatch": _match,
        "CreateInputContext": _create,
    }

    # --- the engine -------------------------------------------------------------------------------

    def _key(self, symbol: int) -> bool:
        if ord("a") <= symbol <= ord("z"):
            self.composed += chr(symbol)
            self._preedit(self.composed)
            return True
        if not self.composed:
            return False
        if symbol == ESCAPE:
            self.composed = ""
            self._preedit("")
            return True
        if symbol == SPACE:
            self._commit(WORDS.get(self.composed, self.composed))
            return True
        if symbol == ord(","):
            self._commit(WORDS.get(self.composed, self.composed))
            return False
        return True

    def _commit(self, word: str) -> None:
        self.composed = ""
        self._preedit("")
        self._signal("CommitString", "s", (word,))

    def _preedit(self, text: str) -> None:
        pieces = [(text, 8)] if text else []
        self._signal("UpdateFormattedPreedit", "a(si)i", (pieces, len(text.encode())))

    # --- what is sent -----------------------------------------------------------------------------

    def _signal(self, name: str, signature: str, body: tuple[Any, ...]) -> None:
        self._send(new_signal(DBusAddress(self._path, interface=CONTEXT), name, signature, body))

    def _emit_owner(self, before: str, after: str) -> None:
        bus = DBusAddress("/org/freedesktop/DBus", interface="org.freedesktop.DBus")
        self._send(new_signal(bus, "NameOwnerChanged", "sss", (SERVICE, before, after)))

    def _send(self, message: Message) -> None:
        if self._client is not None:
            self._client.sendall(message.serialise(serial=next(self._serials)))


@contextmanager
def fcitx_bus() -> Iterator[FcitxBus]:
    bus = FcitxBus()
    try:
        yield bus
    finally:
        bus.hang_up()
