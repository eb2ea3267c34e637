"""Where a line of Chinese may break: the rules that typesetters call 禁则.

No line begins with a full stop or a closing bracket, none ends with an opening one, numbers and
Latin words stay whole while they fit. Nothing is ever lost: the lines joined are the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

NO_START = frozenset("，。、；：？！）》〉」』】〕〗％‰℃°…—·～〜”’,.;:?!)]}%㎡々ー")
NO_END = frozenset("（《〈「『【〔〖“‘￥([{$#№")
# Full-width signs whose right half is empty may hang half a character over the edge.
HANGING = frozenset("，。、；：？！）》〉」』】〕〗")
# Pairs that are one sign.
_WHOLE = frozenset({"——", "……"})


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before the character at that place."""
    before, after = text[at - 1], text[at]
    if before in NO_END or before + after in _WHOLE:
        return False
    if after == "号" and before.isdigit():
        return False  # a document's number stays with its 号
    if after in NO_START:
        # A pair that is one sign may begin a line rather than be torn from the number before.
        return False
    return not (_in_word(before) and _in_word(after))


def _in_word(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,-/_@+")


def width(text: str, widths: Mapping[str, float]) -> float:
    """The natural width of a text, in the unit of the widths."""
    return sum(map(widths.__getitem__, text))


def lines(
    text: str,
    limit: float,
    widths: Mapping[str, float],
    *,
    first: float | None = None,
    hang: float = 0,
) -> list[str]:
    """The text broken into lines of at most `limit`; `first` is the limit of the first line.

    `hang` is how far a closing sign may stand over the edge. A character wider than the limit
    gets a line of its own. Line feeds break too.
    """
    result: list[str] = []
    room = limit if first is None else first
    for paragraph in text.split("\n"):
        if width(paragraph, widths) <= room:
            result.append(paragraph)
        else:
            _break(paragraph, room, limit, widths, hang, result.append)
        room = limit
    return result


def balanced(text: str, limit: float, widths: Mapping[str, float]) -> list[str]:
    """The text in as few lines as the limit allows, of much the same length: 建设|性质.

    A remark in brackets has a line of its own where it fits: 差额|（应收-实收）.
    """
    result = lines(text, limit, widths)
    if len(result) < 2 or "\n" in text:
        return result
    name, bracket, remark = text.partition("（")
    apart = [name, bracket + remark]
    if name and bracket and all(width(part, widths) <= limit for part in apart):
        return apart
    even = width(text, widths) / len(result)
    while even < limit:
        tried = lines(text, even, widths)
        if len(tried) == len(result):
            return tried
        even += 0.25
    return result


def _break(
    text: str,
    room: float,
    limit: float,
    widths: Mapping[str, float],
    hang: float,
    put: Callable[[str], None],
) -> None:
    start, at, used = 0, 0, 0.0
    size = len(text)
    while at < size:
        used += widths[text[at]]
        if used <= room or at == start:
            at += 1
            continue
        end = _end(text, start, at, used <= room + hang)
        put(text[start:end])
        start = at = end
        used, room = 0.0, limit
    if start < size or not size:
        put(text[start:])


def _end(text: str, start: int, at: int, fits_hanging: bool) -> int:
    """Where the line ends that cannot take the character at `at`."""
    if fits_hanging and text[at] in HANGING and (at + 1 == len(text) or may_break(text, at + 1)):
        return at + 1
    if text[at] == " " and at + 1 < len(text) and not text[at + 1].isspace():
        return at + 1  # a blank at the edge belongs to the line it ends
    end = at
    while end > start and not may_break(text, end):
        end -= 1
    return end if end > start else at
