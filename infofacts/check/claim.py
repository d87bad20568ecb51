"""A fact to check, with what the rules need of its quote and of the source's text.

Each is made when it is first asked for, and once for all rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from infofacts.check.writing import KANA, plain_fact, plain_text
from infofacts.lexicon import by_character
from infofacts.model import Fact, FactBase, Value
from infofacts.numbers import Quantity
from infofacts.printed import REACH
from infofacts.reading.amounts import by_first, unit_at
from infofacts.reading.finding import Number, numbers_of
from infofacts.reading.stating import numbers_in, place_of, range_in
from infofacts.record import Record, replace
from infofacts.report import Place, SourceText, lead, principal, source_text
from infofacts.text import Range, pattern, squeeze
from infofacts.units import EN_SCALES, split_unit, unit_begun, unit_of

T = TypeVar("T")
MOST = 20  # times that a quote has one number
MOST_PARTS = 60  # numbers of a quote that are looked at
DIGITS = r"\d++(?:,\d{3})*+(?:\.\d++)?+"  # of a number in a squeezed text
MARKS = re.compile(r"[，,。；;：:！？!?、（()）|.](?:(?<!\.)|(?=\s))")
_JOINTS = re.compile(
    r"[，,。；;：:！？!?、（()）|]|[和及与]|(?<![a-z])(?:and|while|but)(?![a-z])|\.(?=\s)"
)
_SENTENCE = re.compile(r"[。；;]|\.\s+(?=[A-Z])")
_CHINESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_DIGIT = re.compile("[0-9]")
_INK = re.compile(r"[^\s*]+")
_LAST_YEAR = re.compile(
    "(?=[上去较比])(?:(?<![较比同与占于是当])(?:上年|去年|上一年)(?!末?[底末]?[结转剩]|不变价|价格)"
    "|[较比](?:上年|去年|上一年)(?:同期|[底末])?的[约近]?$)"
)
_YEAR_EARLIER = re.compile(
    r"(?:in )?(?:(?:a|one|the) year (?:earlier|before|ago)|(?:the )?(?:previous|prior) year|last year)\b"
)
_EARLIER_FIRST = pattern(
    r"(?:A|One|The) year (?:earlier|before|ago)|In the (?:previous|prior) year"
)
# Each begins with one set of characters, which is soon looked for.
_CLAUSE = re.compile(r"[，,。！？!?；;：:.](?:(?<!\.)|(?<=[a-z0-9%)]\.)(?=[A-Z]))")
_END = re.compile(r"[。！？；.!?](?:(?<![.!?])|(?<=[a-z0-9%)][.!?])(?=[A-Z]))")
FULL_STOP = re.compile(r"[。！？.!?](?:(?<![.!?])|(?<=[a-z0-9%)][.!?])(?=[A-Z]))")
# What parts of a number stand behind.
OF_WHICH = re.compile("其中|of\\s*wh(?:ich|om)|including|[:：]|のうち")
_ASIDE = re.compile(
    r"[（(](?:(?P<year>(?:19|20)\d\d)年?|上年|去年|(?:previous|prior|last)year)(?:同期|度|[底末])?[：:为]?"
    r"(?!\d{1,2}月|\d{1,2}[-/.]\d)[^（()）;；]{0,6}\d[^（()）;；]*[）)]",
    re.IGNORECASE,
)


# Squeezed English words behind a unit that make it a rate; not "a year", which most figures are of.
PER_TIME = pattern("(?:per|a|each)(day|hour|minute|second|week|month)(?!ago|earlier|before)")
_TIMES = {
    "day": "日",
    "hour": "小时",
    "minute": "分钟",
    "second": "秒",
    "week": "周",
    "month": "月",
}
_PER = pattern(r"(?<=[A-Za-z0-9])(?:per(?!cent)|/)(?=[A-Za-z])")
# The unit of a table's numbers: (million tonnes): 125.4, （亿元）：5, (GWh) | 62,569, 单位：万人.
_MAY_HEAD = re.compile(r"[)）]\s?[:：|]|单位[:：]")
_HEADING = pattern(
    r"[（(](?:单位[:：]\s*|[Ii]n )?([^()（）0-9,，;；]{1,30})[)）]\s?[:：|]|单位[:：]\s*([^，。；;、（）()|\s]{1,12})"
)
# What stands between two numbers of one thing: 419,900 (0.7%), 121,500 or 1.6%.
_OTHERWISE = pattern(r"\s?\((?:or\s)?|(?: [a-z]+){0,2},?\sor\s[$€£¥]?")


class once(Generic[T]):
    """`functools.cached_property` without the lock that Python 3.11 takes for each value."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, claim: Any, _: object = None) -> T:
        value = claim.__dict__[self.name] = self.make(claim)
        return value


