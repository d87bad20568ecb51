"""Numbers in the very words of a quote: the words before and after each number of the base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

from infofacts.model import Fact
from infofacts.verify.documents import fold
from infofacts.verify.names import features

KEY = 3  # characters right beside a number by which its words are found
ENOUGH = 9  # characters that must be the same
REACH = 120  # characters before and after a number that are compared
WHOLE = 6  # the same, where they are all words of a quote
# Digits that are part of no name (5G, 1000Mbps, IPv6).
_NUMBER = re.compile(
    r"(?<![a-z\d])(?<!\d[.,])\d[\d,.]*+(?!\d|g(?![a-z])|[mg]bps|[a-z]+\d)", re.IGNORECASE
)
_WORDS = str.maketrans("，（）；：！？", ",();:!?")
# Words right before a number that change nothing: 达到, 为, 超.
_BEFORE = re.compile(
    "(?:达到了?|高达|达|约为|为|是|有|超过|超|突破|近|约|逾|不足|不到|将近|接近|仅|共|已|各|至少|在|到|至|了|分别)+$"
)

_LISTED = re.compile("(?:[、,和及与]|and)#")
_MARKS = re.compile("[“”\"'‘’《》\x1f]")
_NO_BLANKS = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_BLANKS = re.compile(r"\s+")


class Words(NamedTuple):
    """The words of a quote before and after a number, without digits and blanks."""

    before: str
    after: str
    fact: Fact


def masked(text: str) -> str:
    """Folded words as they are compared: numbers as #, no quotation marks, blanks in English."""
    plain = _MARKS.sub("", _NUMBER.sub("#", text.translate(_WORDS)))
    return _BLANKS.sub(" ", _NO_BLANKS.sub("", plain)).casefold()


def context(text: str, start: int, end: int, reach: int = REACH) -> tuple[str, str]:
    """The masked words before and after a span of a folded text."""
    before = _BEFORE.sub("", masked(text[max(0, start - reach) : start]))
    return before, masked(text[end : end + reach])


class Match(NamedTuple):
    """A fact whose quote has the words around a number: how many characters are the same.

    `words` are those that are the same. `alike` is false where the clause says more, less or
    something else before them; `whole` is true where they are all words of the quote.
    """

    same: int
    fact: Fact
    words: str
    alike: bool
    whole: bool


_CLAUSE = re.compile("[,;:。!?()]")


def _alike(text: str, quoted: str, same: int) -> bool:
    """Whether what stands before the same words, in their clause, has the same features."""
    if _CLAUSE.search(text[len(text) - same :]) and len(quoted) == same:
        return True
    rests = []
    for words in (text, quoted):
        rest = _CLAUSE.split(words[: len(words) - same])[-1]
        rests.append(
            features(rest + words[len(words) - same :][:1])
            - features(words[len(words) - same :][:1])
        )
    return rests[0] == rests[1] or (not rests[0] and len(quoted) == same)


class Templates:
    """The words around every number of a base."""

    def __init__(self, facts: list[Fact]) -> None:
        self.before: dict[str, list[Words]] = {}
        self.after: dict[str, list[Words]] = {}
        for fact in facts:
            for words in _words_of(fact):
                if len(words.before) >= KEY:
                    self.before.setdefault(words.before[-KEY:], []).append(words)
                elif len(words.after) >= KEY:
                    self.after.setdefault(words.after[:KEY], []).append(words)

    def matches(self, text: str, start: int, end: int) -> list[Match]:
        """The facts whose quotes have the words around a span of a folded text, the best first."""
        before, after = context(text, start, end)
        best: dict[str, Match] = {}
        near = self.before.get(before[-KEY:], []) + self.after.get(after[:KEY], [])
        for words in near:
            if bool(_LISTED.match(after)) != bool(_LISTED.match(words.after)) and words.after:
                continue  # another place in a list
            if _LISTED.match(after) and not words.after:
                continue
            same_before = _common(before[::-1], words.before[::-1])
            same_after = _common(after, words.after)
            same = same_before + same_after
            whole = same == len(words.before) + len(words.after)
            if same >= ENOUGH or (whole and same >= WHOLE):
                earlier = best.get(words.fact.id)
                if not earlier or same > earlier.same:
                    alike = _alike(before, words.before, same_before)
                    shared = f"{before[len(before) - same_before :]} {after[:same_after]}"
                    best[words.fact.id] = Match(same, words.fact, shared, alike, whole)
        return sorted(best.values(), key=lambda each: -each.same)


def _words_of(fact: Fact) -> Iterator[Words]:
    for quote in (fact.quote, *fact.also):
        text = fold(quote)[0]
        spans = list(_spans(text, fold(fact.printed)[0]))
        if (
            not spans and fact.quantity
        ):  # one of several numbers before their unit: 3.5、5.2和5个百分点
            spans = list(_spans(text, f"{fact.quantity.digits.copy_abs():f}"))
        if len(spans) == 1:
            yield Words(*context(text, *spans[0]), fact)


def _spans(text: str, number: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(re.escape(number), text):
        longer = number[0].isdigit() and text[match.start() - 1 : match.start()].isdigit()
        if not longer and not (number[-1].isdigit() and re.match(r"[.,]?\d", text[match.end() :])):
            yield match.span()


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
