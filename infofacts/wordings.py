"""What facts and indicators say: their words, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from infofacts import vocabulary
from infofacts.model import Fact, Indicator, Topic
from infofacts.question import read_name
from infofacts.stems import STOP_EN, english, plain, stem, stems_of, words_in


class Words:
    """The words of some texts: Chinese ones as they follow each other, English ones by stems."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    @cached_property
    def plain(self) -> str:
        """The texts in small letters of usual width."""
        return plain("\n".join(self.texts))

    @cached_property
    def text(self) -> str:
        """The texts without blanks, which come and go between Chinese words."""
        return self.plain.replace(" ", "")

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the English words."""
        return stems_of(self.plain)

    @cached_property
    def phrases(self) -> str:
        """Their stems as they follow each other."""
        return "\n".join(f" {' '.join(english(text))} " for text in self.plain.split("\n"))

    def __contains__(self, word: str) -> bool:
        """Whether a word or phrase is among them."""
        stems = stemmed(word) if word.isascii() else ()
        return self.stems.issuperset(stems) if stems else word in self.text


@lru_cache(maxsize=1024)
def stemmed(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase; none if it has only words that no text is searched for."""
    words = words_in(phrase)
    return () if STOP_EN.issuperset(words) else tuple(map(stem, words))


class Said:
    """What an indicator says of itself: its own names, and those of its topic.

    Of some names it is `known` what they have, as `as_read` writes it.
    """

    def __init__(self, indicator: Indicator, topic: Topic, known: Mapping[str, str] = {}) -> None:
        self.known = known
        key = indicator.key.replace("-", " ")
        self.own = Words(indicator.zh, indicator.en, *indicator.aliases, key)
        self.topic = Words(topic.zh, topic.en, *topic.aliases)

    def read(self, name: str) -> tuple[Sequence[Sequence[str]], str]:
        """The things in a plain name, each with another word for it if there are any, and the
        characters that a fact need not have."""
        rest, *things = (self.known.get(name) or as_read(name)).split("\t")
        return [thing.split("|") for thing in things], rest


def as_read(name: str) -> str:
    """What a plain name has: the characters that a fact need not have, then the things, with a tab
    before each and | before another word for it."""
    read = read_name(name)
    return "\t".join((read.rest, *("|".join(thing[:2]) for thing in read.things)))


def values_of(fact: Fact) -> Words:
    """The words of the value of a fact."""
    values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
    english = fact.value_en if isinstance(fact.value_en, tuple) else (fact.value_en,)
    return Words(*(each for each in (*values, *english) if isinstance(each, str)))


def said_by(fact: Fact) -> Words:
    """The words of a fact itself: its quotes and its value."""
    return Words(fact.quote, *fact.also, fact.printed, *values_of(fact).texts)


def said_of(fact: Fact) -> Words:
    """The words of its quotes that a number belongs to: those of its clauses that stand beside it,
    not beside other numbers, and before all of them."""
    clauses = (
        _beside(clause, at, at + len(fact.printed))
        for quote in (fact.quote, *fact.also)
        for clause in _clauses(quote)
        if (at := clause.find(fact.printed)) >= 0
    )
    return Words(*clauses, fact.printed)


def _beside(clause: str, start: int, end: int) -> str:
    """The words of a clause before all of its numbers, and those beside one of them.

    >>> _beside("全年287家院团近1145位演员直播约4.8万场", 8, 12).split()
    ['全年', '家院团近1145位演员直播约']
    """
    numbers = list(_numbers(clause))
    after = min((first for first, _ in numbers if first >= end), default=len(clause))
    before = max((last for _, last in numbers if last <= start), default=0)
    shared = numbers[0][0] if before else 0
    return f"{clause[:shared]}\n{clause[before:after]}"


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a text, with those that only go on about the same thing."""
    begin = 0
    for at, char in enumerate(f"{text};"):
        within = (
            char in ",." and text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal()
        )
        if char not in "，；。,;." or within:
            continue
        if char not in "，," or not text.startswith(_GOING_ON, at + 1):
            if begin < at:
                yield text[begin:at]
            begin = at + 1


_GOING_ON = ("占", "同比", "比", "较", "达", "增长", "增加", "下降", "累计", "平均")


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """The places of numbers of something, not of years and parts of names."""
    at = 0
    while at < len(text):
        start, before = at, text[at - 1 : at]
        at += 1
        if not text[start].isdecimal() or before.isdecimal() or _is_letter(before):
            continue
        while text[at : at + 1].isdecimal() or text[at : at + 1] in (".", ","):
            at += 1
        if not _is_letter(text[at : at + 1]) and text[at : at + 1] not in ("年", "月", "日"):
            yield start, at


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def bare(name: str) -> str:
    """A name in plain letters, without what is added in parentheses."""
    text = plain(name)
    return text.partition("(")[0] if text.endswith(")") else text


def ends_with(name: str, words: Iterable[str]) -> bool:
    """Whether one of some words is the last in a name, but for those that say little."""
    last = bare(name)
    for rest in (last.rpartition(word)[2] for word in words if word in last):
        read = read_name(rest)
        little = {at for part in read.of(*vocabulary.KINDS) for at in range(part.start, part.end)}
        if (little | read.idle).issuperset(range(len(read.text))):
            return True
    return False


def key_of(word: str) -> str:
    """A word as it is compared."""
    return " ".join(map(stem, word.split())) if word.isascii() else word
