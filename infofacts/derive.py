"""Figures that are not printed but follow from printed ones, with their formula.

Three kinds: the value of the year before from a change (1.63亿户 − 7153万户) or from a growth
(123258亿元 ÷ (1 + 13.4%)), and an indicator's `formula`: a sum of other indicators, a share (per
cent, of the same unit) or a value per head (of another unit). A derived figure is marked, carries
its formula and interval, and is rounded to the digits its inputs support. Beside a stated figure,
its address is ID@derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from infofacts.comparability import basis, same_count, same_unit
from infofacts.interval import READ, Figure, Interval, figure, interval_of, outward
from infofacts.model import PROOFS, Fact, FactBase, Indicator, facts_by_indicator
from infofacts.numbers import is_share, number_text, range_text
from infofacts.record import replace

# A hyphen with letters or digits on both sides is part of an address, else it is a minus.
_ADDRESS = r"([a-z0-9.]++(?:-[a-z0-9.]++)*+)"
_FORMULA = re.compile(rf"\s*+{_ADDRESS}\s*+((?:[/+-]\s*+{_ADDRESS}\s*+)++)")
_TERM = re.compile(rf"([/+-])\s*+{_ADDRESS}")
SIGNS = {"/": "÷", "+": "+", "-": "−"}
# What compares with the month or quarter before.
_SINCE_LESS = re.compile(
    "(?:环比|[较比]上一?个?[季月周]|(?:quarter|month)[- ]on[- ](?:quarter|month))[^，。；0-9]{0,12}"
)

Levels = Mapping[tuple[str, int], Fact]  # by indicator and year


class Derivation(NamedTuple):
    """A derived figure: of which indicator and year, from which facts, by which formula."""

    indicator: Indicator
    year: int
    best: Fraction
    interval: Interval
    inputs: tuple[Fact, ...]
    unit: str | None
    template: str  # of the formula, for the printed numbers of `inputs`
    with_units: bool = True

    @property
    def formula(self) -> str:
        """The formula as it is printed: it is told of few of those that `check` computes."""
        said = (fact.printed if self.with_units else _bare(fact) for fact in self.inputs)
        return self.template.format(*said)

    @property
    def formula_en(self) -> str:
        """The formula in English."""
        said = map(printed_en if self.with_units else _bare_en, self.inputs)
        return self.template.format(*said)


def with_derived(base: FactBase) -> FactBase:
    """The base with its derived facts after all the stated ones, but for those they rule out."""
    facts = dict(base.facts)
    for derivation in derivations(base):
        stated = base.facts.get(f"{derivation.indicator.id}.{derivation.year}")
        known = stated and stated.quantity and interval_of(stated.quantity)
        fits = not known or known.overlaps(derivation.interval)
        if fits and (fact := _fact(base, derivation)):
            facts.setdefault(fact.id, fact)
    return replace(base, facts=facts)


def derivations(base: FactBase) -> Iterator[Derivation]:
    """Everything that can be derived from the stated facts."""
    by_indicator = facts_by_indicator(base)
    stated = (f for f in base.facts.values() if f.measure == "level" and _is_sure(f))
    levels = {(fact.indicator_id, fact.year): fact for fact in stated if fact.number is not None}
    for indicator in base.indicators.values():
        for fact in by_indicator.get(indicator.id, []):
            if not isinstance(fact.since, int):
                continue
            level = levels.get((indicator.id, fact.year))
            sure = _is_sure(fact) and not fact.note  # the note may be about the earlier value
            sure = sure and (fact.years or 1) == 1  # a yearly average says nothing of one year
            sure = sure and not fact.is_range
            if level and sure and units_fit(level, fact):
                yield from year_before(indicator, level, fact)
        if indicator.formula:
            yield from _from_formula(base, indicator, levels)


def _is_sure(fact: Fact) -> bool:
    """Whether something may follow from a fact: not from another source's value or a plan."""
    return fact.preferred and not fact.planned


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


