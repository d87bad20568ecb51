"""Doubts whether the words, the label and the number of a fact belong together.

A program can't know what words mean. It can count how many pairs of characters a label shares
with some words (a rare pair counts for more), and find out which number of a
source is already the value of another fact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from math import fsum, log

from infofacts.check.claim import Claim, Part, claim_of, in_latin, pairs
from infofacts.check.naming import LISTED, features, is_place, naming, others_alike
from infofacts.check.rule import rule
from infofacts.lexicon import names_of
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.places import PLACES
from infofacts.printed import end_of_unit
from infofacts.report import starts
from infofacts.text import ZH_DIGITS, pattern, squeeze
from infofacts.units import SCALE

Spot = tuple[str, str, int]  # a number's place: a source, a quote where its text is not bundled
# Measured on the shipped base: a label that shares less is far, a gain below is chance.
FAR, ANOTHER = 0.15, 0.15
MOST = 50  # facts of one quote that are compared with each other
LONG = 2000  # characters: what is looked at of a quote

_DIGITS = r"\d++(?:,\d{3})*+(?:\.\d++)?+"
_NUMBER = re.compile(_DIGITS)
_WHOLE_NUMBER = pattern(rf"(?<![\d.,]){_DIGITS}")
# Numbers of a list with what is between them, after 分别 or before "respectively"; 1,417万8千人 is one.
_ONE = rf"{_DIGITS}(?:[万亿]\d++(?:,\d{{3}})*+)*+"
_LISTED_NUMBER = re.compile(_ONE)
_SERIES = rf"(?:第?{_ONE}[^，,。；;、\d]{{0,8}}+(?:[、，,和及与]|and)*+)++"
_IN_ORDER = re.compile(
    rf"(?:分别|依次|それぞれ|各(?=[为占达增降]))[^，。；\d]{{0,12}}+(?P<series>{_SERIES})"
)
_SERIES_BEHIND = re.compile(rf"[，,]?[^，,。；\d]{{1,12}}(?P<series>{_SERIES})")
_RESPECTIVELY = pattern(rf"(?P<series>{_SERIES})[^，,。；;、\d]{{0,30}},?respectively")
_LISTED = re.compile(LISTED)
_BRACKETS = re.compile("[(（][^()（）]*[)）]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|$)")
_IN_LABEL = pattern(r"(?<![A-Za-z0-9.-])(?!(?:19|20)\d\d)\d+(?:\.\d+)?(?![A-Za-z0-9.])")
_CLAUSES = pattern("[^，；。：]+")
_BETWEEN_NUMBERS = re.compile("[，；、]|[和及与](?=[0-9])")
_TWO_IN_ONE = re.compile("(产销(?!率)|进出(?=口)|收支|供需|城乡|男女|存贷|购销)[^，。；0-9]{0,14}$")
_YEAR_OR_DATE = re.compile("(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?|[0-9]{1,2}月末?")
_NOW = pattern("[0-9年月日]{1,14}[现現]在、")  # 2024年10月1日現在、東京都と大阪府の人口は
_AND = re.compile("、|[，,](?:and)?|and|[和及与と]")


_GENERAL = frozenset("rate ratio index value level amount scale size average annual china".split())


class Known:
    """What the rules below need of a whole base, computed when first used."""

    def __init__(self, base: FactBase) -> None:
        self.labels = {each.id: pairs(each.zh) for each in base.indicators.values()}
        counts = Counter(pair for label in self.labels.values() for pair in label)
        self.weights = {pair: log((len(base.indicators) + 1) / n) for pair, n in counts.items()}
        self.taken: dict[Spot, set[Fact]] = defaultdict(set)
        self.by_quote: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self.words: dict[str, set[str]] = defaultdict(set)  # by indicator
        for claim in (claim_of(fact, base) for fact in base.facts.values()):
            for __, spots in _spots(claim):
                for spot in spots:
                    self.taken[spot].add(claim.fact)
            if claim.fact.measure == "level" and claim.quote:
                self.by_quote[claim.fact.source, claim.fact.quote].append(claim)
                self.words[claim.fact.indicator_id] |= pairs(claim.sentence)

    def fit(self, label: set[str], words: set[str]) -> float:
        """The share of a label that some words have, rare pairs counting for more; from 0 to 1."""
        whole = fsum(map(self.weight, label))
        return fsum(map(self.weight, label & words)) / whole if whole else 1.0

    def weight(self, pair: str) -> float:
        """How rare a pair is; one of a label in other characters than the mainland's is rarest."""
        return self.weights.get(pair) or log(len(self.labels) + 1)


