"""Photos as they are kept: upright, at most 2,000 pixels wide or high, still the same format."""

from __future__ import annotations

import io
import warnings
from pathlib import PurePath
from typing import TYPE_CHECKING

from facilitydesk.domain.problems import Refused

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

LONGEST = 2_000
MOST_PIXELS = 200_000_000  # a phone makes 50 to 200 million; more is a bomb
_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".bmp", ".webp"}
)  # a TIFF may be a scan of many pages
_KEPT = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "MPO": "JPEG"}


def is_photo(name: str) -> bool:
    """Whether a file is a picture by its name."""
    return PurePath(name).suffix.casefold() in _SUFFIXES


def reduced(data: bytes, name: str) -> tuple[bytes, str]:
    """The picture's bytes and name; small ones exactly as they came.

    Raises Refused("attachment.not_a_picture") for what Pillow cannot read whole.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data))
        width, height = picture.size
        if width * height <= MOST_PIXELS:
            picture.load()
            return _fitted(picture, data, name)
    except (
        Exception
    ) as error:  # broken pictures raise OSError, ValueError, SyntaxError, struct.error
        raise Refused("attachment.not_a_picture", name=name) from error
    raise Refused("attachment.not_a_picture", name=name)


def _fitted(picture: Picture, data: bytes, name: str) -> tuple[bytes, str]:
    from PIL import Image, ImageOps

    if max(picture.size) <= LONGEST:
        return data, name
    form = _KEPT.get(picture.format or "", "JPEG")
    upright: Picture = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    exif = upright.getexif()  # keeps when and where it was taken
    target = io.BytesIO()
    if form == "JPEG":
        upright.convert("RGB").save(target, form, quality=88, exif=exif)
    else:
        upright.save(target, form, exif=exif)
    if form == "JPEG" and not name.casefold().endswith((".jpg", ".jpeg")):
        name = f"{PurePath(name).stem}.jpg"
    return target.getvalue(), name


def thumbnail(data: bytes, longest: int, *, quality: int = 80) -> bytes:
    """An upright JPEG of at most `longest` pixels a side, for a screen or a sheet of paper.

    Raises Refused("attachment.not_a_picture") for what Pillow cannot read whole.
    """
    from PIL import Image, ImageOps

    try:
        picture = Image.open(io.BytesIO(data))
        picture.draft("RGB", (longest, longest))  # a JPEG is decoded no larger than needed
        upright: Picture = ImageOps.exif_transpose(picture)
        upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
        ground = Image.new("RGB", upright.size, "white")
        clear = upright.convert("RGBA")
        ground.paste(clear, mask=clear.getchannel("A"))
        target = io.BytesIO()
        ground.save(target, "JPEG", quality=quality)
    except (
        Exception
    ) as error:  # broken pictures raise OSError, ValueError, SyntaxError, struct.error
        raise Refused("attachment.not_a_picture", name="") from error
    return target.getvalue()
