"""Compare values: difference, ratio and growth, computed on the intervals they stand for.

What is compared must have the same unit. Where the date, scope or publisher differs, or a
break in the series lies between, the comparison says so and leaves growth out unless forced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from infofacts import names
from infofacts.errors import BadUsage, NoAnswer, listed
from infofacts.interval import Figure, Interval, figure, interval_of_fact
from infofacts.model import Fact, FactBase
from infofacts.names import Target, Years
from infofacts.numbers import is_share
from infofacts.units import POINTS, UNITS_EN, kind_of


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value and what it is against its base; no base for the first of a series."""

    fact: Fact
    base: Fact | None = None
    difference: Figure | None = None
    ratio: Figure | None = None
    growth: Figure | None = None
    growth_per_year: Figure | None = None
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON of the contract: the fact's fields, then what was computed."""
        figures = {name: getattr(self, name) for name in FIGURES}
        return (
            self.fact.to_dict()
            | {"base": self.base.id if self.base else None}
            | {name: found.to_dict() if found else None for name, found in figures.items()}
            | {"warnings": list(self.warnings)}
        )

    def flat(self) -> dict[str, Any]:
        """One row of plain columns: the fact's main fields and every number on its own."""
        full = self.fact.to_dict()
        record: dict[str, Any] = {name: full[name] for name in _COLUMNS}
        record["base"] = self.base.id if self.base else None
        for name in FIGURES:
            found: Figure | None = getattr(self, name)
            for part in ("value", "low", "high", "bound", "unit"):
                key = name if part == "value" else f"{name}_{part}"
                record[key] = getattr(found, part) if found else None
        return record | {"warnings": list(self.warnings)}


FIGURES = ("difference", "ratio", "growth", "growth_per_year")
# The main fields of a fact, of those in `model.RECORD`.
_COLUMNS = "id year zh en value unit bound printed as_of scope source".split()


# ---------------------------------------------------------------- what to compare
@dataclass(frozen=True, slots=True)
class Pairs:
    """Facts with their bases in the order to show, and what had to be left out."""

    pairs: Sequence[tuple[Fact, Fact | None]]
    missing: Sequence[str]


def choose(base: FactBase, wanted: Sequence[str], years: Years) -> Pairs:
    """What the names and years ask for: names side by side, or each over its years.

    Raises `NoAnswer` where fewer than two values are left.
    """
    targets = [names.resolve(base, name) for name in wanted]
    for target in targets:
        names.agree(target, years)
    across = all(target.indicator for target in targets) and len(targets) > 1
    if across and (not years.chosen or len(years.listed) == 1):
        chosen = _side_by_side([names.pick(base, t, *years.listed[:1]) for t in targets])
    else:
        if not years.chosen:
            raise BadUsage("compare: name two values, or say the years: -y 2020:2024")
        if ranks := [target.name for target in targets if target.measure == "rank"]:
            raise NoAnswer(f"{listed(ranks)}: a rank is not a quantity to compare")
        chosen = _over_years(base, targets, years, single=bool(targets[0].indicator))
    if not any(against for _, against in chosen.pairs):
        found = ", ".join(fact.id for fact, _ in chosen.pairs) or "none"
        raise NoAnswer(f"compare needs two values; there is {found}", *chosen.missing)
    return chosen


def _side_by_side(facts: Sequence[Fact]) -> Pairs:
    """Every value against the first."""
    first = facts[0]
    for fact in facts:
        if fact.number is None:
            raise NoAnswer(f"{fact.id} is a text, not a number to compare")
        if fact.measure == "rank":
            raise NoAnswer(f"{fact.id} is a rank, not a quantity to compare")
        if fact.measure != first.measure:
            raise NoAnswer(
                f"{first.id} is a {first.measure}, {fact.id} a {fact.measure}: they cannot be compared"
            )
        if not same_unit(first, fact):
            raise NoAnswer(
                f"{first.id} is in {unit_of(first)}, {fact.id} in {unit_of(fact)}: they cannot be compared"
            )
    return Pairs([(fact, None if fact is first else first) for fact in facts], [])


def _over_years(base: FactBase, targets: Sequence[Target], years: Years, single: bool) -> Pairs:
    """Each indicator's values of the years, every one against the one before it."""
    pairs: list[tuple[Fact, Fact | None]] = []
    missing: list[str] = []
    left_out: list[str] = []
    by_indicator = names.facts_by_indicator(base)
    for measure, indicator in (
        (t.measure, i) for t in targets for i in names.indicators_of(base, t)
    ):
        facts = by_indicator.get(indicator.id, [])
        levels = [fact for fact in facts if _comparable(fact, measure or "level")]
        chosen = [fact for fact in levels if fact.year in years]
        known = {fact.year for fact in chosen}
        gaps = [str(year) for year in years.asked(known) if year not in known]
        if len(chosen) < 2 and not single:
            left_out += [indicator.id] if levels else []
            continue
        if gaps:
            what = measure if measure and measure != "level" else "value"
            missing.append(f"{indicator.id} has no {what} of {', '.join(gaps)}")
        pairs += zip(chosen, [None, *chosen], strict=False)
    if left_out:
        missing.append(f"fewer than two values: {listed(left_out)}")
    return Pairs(pairs, missing)


def _comparable(fact: Fact, measure: str) -> bool:
    return fact.measure == measure != "rank" and fact.preferred and fact.number is not None