class Part(NamedTuple):
    """A number of a quote: where it is in the squeezed quote, and the words around it."""

    start: int  # negative where it stands before the quote, in its sentence
    end: int
    unit: str
    text: str
    before: str  # from the number or mark before it
    between: str  # from the number before it
    after: str  # to the next number or mark
    sentence: str  # the words before it in its sentence, numbers included
    rest: str  # the characters right behind it


Near = tuple[int, int, str, str]  # what of a part needs no words around it


def is_divisor(part: Part) -> bool:
    """Whether a number says for how many another is: 每10股, 7 per 1,000."""
    return bool(re.search(r"每$|\bper $", part.before))


def pairs(words: str) -> set[str]:
    """The pairs of characters that stand side by side in some words, whatever the case."""
    folded = squeeze(words).casefold()
    return {folded[at : at + 2] for at in range(len(folded) - 1)}


@lru_cache(1 << 12)
def in_latin(words: str) -> bool:
    """Whether some words are in a language that is not written in Chinese characters."""
    return not _CHINESE.search(words)


def _usual(quantity: Quantity) -> str:
    """The usual name of a unit: % of percent; of a currency of them all, for they are compared."""
    known = unit_of(quantity.bare_unit)
    return known.kind if known and known.kind == "currency" else known.name if known else ""


def _kept(text: str) -> list[int]:
    """Where the characters of a squeezed text are in the text itself."""
    return [at for word in _INK.finditer(text) for at in range(*word.span())]


@lru_cache(1 << 9)
def _numbers_of_latin(text: str, units: tuple[str, ...]) -> Sequence[Number]:
    """The numbers of a text, with their offsets in the squeezed text."""
    kept, found = _kept(text), numbers_of(text, units)
    at = ((bisect_left(kept, n.start), bisect_left(kept, n.end - 1) + 1) for n in found)
    return [
        Number(start, end, n.kind, n.quantity, n.text)
        for n, (start, end) in zip(found, at, strict=True)
    ]


def following_unit(words: str) -> str:
    """The unit that the words after a number begin with, or ""."""
    return unit_at(words, 0, by_first(()))[0]


# What stands between a name and its number: monthly active users ("MAU") of, 交易（含备案）规模.
_BRACKETS = pattern(r" \([\"'“‘]?[A-Z]{2,6}s?[\"'”’]?\)|（[^（）0-9]{1,12}）(?=[一-鿿])")


def _part(raw: str, at: tuple[int, int, int, int], near: Near) -> Part:
    """A number of a text, between the number before it and the following one."""
    last, start, behind, following = at
    words = _BRACKETS.sub("", raw[last:start]) if "(" in raw or "（" in raw else raw[last:start]
    own = MARKS.split(words)[-1]
    after = _JOINTS.split(raw[behind:following])[0]
    sentence = _SENTENCE.split(raw[:start])[-1]
    return Part(*near, own, raw[last:start], after, sentence, raw[behind:][:8])


def names_of_units(base: FactBase) -> tuple[str, ...]:
    """The names of the units that a base declares, in both languages."""
    if not base.units:
        return ()
    names = {name for each in base.units.values() for name in (each.name, each.plural, each.en)}
    return tuple(sorted(names - {""}))


@lru_cache(1 << 8)
def _unit_of_heading(words: str, declared: tuple[str, ...]) -> str:
    """The unit that a heading names, its scale word first, or "": US$ million is million US$."""
    words = re.sub("^(%|per ?cent)(?: of .*)?$", "%", words.strip())
    first, _, last = words.rpartition(" ")
    if first and last in EN_SCALES:
        words = f"{last} {first}"
    elif words.removesuffix("s") in EN_SCALES:
        words = words.removesuffix("s")
    power, bare = split_unit(words)
    return words if unit_of(bare) or bare in declared or (power and not bare) else ""


def texts(value: Value) -> tuple[str, ...]:
    """The texts of a value: the items of a list, a text alone, none of a number."""
    items = value if isinstance(value, tuple) else (value,)
    return tuple(item for item in items if isinstance(item, str))


def same_unit(base: FactBase, one: str, other: str) -> bool:
    """Whether two names, in either language, are of one unit, declared or built in."""
    units = base.units.values()
    first, second = (
        next((u for u in units if name in (u.name, u.plural, u.en)), None) or unit_of(name)
        for name in (one, other)
    )
    if not first or not second:
        return one == other
    return (
        first == second or bool(first.en) and (first.en, first.plural) == (second.en, second.plural)
    )


