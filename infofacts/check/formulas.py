"""Rules on formulas, and on stated values that follow from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain

from infofacts.check.rule import rule
from infofacts.compare import same_count, unit_of
from infofacts.derive import Derivation, derivations, operands
from infofacts.interval import interval_of, round_outward
from infofacts.model import Fact, FactBase
from infofacts.names import facts_by_indicator


@rule(key="formula")
def bad_formula(base: FactBase) -> Iterator[tuple[str, str]]:
    """A formula is "a.b / c.d" or a sum, of existing indicators."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) if indicator.formula else []
        if terms is None:
            yield indicator.id, f"formula {indicator.formula!r} is not 'a.b / c.d' or 'a.b + c.d'"
        for _, ident in terms or ():
            if ident not in base.indicators:
                yield indicator.id, f"formula names {ident}, which is no indicator"


@rule(key="formula")
def mixed_units(base: FactBase) -> Iterator[tuple[str, str]]:
    """The terms of a sum have one unit."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) or []
        if any(sign == "/" for sign, _ in terms):
            continue
        by_year: dict[int, list[Fact]] = defaultdict(list)
        for fact in chain(*(facts_by_indicator(base).get(ident, []) for _, ident in terms)):
            if fact.measure == "level" and fact.preferred and fact.quantity:
                by_year[fact.year].append(fact)
        pairs = ((first, fact) for first, *others in by_year.values() for fact in others)
        mixed = [(unit_of(a), unit_of(b)) for a, b in pairs if not same_count(a, b)]
        for first, other in dict.fromkeys(mixed):
            yield indicator.id, f"formula adds {first} and {other}"


@rule()
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
            ends = f"{low} to {high}"
            if low is None or high is None:
                ends = f"at least {low}" if high is None else f"at most {high}"
            where = address if stated else derivation.inputs[-1].id
            yield where, f"{value} is not {derivation.formula}: {ends}; correct it or add a note"
