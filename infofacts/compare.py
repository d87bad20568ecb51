"""Compare values: difference, ratio and growth, computed on their intervals.

Compared values must have the same unit. Where the date, scope or publisher differs, or a break
in the series lies between, the comparison has a warning, and growth only if forced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from infofacts import names
from infofacts.errors import BadUsage, NoAnswer, listed
from infofacts.interval import Figure, Interval, figure, interval_of_fact
from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.names import Target, Years
from infofacts.numbers import is_share
from infofacts.units import POINTS, UNITS_EN, factor_between


class Comparison(NamedTuple):
    """A value compared with another; the first of a series has none to compare with."""

    fact: Fact
    base: Fact | None = None
    difference: Figure | None = None
    ratio: Figure | None = None
    growth: Figure | None = None
    growth_per_year: Figure | None = None
    warnings: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON record: the fact's fields, then what was computed."""
        record: dict[str, Any] = {**self.fact.to_dict()}
        record["base"] = self.base.id if self.base else None
        for name in FIGURES:
            result: Figure | None = getattr(self, name)
            record[name] = result.to_dict() if result else None
        return record | {"warnings": list(self.warnings)}

    def flat(self) -> dict[str, Any]:
        """One row of plain columns: the fact's main fields and every number on its own."""
        full = self.to_dict() | self.fact.flat()
        record = {name: full[name] for name in _COLUMNS}
        for name in FIGURES:
            for part in ("value", "low", "high", "bound", "unit"):
                key = name if part == "value" else f"{name}_{part}"
                record[key] = full[name] and full[name][part]
        return record | {name: full[name] for name in ("warnings", "items", "unit_en")}


FIGURES = ("difference", "ratio", "growth", "growth_per_year")
# The main fields of a fact, of those in `model.RECORD`, and what it is compared with.
_COLUMNS = "id year zh en value unit bound printed as_of scope source proof base".split()


Pairs = list[tuple[Fact, Fact | None]]  # facts with what each is compared with
Breaks = Mapping[str, Collection[int]]  # by indicator: the years in which a new basis begins


def compare(
    base: FactBase, wanted: Sequence[str], years: Years, force: bool
) -> tuple[list[Comparison], list[str]]:
    """Compare names side by side or each over its years; and warnings about missing years.

    Raises `NoAnswer` where fewer than two values are left.
    """
    targets = [names.resolve(base, name) for name in wanted]
    for target in targets:
        names.agree(target, years)
    across = all(target.indicator for target in targets) and len(targets) > 1
    missing: list[str] = []
    if across and (not years.chosen or len(years.listed) == 1):
        pairs = _side_by_side([names.pick(base, t, *years.listed[:1]) for t in targets])
    else:
        if not years.chosen:
            raise BadUsage(_("compare: name two values, or say the years: -y 2020:2024"))
        if ranks := [target.name for target in targets if target.measure == "rank"]:
            raise NoAnswer(_("{ranks}: ranks cannot be compared", ranks=listed(ranks)))
        pairs, missing = _over_years(base, targets, years)
    if not any(other for _, other in pairs):
        known = _(", ").join(fact.id for fact, _ in pairs) or _("none")
        raise NoAnswer(_("compare needs two values; there is {known}", known=known), *missing)
    breaks = breaks_of(base)
    compared = []
    for fact, other in pairs:
        warned = list(warnings(base, fact, other, breaks)) if other else ()
        compared.append(against(fact, other, warned, force) if other else Comparison(fact))
    return compared, missing


def _side_by_side(facts: Sequence[Fact]) -> Pairs:
    """Every value with the first."""
    first = facts[0]
    for fact in facts:
        if fact.size is None or fact.measure == "rank":
            kind = _("text") if fact.size is None else _("rank")
            raise NoAnswer(_("{id} is a {kind} and cannot be compared", id=fact.id, kind=kind))
        why = ""
        if fact.measure != first.measure:
            why = _(
                "{one} is a {measure}, {other} a {other_measure}",
                one=first.id,
                measure=_(first.measure),
                other=fact.id,
                other_measure=_(fact.measure),
            )
        elif factor_between(fact.unit, first.unit) is None:
            why = _(
                "{one} is in {unit}, {other} in {other_unit}",
                one=first.id,
                unit=unit_of(first),
                other=fact.id,
                other_unit=unit_of(fact),
            )
        if why:
            raise NoAnswer(_("{why}: they cannot be compared", why=why))
    return [(fact, None if fact is first else first) for fact in facts]


