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


def titled_file_name(title: str, suffix: str, default: str = "附件") -> str:
    """A title with an ending as a name; its slashes are words, not folders: 小学/幼儿园 → 小学／幼儿园.

    `default` (without ending) stands for a title of which nothing is left.
    """
    plain = title.replace("/", "／").replace("\\", "＼")
    return clean_file_name(plain + suffix, default + suffix)


def free_file_name(title: str, suffix: str, taken: set[str]) -> str:
    """The name of a title that no other file of a run has (…_2, …_3); it is put among `taken`."""
    stem = titled_file_name(title, suffix).removesuffix(suffix)
    name, number = stem + suffix, 2
    while name.lower() in taken:  # 240 bytes and a number are still below what disks take
        name, number = f"{stem}_{number}{suffix}", number + 1
    taken.add(name.lower())
    return name
