"""A name that is safe on every disk: what a file is called when it is shown, sent or saved."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 120  # characters; some office disks stop at 255 bytes, which is 85 Chinese characters
_BYTES = 240
_FORBIDDEN = str.maketrans('<>:"|?*', "＜＞：＂｜？＊")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_DRIVE = re.compile(r"^[A-Za-z]:")
_SPACES = " \u00a0\u3000"  # also the full-width one of Chinese typing
_EDGES = _SPACES + "."
_ENDING = re.compile(r"[ .\u00a0\u3000]*\.([A-Za-z0-9]{1,5})$")
_RESERVED = re.compile(r"^(CON|PRN|AUX|NUL|CLOCK\$|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)", re.IGNORECASE)


def clean_file_name(text: str, default: str = "附件") -> str:
    r"""The last part of a path as a name without drive, folders, control and reserved words.

    '..\..\evil.exe' → 'evil.exe', 'C:竣工照.jpg' → '竣工照.jpg', 'CON.txt' → '_CON.txt'. A name
    of nothing but an ending gets the default before it: ' .pdf' → '附件.pdf'.
    """
    plain = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    plain = _DRIVE.sub("", plain.replace("\\", "/").rstrip("/").rpartition("/")[2])
    plain = plain.translate(_FORBIDDEN).strip(_SPACES)
    if ending := _ENDING.match(plain):
        return f"{PurePosixPath(default).stem}.{ending[1]}"
    plain = plain.strip(_EDGES)
    if not plain:
        return default
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    suffix = PurePosixPath(plain).suffix
    stem = plain.removesuffix(suffix)
    if len(suffix) > 12:
        stem, suffix = plain, ""
    while len(stem) > LONGEST or len((stem + suffix).encode()) > _BYTES:
        stem = stem[:-1]
    return stem.rstrip(_EDGES) + suffix
