"""Break lines of Chinese and English at a width: never in a number, nor before its unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Marks that no line begins with, and marks that no line ends with.
_CLOSING = "，。、；：！？）》〉”’】」』…％%,.;:!?)]}"
_OPENING = "（《〈“‘【「『([{"


@lru_cache(1 << 12)
def cells(char: str) -> int:
    """The columns that a character takes on a terminal."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The start and end of each line of a text; the spaces at a break belong to no line.

    >>> text = "5G 基站总数达 337.7 万个。"
    >>> [text[start:end] for start, end in breaks(text, 16)]
    ['5G 基站总数达', '337.7 万个。']
    """
    if 2 * len(text) <= width or len(text) <= width and sum(map(cells, text)) <= width:
        yield 0, len(text)
        return
    start, last, hyphen, used, at, solid = 0, 0, 0, 0, 0, ""
    while at < len(text):
        used += cells(text[at])
        if at > start and may_break(text[at - 1], solid, text[at]):
            last = at
        elif at > start and text[at - 1] == "-" and text[at].isalpha():
            hyphen = at  # last resort: a word longer than the line
        if used > width and at > start and text[at] != " ":
            end = next((place for place in (last, hyphen) if place > start), at)
            yield start, start + len(text[start:end].rstrip(" "))
            start = at = last = hyphen = end
            used, solid = 0, ""
            continue
        solid = solid if text[at] == " " else text[at]
        at += 1
    yield start, len(text)


def may_break(before: str, solid: str, char: str) -> bool:
    """Whether a line may end after `before`, in front of `char`; `solid` is the last no-space."""
    if char == " " or char in _CLOSING or before in _OPENING:
        return False
    if solid.isdigit() and char not in _OPENING:  # a number keeps its unit
        return False
    return before == " " or cells(before) == 2 or cells(char) == 2
