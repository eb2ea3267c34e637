"""fcitx on the session bus: keys go there, words come back, and no key waits long.

Spoken is what fcitx offers to sandboxed programs (the portal): fcitx 4.2.9 and fcitx 5 both know
it. Signals and answers arrive through one socket and are read in their order; QtDBus would deliver
the word after the key that ended it, and cannot send the unsigned numbers that are asked for.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    message_bus,
    new_method_call,
)
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_bus

SERVICE = "org.freedesktop.portal.Fcitx"
_METHOD = DBusAddress(
    "/org/freedesktop/portal/inputmethod", SERVICE, "org.fcitx.Fcitx.InputMethod1"
)
_CONTEXT = "org.fcitx.Fcitx.InputContext1"
# Words in the making are shown here, with their marks, and stay here when the keyboard leaves.
_ABLE = 1 << 1 | 1 << 4 | 1 << 5
_OPEN_S = 0.5
# The first key may have to wait for a dictionary to be read from a slow disk.
_KEY_S = 0.7


@dataclass(frozen=True)
class Committed:
    """A word that was chosen."""

    text: str


@dataclass(frozen=True)
class Composing:
    """What is being composed, in pieces with fcitx's marks; the cursor counts bytes of UTF-8."""

    pieces: tuple[tuple[str, int], ...]
    cursor: int


@dataclass(frozen=True)
class Presence:
    """fcitx began to listen, or is gone; one that does not answer is gone until it does."""

    here: bool


Heard = Committed | Composing | Presence


def address(environ: Mapping[str, str]) -> str:
    """Where the session bus is; "" where the desktop has none."""
    named = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    usual = Path(environ.get("XDG_RUNTIME_DIR", ""), "bus")
    return named or (f"unix:path={usual}" if usual.is_socket() else "")


