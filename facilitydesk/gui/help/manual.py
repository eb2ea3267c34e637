"""The manual as chapters and sections, and what of it holds the words that are looked for.

One Markdown file per chapter in resources/help, in the order of their numbers. The first line of a
file names the pages of the window that it explains: `<!-- pages: funds payments -->`. Words of the
screen stand in 【】, so that a test can tell a button that is called otherwise now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from facilitydesk.domain.cells import folded
from facilitydesk.domain.messages import tr
from facilitydesk.resources import changelog, resource

NEWS, KEYS = "news", "keys"
_PAGES = re.compile(r"<!-- pages: ([\w ]*)-->\s*")
_PICTURE = re.compile(r"!\[[^\]]*\]\(pictures/([\w-]+)\.png\)")
_MARKS = re.compile(r"!\[[^\]]*\]\([^)]*\)|[#*`>|]|^\s*[-\d]+[.\s]|:?-{3,}:?", re.MULTILINE)
_AROUND = 24  # characters of a found place on either side


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manual; `text` is Markdown that begins with the title."""

    key: str
    title: str
    pages: tuple[str, ...]
    text: str

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of the scenes whose pictures it shows."""
        return tuple(_PICTURE.findall(self.text))

    def sections(self) -> tuple[tuple[str, str], ...]:
        """Headings of the second level with their text, as it is read."""
        first, *others = re.split(r"^## ", self.text, flags=re.MULTILINE)
        parts = [(self.title, first.partition("\n")[2])]
        parts += [(head.strip(), body) for head, _, body in (o.partition("\n") for o in others)]
        return tuple((head, " ".join(_MARKS.sub(" ", body).split())) for head, body in parts)


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds the words, with a piece of its text around them."""

    chapter: Chapter
    section: str
    piece: str


def folder() -> Path:
    """Where the chapters lie; their pictures lie in `pictures` below it."""
    return resource("help")


@cache
def chapters() -> tuple[Chapter, ...]:
    """All chapters in the order of the manual; at the end what is new in each version."""
    found = [_chapter(path) for path in sorted(folder().glob("[0-9]*.md"))]
    news = changelog().read_text(encoding="utf-8")
    return (*found, Chapter(NEWS, tr("更新说明"), (), news))


def chapter(key: str) -> Chapter:
    """A chapter by its key, or the one that explains a page; else the first."""
    all_of_them = chapters()
    for wanted in all_of_them:
        if wanted.key == key or key in wanted.pages:
            return wanted
    return all_of_them[0]


def find(words: str) -> tuple[Hit, ...]:
    """The sections in which every one of the words occurs; headings first."""
    wanted = [word.casefold() for word in folded(words).split()]
    if not wanted:
        return ()
    hits: list[tuple[bool, Hit]] = []
    for each in chapters():
        for section, body in each.sections():
            whole = f"{section} {body}"
            if all(word in whole.casefold() for word in wanted):
                in_head = all(word in section.casefold() for word in wanted)
                hits.append((in_head, Hit(each, section, _piece(body, wanted[0]))))
    return tuple(hit for _, hit in sorted(hits, key=lambda pair: not pair[0]))


def _piece(body: str, word: str) -> str:
    at = max(body.casefold().find(word), 0)
    first, last = max(at - _AROUND, 0), at + len(word) + _AROUND
    return ("……" if first else "") + body[first:last] + ("……" if last < len(body) else "")


def _chapter(path: Path) -> Chapter:
    text = path.read_text(encoding="utf-8")
    pages: tuple[str, ...] = ()
    if head := _PAGES.match(text):
        pages, text = tuple(head[1].split()), text[head.end() :]
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return Chapter(path.stem.partition("-")[2], title, pages, text)
