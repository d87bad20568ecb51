"""What must hold of formulas, and of stated values that follow from others: rules on a base."""

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
    """A formula is "a.b / c.d" or a sum of indicators that are there."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) if indicator.formula else []
        if terms is None:
            yield indicator.id, f"formula {indicator.formula!r} is not 'a.b / c.d' or 'a.b + c.d'"
        for _, ident in terms or ():
            if ident not in base.indicators:
                yield indicator.id, f"formula names {ident}, which is no indicator"


@rule(key="formula")
def mixed_units(base: FactBase) -> Iterator[tuple[str, str]]:
    """What a formula adds has one unit."""
    for indicator in base.indicators.values():
        terms = operands(indicator.formula) or []
        if any(sign == "/" for sign, _ in terms):
            continue
        by_year: dict[int, list[Fact]] = defaultdict(list)
        for fact in chain(*(facts_by_indicator(base).get(ident, []) for _, ident in terms)):
            if fact.measure == "level" and fact.preferred and fact.quantity:
                by_year[fact.year].append(fact)
        messages = (
            f"formula adds {unit_of(first)} and {unit_of(fact)}"
            for first, *others in by_year.values()
            for fact in others
            if not same_count(first, fact)
        )
        yield from ((indicator.id, message) for message in dict.fromkeys(messages))


@rule()
def derived_disagrees(base: FactBase) -> Iterator[tuple[str, str]]:
    """A stated value is what follows from the others, within rounding, or has a note.

    So are two values that follow for one year, where none is stated.
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
            message = f"{value} is not {derivation.formula}: {_ends(derivation)}"
            where = address if stated else derivation.inputs[-1].id
            yield where, f"{message}; correct it or add a note"


def _ends(derivation: Derivation) -> str:
    """The interval of a derivation in a message."""
    low, high = round_outward(derivation.interval.low), round_outward(derivation.interval.high)
    if low is None or high is None:
        return f"at least {low}" if high is None else f"at most {high}"
    return f"{low} to {high}"
