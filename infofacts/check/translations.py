"""Doubts whether the English says what the Chinese does: the same numbers, the same order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, combinations
from math import fsum

from infofacts.check.claim import Claim, pairs
from infofacts.check.rule import rule
from infofacts.lexicon import places
from infofacts.messages import _
from infofacts.model import Fact, FactBase, Indicator, Topic
from infofacts.numbers import scale_by
from infofacts.text import ZH_DIGITS, pattern, words_values
from infofacts.units import EN_SCALES, SCALE, ZH_SCALES

_SCALES = ZH_SCALES | EN_SCALES | {"千": 3, "bn": 9, "m": 6, "k": 3}
_EN = "千|thousand|million|billion|trillion"
_NUMBER = pattern(rf"(?<![\d.])(\d+(?:,\d{{3}})*(?:\.\d+)?)(?: ?[余多]?({SCALE}|{_EN})|(bn)\b)?")
_RANGE = pattern(rf"(?: to |[-–—~～至到])\d+(?:\.\d+)? ?({SCALE}|{_EN})")
_YEAR_ZH = pattern(f"[一二][〇零{ZH_DIGITS}]{{3}}")
_ZH_YEAR = str.maketrans(f"〇零{ZH_DIGITS}", "00123456789")
_PLAN = pattern(f"十([{ZH_DIGITS}])五")  # 十四五, the 14th Five-Year Plan
_GIGABITS = {"千": 1, "万": 10}  # 万兆, 10-gigabit
_NAME = pattern(r"[A-Za-z]+-?[0-9][A-Za-z0-9]*(?:\.[0-9]+)*|[0-9]+[A-Z](?![A-Za-z0-9])")  # IPv6, 5G
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = pattern(  # not the verb may
    r"\b((?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b|May(?=,? \d))"
)
_OF_MONTHS = pattern(r"(?:\d{1,2}[-—–~～至到]{1,2})?\d{1,2}月")
_MONTH_ZH = pattern(r"(?<!\d)(1?\d)月")
_DIGITS = pattern(r"\d+(?:[.,]\d+)*")
_GROWTH = pattern(r"增长(\d+(?:\.\d+)?)%")
_COUNTS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_COMMON = set("the of and for in to a on with by from as at".split())
FAR = 0.2  # how well words of both languages fit at least; measured on the shipped base
ALIKE = 0.3  # how many of the pairs of characters texts share that have one English
SAME = 0.85  # how many of their pairs of characters two ways to say one thing share
SHORTEST = 5  # characters of an item that may be far from its English
LONGEST = 50  # items of a list that are compared
SURER = 0.05  # how much better items must fit in another order; measured on the shipped base


@rule(key="note_en", doubt=4)
def note_numbers(claim: Claim) -> Iterator[str]:
    """The numbers of an English note stand in the Chinese one."""
    note, note_en = claim.entry.note or "", claim.fact.note_en or ""
    if odd := odd_numbers(note, note_en) + months(note, note_en):
        yield _("the note does not say {odd}", odd=_(", ").join(odd))


@rule(key="value_en", doubt=4)
def english_numbers(claim: Claim) -> Iterator[str]:
    """The numbers of an English text or list stand in the Chinese one, item by item."""
    value, english = (
        each if isinstance(each, tuple) else (each,)
        for each in (claim.fact.value, claim.fact.value_en)
    )
    for item, translated in zip(value, english, strict=False):
        chinese_, english_ = (each if isinstance(each, str) else "" for each in (item, translated))
        worded = (
            [] if _ANY_COUNT.search(chinese_) else _COUNT.findall(english_)
        )  # two maps, of 一张图
        if _CHINESE_WORDS.search(english_) or (
            _NOT.search(english_) and not _NEGATES.search(chinese_)
        ):
            yield _(
                "{chinese!r} and {english!r} seem to say different things",
                chinese=chinese_[:20],
                english=english_[:40],
            )
        if odd := odd_numbers(chinese_, english_) or worded:
            yield _("{chinese!r} does not say {odd}", chinese=chinese_[:20], odd=_(", ").join(odd))


def odd_numbers(chinese: str, english: str) -> list[str]:
    """The numbers in digits of an English text that a Chinese one does not have in any form.

    A name with digits stands in both, or its number by itself: no IPv5 for IPv6 beside 5G.

    >>> odd_numbers("5G和IPv6", "5G and IPv5"), odd_numbers("10至15家", "10 to 10")
    (['5'], ['10'])
    >>> odd_numbers("二十国集团，万兆", "the G20, 10-gigabit")
    []
    """
    if not chinese or not english:
        return []
    names = {name.casefold() for name in _NAME.findall(chinese)}
    plain = _NAME.sub(" ", chinese)
    printed = Counter(value for value, _ in _numbers(plain))
    known = {*printed, *words_values(plain)}
    known |= {Decimal(year.translate(_ZH_YEAR)) for year in _YEAR_ZH.findall(plain)}
    for plan in (10 + int(digit.translate(_ZH_YEAR)) for digit in _PLAN.findall(plain)):
        known |= {Decimal(plan), Decimal(1951 + 5 * plan), Decimal(1955 + 5 * plan)}  # 2021–2025
    known |= {Decimal(_GIGABITS[word]) for word in _GIGABITS if f"{word}兆" in plain}
    rest = _NAME.sub(lambda name: " " if name[0].casefold() in names else name[0], english)
    found = [*_numbers(rest)]
    again = Counter(value for value, _ in found)
    lost = printed.keys() - again.keys()  # 10 to 10 for 10至15
    odd = {value for value in again if value not in known}
    odd |= {value for value, count in again.items() if lost and 0 < printed[value] < count}
    return [text for value, text in dict(found).items() if value in odd] or _odd_names(
        chinese, english
    )


_CHINESE_WORDS = pattern("[一-鿿]{2}")
_NOT = pattern(r"(?i)\b(?:not|never)\b(?! only)")
_NEGATES = pattern("[不未无没非否勿莫免除]|缺")
_COUNT = pattern(r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten)\b")
_ANY_COUNT = pattern("[二两双三四五六七八九十〇零0-9]|倍|番")


def _odd_names(chinese: str, english: str) -> list[str]:
    """The names of an English text that stand for others of the Chinese one with other digits.

    >>> _odd_names("IPv6优于IPv4", "IPv6 is better than IPv6"), _odd_names("5G", "5G, IPv6")
    (['ipv6'], [])
    """
    zh, en = (
        Counter(name.casefold().replace("-", "") for name in _NAME.findall(text))
        for text in (chinese, english)
    )
    lost = {name.strip("0123456789.") for name in zh - en}
    return [name for name in en - zh if name.strip("0123456789.") in lost]


def untold_numbers(chinese: str, english: str) -> list[str]:
    """The numbers in digits of a Chinese label that an English one has neither in digits nor words.

    >>> untold_numbers("6个方面", "Six aspects"), untold_numbers("8个方面", "Six aspects")
    ([], ['8'])
    """
    said = [value for value, _ in _numbers(english)]
    said += [Decimal(n) for n, word in enumerate(_COUNTS) if re.search(rf"(?i)\b{word}", english)]
    plain = _NAME.sub(" ", _OF_MONTHS.sub(" ", chinese))
    return [text for value, text in _numbers(plain) if value not in said]


def months(chinese: str, english: str) -> list[str]:
    """The months that an English text names and a Chinese one with other months does not.

    >>> months("2023年2月的初步数", "Preliminary value of January 2023"), months("年底", "December")
    (['January'], [])
    """
    printed = {int(month) for month in _MONTH_ZH.findall(chinese)}
    printed |= {12} if re.search("年[底末]", chinese) else set()
    found = _MONTH.findall(english) if printed else []
    return [name for name in found if _MONTHS.index(name[:3]) + 1 not in printed]


def _numbers(text: str) -> Iterator[tuple[Decimal, str]]:
    """The numbers in digits of a text in either language, in base units, and as they are printed.

    In 10~100亿 the first may have the scale of the second.
    """
    for match in _NUMBER.finditer(text):
        digits, scale = Decimal(match[1].replace(",", "")), match[2] or match[3]
        if scale:
            yield scale_by(digits, _SCALES[scale]), match[0]
        elif following := _RANGE.match(text, match.end()):
            yield scale_by(digits, _SCALES[following[1]]), match[0]
        else:
            yield digits, match[0]


# ---------------------------------------------------------------- words
@rule(key="value_en", doubt=6)
def english_of_another(claim: Claim) -> Iterator[str]:
    """The English of a text or an item is not that of other Chinese words, and fits its own."""
    both = [*_both(claim.fact)]
    again = Counter(english_.casefold() for _, english_ in {*both})
    for chinese_, english_ in both:
        if again[english_.casefold()] > 1 < len(both):
            yield _("{english!r} stands for two items", english=english_)
        others = _by_english(claim.base)[english_.casefold()]
        if other := _unlike(chinese_, others):
            yield _("{english!r} is the English of {other!r}", english=english_, other=other)
        elif len(chinese_) >= SHORTEST and far_apart(claim.base, chinese_, english_):
            yield _(
                "{chinese!r} and {english!r} seem to say different things",
                chinese=chinese_[:20],
                english=english_[:40],
            )


@rule(key="note_en", doubt=5)
def note_of_another(claim: Claim) -> Iterator[str]:
    """The English of a note is not that of another note, and fits its own."""
    note, english_ = claim.fact.note, claim.fact.note_en
    base = claim.base
    if note and english_ and (is_taken(base, note, english_) or far_apart(base, note, english_)):
        yield _(
            "{chinese!r} and {english!r} seem to say different things",
            chinese=note[:20],
            english=english_[:40],
        )


def is_taken(base: FactBase, note: str, note_en: str) -> bool:
    """Whether the English of a note is that of another one, or the note has another English."""
    others = _by_english(base)[note_en.casefold()]
    return bool(_unlike(note, others) or _by_english(base)[note] - {note_en.casefold()})


@rule(key="break_en", doubt=5, of="level")
def break_in_both(claim: Claim) -> Iterator[str]:
    """Why two values can't be compared is the same in both languages, and of the fact's own growth.

    But for their numbers, the same words have the same English everywhere.
    """
    why, english_ = claim.fact.break_zh or "", claim.fact.break_en or ""
    growth = claim.base.facts.get(f"{claim.fact.id}.growth")
    said = _GROWTH.search(why)
    if said and growth and growth.number is not None and Decimal(said[1]) != abs(growth.number):
        yield _("the stated growth is {growth}, not {said} %", growth=growth.printed, said=said[1])
    odd = odd_numbers(why, english_) + months(why, english_)
    if not why or not english_ or odd:
        if odd:
            yield _("the break does not say {odd}", odd=_(", ").join(odd))
        return
    breaks: Counter[tuple[str, str]] = claim.base.memo.setdefault("breaks", Counter())
    if not breaks:
        breaks.update(
            (_bare(fact.break_zh), _bare(fact.break_en))
            for fact in claim.base.facts.values()
            if fact.measure == "level" and fact.break_zh and fact.break_en
        )
    own = _bare(why), _bare(english_)
    for (zh, en), count in breaks.items():
        one, other = (zh, own[0]) if en == own[1] else (en, own[1])
        elsewhere = count >= breaks[own] and (zh == own[0]) != (en == own[1])
        if elsewhere and len(pairs(one) & pairs(other)) < SAME * len(pairs(one) | pairs(other)):
            yield _(
                "{chinese!r} and {english!r} seem to say different things",
                chinese=why[:20],
                english=english_[:40],
            )
            return


def _bare(words: str | None) -> str:
    """Some words without their numbers."""
    return _DIGITS.sub("", words or "")


def _both(fact: Fact) -> Iterator[tuple[str, str]]:
    """The text or the items of a fact, each with its English."""
    value, english_ = (
        each if isinstance(each, tuple) else (each,) for each in (fact.value, fact.value_en)
    )
    for item, translated in zip(value, english_, strict=False):
        if isinstance(item, str) and isinstance(translated, str):
            yield item, translated


def _by_english(base: FactBase) -> dict[str, set[str]]:
    """The Chinese of each English text, item and note; and the English of each note."""
    if "by english" not in base.memo:
        found: dict[str, set[str]] = defaultdict(set)
        for fact in base.facts.values():
            for item, translated in _both(fact):
                found[translated.casefold()].add(item)
            if fact.note and fact.note_en:
                found[fact.note_en.casefold()].add(fact.note)
                found[fact.note].add(fact.note_en.casefold())
        entries: Iterable[Topic | Indicator] = chain(base.topics.values(), base.indicators.values())
        for entry in entries:
            if entry.note and entry.note_en:
                found[entry.note_en.casefold()].add(entry.note)
                found[entry.note].add(entry.note_en.casefold())
        base.memo["by english"] = found
    known: dict[str, set[str]] = base.memo["by english"]
    return known


def _unlike(words: str, others: Iterable[str]) -> str:
    """One of some Chinese words that shares no pair of characters, or few, with others, or ""."""
    mine = pairs(words)
    for other in others:
        theirs = pairs(other)
        if len(mine & theirs) < ALIKE * min(len(mine), len(theirs)) or set(words).isdisjoint(other):
            return other
    return ""


def far_apart(base: FactBase, zh: str, en: str) -> bool:
    """Whether two texts have nothing in common, of whose words the base has most elsewhere, too."""
    if not set(re.findall("[a-z0-9]+", zh.lower())).isdisjoint(re.findall("[a-z0-9]+", en.lower())):
        return False
    lexicon, mine, theirs = _lexicon(base), chinese(zh), english(en)
    own = lexicon.counts([(mine, theirs)])
    parts = [(part, "") for part in mine], [("", word) for word in theirs]
    for each in parts:
        elsewhere = sum(lexicon.together[part] > own[part] for part in each)
        if not elsewhere or elsewhere * 2 < len(each):
            return False
    return lexicon.fit(mine, theirs, own) < FAR


# ---------------------------------------------------------------- order
@rule(key="value_en", doubt=6)
def english_order(claim: Claim) -> Iterator[str]:
    """The items of a list are in the same order in both languages.

    Which words go together is learnt from all other labels, texts and lists of the base.
    """
    fact = claim.fact
    if not isinstance(fact.value, tuple) or not isinstance(fact.value_en, tuple):
        return
    if 2 <= len(fact.value) == len(fact.value_en) <= LONGEST:
        for item, english_ in zip(map(str, fact.value), fact.value_en, strict=True):
            here, there = places().get(item), places().get(english_.lower())
            if here and there and here != there:
                yield _("{item!r} is not {english!r}", item=item, english=english_)
                return
        lexicon = _lexicon(claim.base)
        couples = zip(map(str, fact.value), fact.value_en, strict=True)
        items = [(chinese(z), english(e)) for z, e in couples]
        own = lexicon.counts(items)
        fits = [[lexicon.fit(z, e, own) for _, e in items] for z, _ in items]
        for one, other in combinations(range(len(items)), 2):
            crossed = fits[one][other] + fits[other][one]
            if crossed > fits[one][one] + fits[other][other] + SURER:
                items_ = _(
                    "{value!r} and {fact_value_other!r}",
                    value=fact.value[one],
                    fact_value_other=fact.value[other],
                )
                yield _("{items} seem to have each other's English", items=items_)
                return


class Lexicon:
    """How often parts of Chinese words and beginnings of English ones stand in one pair."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        self.together = self.counts((chinese(z), english(e)) for z, e in items)

    @staticmethod
    def counts(items: Iterable[tuple[set[str], set[str]]]) -> Counter[tuple[str, str]]:
        """How often each part stands alone, as (part, "") and ("", part), and both together."""
        counts: Counter[tuple[str, str]] = Counter()
        for zh, en in items:
            counts.update((part, "") for part in zh)
            counts.update(("", word) for word in en)
            counts.update((part, word) for part in zh for word in en)
        return counts

    def fit(self, zh: set[str], en: set[str], own: Counter[tuple[str, str]]) -> float:
        """How well two items go together, without what was learnt from a list of one's own."""

        def share(part: str, word: str) -> float:
            both = self.together[part, word] - own[part, word]
            alone = self.together[part, ""] + self.together["", word]
            return 2 * both / (alone - own[part, ""] - own["", word]) if both > 0 else 0.0

        forth = fsum(max((share(part, word) for part in zh), default=0.0) for word in en)
        back = fsum(max((share(part, word) for word in en), default=0.0) for part in zh)
        return forth / max(1, len(en)) + back / max(1, len(zh))


