"""Figures that are not printed but follow from printed ones, with their formula.

Three kinds: the value of the year before from a change (1.63亿户 − 7153万户) or from a growth
(123258亿元 ÷ (1 + 13.4%)), and what an indicator's `formula` says: a sum of other indicators, a
share (per cent, of the same unit) or a value per head (of another unit). A derived figure is marked, carries its formula and its interval, and prints only
the digits it has earned. A stated figure wins: the derived one then stands beside it under
the address ID@derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from infofacts.compare import basis, same_count, same_unit
from infofacts.interval import Figure, Interval, figure, interval_of, round_to
from infofacts.model import Fact, FactBase, Indicator
from infofacts.names import facts_by_indicator
from infofacts.numbers import is_share, number_text, reading_scale

_FORMULA = re.compile(r"\s*([a-z0-9.-]+)\s*((?:[/+-]\s*[a-z0-9.-]+\s*)+)")
_TERM = re.compile(r"([/+-])\s*([a-z0-9.-]+)")
SIGNS = {"/": "÷", "+": "+", "-": "−"}


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derived figure: of which indicator and year, from which facts, by which formula."""

    indicator: Indicator
    year: int
    best: Fraction
    interval: Interval
    inputs: tuple[Fact, ...]
    formula: str
    unit: str | None
    formula_en: str = ""

    def figure(self) -> Figure | None:
        """The figure in the digits it has earned; None where nothing is known."""
        signs = {fact.bound for fact in self.inputs}
        return figure(self.best, self.interval, signs, self.unit)


def with_derived(base: FactBase) -> FactBase:
    """The base with its derived facts behind all the stated ones."""
    facts = dict(base.facts)
    for derivation in derivations(base):
        if fact := _fact(base, derivation):
            facts.setdefault(fact.id, fact)
    return replace(base, facts=facts)


def derivations(base: FactBase) -> Iterator[Derivation]:
    """Everything that can be derived from the stated facts."""
    by_indicator = facts_by_indicator(base)
    levels = {
        (fact.indicator_id, fact.year): fact
        for fact in base.facts.values()
        if fact.measure == "level" and fact.preferred and fact.quantity
    }
    for indicator in base.indicators.values():
        for fact in by_indicator.get(indicator.id, []):
            level = levels.get((indicator.id, fact.year))
            sure = fact.preferred and not fact.note  # a caveat is about what it changes from
            sure = sure and (fact.years or 1) == 1  # a yearly average leads nowhere by itself
            if level and isinstance(fact.since, int) and sure and units_fit(level, fact):
                yield from _year_before(indicator, level, fact)
        if indicator.formula:
            yield from _from_formula(indicator, levels)


# ---------------------------------------------------------------- the year before
def units_fit(level: Fact, delta: Fact) -> bool:
    """Whether units fit: a change in that of the level, points of a share, a growth in per cent.

    A change may leave out the unit of its level: 300万户，增加10万.
    """
    if delta.measure == "growth":
        return delta.unit == "%"
    if level.unit == "%":
        return is_share(delta.unit) and delta.unit != "%"
    unsaid = not delta.unit and not is_share(level.unit) and level.unit not in ("倍", "times")
    return unsaid or same_count(level, delta)


def _year_before(indicator: Indicator, level: Fact, delta: Fact) -> Iterator[Derivation]:
    """The level that a change or a growth of one year starts from."""
    assert level.quantity and delta.quantity and isinstance(delta.since, int)
    now, by = interval_of(level.quantity), interval_of(delta.quantity)
    value, step = Fraction(level.quantity.value), Fraction(delta.quantity.value)
    if delta.measure == "change":
        both = [f"{bare(level)} {_sign(delta, '−+')} {bare(delta)}" for bare in _BARE]
        yield Derivation(
            indicator,
            delta.since,
            value - step,
            now - by,
            (level, delta),
            both[0],
            level.unit,
            both[1],
        )
    elif delta.measure == "growth":
        factor = Interval(Fraction(1), Fraction(1)) + by * Fraction(1, 100)
        before = now / factor
        if before:
            both = [f"{bare(level)} ÷ (1 {_sign(delta)} {bare(delta)})" for bare in _BARE]
            best = value / (1 + step / 100)
            yield Derivation(
                indicator, delta.since, best, before, (level, delta), both[0], level.unit, both[1]
            )


def _sign(delta: Fact, signs: str = "+−") -> str:
    """The first sign, but the second for a fall whose digits are printed without one."""
    return signs[delta.quantity is not None and delta.quantity.falls]


def _bare(fact: Fact) -> str:
    """A printed number as a formula shows it: with its scale and per cent, without its unit."""
    assert fact.quantity
    unit = fact.quantity.bare_unit
    text = fact.printed
    return text if is_share(unit) else text.removesuffix(unit)


def _bare_en(fact: Fact) -> str:
    """The same in English: 163 million, nearly 30%, 7 percentage points."""
    quantity = fact.quantity
    assert quantity
    unit, value, sign = fact.unit if is_share(fact.unit) else "", quantity.value, fact.bound
    if quantity.falls:  # as it is printed: by over 5
        value, sign = value.copy_abs(), replace(quantity, falls=False).sign
    return number_text(value, unit or "", "en", sign, quantity.bound)


_BARE = (_bare, _bare_en)