def same_unit(one: Fact, other: Fact) -> bool:
    """Whether two units count the same kind of thing: a user is printed as 户 or 人."""
    mine, others = one.unit or "", other.unit or ""
    return mine == others or kind_of(mine) == kind_of(others) != ""


def same_count(one: Fact, other: Fact) -> bool:
    """The same of figures that belong together: 50个 more of 300家 counts as one."""
    return same_unit(one, other) or all(
        not UNITS_EN.get(fact.unit or "", fact.unit) for fact in (one, other)
    )


def unit_of(fact: Fact) -> str:
    """A unit as a message names it."""
    return fact.unit or "no unit"


# ---------------------------------------------------------------- the comparison
def compare(
    base: FactBase, wanted: Sequence[str], years: Years, force: bool
) -> tuple[list[Comparison], Sequence[str]]:
    """The comparisons in the order asked or by year, and what is said of missing years."""
    chosen = choose(base, wanted, years)
    breaks = breaks_of(base)
    compared = [
        against(fact, other, tuple(warnings(base, fact, other, breaks)), force)
        if other
        else Comparison(fact)
        for fact, other in chosen.pairs
    ]
    return compared, chosen.missing


def against(fact: Fact, base: Fact, told: tuple[str, ...] = (), force: bool = False) -> Comparison:
    """One value against its base; no growth across a warning unless forced."""
    assert fact.number is not None and base.number is not None
    one, other = interval_of_fact(fact), interval_of_fact(base)
    best, best_base = Fraction(fact.number), Fraction(base.number)
    signs = {fact.bound, base.bound}
    difference_unit = POINTS if fact.unit == "%" else fact.unit
    difference = figure(best - best_base, one - other, signs, difference_unit)
    ratio = one / other
    share = figure(best / best_base, ratio, signs, None) if ratio else None
    grown = per_year = None
    span = fact.year - base.year
    if fact.indicator_id == base.indicator_id and (force or not told) and span:
        if is_share(fact.unit):
            grown = difference
            per_year = _divided(best - best_base, one - other, span, signs)
        elif ratio:
            grown = _growth(best / best_base, ratio, signs)
            per_year = _growth_per_year(best / best_base, ratio, span, signs)
    return Comparison(fact, base, difference, share, grown, per_year, told)


def _divided(best: Fraction, interval: Interval, span: int, signs: set[str]) -> Figure | None:
    if span < 1:
        return None
    return figure(best / span, interval * Fraction(1, span), signs, POINTS)


def _growth(ratio: Fraction, interval: Interval, signs: set[str]) -> Figure | None:
    """A ratio as per cent of growth."""
    one = Interval(Fraction(1), Fraction(1))
    return figure((ratio - 1) * 100, (interval - one) * 100, signs, "%")


def _growth_per_year(
    ratio: Fraction, interval: Interval, span: int, signs: set[str]
) -> Figure | None:
    """Compound growth per year over a span of years."""
    if span < 1:
        return None
    if span == 1:
        return _growth(ratio, interval, signs)
    mean = Interval(ratio, ratio).root(span).low
    return _growth(mean, interval.root(span), signs) if mean is not None else None


# ---------------------------------------------------------------- comparability
def warnings(base: FactBase, one: Fact, other: Fact, breaks: Mapping[str, Fact]) -> Iterator[str]:
    """What makes two values hard to compare: break, date, scope, source."""
    for word, differs in _WARNINGS.items():
        if differs(base, one, other, breaks):
            yield word


def breaks_of(base: FactBase) -> dict[str, Fact]:
    """The facts that begin a new basis."""
    return {fact.id: fact for fact in base.facts.values() if fact.break_zh}


def _broken(base: FactBase, one: Fact, other: Fact, breaks: Mapping[str, Fact]) -> bool:
    """A break in the series lies between the two years, or two indicators have another basis."""
    if one.indicator_id != other.indicator_id:
        of_both = (base.indicators[fact.indicator_id].basis for fact in (one, other))
        return len(set(of_both)) > 1
    first, last = sorted((one.year, other.year))
    return any(
        fact.indicator_id == one.indicator_id and first < fact.year <= last
        for fact in breaks.values()
    )


def _other_date(base: FactBase, one: Fact, other: Fact, breaks: Mapping[str, Fact]) -> bool:
    return basis(one) != basis(other) or period(one) != period(other)


def period(fact: Fact) -> int | str | None:
    """The years that a change or growth is over, or what it is measured against."""
    return fact.year - fact.since if isinstance(fact.since, int) else fact.since


def basis(fact: Fact) -> str:
    """The date basis of a value: the month and day in the year, "" for a whole year."""
    within = (fact.as_of or "")[5:]
    return "12-31" if within == "12" else within


def _other_scope(base: FactBase, one: Fact, other: Fact, breaks: Mapping[str, Fact]) -> bool:
    return one.scope != other.scope


def _other_publisher(base: FactBase, one: Fact, other: Fact, breaks: Mapping[str, Fact]) -> bool:
    """No publisher stands behind both values; yearly issues of one publication are one source."""
    return not (publishers(base, one) & publishers(base, other))


def publishers(base: FactBase, fact: Fact) -> set[str]:
    """Who printed this value: the publisher of its source and of those that confirm it."""
    sources = (fact.source, *fact.confirmed_by)
    return {base.sources[s].publisher if s in base.sources else s for s in sources}


_Differs = Callable[[FactBase, Fact, Fact, Mapping[str, Fact]], bool]
_WARNINGS: dict[str, _Differs] = {
    "break": _broken,
    "date": _other_date,
    "scope": _other_scope,
    "source": _other_publisher,
}
