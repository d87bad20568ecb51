"""Rules on a value: it is in the quote, with its unit and its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from infofacts.check.bounds import bound_after, bound_before
from infofacts.check.rule import Claim, rule
from infofacts.compare import unit_of
from infofacts.derive import units_fit
from infofacts.interval import APPROXIMATE, Interval, interval_of
from infofacts.model import Value
from infofacts.numbers import (
    NEXT,
    REACH,
    Quantity,
    has_minus,
    may_fall,
    says_fall,
    surely_minus,
    words_before,
)
from infofacts.text import MOST_DIGITS, ZH_DIGITS, prints_date, squeeze, words_values
from infofacts.units import INSIDE, POINTS, SCALE, UNITS, UNITS_EN, split_unit

_DIGITS = r"((?:\d{1,3}(?:,\d{3})++(?!\d)|\d++)(?:\.\d++)?+)"
_NUMBER = re.compile(rf"{_DIGITS}([{INSIDE}]?)({SCALE})?([{INSIDE}]?)")
_IN_WORDS = re.compile(f"[零两{ZH_DIGITS}十百千万亿半]+")


@rule(key="unit")
def unknown_unit(claim: Claim) -> Iterator[str]:
    """The unit is a known one, a scale word first."""
    unit = claim.fact.quantity.unit if claim.fact.quantity else ""
    bare = split_unit(unit)[1]
    if bare not in UNITS and bare not in UNITS_EN.values():
        yield f"unit {unit!r} is not known; a scale word (万, 亿 …) comes first"


@rule(key="value")
def value_not_in_quote(claim: Claim) -> Iterator[str]:
    """The value is in the quote as it is printed, with its scale word and unit."""
    fact, quantity = claim.fact, claim.fact.quantity
    if not fact.quote:
        return
    if quantity is None:
        for item in _texts(fact.value):
            if squeeze(item) not in claim.quote and not prints_date(claim.quote, item):
                yield f"{item!r} is not in the quote “{fact.quote}”"
    elif quantity.words:
        if squeeze(quantity.words) not in claim.quote:
            yield f"printed {quantity.words!r} is not in the quote “{fact.quote}”"
    elif claim.number is None:
        printed = f"{quantity.digits.copy_abs():f}{quantity.unit}"
        yield f"{printed} is not in the quote “{fact.quote}”, or is part of a longer number"


@rule(key="value")
def wrong_order(claim: Claim) -> Iterator[str]:
    """The items of a list are in the order of the quote."""
    start, before = 0, ""
    for item in _texts(claim.fact.value):
        place = claim.quote.find(squeeze(item), start)
        if place < 0 and squeeze(item) in claim.quote[:start]:
            yield f"the source names {item!r} before {before!r}"
        elif place >= 0:
            start, before = place + len(squeeze(item)), item


@rule(key="value_en")
def translation_disagrees(claim: Claim) -> Iterator[str]:
    """A list has as many items in English."""
    items, english = _texts(claim.fact.value), claim.fact.value_en
    if isinstance(claim.fact.value, tuple) and english and len(items) != len(_texts(english)):
        yield f"value has {len(items)} items, value_en {len(_texts(english))}"


@rule(key="printed")
def printed_disagrees(claim: Claim) -> Iterator[str]:
    """A number printed in words is the value."""
    quantity = claim.fact.quantity
    if not quantity or not quantity.words:
        return
    numbers, value = list(words_values(quantity.words)), abs(Fraction(quantity.value))
    if not any(abs(number - value) <= Fraction(quantity.half_unit) for number in numbers):
        printed = " or ".join(map(str, numbers)) or "no number"
        yield f"{quantity.words!r} says {printed}, not {quantity.value}"


@rule(key="also")
def also_disagrees(claim: Claim) -> Iterator[str]:
    """A number in every `also` agrees with the value, within the rounding of both."""
    quantity = claim.fact.quantity
    if not quantity or not claim.fact.also:
        return
    interval = interval_of(quantity)
    falling = claim.fact.measure in ("change", "growth") or quantity.digits < 0
    for quote in claim.fact.also:
        text = squeeze(quote)
        numbers = chain(_numbers(text, quantity.bare_unit, falling), _in_words(text, falling))
        if not any(map(interval.overlaps, numbers)):
            printed = quantity.text(claim.quote, not quantity.falls)
            yield f"no number in “{quote}” agrees with {printed}"


@rule(key="value")
def wrong_sign(claim: Claim) -> Iterator[str]:
    """A number is negative where the source has a word for a fall or a minus, and only there."""
    quantity = claim.fact.quantity
    if not quantity or not claim.quote:
        return
    text, words = "".join(claim.context), squeeze(quantity.words)
    number = claim.number.start() if claim.number else 0
    start = text.find(words, len(claim.context[0])) if words else number
    words, unit, digits = words_before(text, max(start, 0)), quantity.unit, quantity.digits
    falls = says_fall(words, unit)
    if digits < 0 and not (falls or has_minus(words, unit) or may_fall(words)):
        yield f"{digits:f} is negative, but the source has no word for a fall before the number"
    if digits > 0 and surely_minus(words, unit):
        yield f"the source has a minus sign: write value = -{digits:f}"
    elif digits > 0 and falls and claim.fact.measure in ("change", "growth"):
        yield f"the source has a word for a fall: write value = -{digits:f}"


@rule(key="unit")
def unlike_unit(claim: Claim) -> Iterator[str]:
    """A change is in the unit of its level, that of a share in points, a growth in per cent."""
    fact, level = claim.fact, claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    if fact.measure == "growth" and fact.unit not in ("%", "倍", "times"):
        yield f"a growth is in %, not in {unit_of(fact)}; is it a change?"
    if fact.measure == "change" and level and level.quantity and not units_fit(level, fact):
        unit = POINTS if level.unit == "%" else level.unit
        wanted = f"it is in {unit}" if unit else 'add counts = "…" to the indicator'
        yield f"a change in {unit_of(fact)} of a value in {unit_of(level)}: {wanted}"


def _texts(value: Value) -> tuple[str, ...]:
    """The texts of a value: the items of a list, a text alone, none of a number."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _numbers(quote: str, unit: str, falling: bool) -> Iterator[Interval]:
    """The numbers of a quote that have the unit; measure words are optional (13个部门).

    One with a minus is negative; if the value may be `falling`, so is one after a word for a fall.
    """
    optional = "?" if UNITS_EN.get(unit) == "" else ""
    after = re.compile(f"{NEXT}(?:{re.escape(squeeze(unit))}){optional}")
    for match in _NUMBER.finditer(quote):
        digits, more, scale, more_after = match.groups(default="")
        digits = digits.replace(",", "")
        end = after.match(quote, match.end()) if len(digits) <= 2 * MOST_DIGITS else None
        if end:
            words = words_before(quote, match.start())
            falls, minus = falling and says_fall(words, unit), has_minus(words, unit)
            words = words.rstrip("-−–－") if minus else words
            behind = quote[end.end() : end.end() + REACH]
            bound = bound_before(words) or more or more_after or bound_after(behind)
            number = Decimal(f"-{digits}" if falls or minus else digits)
            yield interval_of(Quantity(number, scale, bound, falls=falls and not minus))


def _in_words(quote: str, falling: bool) -> Iterator[Interval]:
    """The numbers that a quote prints in words, which are round by nature."""
    places = (match.start() for match in _IN_WORDS.finditer(quote))
    falls = {falling and says_fall(words_before(quote, at)) for at in places}
    for number in words_values(quote):
        size = Interval(number * (1 - APPROXIMATE), number * (1 + APPROXIMATE))
        yield from (size * -1 if fall else size for fall in falls)
