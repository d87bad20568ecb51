"""Facts in the order of their values, and indicators in the order of how much they changed.

An order is total: first by unit, since other units are not compared; then by value, with a lower
bound before the same number and an upper bound behind it; then by address.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from heapq import nsmallest
from itertools import groupby
from typing import NamedTuple, TypeVar

from infofacts.comparability import warnings
from infofacts.compare import against, stated_of
from infofacts.filters import Filters
from infofacts.model import Fact, FactBase, Source
from infofacts.numbers import is_share
from infofacts.units import POINTS, factor_between, unit_of

Item = TypeVar("Item")
_BOUNDS = {">": 0, ">=": 1, "=": 2, "~": 3, "<=": 4, "<": 5}
_DIVIDE = Context(prec=40)
# An order: the unit, the value, its bound, the address.
Key = tuple[str, Decimal, int, str]


def ordered(
    items: Iterable[tuple[Key, Item]], reverse: bool = False, most: int | None = None
) -> list[Item]:
    """Items by their keys, the largest of a unit first, or with `reverse` the smallest; at most
    `most`, of which no more are kept on the way."""
    sign = 1 if reverse else -1

    def place(item: tuple[Key, Item]) -> tuple[str, Decimal, int, str]:
        unit, value, bound, ident = item[0]
        return unit, value * sign, bound * -sign, ident

    some = sorted(items, key=place) if most is None else nsmallest(most, items, key=place)
    return [item for _, item in some]


def by_value(facts: Iterable[Fact], reverse: bool) -> list[Fact]:
    """Facts in the order of their values, unit by unit; texts at the end, as they are."""
    facts = list(facts)
    texts = [fact for fact in facts if fact.size is None]
    numbers = ((value_key(fact), fact) for fact in facts if fact.size is not None)
    return [*ordered(numbers, reverse), *texts]


def value_key(fact: Fact) -> Key:
    """The place of a value among those of its kind: kilometres and metres are one kind."""
    assert fact.size is not None
    unit, size = fact.unit or "", fact.size
    known = unit_of(fact.unit)
    if known and known.factor:
        unit, size = known.kind, _scaled(size, Fraction(known.factor))
    return f"{fact.measure == 'rank':d}{unit}", size, _BOUNDS[fact.bound], fact.id


# ---------------------------------------------------------------- movers
class Mover(NamedTuple):
    """Two values of an indicator to compare, by address."""

    fact: str
    base: str


class Movers(NamedTuple):
    """The movers that were asked for, how many can be compared, and why others cannot."""

    movers: Sequence[Mover]
    compared: int
    left_out: Counter[str]


class Wanted(NamedTuple):
    """What movers are asked for: between which years, sorted by what, of which facts."""

    first: int
    last: int
    sort: str
    force: bool = False
    reverse: bool = False
    most: int | None = None
    indicators: Collection[str] | None = None
    filters: Filters = Filters()


def movers(facts: Iterable[Fact], sources: dict[str, Source], wanted: Wanted) -> Movers:
    """The indicators that changed the most between two years, of facts that are in the order of
    their indicators. What cannot be compared is counted by its reason."""
    count, left_out = 0, Counter[str]()
    base = FactBase(sources, {}, {}, {}, {})

    def compared() -> Iterator[tuple[Key, Mover]]:
        nonlocal count
        for ident, group in groupby(facts, key=lambda fact: fact.indicator_id):
            if wanted.indicators is not None and ident not in wanted.indicators:
                continue
            found = _mover(base, list(group), wanted)
            if isinstance(found, str):
                left_out.update(filter(None, [found]))
            else:
                count += 1
                yield found

    return Movers(ordered(compared(), wanted.reverse, wanted.most), count, left_out)


def _mover(base: FactBase, facts: Sequence[Fact], wanted: Wanted) -> tuple[Key, Mover] | str:
    """An indicator with its place in the order, or why it has none; "" if it is not asked for."""
    by_id = {fact.id: fact for fact in facts}
    ident = facts[0].indicator_id
    first, last = (by_id.get(f"{ident}.{year}") for year in (wanted.first, wanted.last))
    first, last = (fact if fact and fact.size is not None else None for fact in (first, last))
    if not (chosen := last or first) or not wanted.filters.matches(chosen):
        return ""
    if not first or not last:
        return "one year only"
    if factor_between(first.unit, last.unit) is None:
        return "unit"
    stated = stated_of(last, first, by_id.get)
    breaks = {ident: [fact.year for fact in facts if fact.break_zh]}
    warned = [] if wanted.force else list(warnings(base, last, first, breaks))
    if warned and wanted.sort not in stated:
        return warned[0]
    key = _key(last, first, stated.get(wanted.sort), wanted.sort)
    return (key, Mover(last.id, first.id)) if key else "no result"


def _key(fact: Fact, base: Fact, stated: Fact | None, sort: str) -> Key | None:
    """The place of a comparison by one of its figures; None if it has none."""
    assert fact.size is not None and base.size is not None
    points = is_share(fact.unit) and sort != "ratio"
    usual = {"ratio": "", "growth": "%", "difference": fact.unit or ""}[sort]
    unit = POINTS if points else usual
    if stated:
        assert stated.size is not None
        times = Fraction(1) if points or sort == "growth" else _times(stated, fact)
        return unit, _scaled(stated.size, times), _BOUNDS[stated.bound], fact.id
    other, bound = _scaled(base.size, _times(base, fact)), "="
    if fact.bound != "=" or base.bound != "=":
        figure = getattr(against(fact, base), sort)
        if not figure:
            return None
        bound = figure.bound
        if figure.low is None or figure.high is None:
            return unit, figure.value, _BOUNDS[bound], fact.id
    if points or sort == "difference":
        return unit, fact.size - other, _BOUNDS[bound], fact.id
    if other <= 0 or fact.size < 0:
        return None
    ratio = _DIVIDE.divide(fact.size, other)
    return unit, ratio if sort == "ratio" else (ratio - 1) * 100, _BOUNDS[bound], fact.id


def _times(one: Fact, other: Fact) -> Fraction:
    """How many of another's unit one's is."""
    return factor_between(one.unit or other.unit, other.unit) or Fraction(1)


def _scaled(size: Decimal, times: Fraction) -> Decimal:
    if times == 1:
        return size
    return _DIVIDE.divide(size * times.numerator, Decimal(times.denominator))