def _of_quote(base: FactBase) -> dict[tuple[str, str, str], list[Fact]]:
    """The facts that are quoted with the same words, by source, quote and measure."""
    if "quotes" not in base.memo:
        base.memo["quotes"] = defaultdict(list)
        for fact in base.facts.values():
            alike = base.memo["quotes"][fact.source, fact.quote, fact.measure]
            if len(alike) < MOST:
                alike.append(fact)
    found: dict[tuple[str, str, str], list[Fact]] = base.memo["quotes"]
    return found


def known(base: FactBase) -> Known:
    """What is known of a base, computed once."""
    if "known" not in base.memo:
        base.memo["known"] = Known(base)
    found: Known = base.memo["known"]
    return found


# ---------------------------------------------------------------- one number, one fact
@rule(key="quote", doubt=7, of="number")
def number_taken(claim: Claim) -> Iterator[str]:
    """A number of the source is the value of one fact only, or of several of one list."""
    taken, fact = known(claim.base).taken, claim.fact
    for quote, spots in _spots(claim):
        others = [{f for f in taken[spot] if f.id != fact.id} for spot in spots]
        if not others or not all(others):
            continue
        found = set.union(*others)
        shared = all(f.topic == fact.topic and f.measure == fact.measure for f in found)
        far = known(claim.base).fit(pairs(fact.zh), pairs(quote)) < 2 * FAR
        own = pairs(fact.zh).difference(*(pairs(f.zh) for f in found))
        far = far or bool(own) and own.isdisjoint(pairs(quote))  # only what they have in common
        if not shared or far or any(True for _ in _free_numbers(claim)):
            first = min(f.id for f in found)
            yield _(
                "the number in “{quote}” is already the value of {first}", quote=quote, first=first
            )


def _free_numbers(claim: Claim) -> Iterator[int]:
    """Where the quote has numbers in the fact's unit that are the value of no fact."""
    quantity, taken = claim.fact.quantity, known(claim.base).taken
    assert quantity
    start, quote = claim.place.start if claim.place else 0, "" if claim.place else claim.quote
    for match in _WHOLE_NUMBER.finditer(claim.quote[:LONG]):
        if end_of_unit(claim.quote, match.end(), quantity.unit) is not None and not taken.get(
            (claim.fact.source, quote, start + match.start())
        ):
            yield match.start()


def _spots(claim: Claim) -> Iterator[tuple[str, list[Spot]]]:
    """The places of a fact's number in its quote, and in each `also` that prints it as exactly."""
    fact, text = claim.fact, claim.text
    if not fact.quantity or not claim.span:
        return
    if not text:
        yield fact.quote, [(fact.source, claim.quote, claim.span[0])]
    elif claim.place:
        yield fact.quote, [(fact.source, "", claim.place.start + claim.span[0])]
        digits, unit = fact.quantity.digits.copy_abs(), fact.quantity.unit
        for quote in fact.also:
            squeezed = squeeze(quote)[:LONG]
            numbers = (
                n for n in _NUMBER.finditer(squeezed) if end_of_unit(squeezed, n.end(), unit)
            )
            at = [n.start() for n in numbers if Decimal(n[0].replace(",", "")) == digits]
            places = text.find(quote)[:1]
            yield quote, [(fact.source, "", place.start + each) for place in places for each in at]


# ---------------------------------------------------------------- labels and words
@rule(doubt=3, of="level change growth")
def label_far(claim: Claim) -> Iterator[str]:
    """The label shares words with the quote and what is before it in its sentence."""
    if claim.text and claim.quote:
        share = known(claim.base).fit(pairs(claim.fact.zh), pairs(claim.sentence))
        if in_latin(claim.quote):
            label, words = (
                {word[:5] for word in features(text) - _GENERAL}
                for text in (claim.fact.en, claim.fact.quote)
            )
            before = re.split(r"\.(?=[A-Z|])", f"{claim.lead}|")[-1].casefold()
            share = float(not label or bool(label & words) or any(map(before.count, label)))
        if share < FAR:
            yield _(
                "{zh!r} shares few words with “{quote}”",
                zh=claim.fact.zh,
                quote=claim.fact.quote[:30],
            )