def year_before(indicator: Indicator, level: Fact, delta: Fact) -> Iterator[Derivation]:
    """The level that a change or a growth of one year starts from; none of one since last month."""
    assert level.quantity and delta.quantity and isinstance(delta.since, int)
    digits = f"{delta.quantity.digits.copy_abs():f}"
    if any(delta.quote.startswith(digits, m.end()) for m in _SINCE_LESS.finditer(delta.quote)):
        return
    now, by = interval_of(level.quantity), interval_of(delta.quantity)
    value, step = Fraction(level.quantity.value), Fraction(delta.quantity.value)
    before: Interval | None = None
    falls = delta.quantity.falls  # its digits are printed without a sign
    if delta.measure == "change":
        before, formula = now - by, "{} + {}" if falls else "{} − {}"
    elif delta.measure == "growth":
        before = now / (Interval(Fraction(1), Fraction(1)) + by * Fraction(1, 100))
        formula = "{} ÷ (1 − {})" if falls else "{} ÷ (1 + {})"
    if before:
        best = value - step if delta.measure == "change" else value / (1 + step / 100)
        inputs = (level, delta)
        yield Derivation(indicator, delta.since, best, before, inputs, level.unit, formula, False)


def _bare(fact: Fact) -> str:
    """A printed number as a formula shows it: with its scale and per cent, without its unit."""
    assert fact.quantity
    unit = fact.quantity.bare_unit
    return fact.printed if is_share(unit) else fact.printed.removesuffix(unit)


def _bare_en(fact: Fact) -> str:
    """`_bare` in English: 163 million, nearly 30%, 7 percentage points."""
    quantity = fact.quantity
    assert quantity
    unit, value, sign = fact.unit if is_share(fact.unit) else "", quantity.value, fact.bound
    if quantity.falls:  # as it is printed: by over 5
        value, sign = value.copy_abs(), replace(quantity, falls=False).sign
    return number_text(value, unit or "", "en", sign, quantity.bound)


# ---------------------------------------------------------------- formulas
def operands(formula: str) -> list[tuple[str, str]] | None:
    """The terms of a formula, "a.b / c.d" or "a.b + c.d - e.f"; None if it is not one.

    >>> operands("a.b / c.d"), operands("a.b +")
    ([('', 'a.b'), ('/', 'c.d')], None)
    """
    if not (match := _FORMULA.fullmatch(formula)):
        return None
    terms = [("", match[1]), *_TERM.findall(match[2])]
    divided = [sign for sign, _ in terms[1:]].count("/")
    return terms if not divided or len(terms) == 2 else None


def _from_formula(base: FactBase, indicator: Indicator, levels: Levels) -> Iterator[Derivation]:
    """A share or a sum, for every year in which all its parts are stated for the same date."""
    terms = operands(indicator.formula) or []
    signs = [sign for sign, _ in terms]
    first = facts_by_indicator(base).get(terms[0][1], []) if terms else []
    for year in dict.fromkeys(fact.year for fact in first):
        parts = (levels.get((ident, year)) for _, ident in terms)
        facts = tuple(fact for fact in parts if fact)
        comparable = len({(basis(fact), fact.scope) for fact in facts}) == 1
        if len(facts) == len(terms) and comparable:
            yield from _computed(indicator, signs, facts)


def _computed(
    indicator: Indicator, signs: list[str], facts: tuple[Fact, ...]
) -> Iterator[Derivation]:
    first, unit = facts[0], facts[0].unit
    best, interval = Fraction(0), Interval(Fraction(0), Fraction(0))
    for sign, fact in zip(signs, facts, strict=True):
        assert fact.quantity
        if sign != "/" and not same_count(first, fact):
            return
        other, value = interval_of(fact.quantity), Fraction(fact.quantity.value)
        if sign == "/":
            share, times = interval / other, 100 if same_unit(first, fact) else 1
            if not share:
                return
            best, interval = best / value * times, share * times
            unit = "%" if times == 100 else unit
        elif sign == "-":
            best, interval = best - value, interval - other
        else:
            best, interval = best + value, interval + other
    formula = " ".join(f"{SIGNS[sign]} {{}}" if sign else "{}" for sign in signs)
    yield Derivation(indicator, first.year, best, interval, facts, unit, formula)


