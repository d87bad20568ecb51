"""What must hold of a fact: a rule is a small function.

Its name is the problem's code, its docstring says what must hold, what it yields are the
messages. The rules on bounds are in `boundrules`, those on what is around a number (year, date,
scope) in `contextrules`, those on a whole base in `baserules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from infofacts.check.bounds import BOUND_RULES, bound_after, bound_before
from infofacts.check.claim import Claim, number_match
from infofacts.check.context import CONTEXT_RULES
from infofacts.compare import unit_of
from infofacts.derive import units_fit
from infofacts.interval import APPROXIMATE, Interval, interval_of
from infofacts.model import Value
from infofacts.numbers import (
    NEXT,
    SCALE,
    Quantity,
    has_minus,
    may_fall,
    says_fall,
    split_unit,
    surely_minus,
)
from infofacts.report import SourceText
from infofacts.text import squeeze, words_values
from infofacts.units import POINTS, UNITS_EN

_NUMBER = re.compile(
    rf"((?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?:\.\d+)?)([余多]?)({SCALE})?([余多]?)"
)


# ---------------------------------------------------------------- rules on one fact
def unknown_source(claim: Claim) -> Iterator[str]:
    """The source of a fact, and those that confirm it, are in [sources]."""
    for source in (claim.fact.source, *claim.fact.confirmed_by):
        if source not in claim.base.sources:
            known = ", ".join(claim.base.sources) or "none"
            missing = f"no source {source!r}; there is {known}" if source else "no source"
            yield f'{missing}; add [sources.ID] with title and publisher, and source = "ID"'


def missing_quote(claim: Claim) -> Iterator[str]:
    """A fact of a bundled source has a quote."""
    if claim.text and not claim.fact.quote:
        yield "no quote: copy the words of the source that state it"


def quote_not_found(claim: Claim) -> Iterator[str]:
    """The quote and every `also` stand in the source's text, whatever the spacing."""
    for quote in filter(None, (claim.fact.quote, *claim.fact.also)):
        if claim.text and not claim.text.find(quote):
            yield f"not in the source: “{quote}”{_longest_found(claim.text, quote)}"


def unknown_unit(claim: Claim) -> Iterator[str]:
    """The unit is one that the program knows, a scale word first."""
    unit = claim.fact.quantity.unit if claim.fact.quantity else ""
    base = split_unit(unit)[1]
    if base not in UNITS_EN and base not in UNITS_EN.values():
        yield f"unit {unit!r} is not known; a scale word (万, 亿 …) stands first"


def value_not_in_quote(claim: Claim) -> Iterator[str]:
    """The value stands in the quote as it is printed, with its scale word and unit."""
    fact, quantity = claim.fact, claim.fact.quantity
    if not fact.quote:
        return
    if quantity is None:
        for item in _texts(fact.value):
            if squeeze(item) not in claim.quote and not _dated(item, claim.quote):
                yield f"{item!r} is not in the quote “{fact.quote}”"
    elif quantity.words:
        if squeeze(quantity.words) not in claim.quote:
            yield f"printed {quantity.words!r} is not in the quote “{fact.quote}”"
    elif number_match(claim) is None:
        shown = f"{quantity.digits.copy_abs():f}{quantity.unit}"
        yield f"{shown} is not in the quote “{fact.quote}”, or is part of a longer number"


def wrong_order(claim: Claim) -> Iterator[str]:
    """The items of a list stand in the order that they are printed in."""
    start, before = 0, ""
    for item in _texts(claim.fact.value):
        place = claim.quote.find(squeeze(item), start)
        if place < 0 and squeeze(item) in claim.quote[:start]:
            yield f"the source names {item!r} before {before!r}"
        elif place >= 0:
            start, before = place + len(squeeze(item)), item


def translation_disagrees(claim: Claim) -> Iterator[str]:
    """A list has as many items in English."""
    ours, english = _texts(claim.fact.value), claim.fact.value_en
    if isinstance(claim.fact.value, tuple) and english and len(ours) != len(_texts(english)):
        yield f"value has {len(ours)} items, value_en {len(_texts(english))}"


def printed_disagrees(claim: Claim) -> Iterator[str]:
    """A number printed in words is the value."""
    quantity = claim.fact.quantity
    if not quantity or not quantity.words:
        return
    said, value = list(words_values(quantity.words)), abs(Fraction(quantity.value))
    if not any(abs(number - value) <= Fraction(quantity.half_unit) for number in said):
        numbers = " or ".join(map(str, said)) or "no number"
        yield f"{quantity.words!r} says {numbers}, not {quantity.value}"


def also_disagrees(claim: Claim) -> Iterator[str]:
    """A number in every `also` is the value, at the precision that is printed there."""
    if quantity := claim.fact.quantity:
        for quote in claim.fact.also:
            if not _agrees(claim, squeeze(quote)):
                yield f"no number in “{quote}” agrees with {quantity.text(claim.quote, not quantity.falls)}"


def _texts(value: Value) -> tuple[str, ...]:
    """The texts of a value: the items of a list, a text alone, none of a number."""
    return value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()