def chinese(text: str) -> set[str]:
    """The pairs of characters and the Latin words of a Chinese text."""
    letters = re.sub(r"[^\w]", "", text.lower())
    return pairs(letters) | set(re.findall("[a-z0-9]+", letters))


def english(text: str) -> set[str]:
    """The beginnings of the words of an English text, but for the commonest."""
    words = set(re.findall("[a-z0-9]+", text.lower())) - _COMMON
    return {word[:6] for word in words}


def _lexicon(base: FactBase) -> Lexicon:
    """What the labels, texts and lists of a base say of words, learnt once."""
    if "lexicon" not in base.memo:
        base.memo["lexicon"] = Lexicon(_translated(base))
    known: Lexicon = base.memo["lexicon"]
    return known


def _translated(base: FactBase) -> Iterator[tuple[str, str]]:
    """What the base has in both languages."""
    entries: Iterable[Topic | Indicator] = chain(base.topics.values(), base.indicators.values())
    for entry in entries:
        yield entry.zh, entry.en
    for fact in base.facts.values():
        value, translated = fact.value, fact.value_en
        if isinstance(value, tuple) and isinstance(translated, tuple):
            yield from zip(value, translated, strict=False)
        elif isinstance(value, str) and isinstance(translated, str):
            yield value, translated
        if fact.note and fact.note_en:
            yield fact.note, fact.note_en