@rule(key="also", doubt=3)
def also_far(claim: Claim) -> Iterator[str]:
    """The label shares words with every `also`."""
    for quote in claim.fact.also:
        share = known(claim.base).fit(pairs(claim.fact.zh), pairs(quote))
        if share < FAR and claim.fact.measure != "rank":
            yield _("{zh!r} shares few words with “{quote}”", zh=claim.fact.zh, quote=quote[:30])


@rule(key="quote", doubt=5, of="level")
def label_elsewhere(claim: Claim) -> Iterator[str]:
    """The source does not print the whole label before another number, and the quote without it."""
    fact, label = claim.fact, squeeze(claim.fact.zh)
    known = fact.quantity and len(label) > 3
    if not known or not claim.text or not claim.place or label in claim.sentence:
        return
    number = re.compile(
        rf"(?:达到?|为|有|约|超过?|近)?({_DIGITS}(?:{SCALE})?{re.escape(fact.unit or '')})"
    )
    for at in islice(starts(claim.text.text, label), MOST):
        if other := number.match(claim.text.text, at + len(label)):
            yield _("the source prints “{words}”", words=f"{label}{other[0]}")
            return


# ---------------------------------------------------------------- several numbers in one quote
@rule(key="value", of="number")
def respectively(claim: Claim) -> Iterator[str]:
    """Of numbers that are listed after their names (A、B分别为1%、2%), each is its name's."""
    span = claim.span
    english = "respectively" in claim.quote  # its pattern tries every number
    if english and in_latin(claim.quote):
        yield from _respectively_en(claim)
        return
    listed = span and (english or _LISTED.search(claim.quote))
    for match in (_RESPECTIVELY if english else _IN_ORDER).finditer(claim.quote) if listed else ():
        series, start = match["series"], match.start("series")
        before = re.split("[。；;]", claim.quote[max(0, match.start() - LONG) : match.start()])[-1]
        before = _BRACKETS.sub("", _LISTED.split(before)[0])  # A、B分别为5、6，占比依次为1%、2%
        numbers = [each.start() + start for each in _LISTED_NUMBER.finditer(series)]
        names = _names(before, len(numbers))
        after = re.split("[，。；;]", claim.quote[match.end() :])[0]
        named = not _NUMBER.search(after) and _names(after, len(numbers))
        if (
            (more := _SERIES_BEHIND.match(claim.quote, match.end()))
            and span
            and span[0] > match.end()
        ):
            start = more.start("series")  # 分别为1、2人，同比增加3、4人
            behind = [each.start() + start for each in _LISTED_NUMBER.finditer(more["series"])]
            numbers = behind if len(behind) == len(numbers) else numbers
        if not span or span[0] not in numbers or named:
            continue
        at = numbers.index(span[0])
        found = _by_level(claim, before, len(numbers)) or (names and _by_name(claim, names, at))
        if found and found[0] != at:
            yield _(
                "in “{names} … {series}”, the number of {names!r} is no. {place}",
                names=found[1],
                series=series,
                place=found[0] + 1,
            )


def _respectively_en(claim: Claim) -> Iterator[str]:
    """The same of an English list: A and B grew by 1% and 2%, respectively."""
    if not (mine := claim.part):
        return
    at = first = last = claim.parts.index(mine)
    while first and _NEXT_LISTED.fullmatch(claim.parts[first].between):
        first -= 1
    while last + 1 < len(claim.parts) and _NEXT_LISTED.fullmatch(claim.parts[last + 1].between):
        last += 1
    series, count = claim.parts[first : last + 1], last - first + 1
    if (
        count < 2
        or len({part.unit for part in series[:-1] if part.unit} | {mine.unit}) > 1
        or not _ENDS_LIST.match(claim.quote, max(series[-1].end, 0))
    ):
        return
    names = _names_en(_SENTENCES.split(series[0].sentence)[-1], count)
    said = [features(name) for name in names]
    label = features(" ".join((claim.fact.en, *names_of(claim.fact.scope))))
    shares = [
        len(label & own - set().union(*said[:n], *said[n + 1 :])) for n, own in enumerate(said)
    ]
    best = max(shares, default=0)
    if shares.count(best) == 1 and shares[at - first] < best:
        place = shares.index(best)
        yield _(
            "in “{names} … {series}”, the number of {names!r} is no. {place}",
            names=names[place],
            series=claim.quote[max(series[0].start, 0) : series[-1].end],
            place=place + 1,
        )


