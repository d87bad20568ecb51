"""Rules on a value: it is in the quote, with its unit and its sign."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from infofacts.check.claim import Claim, names_of_units, texts
from infofacts.check.naming import SPEED
from infofacts.check.rule import rule
from infofacts.comparability import unit_of
from infofacts.derive import units_fit
from infofacts.interval import APPROXIMATE, Interval, interval_of
from infofacts.messages import _
from infofacts.numbers import Quantity, digits_of, scale_by
from infofacts.printed import (
    MINUSES,
    end_of_unit,
    falls_behind,
    has_minus,
    may_fall,
    says_fall,
    says_loss,
    words_before,
)
from infofacts.reading.finding import Number, numbers_of
from infofacts.reading.stating import longer_than, says_first, says_growth, words_say
from infofacts.record import replace
from infofacts.text import prints_date, squeeze
from infofacts.units import INSIDE, POINTS, split_unit, units_en
from infofacts.units import unit_of as known_unit

_SAME_BEFORE = re.compile(
    r"[0-9.,]+[^0-9，。；()（）]{1,12}[(（]$"
)  # 减少4.8公斤/公顷（0.3公斤/亩）
_FEWER = re.compile("fewer|less|lower|减少|下降")  # in the printed words


@rule(key="unit", of="number")
def unknown_unit(claim: Claim) -> Iterator[str]:
    """The unit is a known one, a scale word first."""
    unit = claim.fact.quantity.unit if claim.fact.quantity else ""
    bare = split_unit(unit)[1]
    if bare not in names_of_units(claim.base) and not known_unit(bare):
        declared = _('declare your own as [units."{bare}"]', bare=bare)
        yield _(
            "unit {unit!r} is not known; a scale word (万, 亿 …) comes first; {declared}",
            unit=unit,
            declared=declared,
        )


@rule(key="value")
def value_not_in_quote(claim: Claim) -> Iterator[str]:
    """The value is in the quote as it is printed, with its scale word and unit."""
    fact, quantity = claim.entry, claim.fact.quantity
    quote = fact.quote or claim.fact.quote  # of a change perhaps its level's
    if not quote:
        return
    if quantity is None:
        for item in texts(fact.value):
            if squeeze(item) not in squeeze(quote) and not prints_date(squeeze(quote), item):
                yield _("{item!r} is not in the quote “{quote}”", item=item, quote=quote)
    elif quantity.words:
        words = squeeze(quantity.words)
        if words not in claim.quote:
            yield _(
                "printed {words!r} is not in the quote “{quote}”",
                words=quantity.words,
                quote=quote,
            )
        elif longer := longer_than(
            quantity.words, claim.quote, claim.numbers, len(claim.context[0])
        ):
            yield _(
                "printed {words!r} is not all of the number: {longer}",
                words=quantity.words,
                longer=_described(longer),
            )
    elif claim.number is None and claim.range is None:
        yield _not_there(claim, quantity)


@rule(key="value", of="list")
def wrong_order(claim: Claim) -> Iterator[str]:
    """The items of a list are in the order of the quote."""
    start, before = 0, ""
    for item, words in zip(texts(claim.fact.value), claim.texts, strict=True):
        place = claim.quote.find(words, start)
        if place < 0 and words in claim.quote[:start]:
            yield _("the source names {item!r} before {before!r}", item=item, before=before)
        elif place >= 0:
            start, before = place + len(words), item


@rule(key="value_en", of="list")
def translation_disagrees(claim: Claim) -> Iterator[str]:
    """A list has as many items in English."""
    items, english = texts(claim.fact.value), claim.fact.value_en
    if isinstance(claim.fact.value, tuple) and english and len(items) != len(texts(english)):
        yield _(
            "value has {items} items, value_en {english}",
            items=len(items),
            english=len(texts(english)),
        )


@rule(key="printed", of="words")
def printed_disagrees(claim: Claim) -> Iterator[str]:
    """A number printed in words is the value."""
    quantity = claim.fact.quantity
    if not quantity or not quantity.words:
        return
    found = _in_scale(claim, numbers_of(quantity.words, names_of_units(claim.base)))
    read = [number.quantity for number in found if number.quantity]
    level = says_growth(quantity) and claim.fact.measure != "growth"
    first = claim.fact.measure == "rank" and quantity.value == 1 and says_first(quantity.words)
    if first and not found:
        return
    if level or not words_say(quantity, found):
        says = _(" or ").join(map(_meaning, found)) or _("no number")
        yield _(
            "{words!r} says {says}, not {value:f}",
            words=quantity.words,
            says=says,
            value=quantity.value,
        )
    elif read and all(each.high is not None for each in read) and quantity.sign == "=":
        low, high = digits_of(read[0].value), digits_of(read[0].top)
        yield (
            _(
                "{words!r} is from {low} to {high}: write both ends, value = [low, high], or "
                "the bound word that is printed",
                words=quantity.words,
                low=low,
                high=high,
            )
        )


def _in_scale(claim: Claim, found: Sequence[Number]) -> Sequence[Number]:
    """Numbers printed without a unit in the scale that the heading of their table has."""
    power = split_unit(claim.heading)[0] if claim.heading else 0
    return [
        replace(each, quantity=replace(read, digits=scale_by(read.digits, power)))
        if power and (read := each.quantity) and not read.unit
        else each
        for each in found
    ]


@rule(key="also", of="number")
def also_disagrees(claim: Claim) -> Iterator[str]:
    """A number in every `also` agrees with the value, within the rounding of both."""
    quantity = claim.fact.quantity
    if not quantity or not claim.fact.also:
        return
    interval = interval_of(quantity)
    falling = claim.fact.measure in ("change", "growth") or quantity.digits < 0
    for quote in claim.fact.also:
        if not any(map(interval.overlaps, _intervals(squeeze(quote), quantity, falling))):
            printed = quantity.text(claim.quote, not quantity.falls)
            yield _("no number in “{quote}” agrees with {printed}", quote=quote, printed=printed)


@rule(key="value", of="number")
def wrong_sign(claim: Claim) -> Iterator[str]:
    """A number is negative where the source has a word for a fall or a minus, and only there."""
    quantity = claim.fact.quantity
    if not quantity or not claim.quote:
        return
    text, words = claim.whole, squeeze(quantity.words)
    number = claim.number[0] if claim.number else claim.range.start if claim.range else 0
    start = text.find(words, len(claim.context[0])) if words else number
    start = max(start, 0) + words.startswith(MINUSES)  # printed = "-5 million"
    words, unit, digits = words_before(text, start), quantity.unit, quantity.digits
    words = _SAME_BEFORE.sub("", words) if words.endswith(("(", "（")) else words
    if other := claim.restated:  # a decrease of 5,000, or 3%
        words, unit = words_before(claim.quote, max(other.start, 0)), other.unit
    speed = SPEED.search(claim.fact.zh) or claim.fact.en.startswith("Growth of")
    moves = digits < 0 or claim.fact.measure in ("change", "growth") or speed
    falls = moves and (falls_behind(claim.after) or says_fall(words, unit))
    minus = digits < 0 and (has_minus(words, unit) or says_growth(quantity))  # halved
    minus = minus or (digits < 0 and bool(_FEWER.search(quantity.words)))
    if digits < 0 and not (falls or minus or may_fall(words) or says_loss(words)):
        yield _(
            "{digits:f} is negative, but the source has no word for a fall before the number",
            digits=digits,
        )
    read = next((n.quantity for n in claim.numbers if n.start < start + 1 <= n.end), None)
    if digits > 0 and read and read.digits < 0:
        yield _("the source has a minus sign: write value = -{digits:f}", digits=digits)
    elif digits > 0 and falls:
        yield _("the source has a word for a fall: write value = -{digits:f}", digits=digits)


@rule(key="unit", of="change growth")
def unlike_unit(claim: Claim) -> Iterator[str]:
    """A change is in the unit of its level, that of a share in points, a growth in per cent."""
    fact, level = claim.fact, claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    if fact.measure == "growth" and fact.unit not in ("%", "倍", "times"):
        yield _("a growth is in %, not in {fact}; is it a change?", fact=unit_of(fact))
    fits = fact.unit == "%" or not level or not level.quantity or units_fit(level, fact)
    if fact.measure == "change" and level and not fits:
        unit = POINTS if level.unit == "%" else level.unit
        wanted = _("it is in {unit}", unit=unit) if unit else _('add counts = "…" to the indicator')
        yield _(
            "a change in {fact} of a value in {level}: {wanted}",
            fact=unit_of(fact),
            level=unit_of(level),
            wanted=wanted,
        )


def _not_there(claim: Claim, quantity: Quantity) -> str:
    """What the quote prints in the place of a quantity, or that it has nothing like it."""
    printed = quantity.text(claim.quote)
    digits = f"{quantity.digits.copy_abs():f}"
    holding = (n for n in claim.numbers if digits in squeeze(n.text).replace(",", ""))
    if (number := next(holding, None)) and squeeze(number.text) != printed:
        return _(
            "{printed} is not in the quote: it prints {number}",
            printed=printed,
            number=_described(number),
        )
    in_words = (n for n in claim.numbers if n.quantity and n.quantity.words)
    same = (squeeze(n.text) for n in in_words if words_say(quantity, [n]))
    if words := next((text for text in same if text in claim.quote), ""):
        return _(
            "{printed} is printed “{words}”: add printed = {words!r}", printed=printed, words=words
        )
    return _(
        "{printed} is not in the quote “{quote}”, or is part of a longer number",
        printed=printed,
        quote=claim.entry.quote or claim.fact.quote,
    )


def _described(number: Number) -> str:
    """A number of a text in a message: as printed, and what it says if that is not plain."""
    simple = number.quantity and not number.quantity.words and number.quantity.high is None
    return f"“{squeeze(number.text)}”" + ("" if simple else f", {_meaning(number)}")


def _meaning(number: Number) -> str:
    """What a number of a text says."""
    quantity = number.quantity
    if not quantity:
        return _("which can't be read for sure")
    low, high = digits_of(quantity.value), digits_of(quantity.top)
    return low if quantity.high is None else _("from {low} to {high}", low=low, high=high)


def _intervals(quote: str, quantity: Quantity, falling: bool) -> Iterator[Interval]:
    """What the numbers of a quote with the unit leave open; measure words are optional (13个部门).

    One with a minus is negative; if the value may be `falling`, so is one after a word for a fall.
    Numbers in words are round by nature.
    """
    unit = quantity.bare_unit
    for number in numbers_of(quote):
        read = number.quantity
        if not read or not (
            units_en().get(unit) == ""
            or known_unit(read.bare_unit) is known_unit(unit) is not None
            or end_of_unit(quote, number.end, unit) is not None
        ):
            continue
        before = quote[: number.start]
        if read.digits > 0 and (has_minus(before, unit) or (falling and says_fall(before, unit))):
            read = replace(read, digits=-read.digits, falls=not has_minus(before, unit))
        interval = interval_of(read)
        if read.high is None and read.bound in INSIDE and read.bound:  # 千余 is below 2000
            end = read.value + (read.unit_of_last if read.value > 0 else -read.unit_of_last)
            interval = Interval(*sorted((Fraction(read.value), Fraction(end))))
        elif read.words and read.high is None and read.sign == "=":
            reach = abs(Fraction(read.value)) * APPROXIMATE
            interval += Interval(-reach, reach)
        yield interval
