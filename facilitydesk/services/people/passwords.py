"""Passwords and recovery codes: what is accepted, and how they are kept so that nobody reads them.

Argon2id with 64 MiB and three passes (the second recommended set of RFC 9106); the parameters
stand in the hash, so that later ones may be stronger. A recovery code is random, 125 bits: a
plain SHA-256 keeps it, since there is nothing to guess.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from typing import TYPE_CHECKING

from facilitydesk.domain.problems import Refused

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 200
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 4
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 that cannot be taken for each other on paper
_GROUPS, _GROUP = 5, 5


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)


def plain(password: str) -> str:
    """The password as it is hashed: an input method's full-width letters are the plain ones."""
    return unicodedata.normalize("NFKC", password)


def refuse_weak(password: str, name: str) -> None:
    """Raises Refused for a password that is too short, too long, or the officer's name again."""
    text = plain(password)
    if len(text) < SHORTEST:
        raise Refused("login.password_short", length=SHORTEST, given=len(text))
    if len(text) > LONGEST:
        raise Refused("login.password_long", length=LONGEST)
    if name and not text.replace(plain(name), "").strip():
        raise Refused("login.password_name")


def hashed(password: str) -> str:
    """The text that is kept: Argon2id with its parameters and a salt of its own."""
    return _hasher().hash(plain(password))


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one of a kept text; takes some tenths of a second on purpose."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, plain(password))
    except (VerificationError, InvalidHashError):
        return False


def mark(kept: str) -> str:
    """What the journal may know of a kept text: it can be compared, and nothing can be guessed."""
    return hashlib.sha256(kept.encode()).hexdigest() if kept else ""


def new_code() -> str:
    """A recovery code in groups: 7KQ4M-…."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def hashed_code(code: str) -> str:
    """The text that is kept of a recovery code."""
    return hashlib.sha256(_code(code).encode()).hexdigest()


def code_fits(kept: str, code: str) -> bool:
    """Whether a code typed from paper is the kept one; spaces, dashes and case do not matter."""
    return bool(kept) and hmac.compare_digest(kept, hashed_code(code))


def _code(code: str) -> str:
    return "".join(char for char in plain(code).upper() if char.isalnum())
