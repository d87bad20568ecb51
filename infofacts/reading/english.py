"""Numbers in English words: two million, hundreds of thousands, a third, half."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from infofacts.units import EN_SCALES, EN_SHORT

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {word: number for number, word in enumerate(_SMALL)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_POWERS = {"hundred": 2, **{word: power for word, power in EN_SCALES.items() if len(word) > 1}}
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_LARGE = "|".join(_POWERS)
_NUMBER = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
# A scale word behind digits; the short ones (5bn) end there.
SCALE = rf"(?:hundred[\s-]+)?(?:{_LARGE})|lakh\s*crore|(?:{'|'.join(EN_SHORT)})(?![a-z])"
_OF_IT = r"(?=\s+(?:of|more|less|higher|lower|from|in|to)\b|\s*(?:[,.;:)]|$))"
# One in three, nine out of ten, 4 in 10 households; not 4 in 10 years, 3 in 10 of them were.
_OUT_OF = rf"(?:{'|'.join(_SMALL[1:10])}|[0-9]{{1,2}})\s+(?:in|out\s+of)\s+(?:every\s+)?"
_ALL = r"(?:three|four|five|six|seven|eight|nine|ten|twenty|hundred|[3-9]|10|20|100)"
_SPAN_OF_TIME = r"(?![\s-]+(?:years?|months?|days?|weeks?|hours?|decades?|quarters?|percent|per\s+cent|thousand|million|billion)\b)"
# 1/3 of them, 占近1/3; not the 1/3 of a date.
_SLASH = (
    r"(?<![0-9/.,])[1-9][0-9]?/(?:[2-9]|10{1,3})(?![0-9/.%])"
    r"(?:(?=\s?(?:of|的|以上|左右|不到|强|弱))|(?<=[近约超过占]./.)|(?<=[近约超过占]./10))"
)
RATIO = rf"\b{_OUT_OF}{_ALL}\b(?![,.:]?[0-9%]){_SPAN_OF_TIME}|{_SLASH}"
PATTERN = (
    rf"\b(?=[abdefhmnostz])(?:(?:tens|dozens|(?:{_LARGE})s)(?:\s+of\s+(?:{_LARGE})s)?\b"
    rf"|(?:several|an?\s+few)\s+(?:dozen|{_LARGE})\b"
    rf"|(?:half\s+an?|an?)\s+(?:dozen|{_LARGE})\b"
    rf"|{_NUMBER}\s+and\s+a\s+half(?:\s+(?:{_LARGE})\b)?"
    r"|(?<!first[- ])(?<!second[- ])(?<!last[- ])(?<!other[- ])(?:(?:one|a)[\s-]+)?half\b(?![- ]year|-|\s+an?\b)"
    rf"|(?:an?|one|two|three|four)[\s-]+(?:third|quarter|fourth|fifth|sixth|eighth|tenth)s?\b{_OF_IT}"
    rf"|{_NUMBER}\b(?:(?:(?<=hundred)\s+and\s+|[\s-]+)(?:{_NUMBER}|{_LARGE})\b)*+)"
)


_FIRST = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_ORDINALS = {word: number for number, word in enumerate(_FIRST, 1)} | {
    f"{word.removesuffix('y')}{'ie' * word.endswith('y')}th": number
    for word, number in _NUMBERS.items()
    if number > 12
}


def ordinal(text: str) -> int | None:
    """The place that a word says.

    >>> ordinal("Second"), ordinal("seconds"), ordinal("nineteenth"), ordinal("twenty-first")
    (2, None, 19, 21)
    """
    tens, _, last = text.casefold().rpartition("-")
    place = _ORDINALS.get(last)
    return place and place + _NUMBERS.get(tens, 0)


class Words(NamedTuple):
    """What words say: all from `low` to `high`, in per cent if it is a `share`."""

    low: Decimal
    high: Decimal
    place: int = 0
    share: bool = False


def read(text: str) -> Words | None:
    """What a match of `PATTERN` or `RATIO` says; None where it is no number.

    >>> read("two million"), read("a third"), read("half"), read("forty-five")[0]
    (Words(low=Decimal('2000000'), high=Decimal('2000000'), place=6, share=False), \
Words(low=Decimal('33'), high=Decimal('33'), place=0, share=True), \
Words(low=Decimal('50'), high=Decimal('50'), place=0, share=True), Decimal('45'))
    """
    words = re.split(r"[\s-]+", text.casefold())
    first, last = words[0], words[-1].removesuffix("s")
    if words[1:4] == ["and", "a", "half"]:  # one and a half million
        size = (_NUMBERS[first] + Decimal("0.5")) * (_size(last) if last != "half" else 1)
        return Words(size, size, size.adjusted() - 1)
    if exact := fraction(text):
        share = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1))
        return Words(share, share, 0, True)
    if first in ("tens", "dozens", "several") or words[-1].endswith("s") or words[1:2] == ["few"]:
        return _vague(words)
    if first == "half":
        size = _size(last) / 2
        return Words(size, size, size.adjusted())
    return _sum(words)


def growth(text: str) -> Decimal | None:
    """The growth in per cent that a verb says, whatever bound words are before it.

    >>> growth("more than doubled"), growth("halved"), growth("grew")
    (Decimal('100'), Decimal('-50'), None)
    """
    return _MULTIPLES.get(text.casefold().rpartition(" ")[2])


_MULTIPLES = {
    "doubled": Decimal(100), "tripled": Decimal(200), "trebled": Decimal(200),
    "quadrupled": Decimal(300), "quintupled": Decimal(400), "halved": Decimal(-50),
}  # fmt: skip


def fraction(text: str) -> Fraction | None:
    """The exact share that some words say, in per cent: two thirds, 1 in 3; None for other words.

    >>> fraction("two thirds"), fraction("half"), fraction("two million")
    (Fraction(200, 3), Fraction(50, 1), None)
    >>> fraction("nine out of ten"), fraction("1 in 3"), fraction("4 in 3"), fraction("1/10")
    (Fraction(90, 1), Fraction(100, 3), None, Fraction(10, 1))
    """
    words = re.split(r"[\s-]+", text.casefold().replace("/", " in "))
    if words[1:2] in (["in"], ["out"]):
        some, every = (
            int(word) if word.isdecimal() else {"hundred": 100, **_NUMBERS}.get(word, 0)
            for word in (words[0], words[-1])
        )
        return Fraction(100 * some, every) if 0 < some < every else None
    part = _PARTS.get(words[-1].removesuffix("s"))
    count = 1 if words[0] in ("half", "a", "an") else _NUMBERS.get(words[0])
    return Fraction(100 * count, part) if part and count and len(words) < 3 else None


def _size(word: str) -> Decimal:
    word = word.removesuffix("s")
    return Decimal({"ten": 10, "dozen": 12}.get(word) or 10 ** _POWERS[word])


def _vague(words: list[str]) -> Words:
    """Millions, tens of thousands, several hundred: from one to ten of them."""
    size = Decimal(1)
    for word in words:
        if word.removesuffix("s") in (*_POWERS, "ten", "dozen"):
            size *= _size(word)
    high = size * (1000 if len(words) == 1 and words[0] not in ("hundreds", "dozens") else 10)
    return Words(size, high, size.adjusted())


def _sum(words: list[str]) -> Words | None:
    """A number in full: one hundred and five thousand."""
    total, part, place, under = Decimal(0), Decimal(0), 0, 99
    for word in words:
        if word in ("a", "an", "and"):
            part += word != "and"
        elif word in _NUMBERS:
            number = _NUMBERS[word]
            if part and (number >= 100 or part % 10 or (part % 100 and number >= 10)):
                return None
            part, place = part + number, 0
        elif word == "hundred":
            if not 0 < part < 10:
                return None
            part, place = part * 100, 2
        elif word == "dozen":
            part, place = part * 12, 0
        else:
            power = _POWERS[word]
            if power >= under or not part:
                return None
            total, part, under = total + part.scaleb(power), Decimal(0), power
            place += power
    total += part
    return Words(total, total, place)
