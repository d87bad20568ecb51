"""Doubts whether the words, the label and the number of a fact belong together.

A program can't know what words mean. It can count how many pairs of characters a label shares
with some words (a rare pair counts for more), and find out which number of a source is
already the value of another fact.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from math import fsum, log

from infofacts.check.claim import DIGITS, Claim, Part, claim_of, in_latin, pairs
from infofacts.check.naming import features, is_place, names_of_place, naming, others_alike
from infofacts.check.rule import rule
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.printed import end_of_unit
from infofacts.report import starts
from infofacts.text import pattern, squeeze
from infofacts.units import SCALE

Spot = tuple[str, str, int]  # a number's place: a source, a quote where its text is not bundled
# Measured on the shipped base: a label that shares less is far, a gain below is chance.
FAR, ANOTHER = 0.15, 0.15
WHOLE_EN = 0.5  # how well words fit that have a whole English label
MOST = 50  # facts of one quote that are compared with each other
LONG = 2000  # characters: what is looked at of a quote

_NUMBER = re.compile(DIGITS)
_WHOLE_NUMBER = pattern(rf"(?<![\d.,]){DIGITS}")
_IN_LABEL = pattern(r"(?<![A-Za-z0-9.-])(?!(?:19|20)\d\d)\d+(?:\.\d+)?(?![A-Za-z0-9.])")
_CLAUSES = pattern("[^，；。：]+")
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
            if claim.fact.scope != "world":
                label -= names_of_place(claim.fact.scope)
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
        rf"(?:达到?|为|有|约|超过?|近)?({DIGITS}(?:{SCALE})?{re.escape(fact.unit or '')})"
    )
    for at in islice(starts(claim.text.text, label), MOST):
        if other := number.match(claim.text.text, at + len(label)):
            yield _("the source prints “{words}”", words=f"{label}{other[0]}")
            return


# ---------------------------------------------------------------- several numbers in one quote
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
    words = fact.quantity.words if fact.quantity else ""
    if not mine or not fact.quantity or (words and not _NUMBER.search(words)):
        return
    others = [*_free(claim, (others_alike(claim) or (mine, []))[1])]
    own, more = _naming_fit(claim, mine)
    levels = [each for each in claim.parts if each.unit != mine.unit and each.end < mine.start]
    if fact.measure in ("change", "growth") and levels and not features(mine.before):
        own = max(own, _naming_fit(claim, levels[-1])[0])
        others += [each for each in levels[:-1] if each.unit == levels[-1].unit]
    for other in others:
        fit, more_of = _naming_fit(claim, other)
        # In English: of goods and services, where the fact's own words are of goods.
        whole = fit == WHOLE_EN > own > 0 and fact.measure == "level"
        barer = fit >= own > 0.99 and more_of < more and fact.measure == "level"
        if whole or (not words and (barer or fit > own + ANOTHER)):
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
        return (WHOLE_EN - 0.1) * share + 0.1 * bool(share), 0
    first = claim.parts[0]
    if part.sentence.startswith(first.sentence) and "其中" in part.sentence[len(first.sentence) :]:
        words = f"{first.before} {words}"  # 居民收入5元，其中城镇6元
    label, said = pairs(claim.fact.zh), pairs(words)
    return known(claim.base).fit(label, said), len(features(words) - label)
