"""Words as they are searched for: English ones by their stems, without those that only join, and
Chinese characters, alone and in pairs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from infofacts.text import pattern

WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?[a-z]*|[a-z]+[0-9a-z]*")
_MEASURED = pattern(r"([0-9.]+)([a-z]{2,})$")
_CHARACTERS = re.compile(r"[^\W_0-9a-z]+")
_JOINED = pattern(r"([a-z0-9]++)-([a-z0-9]++)")
_HYPHENED = pattern(r"\b([a-z]{1,2})-([a-z]+)\b")  # e-commerce, wi-fi
IT = pattern("(?<![A-Za-z])IT(?![A-Za-z])")  # also within Chinese: IT服务
STOP_EN = frozenset(
    "a an and any are as at be been being by can could did do does doing done for from get give "
    "had has have how i in is it its me much many my of on or our s show so tell than that the "
    "their them there these they this those to was we were what when where which who whose why "
    "will with would you your china chinese find people person persons "
    "thousand million billion trillion thousands millions billions trillions".split()
)


def english(text: str) -> Iterator[str]:
    """The stemmed words and the numbers of a plain text.

    >>> list(english("wi-fi users, 230eflops"))
    ['wifi', 'wi', 'fi', 'user', '230eflop', '230', 'eflop']
    """
    if "-" in text:
        yield from (stem(first + rest) for first, rest in _HYPHENED.findall(text))
    for word in WORD.findall(text):
        if word[-1].isdigit():
            yield word
        elif word not in STOP_EN:
            yield stem(word)
            # also found by its number and its unit
            if word[0].isdigit() and word[-2:].isalpha() and (measured := _MEASURED.match(word)):
                yield measured[1]
                yield stem(measured[2])


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
    for ending, new in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + new
            break
    if word[-1] == word[-2] and word[-1] in "bdgmnprt":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_ENDINGS = (
    ("sses", "ss"), ("ss", "ss"), ("us", "us"), ("ies", "i"), ("ings", ""), ("ing", ""),
    ("ed", ""), ("es", "e"), ("s", ""), ("y", "i"),
)  # fmt: skip


@lru_cache(maxsize=512)
def stems_of(text: str) -> frozenset[str]:
    """The stems of the English words of a text, those with a hyphen also in one."""
    if "-" not in text:
        return frozenset(english(text))
    joined = (stem(first + rest) for first, rest in _JOINED.findall(text))
    return frozenset((*english(text), *joined))


def tokenize(text: str) -> Iterator[str]:
    """The tokens of a text: stemmed words, numbers, and single Chinese characters and pairs."""
    text = plain(text)
    yield from english(text)
    for run in _CHARACTERS.findall(text):
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))


def spelt(word: str) -> bool:
    """Whether a word takes part in the correction of spelling."""
    return len(word) > 3 and word.isascii() and word.isalpha()