def _over_years(base: FactBase, targets: Sequence[Target], years: Years) -> tuple[Pairs, list[str]]:
    """Each indicator's values of the years, every one with the one before it; what is missing."""
    pairs: Pairs = []
    missing, left_out = [], []
    by_indicator = names.facts_by_indicator(base)
    wanted = [(t.measure or "level", i) for t in targets for i in names.indicators_of(base, t)]
    for measure, indicator in wanted:
        facts = [f for f in by_indicator.get(indicator.id, []) if f.measure == measure != "rank"]
        values = [fact for fact in facts if fact.preferred and fact.size is not None]
        chosen = [fact for fact in values if fact.year in years]
        known = {fact.year for fact in chosen}
        gaps = [str(year) for year in years.asked(known) if year not in known]
        if len(chosen) < 2 and not targets[0].indicator:
            left_out += [indicator.id] if values else []
            continue
        if gaps:
            what = _("value") if measure == "level" else _(measure)
            missing.append(
                _(
                    "{id} has no {what} of {gaps}",
                    id=indicator.id,
                    what=what,
                    gaps=_(", ").join(gaps),
                )
            )
        pairs += zip(chosen, [None, *chosen], strict=False)
    if left_out:
        missing.append(_("fewer than two values: {left_out}", left_out=listed(left_out)))
    return pairs, missing


def same_unit(one: Fact, other: Fact) -> bool:
    """Whether two units count the same kind of thing: a user is printed as 户 or 人."""
    return factor_between(one.unit, other.unit) == 1


def same_count(one: Fact, other: Fact) -> bool:
    """`same_unit` for a value and its change: 300家 and +50个 count the same thing."""
    named = (UNITS_EN.get(fact.unit or "", fact.unit) for fact in (one, other))
    return same_unit(one, other) or not any(named)


def unit_of(fact: Fact) -> str:
    """A unit as a message names it."""
    return fact.unit or _("no unit")


def against(fact: Fact, base: Fact, warned: Sequence[str] = (), force: bool = False) -> Comparison:
    """One value compared with another; no growth across warnings unless forced.

    A value in another unit of its kind (km, m) is compared in the unit of the first.
    """
    assert fact.size is not None and base.size is not None
    factor = factor_between(base.unit, fact.unit) or Fraction(1)
    one, other = interval_of_fact(fact), interval_of_fact(base) * factor
    best, best_base = Fraction(fact.size), Fraction(base.size) * factor
    signs = {fact.bound, base.bound}
    difference_unit = POINTS if fact.unit == "%" else fact.unit
    difference = figure(best - best_base, one - other, signs, difference_unit)
    ratio = one / other
    share = figure(best / best_base, ratio, signs, None) if ratio else None
    grown = per_year = None
    span = fact.year - base.year
    if fact.indicator_id == base.indicator_id and (force or not warned) and span:
        if is_share(fact.unit):
            grown = difference
            if span > 0:
                mean = (one - other) * Fraction(1, span)
                per_year = figure((best - best_base) / span, mean, signs, POINTS)
        elif ratio:
            grown = _growth(best / best_base, ratio, 1, signs)
            per_year = _growth(best / best_base, ratio, span, signs)
    return Comparison(fact, base, difference, share, grown, per_year, tuple(warned))


def _growth(ratio: Fraction, interval: Interval, span: int, signs: set[str]) -> Figure | None:
    """The compound growth per year, in per cent, that a ratio over a span of years means."""
    if span < 1:
        return None
    if span > 1:
        mean, interval = Interval(ratio, ratio).root(span), interval.root(span)
        assert mean.low is not None
        ratio = mean.low
    one = Interval(Fraction(1), Fraction(1))
    return figure((ratio - 1) * 100, (interval - one) * 100, signs, "%")


def warnings(base: FactBase, one: Fact, other: Fact, breaks: Breaks) -> Iterator[str]:
    """What makes two values hard to compare: break, date, scope, source, status.

    Yearly issues of one publication count as one source.
    """
    if one.indicator_id != other.indicator_id:
        mine, others = (base.indicators[fact.indicator_id] for fact in (one, other))
        broken = mine.basis != others.basis
    else:
        first, last = sorted((one.year, other.year))
        broken = any(first < year <= last for year in breaks.get(one.indicator_id, ()))
    if broken:
        yield "break"
    if basis(one) != basis(other) or _period(one) != _period(other):
        yield "date"
    if one.scope != other.scope:
        yield "scope"
    if one.planned != other.planned:
        yield "status"
    if _publishers(base, one).isdisjoint(_publishers(base, other)):
        yield "source"


def breaks_of(base: FactBase) -> Breaks:
    """The years in which a new basis begins, by indicator."""
    breaks: dict[str, set[int]] = {}
    for fact in base.facts.values():
        if fact.break_zh:
            breaks.setdefault(fact.indicator_id, set()).add(fact.year)
    return breaks


def _period(fact: Fact) -> int | str | None:
    """The years that a change or growth is over, or what it is measured against."""
    return fact.year - fact.since if isinstance(fact.since, int) else fact.since


def basis(fact: Fact) -> str:
    """The date basis of a value: the month and day in the year, "" for a whole year."""
    within = (fact.as_of or "")[5:]
    return "12-31" if within == "12" else within


def _publishers(base: FactBase, fact: Fact) -> set[str]:
    """The publishers of a fact's source and of the sources that confirm it."""
    sources = (fact.source, *fact.confirmed_by)
    return {base.sources[s].publisher if s in base.sources else s for s in sources}
