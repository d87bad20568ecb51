"""Words as they are searched for: English ones by their stems, without those that only join, and
Chinese characters, alone and in pairs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from infofacts.text import pattern

# `re` takes as long to load as a question to answer: what nearly every text is read by does without.
_DIGITS, _LETTERS = "0123456789", "abcdefghijklmnopqrstuvwxyz"
_LATIN = _DIGITS + _LETTERS
_OTHERS = bytes({*range(128)} - {*f"{_LATIN}.".encode()})
_BLANKS = bytes.maketrans(_OTHERS, b" " * len(_OTHERS))
IT = pattern("(?<![A-Za-z])IT(?![A-Za-z])")  # also within Chinese: IT服务
STOP_EN = frozenset(
    "a an and any are as at be been being by can could did do does doing done for from get give "
    "had has have how i in is it its me much many my of on or our s show so tell than that the "
    "their them there these they this those to was we were what when where which who whose why "
    "will with would you your china chinese find people person persons "
    "thousand million billion trillion thousands millions billions trillions".split()
)


def is_latin(char: str) -> bool:
    """Whether a character is a small Latin letter or a digit."""
    return char in _LATIN and char != ""


def in_word(char: str) -> bool:
    """Whether a character is of a word of any script."""
    return char.isalnum() or char == "_"


def latin_runs(text: str) -> list[str]:
    """The runs of small Latin letters, digits and points in a text."""
    return text.encode("ascii", "replace").translate(_BLANKS).decode().split()


def words_in(text: str) -> list[str]:
    """The English words and the numbers of a plain text.

    >>> words_in("5g用户 in 2.5x, 3d2."), words_in("wi-fi用户")
    (['5g', 'in', '2.5x', '3d', '2'], ['wi', 'fi'])
    """
    words = []
    for run in latin_runs(text):
        if run.isalpha():  # as most are
            words.append(run)
            continue
        while run := run.lstrip("."):
            rest = run.lstrip(_DIGITS)
            if rest == run:
                rest = run.lstrip(_LATIN)
            elif rest[:1] == "." and rest[1:2].isdigit():
                rest = rest[1:].lstrip(_DIGITS).lstrip(_LETTERS)
            else:
                rest = rest.lstrip(_LETTERS)
            words.append(run.removesuffix(rest))
            run = rest
    return words


def han_places(text: str) -> list[tuple[int, int]]:
    """The places of words in other letters than small Latin ones.

    >>> han_places("5g用户，abc中")
    [(2, 4), (8, 9)]
    """
    if text.isascii():
        return []
    places, begin = [], -1
    for at, char in enumerate(f"{text} "):
        if char.isalnum() and not char.isascii():
            begin = at if begin < 0 else begin
        elif begin >= 0:
            places.append((begin, at))
            begin = -1
    return places


def english(text: str) -> Iterator[str]:
    """The stemmed words and the numbers of a plain text.

    >>> list(english("wi-fi users, 230eflops"))
    ['wifi', 'wi', 'fi', 'user', '230eflop', '230', 'eflop']
    """
    if "-" in text:
        yield from map(stem, _joined(text, short=True))
    for word in words_in(text):
        if word in STOP_EN:
            continue
        yield stem(word) if word[-1] > "9" else word
        # also found by its number and its unit
        if word[0] <= "9" and word[-2:].isalpha():
            unit = word.lstrip(f"{_DIGITS}.")
            yield word.removesuffix(unit)
            yield stem(unit)


def _joined(text: str, short: bool = False) -> Iterator[str]:
    """The words with a hyphen in one; only whole ones with a `short` begin, or all.

    >>> list(_joined("wi-fi e-commerce-law a-5g", short=True)), list(_joined("base-stations-5g"))
    (['wifi', 'ecommerce'], ['basestations'])
    """
    left, *others = text.split("-")
    for right in others:
        first = left[len(left.rstrip(_LATIN)) :]
        rest = right[: len(right) - len(right.lstrip(_LATIN))]
        taken = bool(first and rest)
        if taken and short:
            around = left[-len(first) - 1 : -len(first)] + right[len(rest) : len(rest) + 1]
            whole = len(first) < 3 and (first + rest).isalpha()
            taken = whole and not any(map(in_word, around))
        if taken:
            yield first + rest
        left = right[len(rest) :] if taken else right


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """A text normalised for tokenizing; "IT" is kept apart from the stop word "it"."""
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return (IT.sub("infotech", text) if "IT" in text else text).casefold()


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """An English word without its commonest endings.

    >>> [stem(word) for word in ("stations", "companies", "processes", "programming", "5g")]
    ['station', 'compani', 'process', 'program', '5g']
    """
    if len(word) < 4:
        return word
    for ending, new in _ENDINGS.get(word[-1], ()):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + new
            break
    if word[-1] == word[-2] and word[-1] in "bdgmnprt":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


# By their last letter.
_ENDINGS = {
    "s": (
        ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("ies", "i"), ("ings", ""), ("es", "e"), ("s", ""),
    ),
    "g": (("ing", ""),), "d": (("ed", ""),), "y": (("y", "i"),),
}  # fmt: skip


@lru_cache(maxsize=512)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the English words of a text, those with a hyphen also in one."""
    if "-" not in text:
        return frozenset(english(text))
    return frozenset((*english(text), *map(stem, _joined(text))))


def tokenize(text: str) -> Iterator[str]:
    """The tokens of a text: stemmed words, numbers, and single Chinese characters and pairs."""
    text = plain(text)
    yield from english(text)
    for start, end in han_places(text):
        yield from text[start:end]
        yield from (text[at : at + 2] for at in range(start, end - 1))


def spelt(word: str) -> bool:
    """Whether a word takes part in the correction of spelling."""
    return len(word) > 3 and word.isascii() and word.isalpha()