_NEXT_LISTED = pattern(r",?\s|,?\sand\s(?:by\s)?")
_ENDS_LIST = pattern(r"[^0-9.;]{0,30}?,?respectively")
_SENTENCES = pattern(r"[.!?;]\s+(?=[A-Z])|\n")


def _names_en(words: str, count: int) -> list[str]:
    """The names of an English list of so many: in Europe, Africa and the Americas; [] if none is.

    What is before a preposition in the first is said of all: exports of A and B.
    """
    before, _, last = words.rpartition(" and ")
    names = [*before.removesuffix(",").split(", ")[1 - count :], last.split(", ")[0]]
    names[0] = _OF_ALL.sub("", names[0])
    longest = max(len(name.split()) for name in names[:-1])
    names[-1] = " ".join(names[-1].split()[:longest])  # behind that is what is said of all
    return names if before and len(names) == count else []


_OF_ALL = pattern(r"^.*(?: (?:in|of|to|from|for|by)|['’]s) ")


def _by_level(claim: Claim, words: str, count: int) -> tuple[int, str] | None:
    """Which of so many clauses has the value that a change is of, and that clause."""
    fact, level = claim.fact, claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    if fact.measure == "level" or not level or not level.quantity:
        return None
    clauses = _BETWEEN_NUMBERS.split(_YEAR_OR_DATE.sub("", words))
    clauses = [*filter(_NUMBER.search, clauses)]
    printed = f"{level.quantity.digits.copy_abs():f}"
    own = [n for n, each in enumerate(clauses) if printed in each.replace(",", "")]
    return (own[0], clauses[own[0]]) if len(clauses) == count and len(own) == 1 else None


def _by_name(claim: Claim, names: Sequence[str], at: int) -> tuple[int, str] | None:
    """Which of some names the label has much more of than the one whose number is the fact's."""
    fact = claim.fact
    others = _of_quote(claim.base)[fact.source, claim.entry.quote, fact.measure]
    label = _named(fact).difference(*(_named(other) for other in others if other.id != fact.id))
    years = [year[1] for name in names if (year := _YEAR.search(name))]
    both = set[str]().union(*map(pairs, names)).intersection(*map(pairs, names))
    each = [pairs(name) - both for name in names]  # 三星 of 三星级, 四星级
    shares = [len(label & own) for own in each]
    if _TWO_IN_ONE.match("".join(names)) or (names[2:] and len("".join(names)) == len(names)):
        shares = [2 * (name in fact.zh) for name in names]
    elif len(years) == len(names):  # 2024年、2023年分别为538、537
        shares = [2 * (year == str(fact.year)) for year in years]
    best, mine = max(shares), shares[at]
    place = shares.index(best)
    whole = not mine and best == len(each[place])  # a short name, of one pair
    sure = shares.count(best) == 1 and (mine < best - 1 or (best and whole))
    return (place, names[place]) if sure else None


def _named(fact: Fact) -> set[str]:
    """The pairs of what a fact is of: its label, and its place."""
    return pairs(" ".join((fact.zh, fact.en, *PLACES.get(fact.scope, (fact.scope,))[:2])))


def _names(words: str, count: int) -> list[str]:
    """The names of a list of so many, from the end of the words before 分别; [] if it has others.

    The last may go on with what is said of all, and is cut to the length of the others.
    """
    words = _NOW.sub("", words)
    for clause in reversed(re.split("[，：:]", words)):
        names = _AND.split(clause.removeprefix("其中"))
        if len(names) == count > 1:
            if re.fullmatch(f"第[{ZH_DIGITS}]", names[0]):  # 第一、二、三产业
                names = ["第" + name.removeprefix("第") for name in names]
            # What all have in common stands before the first or behind the last: 养老、失业、工伤保险人数
            longest = max(map(len, names[1:-1] or names[:-1]))
            size = max(len(name) for name in (*names[1:-1], names[-1][:longest]))
            first = names[0][-size:] if len(names[0]) > size + 2 else names[0]
            return [first, *names[1:-1], names[-1][:longest]]
        if len(names) > 1:
            break
    if count == 2 and (one := _TWO_IN_ONE.search(words)):
        return [*one[1]]
    clauses = [each for each in re.split("[，；]", words) if _NUMBER.search(each)]  # 甲5米，乙6米
    return [_NUMBER.split(each)[0] for each in clauses] if len(clauses) == count > 1 else []