# ---------------------------------------------------------------- formulas
def operands(formula: str) -> list[tuple[str, str]] | None:
    """The terms of a formula, "a.b / c.d" or "a.b + c.d - e.f"; None if it is not one.

    >>> operands("a.b / c.d"), operands("a.b +")
    ([('', 'a.b'), ('/', 'c.d')], None)
    """
    found = _FORMULA.fullmatch(formula)
    if not found:
        return None
    terms = [("", found[1]), *_TERM.findall(found[2])]
    divided = [sign for sign, _ in terms[1:]].count("/")
    return terms if not divided or len(terms) == 2 else None


def _from_formula(
    indicator: Indicator, levels: Mapping[tuple[str, int], Fact]
) -> Iterator[Derivation]:
    """A share or a sum, for every year in which all its parts are stated for the same date."""
    terms = operands(indicator.formula) or []
    years = sorted({year for (ident, year) in levels if terms and ident == terms[0][1]})
    for year in years:
        parts = [levels.get((ident, year)) for _, ident in terms]
        facts = tuple(fact for fact in parts if fact)
        comparable = len({(basis(fact), fact.scope) for fact in facts}) == 1
        if len(facts) == len(terms) and comparable:
            yield from _computed(indicator, year, [sign for sign, _ in terms], facts)


def _computed(
    indicator: Indicator, year: int, signs: list[str], facts: tuple[Fact, ...]
) -> Iterator[Derivation]:
    first = facts[0]
    assert first.quantity
    best, interval, formula = (
        Fraction(first.quantity.value),
        interval_of(first.quantity),
        first.printed,
    )
    unit, english = first.unit, _full_en(first)
    for sign, fact in zip(signs[1:], facts[1:], strict=True):
        assert fact.quantity
        if sign != "/" and not same_count(first, fact):
            return
        other, value = interval_of(fact.quantity), Fraction(fact.quantity.value)
        formula += f" {SIGNS[sign]} {fact.printed}"
        english += f" {SIGNS[sign]} {_full_en(fact)}"
        if sign == "/":
            share, times = interval / other, 100 if same_unit(first, fact) else 1
            if not share:
                return
            best, interval = best / value * times, share * times
            unit = "%" if times == 100 else unit
        else:
            best = best + value if sign == "+" else best - value
            interval = interval + other if sign == "+" else interval - other
    yield Derivation(indicator, year, best, interval, facts, formula, unit, english)


def _full_en(fact: Fact) -> str:
    """A number in English with its unit: 1.092 billion people."""
    assert fact.quantity
    return number_text(fact.quantity.value, fact.unit or "", "en", fact.bound, fact.quantity.bound)


# ---------------------------------------------------------------- as facts
def _fact(base: FactBase, derivation: Derivation) -> Fact | None:
    """A derived figure as a fact; under ID@derived where a stated one has the address."""
    first = derivation.inputs[0]
    unit, found = derivation.unit, derivation.figure()
    if not found:
        return None
    ident = f"{derivation.indicator.id}.{derivation.year}"
    earlier = derivation.year < first.year
    return Fact(
        id=f"{ident}@derived" if ident in base.facts else ident,
        topic=derivation.indicator.topic,
        indicator=derivation.indicator.key,
        year=derivation.year,
        zh=derivation.indicator.zh,
        en=derivation.indicator.en,
        measure="level",
        value=found.value,
        unit=unit,
        bound="~" if found.bound == "=" else found.bound,
        printed=_range(found, unit),
        as_of=_earlier(first, derivation.year) if earlier else first.as_of,
        scope=first.scope,
        status="derived",
        formula=derivation.formula,
        formula_en=derivation.formula_en,
        note="；".join(
            filter(None, ("推算，非原文", f"区间 {_ends(found)}", _basis(first, derivation)))
        ),
        note_en="Derived, not stated",
        source=first.source,
        quote=first.quote,
        section=first.section,
        line=first.line,
        lines=first.lines,
        url=first.url,
        ends=(found.low, found.high),
        inputs=tuple(dict.fromkeys(fact.id for fact in derivation.inputs)),
    )


def _ends(found: Figure) -> str:
    """Both ends of an interval, or the one that it has."""
    if found.low is None or found.high is None:
        sign, end = (">=", found.low) if found.high is None else ("<=", found.high)
        return number_text(end or Decimal(0), found.unit or "", "zh", sign)
    return "–".join(number_text(end, found.unit or "", "zh") for end in (found.low, found.high))


def _basis(first: Fact, derivation: Derivation) -> str:
    """The basis of a figure derived across a break: that of the year it is derived from."""
    return f"按{first.year}年口径" if first.break_zh and derivation.year < first.year else ""


def _range(found: Figure, unit: str | None) -> str:
    """Both ends in the digits that the value has earned (9100–9200万户), or the value alone."""
    if found.low is None or found.high is None or found.place is None:
        return number_text(found.value, unit or "", "zh", found.bound)
    low, high = (round_to(Fraction(end), found.place) for end in (found.low, found.high))
    if low == high:
        return number_text(low, unit or "", "zh", "~")
    word, power = reading_scale(high, unit, "zh")
    first = number_text(low, "", "zh", "~", scale=("", power), place=found.place)
    last = number_text(high, unit or "", "zh", scale=(word, power), place=found.place)
    return f"{first}–{last}"


def _earlier(first: Fact, year: int) -> str | None:
    """The same day of an earlier year; none for a date that lies outside its own year."""
    if not first.as_of or first.as_of[:4] != str(first.year):
        return None
    day = "-02-28" if first.as_of.endswith("-02-29") else first.as_of[4:]
    return f"{year}{day}"
