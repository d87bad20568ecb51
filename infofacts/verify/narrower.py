"""Words beside a name that narrow it: what is said of 农村互联网普及率 is not said of the country.

A value is of all that its names mean. A word of content beside them that is in none of them, nor in
the words of its quotes, makes the number one of less: of a group, a company, a kind, or of what was
added or exported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from infofacts.stems import stem
from infofacts.units import UNITS
from infofacts.verify.context import NEW
from infofacts.verify.documents import fold
from infofacts.verify.names import (
    GENERIC_ZH,
    STOP_EN,
    STOP_ZH,
    Vocabulary,
    features,
    generic,
    heads,
)
from infofacts.vocabulary import FILLING_EN, FILLING_STEMS, FILLING_ZH, groups, synonyms

_HAN = re.compile("[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z0-9]+(?:[.+/'-][a-z0-9]+)*")
# The words before these tell who says it.
_TOLD = re.compile(
    "(?:显示|表示|指出|披露|透露|表明|介绍|统计|数据)"
    "|\\b(?:said|says|that|shows?|showed|reported|announced|indicates?|indicated|revealed)\\b"
)
_NO_KIND = re.compile("ly$|bytes?$")  # adverbs and units
_FIRMS = re.compile("(?:企业|公司)(?=[一-龥a-z0-9])")
_OWN_WORD = re.compile(
    "三家|全部|计划|规划|再?创(?:下|出)?(?:历史)?新高|联合|智[能慧](?!手机)|专项|首次|人均|年度|[一二三四五六七八九两]家"
)


class Names:
    """What an indicator is called, in its names, its topic's and its quotes, or also in `more`."""

    def __init__(self, vocabulary: Vocabulary, indicator: str, more: Iterable[str] = ()) -> None:
        base = vocabulary.base
        entry = base.indicators[indicator]
        topic = base.topics[entry.topic]
        words = [entry.zh, entry.en, *entry.aliases, topic.zh, topic.en, *topic.aliases]
        words += (head for fact in vocabulary.facts[indicator] for head in heads(fact))
        words += more
        self.text = "\n".join(fold(each)[0].casefold() for each in words)
        self.tokens = frozenset(_LATIN.findall(self.text))
        self.features = features(self.text)

    def has(self, word: str) -> bool:
        """Whether a word, or another of its meaning, is in the names."""
        return any(
            self.tokens.issuperset(each.split()) if each.isascii() else each in self.text
            for each in (word, *synonyms().get(word, ()))
            if each.isascii() == word.isascii()
        )


def narrowed(names: Names, lead: str, tail: str, latin: bool) -> bool:
    """Whether the words before and after a number narrow what the names mean."""
    words = _TOLD.split(lead.casefold())[-1]
    if latin:
        return any(_english(names, f"{words} {tail.casefold()}"))
    return any(_chinese(names, words))


def _chinese(names: Names, words: str) -> Iterator[str]:
    """The content of Chinese words that no name has."""
    for group in _groups_zh():
        if group in words and not any(map(names.has, (group, *groups()[group]))):
            yield group
    bare = STOP_ZH.sub(" ", _OWN_WORD.sub(" ", words))
    yield from _FIRMS.findall(bare) if not names.has("企业") and _FIRMS.match(bare.strip()) else ()
    for token in _LATIN.findall(words):
        parts = (token, *re.split("[-/]", token))
        if token not in names.text and not names.tokens.issuperset(parts[1:]):
            yield token
    for run in _HAN.findall(GENERIC_ZH.sub(" ", bare)):
        for rest in _uncovered(run, names.text):
            if rest in FILLING_ZH or names.has(rest):
                continue
            if len(rest) > 1 or (rest in groups() and run.startswith(rest)):
                yield rest


def _uncovered(run: str, text: str) -> list[str]:
    """The parts of a run of characters of which no pair is in a text."""
    known = [run[at : at + 2] in text for at in range(len(run) - 1)]
    pairs = zip([False, *known], [*known, False], strict=True)
    marked = (" " if one or other else char for char, (one, other) in zip(run, pairs, strict=True))
    return "".join(marked).split()


@cache
def _groups_zh() -> tuple[str, ...]:
    """The Chinese words for groups of people; 企业 and the like are in most names."""
    firms = set(groups()["企业"])
    return tuple(
        word for word in groups() if len(word) > 1 and _HAN.match(word) and word not in firms
    )


def _english(names: Names, words: str) -> Iterator[str]:
    """The content of English words that no name has."""
    foreign = features(words) - names.features
    for token in _LATIN.findall(words):
        told = (features(token) & foreign) - _filling()
        if any(map(generic, told)) or not told or _NO_KIND.search(token):
            continue
        if not names.has(token.removesuffix("'s")):
            yield token


@cache
def _filling() -> frozenset[str]:
    """The stems of English words that say nothing of what is counted, and of units."""
    units = " ".join(f"{unit.name} {unit.en} {unit.plural}" for unit in UNITS.values())
    return (
        frozenset(map(stem, (*STOP_EN, *FILLING_EN, *_LATIN.findall(units.lower()))))
        | FILLING_STEMS
    )


def newly(names: Names, lead: str) -> bool:
    """Whether words tell what was added, which no name does."""
    return bool(NEW.search(lead)) and not NEW.search(names.text)