class Claim(Record, slots=False):
    """A fact to check, with what the rules need of its quote and of the source's text.

    Both are in the mainland's characters and years, see `writing`; the `entry` is as it is written.
    """

    fact: Fact
    base: FactBase
    text: SourceText | None
    entry: Fact

    @once
    def quote(self) -> str:
        """The squeezed quote."""
        return squeeze(self.fact.quote)

    @once
    def texts(self) -> Sequence[str]:
        """The squeezed texts of the value."""
        return [by_character(squeeze(text)) for text in texts(self.fact.value)]

    @once
    def place(self) -> Place | None:
        """Where the quote is in the source's text, if that is bundled."""
        return principal(self.text.find(self.fact.quote)) if self.text else None

    @once
    def context(self) -> tuple[str, str, str]:
        """The source's words before the quote, the quote, and the words after it."""
        before, after = self.text.around(self.place) if self.text and self.place else ("", "")
        return before, self.quote, after

    @once
    def whole(self) -> str:
        """The quote with the words around it, see `context`."""
        return "".join(self.context)

    @once
    def numbers(self) -> Sequence[Number]:
        """The numbers of the quote and of the words around it; offsets are those of `whole`.

        Those of a Latin quote as they stand in its own spacing.
        """
        units, (before, quote, after) = names_of_units(self.base), self.context
        if not in_latin(quote):
            return numbers_of(self.whole, units)
        return _numbers_of_latin(f"{before}{self.fact.quote}{after}", units)

    @once
    def number(self) -> Range | None:
        """Where the quantity's digits and unit are in the context, not in a longer number.

        None of a range.
        """
        quantity = self.fact.quantity
        if not quantity or quantity.high is not None:
            return None
        inside = list(islice(numbers_in(self.context, quantity, self.numbers), MOST))
        heading, unit = split_unit(self.heading), split_unit(quantity.unit)
        same = heading[0] == unit[0] and same_unit(self.base, heading[1], unit[1])
        if not inside and self.heading and same:
            bare = replace(quantity, unit="")
            inside = list(islice(numbers_in(self.context, bare, self.numbers), MOST))
        return max(inside, key=self._fit) if inside[1:] else next(iter(inside), None)

    @once
    def heading(self) -> str:
        """The unit that a heading gives the number, which has none: (million tonnes): 125.4."""
        quantity, quote = self.fact.quantity, self.fact.quote
        if not quantity or quantity.high is not None or not _MAY_HEAD.search(quote):
            return ""
        own = numbers_of(quantity.words) if quantity.words else ()
        sizes = {abs(n.quantity.value) for n in own if n.quantity} or {abs(quantity.digits)}
        read = ((n.start, n.quantity) for n in self.numbers if n.quantity and not n.quantity.unit)
        last = max((at for at, bare in read if abs(bare.value) in sizes), default=-1)
        found = ""
        for match in islice(_HEADING.finditer(quote), MOST):
            unit = _unit_of_heading(match[1] or match[2], names_of_units(self.base))
            if unit and last - len(self.context[0]) >= len(squeeze(quote[: match.end()])):
                found = unit
        return found

    @once
    def caption(self) -> str:
        """The words up to the last heading with a unit, which are said of all numbers behind it."""
        found = islice(_HEADING.finditer(self.fact.quote), MOST if self.heading else 0)
        ends = [match.end() for match in found]
        return self.fact.quote[: ends[-1]] if ends else ""

    @once
    def range(self) -> Number | None:
        """The quantity in the quote, where it is a range."""
        quantity = self.fact.quantity
        return range_in(self.context, quantity, self.numbers) if quantity else None

    def _fit(self, number: Range) -> tuple[bool, bool, int]:
        """How well a number fits, of several that are alike: its unit, year, then its words."""
        quantity, whole, (start, end) = self.fact.quantity, self.whole, number
        bare = quantity is not None and not quantity.bare_unit
        rest = whole[end : end + REACH]
        before = _CLAUSE.split(whole[max(0, start - REACH) : start])[-1]
        near = pairs(f"{before} {_CLAUSE.split(rest)[0]}")
        label = self.fact.en if in_latin(self.fact.quote) else self.fact.zh
        dated = str(self.fact.year) in before + _CLAUSE.split(rest)[0]
        return not (bare and following_unit(rest)), dated, len(pairs(label) & near)

    @once
    def span(self) -> tuple[int, int] | None:
        """Where the quantity is in the quote: its digits and unit, or its words."""
        quantity, before = self.fact.quantity, len(self.context[0])
        if quantity and quantity.words:
            start = place_of(squeeze(quantity.words), self.quote)
            return (start, start + len(squeeze(quantity.words))) if start >= 0 else None
        if place := self.number:
            return place[0] - before, place[1] - before
        return (self.range.start - before, self.range.end - before) if self.range else None

    @once
    def printed_units(self) -> list[str]:
        """The units that a number printed in words is read with, there and in the quote.

        Of Japanese words without the measure words, which count other things there.
        """
        quantity = self.fact.quantity
        if not quantity or not quantity.words or not self.span:
            return []
        start = self.span[0] + len(self.context[0])
        beside = (n for n in self.numbers if n.start <= start < n.end)
        own = numbers_of(quantity.words, names_of_units(self.base))
        read = (n.quantity for n in (*own, *beside) if n.kind != "name")
        units = [each.bare_unit for each in read if each and each.bare_unit]
        units += [split_unit(self.heading)[1]] if self.heading and not units else []
        units += [other for name in units for other in self._also(name)]
        counted = not KANA.search(self.quote)
        return [name for name in units if counted or (known := unit_of(name)) is None or known.en]

    @once
    def _behind_unit(self) -> str:
        """The words behind the number and its unit, which printed words may have more of."""
        quantity = self.fact.quantity
        printed = squeeze(quantity.words) if quantity else ""
        more = PER_TIME.search(printed) or _PER.search(printed)
        return printed[more.start() :] if more else self.after

    def _also(self, unit: str) -> Iterator[str]:
        """What a printed unit is besides: an age in years, barrels per day, 間 of Hong Kong."""
        known = unit_of(unit)
        if unit in ("year", "years"):
            yield "岁"
        elif unit == "间" and self.fact is not self.entry:
            yield "家"
        elif known and (rate := PER_TIME.match(self._behind_unit)):
            yield f"{known.name}/{_TIMES[rate[1]]}"
        elif known and self._behind_unit.startswith(("per", "/")):  # €0.3 per kWh, $5/barrel
            words = self._behind_unit.removeprefix("per").removeprefix("/")
            if below := unit_begun(words.replace("meter", "metre").replace("liter", "litre")):
                yield f"{known.name}/{below}"

    @once
    def lead(self) -> str:
        """The words of the paragraph before the quote, where the source's text is bundled."""
        return lead(self.text, self.place) if self.text and self.place else ""

    @once
    def sentence(self) -> str:
        """The quote with what is before it in its sentence."""
        words = self.lead + self.quote
        ends = [m.end() for m in _END.finditer(words, 0, len(self.lead) + 1)]
        return words[max((end for end in ends if end <= len(self.lead)), default=0) :]

    @once
    def own_sentence(self) -> tuple[str, str]:
        """The words of the quote in the number's own sentence, before and behind it."""
        start, end = self.span or (0, 0)
        begin = max((m.end() for m in FULL_STOP.finditer(self.quote, 0, start)), default=0)
        stop = FULL_STOP.search(self.quote, end)
        return self.quote[begin:start], self.quote[end : stop.start() if stop else None]

    @once
    def clause(self) -> str:
        """The words right before the number, from the last punctuation mark."""
        if not self.span:
            return ""
        return _CLAUSE.split(f"{self.lead}{self.quote[: self.span[0]]}"[-REACH:])[-1]

    @once
    def after(self) -> str:
        """The words after the number, as far as they are looked at."""
        return f"{self.quote}{self.context[2]}"[self.span[1] :] if self.span else ""

    @once
    def around(self) -> str:
        """The number with the words of its clause."""
        number = self.quote[slice(*self.span)] if self.span else ""
        return f"{self.clause}{number}{_CLAUSE.split(self.after[:REACH])[0]}"

    @once
    def asides(self) -> list[re.Match[str]]:
        """The brackets of the quote with a number of another year: （2023年：45.6亿元）, (previous year: 5)."""
        return [*_ASIDE.finditer(self.quote)] if "(" in self.quote or "（" in self.quote else []

    @once
    def near(self) -> tuple[str, Sequence[Near]]:
        """The words before the quote in its sentence, if they have digits, and the numbers of both.

        But for numbers in words, as 一类 of 一类占5%.
        """
        words = self.sentence.removesuffix(self.quote)
        before = words if not in_latin(words) and _DIGIT.search(words) else ""  # else it is glued
        shift, found = len(before or self.context[0]), self.numbers
        if before:
            found = numbers_of(f"{before}{self.quote}{self.context[2]}", names_of_units(self.base))
        worded = self.fact.quantity is not None and self.fact.quantity.words
        near = [
            (number.start - shift, number.end - shift, _usual(number.quantity), number.text)
            for number in found
            if number.quantity and number.kind in ("number", "ordinal")
            if worded or not number.quantity.words or number.quantity.words[0].isdigit()
        ]
        inside = [n for n in near if -len(before) <= n[0] and n[1] <= len(self.quote)]
        return before, inside[-MOST_PARTS:]

    @once
    def alone(self) -> bool:
        """Whether no other number near the fact's is in its unit."""
        quantity, quote = self.fact.quantity, self.fact.quote
        if not quantity or not self.span:
            return True
        glued = in_latin(quote) or _usual(quantity) == "currency"
        if not glued and not self.heading and self.sentence.count(squeeze(quantity.bare_unit)) == 1:
            return True
        start, end = self.span
        units = [unit for _, _, unit, _ in self.near[1]]
        mine = next((unit for at, to, unit, _ in self.near[1] if at < end and start < to), "")
        alike = units.count(mine)
        if in_latin(quote) and OF_WHICH.search(self.quote):  # 5 million people: 3 million men
            alike += len(units) if not mine else units.count("")
        return alike < 2

    @once
    def parts(self) -> Sequence[Part]:
        """The numbers of `near` with the words around them, in the quote's own spacing."""
        before, numbers = self.near
        raw, shift = before + self.fact.quote, len(before)
        kept = _kept(raw)
        found: list[Part] = []
        last = 0
        for at, number in enumerate(numbers):
            start, behind = kept[number[0] + shift], kept[number[1] + shift - 1] + 1
            following = kept[numbers[at + 1][0] + shift] if numbers[at + 1 :] else len(raw)
            found.append(_part(raw, (last, start, behind, following), number))
            last = behind
        return found

    @once
    def year_before(self) -> str:
        """The words that make the number one of the year before: 上年为5亿元, 5% a year earlier."""
        if in_latin(self.quote):
            first = _EARLIER_FIRST.search(self.fact.quote)
            part = self.part if first or "year" in self.after else None
            said = _YEAR_EARLIER.match(part.after.lstrip()) if part else None
            said = said or (
                _EARLIER_FIRST.match(part.sentence.lstrip()) if part and first else None
            )
        else:
            part = self.part if _LAST_YEAR.search(self.clause) else None
            said = _LAST_YEAR.search(part.before) if part else None
        return said[0] if said else ""

    @once
    def part(self) -> Part | None:
        """The part of the fact's number."""
        start, end = self.span or (0, 0)
        return next((part for part in self.parts if part.start < end and start < part.end), None)

    @once
    def own_words(self) -> tuple[str, str]:
        """English words of the number's sentence before it, from the number before, and behind it."""
        if not (part := self.part):
            return "", ""
        earlier = next((p for p in reversed(self.parts) if p.end <= part.start), None)
        before = part.between.removeprefix(earlier.after if earlier else "")
        return _SENTENCE.split(before)[-1], part.after

    @once
    def restated(self) -> Part | None:
        """The English number that the fact's says otherwise: 419,900 (0.7%), 121,500 or 1.6%."""
        before = self.quote[: self.span[0]] if self.span and in_latin(self.quote) else ""
        part = self.part if before.rstrip("$€£¥").endswith(("(", "or")) else None
        if not part or not _OTHERWISE.fullmatch(part.between):
            return None
        return next((p for p in reversed(self.parts) if p.end <= part.start), None)


def claim_of(fact: Fact, base: FactBase) -> Claim:
    """The claim of a fact, with the bundled text of its source.

    A change, growth or rank without a quote has that of its level, if its digits are there.
    """
    source = base.sources.get(fact.source)
    text = source_text(source.file) if source and source.file else None
    writing = None
    if text:
        text, writing = plain_text(text)
    claim = Claim(plain_fact(fact, writing), base, text, fact)
    level = base.facts.get(f"{fact.indicator_id}.{fact.year}")
    if not fact.quote and fact.quantity and fact.measure != "level" and level and level.quote:
        words = plain_fact(replace(fact, quote=level.quote), writing)
        with_words = Claim(words, base, text, fact)
        read = (n.quantity for n in with_words.numbers if n.quantity)
        if with_words.span or any(abs(n.digits) == abs(fact.quantity.digits) for n in read):
            return with_words
    return claim