class Line:
    """One place to type in, known to fcitx. OSError: there is no bus, or it is gone.

    What was heard collects in `heard`, in the order of its arrival, until somebody takes it.
    """

    def __init__(self, bus: str) -> None:
        self.heard: list[Heard] = []
        self._parser = Parser()
        self._serials = count(1)
        self._context: DBusAddress | None = None
        self._owner_asked = self._context_asked = self._late = 0
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._greet(bus, monotonic() + _OPEN_S)
        except (OSError, ValueError, RuntimeError) as trouble:
            self._socket.close()
            raise ConnectionError(str(trouble)) from trouble

    @property
    def ready(self) -> bool:
        """Whether fcitx listens, and answers."""
        return self._context is not None and not self._late

    def fileno(self) -> int:
        """The socket, to be watched for what arrives."""
        return self._socket.fileno()

    def close(self) -> None:
        """Let fcitx forget this program."""
        self._socket.close()

    def key(self, sym: int, code: int, state: int, *, released: bool, time_ms: int) -> bool:
        """Whether fcitx keeps this key (an X11 key symbol, code and state) for itself.

        After 0.7 s without an answer the key is not kept, and no other waits until fcitx answers.
        """
        if self._context is None or self._late:
            return False
        body = (sym, code, state & 0xFFFF, released, time_ms & 0xFFFFFFFF)
        serial = self._send(new_method_call(self._context, "ProcessKeyEvent", "uuubu", body))
        try:
            answer = self._answer(serial, monotonic() + _KEY_S)
        except TimeoutError:
            self._late = serial
            self.heard.append(Presence(here=False))
            return False
        if answer.header.message_type is MessageType.method_return:
            return bool(answer.body[0])
        if self._context is not None:  # fcitx no longer knows this place
            self._begin()
        return False

    def tell(self, method: str, signature: str = "", body: tuple[int, ...] = ()) -> None:
        """Tell fcitx something about this place to type in, without waiting."""
        if self._context is not None:
            self._send(new_method_call(self._context, method, signature or None, body), quiet=True)

    def read(self) -> None:
        """Take what has arrived, without waiting."""
        self._sort_all()
        with suppress(TimeoutError, BlockingIOError):
            while True:
                self._fetch(0)
                self._sort_all()

    def wait(self, seconds: float) -> bool:
        """Whether fcitx listens, or begins to within this time."""
        deadline = monotonic() + seconds
        self._sort_all()
        with suppress(TimeoutError):
            while not self.ready:
                self._fetch(max(deadline - monotonic(), 0.001))
                self._sort_all()
        return self.ready

    # --- inside -------------------------------------------------------------------------------

    def _greet(self, bus: str, deadline: float) -> None:
        self._socket.settimeout(_OPEN_S)
        self._socket.connect(get_bus(bus))
        greeting = Authenticator()
        for words in greeting:
            self._socket.sendall(words)
            greeting.feed(_some(self._socket.recv(4096)))
        self._socket.sendall(BEGIN)
        self._answer(self._send(message_bus.Hello()), deadline)
        changes = MatchRule(type="signal", sender=message_bus.bus_name, member="NameOwnerChanged")
        changes.add_arg_condition(0, SERVICE)
        self._send(message_bus.AddMatch(changes), quiet=True)
        self._owner_asked = self._send(message_bus.GetNameOwner(SERVICE))

    def _send(self, message: Message, *, quiet: bool = False) -> int:
        if quiet:
            message.header.flags |= MessageFlag.no_reply_expected
        serial = next(self._serials)
        self._socket.settimeout(_OPEN_S)
        self._socket.sendall(message.serialise(serial=serial))
        return serial

    def _answer(self, serial: int, deadline: float) -> Message:
        """The answer to a call; TimeoutError. What arrives before it is heard first."""
        while True:
            message = self._parser.get_next_message()
            if message is None:
                left = deadline - monotonic()
                if left <= 0:
                    raise TimeoutError
                self._fetch(left)
            elif message.header.fields.get(HeaderFields.reply_serial) == serial:
                return message
            else:
                self._sort(message)

    def _sort_all(self) -> None:
        while (message := self._parser.get_next_message()) is not None:
            self._sort(message)

    def _fetch(self, seconds: float) -> None:
        self._socket.settimeout(seconds)
        self._parser.add_data(_some(self._socket.recv(65536)))

    def _sort(self, message: Message) -> None:
        fields = message.header.fields
        kind, asked = message.header.message_type, fields.get(HeaderFields.reply_serial, -1)
        if kind is MessageType.signal:
            self._signal(fields, message.body)
        elif asked == self._late:
            # That key was let through meanwhile: what fcitx made of it must not come twice.
            self._late = 0
            self.tell("Reset")
            self.heard.append(Presence(here=True))
        elif kind is MessageType.method_return and asked == self._owner_asked:
            self._begin()
        elif kind is MessageType.method_return and asked == self._context_asked:
            self._settle(message.body[0])

    def _signal(self, fields: Mapping[HeaderFields, Any], body: tuple[Any, ...]) -> None:
        member, signature = fields.get(HeaderFields.member), fields.get(HeaderFields.signature)
        if member == "NameOwnerChanged" and signature == "sss" and body[0] == SERVICE:
            self._forget()
            if body[2]:
                self._begin()
        elif self._context is None or fields.get(HeaderFields.path) != self._context.object_path:
            return
        elif member == "CommitString" and signature == "s" and not self._late:
            self.heard.append(Committed(body[0]))
        elif member == "UpdateFormattedPreedit" and signature == "a(si)i" and not self._late:
            self.heard.append(Composing(tuple((text, marks) for text, marks in body[0]), body[1]))

    def _begin(self) -> None:
        """Ask fcitx for a place to type in; it is there once the answer has come."""
        self._forget()
        names = ([("program", "facilitydesk")],)
        self._context_asked = self._send(
            new_method_call(_METHOD, "CreateInputContext", "a(ss)", names)
        )

    def _settle(self, path: str) -> None:
        self._context = DBusAddress(path, SERVICE, _CONTEXT)
        own = MatchRule(type="signal", interface=_CONTEXT, path=path)
        self._send(message_bus.AddMatch(own), quiet=True)
        self.tell("SetCapability", "t", (_ABLE,))
        self.heard.append(Presence(here=True))

    def _forget(self) -> None:
        if self.ready:
            self.heard.append(Presence(here=False))
        self._context, self._late = None, 0


def _some(data: bytes) -> bytes:
    if not data:
        raise ConnectionResetError
    return data