def _longest_found(text: SourceText, quote: str) -> str:
    """Where a quote departs from the source: the longest beginning of it that is there."""
    wanted = squeeze(quote)
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in text.text else (low, middle - 1)
    if low < 4:
        return ""
    place = text.find(wanted[:low])[0]
    there = text.text[place.start : place.start + low + 6]
    return f"; line {place.line} says “{there}”"


def _dated(item: str, quote: str) -> bool:
    """Whether a quote prints an ISO date in Chinese: 2023-10-25 as 2023年10月25日."""
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", item)
    marked = zip(parts.groups() if parts else (), "年月日", strict=False)
    return parts is not None and all(f"{int(n)}{mark}" in quote for n, mark in marked if n)


def _agrees(claim: Claim, quote: str) -> bool:
    """Whether some number of the quote can be the value, both with what they leave open."""
    quantity = claim.fact.quantity
    assert quantity
    falling = claim.fact.measure in ("change", "growth") or quantity.digits < 0
    found = chain(_numbers(quote, quantity.bare_unit, falling), _in_words(quote, falling))
    return any(interval_of(quantity).overlaps(number) for number in found)


def _numbers(quote: str, base: str, falling: bool) -> Iterator[Interval]:
    """The numbers of a quote that have the base unit; measure words come and go (13个部门).

    One with a minus is negative, and one that is a fall if what is sought may be `falling`.
    """
    unit = re.escape(squeeze(base))
    unit = f"(?:{unit})?" if UNITS_EN.get(base) == "" else unit
    for match in _NUMBER.finditer(quote):
        digits, more, scale, more2 = match.groups(default="")
        shared = re.compile(NEXT + unit).match(quote, match.end())
        if shared:
            words, digits = quote[: match.start()], digits.replace(",", "")
            falls, minus = falling and says_fall(words, base), has_minus(words, base)
            after = bound_after(quote[shared.end() :])
            words = words.rstrip("-−–－") if minus else words
            bound = next(chain(bound_before(words), filter(None, (more, more2)), after), "")
            number = Decimal(f"-{digits}" if falls or minus else digits)
            yield interval_of(Quantity(number, scale, bound, falls=falls and not minus))


def _in_words(quote: str, falling: bool) -> Iterator[Interval]:
    """The numbers that a quote prints in words, which are round by nature."""
    starts = (
        found.start() for found in re.finditer("[零一二两三四五六七八九十百千万亿半]+", quote)
    )
    ways = {falling and says_fall(quote[:start]) for start in starts}
    for said in words_values(quote):
        size = Interval(said * (1 - APPROXIMATE), said * (1 + APPROXIMATE))
        yield from (size * -1 if falls else size for falls in ways)


def wrong_sign(claim: Claim) -> Iterator[str]:
    """A number is negative where the source says that something falls, and only there."""
    quantity = claim.fact.quantity
    if not quantity or not claim.quote:
        return
    before, quote, behind = claim.context()
    text, words, found = before + quote + behind, squeeze(quantity.words), number_match(claim)
    start = text.find(words, len(before)) if words else found.start() if found else 0
    said, unit = text[: max(start, 0)], quantity.unit
    falls, minus = says_fall(said, unit), has_minus(said, unit)
    if quantity.digits < 0 and not (falls or minus or may_fall(said)):
        yield f"{quantity.digits:f} is negative, but the source says no fall before the number"
    if quantity.digits > 0 and surely_minus(said, unit):
        yield f"the source prints a minus: value = -{quantity.digits:f}"
    elif quantity.digits > 0 and falls and claim.fact.measure in ("change", "growth"):
        yield f"the source says a fall: value = -{quantity.digits:f}"


def unlike_unit(claim: Claim) -> Iterator[str]:
    """A change is in the unit of its level, that of a share in points, a growth in per cent."""
    fact, level = claim.fact, claim.base.facts.get(f"{claim.fact.indicator_id}.{claim.fact.year}")
    if fact.measure == "growth" and fact.unit not in ("%", "倍", "times"):
        yield f"a growth is in %, not in {unit_of(fact)}; is it a change?"
    if fact.measure == "change" and level and level.quantity and not units_fit(level, fact):
        unit = POINTS if level.unit == "%" else level.unit
        wanted = f"it is in {unit}" if unit else "say what it counts (counts on the indicator)"
        yield f"a change in {unit_of(fact)} of a value in {unit_of(level)}: {wanted}"


FactRule = Callable[[Claim], Iterator[str]]
FACT_RULES: tuple[FactRule, ...] = (
    unknown_source, missing_quote, quote_not_found, unknown_unit,
    value_not_in_quote, wrong_order, translation_disagrees, printed_disagrees,
    also_disagrees, wrong_sign, unlike_unit, *BOUND_RULES, *CONTEXT_RULES,
)  # fmt: skip


def code(rule: Callable[..., object]) -> str:
    """The code of a rule: its name with hyphens."""
    return rule.__name__.replace("_", "-")