def printed_en(fact: Fact) -> str:
    """A printed number in English, with its unit."""
    assert fact.quantity
    return number_text(fact.quantity.value, fact.unit or "", "en", fact.bound, fact.quantity.bound)


# ---------------------------------------------------------------- as facts
def _fact(base: FactBase, derivation: Derivation) -> Fact | None:
    """A derived figure as a fact; under ID@derived where a stated one has the address."""
    first, indicator, year = derivation.inputs[0], derivation.indicator, derivation.year
    signs = {fact.bound for fact in derivation.inputs}
    rounded = figure(derivation.best, derivation.interval, signs, derivation.unit)
    if not rounded:
        return None
    ident, earlier = f"{indicator.id}.{year}", year < first.year
    inputs = (fact.id for fact in derivation.inputs)
    weakest = max(derivation.inputs, key=lambda fact: PROOFS.index(fact.proof))
    note = f"推算，非原文；区间 {_ends(rounded)}"
    if first.break_zh and earlier:  # derived across a break
        note += f"；按{first.year}年口径"
    return Fact(
        id=f"{ident}@derived" if ident in base.facts else ident,
        topic=indicator.topic, indicator=indicator.key, year=year, zh=indicator.zh, en=indicator.en,
        measure="level", value=rounded.value, unit=derivation.unit,
        bound="~" if rounded.bound == "=" and rounded.low != rounded.high else rounded.bound,
        printed=_range(rounded, derivation.unit), ends=(rounded.low, rounded.high),
        as_of=_earlier(first, year) if earlier else first.as_of, scope=first.scope,
        status="derived", formula=derivation.formula, formula_en=derivation.formula_en,
        note=note, note_en="Derived, not stated", inputs=tuple(dict.fromkeys(inputs)),
        source=first.source, quote=first.quote, section=first.section,
        line=first.line, lines=first.lines, url=first.url, accessed=first.accessed,
        proof=weakest.proof, unproven=weakest.unproven,
    )  # fmt: skip


def _ends(rounded: Figure) -> str:
    """Both ends of an interval, or the one that it has."""
    unit = rounded.unit or ""
    if rounded.low is None or rounded.high is None:
        sign, end = (">=", rounded.low) if rounded.high is None else ("<=", rounded.high)
        return number_text(end or Decimal(0), unit, "zh", sign)
    ends = dict.fromkeys((rounded.low, rounded.high))
    return "–".join(number_text(end, unit, "zh") for end in ends)


def _range(rounded: Figure, unit: str | None) -> str:
    """Both ends (9090–9200万户), rounded outwards; or the value alone.

    At the value's place where they end there, else one place behind it, where each moves by less
    than a tenth of the interval's width; but nobody reads more than four digits.
    """
    place = rounded.place
    if rounded.low is None or rounded.high is None or place is None:
        return number_text(rounded.value, unit or "", "zh", rounded.bound)
    if outward(rounded.low, rounded.high, place) != (rounded.low, rounded.high):
        place -= 1
    top = max(rounded.low, rounded.high, key=abs).adjusted()
    place = max(place, top - READ + 1)
    ends = outward(rounded.low, rounded.high, place)
    return range_text(*ends, unit or "", "zh", "约", place=place)


def _earlier(first: Fact, year: int) -> str | None:
    """The same day of an earlier year; none for a date that lies outside its own year."""
    if not first.as_of or first.as_of[:4] != str(first.year):
        return None
    day = "-02-28" if first.as_of.endswith("-02-29") else first.as_of[4:]
    return f"{year}{day}"