@rule(key="value", doubt=6, of="level")
def label_order(claim: Claim) -> Iterator[str]:
    """The labels of one quote stand in the order of their numbers."""
    fact, span = claim.fact, claim.span
    for other in known(claim.base).by_quote.get((fact.source, fact.quote), [])[:MOST]:
        same = other.fact.topic == fact.topic and other.fact.id != fact.id
        if not same or not span or not other.span or span == other.span:
            continue
        mine, its = pairs(fact.zh), pairs(other.fact.zh)
        here, there = _position(claim.quote, mine - its), _position(claim.quote, its - mine)
        if here is not None and there is not None and (here < there) != (span < other.span):
            yield _(
                "its words and those of {id} stand in another order than the numbers",
                id=other.fact.id,
            )


def _position(words: str, label: set[str]) -> float | None:
    """Where the pairs of a label stand in some words, on the average; None if none does."""
    found = [at for pair in label if (at := words.casefold().find(pair)) >= 0]
    return sum(found) / len(found) if found else None


@rule(key="value", doubt=6, of="number")
def number_of_label(claim: Claim) -> Iterator[str]:
    """A number that the label names (65岁及以上) stands with the fact's number, not with another.

    With it: in its clause; or, where it is in no clause with another, anywhere before it.
    """
    named = set(_IN_LABEL.findall(squeeze(claim.fact.zh)))
    if not named or not (alike := others_alike(claim)):
        return
    mine, others = alike
    others = [part for part in others if part.text.strip("%") not in named]
    with_name = [
        match.span()
        for match in _CLAUSES.finditer(claim.quote)
        if not named.isdisjoint(each[0] for each in _NUMBER.finditer(match[0]))
    ]
    if not with_name or any(start <= mine.start < end for start, end in with_name):
        return
    beside = [p for p in others if any(start <= p.start < end for start, end in with_name)]
    if with_name[0][0] > mine.start:
        beside = beside or [part for part in others if part.start > with_name[0][0]]
    if beside:
        yield _(
            "the words beside {quote}… fit {zh!r} better", quote=beside[0].text, zh=claim.fact.zh
        )


@rule(key="value", doubt=5, of="number")
def words_of_another_number(claim: Claim) -> Iterator[str]:
    """Of a quote's numbers in one unit that are no fact's, none fits the label better.

    Nor is there one whose words say no more than the label, where those of the fact's do (其中城镇).
    A change or growth without words of its own is of the number before it.
    """
    fact, mine = claim.fact, claim.part
    if not mine or not fact.quantity or fact.quantity.words:
        return
    others = [*_free(claim, (others_alike(claim) or (mine, []))[1])]
    own, more = _naming_fit(claim, mine)
    levels = [each for each in claim.parts if each.unit != mine.unit and each.end < mine.start]
    if fact.measure in ("change", "growth") and levels and not features(mine.before):
        own = max(own, _naming_fit(claim, levels[-1])[0])
        others += [each for each in levels[:-1] if each.unit == levels[-1].unit]
    for other in others:
        fit, more_of = _naming_fit(claim, other)
        if fit > own + ANOTHER or (
            fit >= own > 0.99 and more_of < more and fact.measure == "level"
        ):
            yield _("the words beside {quote}… fit {zh!r} better", quote=other.text, zh=fact.zh)
            return


def _free(claim: Claim, parts: Iterable[Part]) -> Iterator[Part]:
    """The numbers of a quote that are the value of no fact; places in an order, if that is one."""
    fact, taken, start = (
        claim.fact,
        known(claim.base).taken,
        claim.place.start if claim.place else 0,
    )
    quote = "" if claim.place else claim.quote
    for part in parts:
        places = range(start + part.start, start + part.end)
        if fact.measure == "rank" and not is_place(part):
            continue
        if not any(taken.get((fact.source, quote, place)) for place in places):
            yield part


def _naming_fit(claim: Claim, part: Part) -> tuple[float, int]:
    """How much of the fact's label the words have that name a number, and how much more."""
    words = naming(claim, part)
    if in_latin(claim.quote):
        label, said = features(claim.fact.en), features(words)
        share = len(label & said) / len(label) if label else 0.0
        return 0.4 * share + 0.1 * bool(share), 0
    first = claim.parts[0]
    if part.sentence.startswith(first.sentence) and "其中" in part.sentence[len(first.sentence) :]:
        words = f"{first.before} {words}"  # 居民收入5元，其中城镇6元
    label, said = pairs(claim.fact.zh), pairs(words)
    return known(claim.base).fit(label, said), len(features(words) - label)
