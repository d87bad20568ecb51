"""Rules on formulas, and on stated values that follow from others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from infofacts.check.claim import pairs
from infofacts.check.fit import FAR, known
from infofacts.check.rule import rule
from infofacts.comparability import same_count, unit_of
from infofacts.derive import Derivation, derivations, operands, units_fit, year_before
from infofacts.interval import interval_of, round_outward
from infofacts.messages import _
from infofacts.model import Fact, FactBase, Indicator, facts_by_indicator
from infofacts.text import pattern
from infofacts.units import factor_between

BETTER = 0.15  # how much better another label must fit a formula's; less is chance


@rule(key="formula")
def bad_formula(base: FactBase) -> Iterator[tuple[str, str]]:
    """A formula is "a.b / c.d" or a sum, of existing indicators."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) if indicator.formula else []
        if terms is None:
            yield (
                indicator.id,
                _(
                    "formula {formula!r} is not 'a.b / c.d' or 'a.b + c.d'",
                    formula=indicator.formula,
                ),
            )
        for __, ident in terms or ():
            if ident not in base.indicators:
                yield indicator.id, _("formula names {ident}, which is no indicator", ident=ident)


@rule(key="formula", of="facts")
def mixed_units(base: FactBase) -> Iterator[tuple[str, str]]:
    """The terms of a sum have one unit."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) or []
        if any(sign == "/" for sign, _ in terms):
            continue
        by_year: dict[int, list[Fact]] = defaultdict(list)
        for fact in chain(*(facts_by_indicator(base).get(ident, []) for __, ident in terms)):
            if fact.measure == "level" and fact.preferred and fact.quantity:
                by_year[fact.year].append(fact)
        pairs = ((first, fact) for first, *others in by_year.values() for fact in others)
        mixed = [(unit_of(a), unit_of(b)) for a, b in pairs if not same_count(a, b)]
        for first, other in dict.fromkeys(mixed):
            yield indicator.id, _("formula adds {first} and {other}", first=first, other=other)


@rule(of="facts")
def growth_without_break(base: FactBase) -> Iterator[tuple[str, str]]:
    """A stated growth or change is that of the two levels, or there is a `break` or a `basis`.

    A `note` is enough where the level before is less than half a per cent off: it was revised.
    Where there is none of them, `derived_disagrees` reports it.
    """
    for fact in base.facts.values():
        if fact.measure in ("level", "rank") or (fact.years or 1) > 1:
            continue
        level, earlier = (
            base.facts.get(f"{fact.indicator_id}.{year}") for year in (fact.year, fact.since)
        )
        indicator = base.indicators[fact.indicator_id]
        told = level and (level.break_zh or indicator.basis)
        if not level or not earlier or told or not level.quantity or not earlier.quantity:
            continue
        if not units_fit(level, fact):
            continue
        for derivation in year_before(indicator, level, fact):
            published = interval_of(earlier.quantity)
            off = abs(Fraction(earlier.quantity.value) - derivation.best)
            noted = fact.note or level.note or earlier.note
            revised = off * 200 < abs(derivation.best)
            if not published.overlaps(derivation.interval) and noted and not revised:
                yield (
                    fact.id,
                    _(
                        "{printed} is not the step from {earlier_printed} to {level_printed}: add "
                        'break = "…" to the year, or basis to the indicator',
                        printed=fact.printed,
                        earlier_printed=earlier.printed,
                        level_printed=level.printed,
                    ),
                )


@rule(key="formula", doubt=7)
def formula_upside_down(base: FactBase) -> Iterator[tuple[str, str]]:
    """A share is not over 100 %; in "A per B", B is below the line."""
    over: dict[str, str] = {}
    for derivation in derivations(base):
        low = derivation.interval.low
        if derivation.indicator.formula and derivation.unit == "%" and low and low > 100:
            over.setdefault(derivation.indicator.id, derivation.formula)
    for ident, formula in over.items():
        yield ident, _("{formula} is more than 100 %", formula=formula)
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) or []
        signs, below = [sign for sign, _ in terms], indicator.en.lower().partition(" per ")[2]
        said = _DIFFERENCE.search(f"{indicator.zh} {indicator.en}")
        if below and signs == ["", "/"]:
            named = set(below.split())
            first, second = (len(named & _words(base, ident)) for _, ident in terms)
            if first > second:
                yield (
                    indicator.id,
                    _("{terms} is above the line, and named after “per”", terms=terms[0][1]),
                )
        elif "-" in signs and not said:
            yield indicator.id, _("its formula is a difference, but its label does not say so")


@rule(key="formula", doubt=6, of="facts")
def formula_of_another(base: FactBase) -> Iterator[tuple[str, str]]:
    """A formula gives a value for some year, a share one of two numbers in one unit.

    Its label has the names with digits (5G) of what it divides; that of a share words of both.
    """
    by_indicator = facts_by_indicator(base)
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) if indicator.formula else None
        if not terms or any(ident not in base.indicators for _, ident in terms):
            continue
        levels = [[f for f in by_indicator.get(ident, ()) if _counts(f)] for _, ident in terms]
        if not set.intersection(*({fact.year for fact in each} for each in levels)):
            yield indicator.id, _("no year has a number of each part of its formula")
        quotient = "/" in indicator.formula
        units = [each[0].unit or "" for each in levels if each and quotient]
        share = quotient and _SHARE.search(f"{indicator.zh} {indicator.en}")
        if "%" in units or (share and any(factor_between(u, units[0]) is None for u in units)):
            yield indicator.id, _("it divides numbers in other units than its label says")
        for _sign, ident in terms:
            part = base.indicators[ident]
            odd = {*_NAME.findall(part.zh)} - {*_NAME.findall(indicator.zh)} or (
                part.basis not in ("", indicator.basis)
                or (share and known(base).fit(pairs(part.zh), pairs(indicator.zh)) < FAR)
            )
            if (quotient and odd) or _fits_less(base, indicator, ident, terms):
                yield indicator.id, _("{label!r} is not in its label", label=part.zh)


def _fits_less(
    base: FactBase, indicator: Indicator, ident: str, terms: Sequence[tuple[str, str]]
) -> bool:
    """Whether a formula's label has more of another indicator of the same topic and unit."""
    by_indicator, label = facts_by_indicator(base), pairs(indicator.zh)
    used = {indicator.id, *(each for _, each in terms)}

    def unit(of: str) -> str | None:
        return next((f.unit or "" for f in by_indicator.get(of, ()) if _counts(f)), None)

    def fit(of: str) -> float:
        return known(base).fit(pairs(base.indicators[of].zh), label)

    topic = base.indicators[ident].topic
    others = [o.id for o in base.indicators.values() if o.topic == topic and o.id not in used]
    best = max((fit(each) for each in others if unit(each) == unit(ident)), default=0.0)
    return best > fit(ident) + BETTER


def _counts(fact: Fact) -> bool:
    return fact.measure == "level" and fact.quantity is not None


_SHARE = pattern("比[重例]|占比|(?i:share|proportion)")
_NAME = pattern("[A-Za-z]+[0-9][A-Za-z0-9]*|[0-9]+[A-Za-z]+")
_DIFFERENCE = pattern(
    "差|净|增|减|余|非|其他|扣|net|difference|balance|other|without|excluding|gap"
)


def _words(base: FactBase, ident: str) -> set[str]:
    """The words of an indicator's English label, and the same without a plural's s."""
    words = set(base.indicators[ident].en.lower().split()) if ident in base.indicators else set()
    return words | {word.removesuffix("s") for word in words}


@rule(key="unit", doubt=5)
def unit_of_other_years(base: FactBase) -> Iterator[tuple[str, str]]:
    """The values of an indicator are in one unit, or in units that can be converted."""
    for ident, facts in facts_by_indicator(base).items():
        levels = [f for f in facts if f.measure == "level" and f.quantity]
        units = Counter(fact.unit for fact in levels)
        for fact in levels:
            usual, count = max(units.items(), key=lambda each: (each[1], bool(each[0])))
            odd = fact.unit != usual and factor_between(fact.unit, usual) is None
            if odd and (count > 1 or not fact.unit):
                yield (
                    fact.id,
                    _(
                        "in {unit}, other years of {indicator} are in {usual}",
                        unit=fact.unit or _("no unit"),
                        indicator=ident,
                        usual=usual or _("no unit"),
                    ),
                )


@rule(key="scope", doubt=6)
def scope_of_other_years(base: FactBase) -> Iterator[tuple[str, str]]:
    """The values of an indicator are of one place, if those of one kind and publication mostly are."""
    for facts in facts_by_indicator(base).values():
        for measure in ("level", "rank"):
            mine = [fact for fact in facts if fact.measure == measure]
            scopes = Counter(fact.scope for fact in mine)
            usual, count = scopes.most_common(1)[0] if mine else ("", 0)
            for fact in mine:
                if fact.scope != usual and scopes[fact.scope] < count:
                    yield (
                        fact.id,
                        _(
                            "its scope is {scope}, that of other years {usual}",
                            scope=fact.scope,
                            usual=usual,
                        ),
                    )


@rule(key="value", doubt=3)
def far_from_neighbours(base: FactBase) -> Iterator[tuple[str, str]]:
    """The values of neighbouring years are within a factor of three, or a break is between."""
    for fact in base.facts.values():
        before = base.facts.get(f"{fact.indicator_id}.{fact.year - 1}")
        if fact.measure != "level" or not before or fact.break_zh or fact.unit != before.unit:
            continue
        one, other = fact.number, before.number
        if one and other and one > 0 and other > 0 and not other / 3 <= one <= other * 3:
            yield (
                fact.id,
                _(
                    "{printed} is far from the {before_printed} of the year before",
                    printed=fact.printed,
                    before_printed=before.printed,
                ),
            )


@rule(of="facts")
def derived_disagrees(base: FactBase) -> Iterator[tuple[str, str]]:
    """A stated value agrees with what follows from others, within rounding, or has a note.

    Where none is stated, two values that follow for one year agree.
    """
    first: dict[str, Derivation] = {}
    for derivation in derivations(base):
        address, of = f"{derivation.indicator.id}.{derivation.year}", derivation.inputs[0]
        other, stated = first.setdefault(address, derivation), base.facts.get(address)
        noted = of.note or of.break_zh or (stated and (stated.note or stated.break_zh))
        if noted or (stated and not stated.quantity):
            continue
        interval = interval_of(stated.quantity) if stated and stated.quantity else other.interval
        if not interval.overlaps(derivation.interval):
            value = stated.printed if stated else other.formula
            low, high = map(round_outward, (derivation.interval.low, derivation.interval.high))
            ends = _("{low} to {high}", low=low, high=high)
            if low is None or high is None:
                ends = (
                    _("at least {low}", low=low) if high is None else _("at most {high}", high=high)
                )
            where = address if stated else derivation.inputs[-1].id
            remedy = _("correct it, or add break to the year or basis to the indicator")
            if derivation.indicator.formula:
                remedy = _("correct it or add a note")
            yield (
                where,
                _(
                    "{value} is not {formula}: {ends}; {remedy}",
                    value=value,
                    formula=derivation.formula,
                    ends=ends,
                    remedy=remedy,
                ),
            )
