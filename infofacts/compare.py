"""Compare values: what the source states of their growth, and what follows from the values.

Compared values must have the same unit. What is computed (difference, ratio, growth) is computed
on their intervals; `comparability` says of what they are warned.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from infofacts import names
from infofacts.comparability import breaks_of, unit_of, warnings
from infofacts.errors import BadUsage, NoAnswer, listed
from infofacts.interval import Figure, Interval, figure, interval_of_fact, round_outward
from infofacts.messages import _
from infofacts.model import Fact, FactBase, facts_by_indicator
from infofacts.names import Target
from infofacts.numbers import is_share
from infofacts.record import Record
from infofacts.units import POINTS, factor_between
from infofacts.years import Years

TYPE_CHECKING = False  # as in `typing`, which is not worth loading for it
if TYPE_CHECKING:
    from typing import Any


class Comparison(Record):
    """A value compared with another; the first of a series has none to compare with.

    The figures are those that the source states, by name in `stated`; the others are computed.
    `computed` are figures that stand beside stated ones: asked for, or since they disagree.
    """

    fact: Fact
    base: Fact | None = None
    difference: Figure | None = None
    ratio: Figure | None = None
    growth: Figure | None = None
    growth_per_year: Figure | None = None
    warnings: tuple[str, ...] = ()
    share: Figure | None = None
    per: Figure | None = None
    stated: Mapping[str, Fact] = {}
    computed: Mapping[str, Figure] = {}

    def to_dict(self) -> dict[str, Any]:
        """The JSON record: the fact's fields, then what was computed."""
        record: dict[str, Any] = {**self.fact.to_dict()}
        record["base"] = self.base.id if self.base else None
        record |= {name: self._figure(name) for name in FIGURES}
        record["warnings"] = list(self.warnings)
        record |= {name: self._figure(name) for name in MORE_FIGURES}
        record["stated"] = list(dict.fromkeys(fact.id for fact in self.stated.values()))
        record["computed"] = {key: each.to_dict() for key, each in self.computed.items()} or None
        return record

    def _figure(self, name: str) -> dict[str, Any] | None:
        result: Figure | None = getattr(self, name)
        return result.to_dict() if result else None

    def flat(self) -> dict[str, Any]:
        """One row of plain columns: the fact's main fields and every number on its own."""
        full = self.to_dict() | self.fact.flat()
        record = {name: full[name] for name in _COLUMNS}
        record |= _flat_figures(full, FIGURES)
        record |= {name: full[name] for name in ("warnings", "items", "unit_en")}
        record |= _flat_figures(full, MORE_FIGURES)
        return record | {name: full[name] for name in ("stated", "computed")}


def _flat_figures(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Figures of a record, each of their parts on its own."""
    return {
        name if part == "value" else f"{name}_{part}": record[name] and record[name][part]
        for name in names
        for part in ("value", "low", "high", "bound", "unit")
    }


FIGURES = ("difference", "ratio", "growth", "growth_per_year")
SORTS = ("growth", "difference", "ratio")  # those that indicators are put in order by
MORE_FIGURES = ("share", "per")
# The main fields of a fact, of those in `model.RECORD`, and what it is compared with.
_COLUMNS = "id year zh en value unit bound printed as_of scope source proof base".split()


Pairs = list[tuple[Fact, Fact | None]]  # facts with what each is compared with


def compare(
    base: FactBase,
    wanted: Sequence[str],
    years: Years,
    force: bool,
    beside: bool = False,
    per: bool = False,
) -> tuple[list[Comparison], list[str]]:
    """Compare names side by side or each over its years; and warnings about missing years.

    `beside`: what is computed stands beside what is stated. `per`: values are divided by those of
    the last name. Raises `NoAnswer` where fewer than two values are left.
    """
    targets = list({target.name: target for target in names.resolve_all(base, wanted)}.values())
    for target in targets:
        names.agree(target, years)
    if per:
        return _per(base, targets, years, force)
    across = all(target.indicator for target in targets) and len(wanted) > 1
    missing: list[str] = []
    if across and (not years.chosen or len(years.listed) == 1):
        pairs = _side_by_side([names.pick(base, t, *years.listed) for t in targets])
    else:
        if not years.chosen:
            raise BadUsage(_("compare: name two values, or say the years: -y 2020:2024"))
        if ranks := [target.name for target in targets if target.measure == "rank"]:
            raise NoAnswer(_("{ranks}: ranks cannot be compared", ranks=listed(ranks)))
        pairs, missing = _over_years(base, targets, years)
    if not any(pair[1] for pair in pairs):
        known = listed([pair[0].id for pair in pairs]) or _("none")
        raise NoAnswer(_("compare needs two values; there is {known}", known=known), *missing)
    return [compared(base, *pair, force, beside) for pair in pairs], missing


def compared(
    base: FactBase, fact: Fact, other: Fact | None, force: bool = False, beside: bool = False
) -> Comparison:
    """A value of a base compared with another, what the source states of it first."""
    if not other:
        return Comparison(fact)
    warned = tuple(warnings(base, fact, other, breaks_of(base)))
    return against(fact, other, warned, force, stated_of(fact, other, base.facts.get), beside)


def _side_by_side(picked: Sequence[Fact]) -> Pairs:
    """Every value with the first."""
    first, *facts = dict.fromkeys(picked)
    for fact in (first, *facts):
        _must_be_number(fact)
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
            message = _("{why}: they cannot be compared", why=why)
            if fact.measure == first.measure == "level":
                message = _("{message}; --per divides them", message=message)
            raise NoAnswer(message)
    return [(first, None), *((fact, first) for fact in facts)]


def _must_be_number(fact: Fact) -> None:
    if fact.size is None or fact.measure == "rank":
        kind = _("text") if fact.size is None else _("rank")
        raise NoAnswer(_("{id} is a {kind} and cannot be compared", id=fact.id, kind=kind))


def _over_years(base: FactBase, targets: Sequence[Target], years: Years) -> tuple[Pairs, list[str]]:
    """Each indicator's values of the years, every one with the one before it; what is missing."""
    pairs: Pairs = []
    missing, left_out = [], []
    wanted = {
        (i.id, t.measure or "level"): t for t in targets for i in names.indicators_of(base, t)
    }
    for (ident, measure), target in wanted.items():
        facts = series_of(base, ident, measure)
        chosen = [fact for fact in facts if fact.year in years]
        known = {fact.year for fact in chosen}
        gaps = [str(year) for year in years.asked(known) if year not in known]
        if len(chosen) < 2 and not target.indicator:
            left_out += [ident] if facts else []
            continue
        if gaps:
            what = _("value") if measure == "level" else _(measure)
            missing.append(
                _("{id} has no {what} of {gaps}", id=ident, what=what, gaps=_(", ").join(gaps))
            )
        pairs += zip(chosen, [None, *chosen], strict=False)
    if left_out:
        missing.append(_("fewer than two values: {left_out}", left_out=listed(left_out)))
    return pairs, missing


def series_of(base: FactBase, ident: str, measure: str) -> list[Fact]:
    """The numbers of an indicator over the years, without those of other publications."""
    facts = facts_by_indicator(base).get(ident, [])
    fitting = (fact for fact in facts if fact.measure == measure != "rank" and fact.preferred)
    return [fact for fact in fitting if fact.size is not None]


# ---------------------------------------------------------------- one value per another
def _per(
    base: FactBase, targets: Sequence[Target], years: Years, force: bool
) -> tuple[list[Comparison], list[str]]:
    """Values divided by those of the last name, of the same year each."""
    if len(targets) < 2 or not all(target.indicator for target in targets):
        raise BadUsage(_("--per: name two indicators: the values are divided by those of the last"))
    *above, below = targets
    divisors = _by_year(base, below)
    found, missing = [], []
    for target in above:
        values = _by_year(base, target)
        assert target.indicator and below.indicator
        both = sorted(values.keys() & divisors.keys())
        chosen = [year for year in both if year in years]
        if not years.chosen and not target.year and not below.year:
            chosen = chosen[-1:]
        if target.year and below.year:  # each value of its own year
            found.append(_divided(base, values[target.year], divisors[below.year], force))
            continue
        gaps = [str(year) for year in years.asked(both) if year not in both]
        if gaps or not chosen:
            one, other = target.indicator.id, below.indicator.id
            text = _("{one} and {other} have no values of one year", one=one, other=other)
            if gaps:
                text = _(
                    "{one} and {other} have no values of {gaps}",
                    one=one,
                    other=other,
                    gaps=_(", ").join(gaps),
                )
            missing.append(text)
        found += [_divided(base, values[y], divisors[y], force) for y in chosen]
    if not found:
        raise NoAnswer(*missing)
    return found, missing


def _by_year(base: FactBase, target: Target) -> dict[int, Fact]:
    """The values that a name can stand for, by year. Raises `NoAnswer` for none."""
    assert target.indicator
    if target.fact or target.year:
        facts = [names.pick(base, target)]
    else:
        facts = series_of(base, target.indicator.id, target.measure or "level")
        facts = facts or [names.pick(base, target)]
    for fact in facts:
        _must_be_number(fact)
        if fact.measure != "level" or is_share(fact.unit):
            what = _(fact.measure) if fact.measure != "level" else fact.unit
            raise NoAnswer(
                _("--per: only amounts can be divided, not {id} ({what})", id=fact.id, what=what)
            )
    return {fact.year: fact for fact in facts}


def _divided(base: FactBase, fact: Fact, other: Fact, force: bool) -> Comparison:
    """One value per another, in both units; in per cent where they count the same."""
    warned = tuple(warnings(base, fact, other, breaks_of(base)))
    ratio = interval_of_fact(fact) / interval_of_fact(other)
    if not ratio or ("break" in warned and not force):
        return Comparison(fact, other, warnings=warned)
    assert fact.size is not None and other.size is not None
    factor, times = factor_between(fact.unit, other.unit), Fraction(1)
    unit = f"{fact.unit or ''}/{other.unit or ''}"
    if factor is not None:
        times, unit = factor * 100, "%"
    best = Fraction(fact.size) / Fraction(other.size) * times
    signs = {fact.bound, other.bound}
    return Comparison(fact, other, warnings=warned, per=figure(best, ratio * times, signs, unit))


# ---------------------------------------------------------------- what the source states
def stated_of(fact: Fact, base: Fact, find: Callable[[str], Fact | None]) -> dict[str, Fact]:
    """The facts that state how a value differs from that of an earlier year, by figure."""
    span, ident = fact.year - base.year, fact.indicator_id
    levels = fact.measure == base.measure == "level" and fact.preferred and base.preferred
    if not levels or ident != base.indicator_id or span < 1:
        return {}
    change, growth = (find(f"{ident}.{fact.year}.{measure}") for measure in ("change", "growth"))
    found = {}
    share = is_share(fact.unit)
    for each in (change, growth):
        if not each or each.since != base.year or each.size is None or each.scope != fact.scope:
            continue
        points = is_share(each.unit) and each.unit != "%"
        alike = not each.unit or factor_between(each.unit, fact.unit) is not None
        if each.measure == "change" and (points if share else alike):
            found["difference"] = each
            found |= {"growth": each} if share else {}
        elif each.measure == "growth" and share == points:
            yearly = each.years or 1
            found |= {"growth": each} if yearly == 1 else {}
            found |= {"growth_per_year": each} if yearly == span > 1 else {}
    return found


def _stated_figure(fact: Fact, level: Fact) -> Figure:
    """A stated change or growth as a figure, a change in the unit of its level."""
    assert fact.size is not None
    unit = fact.unit or level.unit
    factor = factor_between(unit, level.unit) or Fraction(1)
    if is_share(unit):
        factor, unit = Fraction(1), POINTS if is_share(level.unit) else unit
    else:
        unit = level.unit
    interval = interval_of_fact(fact) * factor
    value = round_outward(Fraction(fact.size) * factor)
    assert value is not None
    low, high = round_outward(interval.low), round_outward(interval.high)
    return Figure(value, low, high, fact.bound, unit)


# ---------------------------------------------------------------- what follows from values
def against(
    fact: Fact,
    base: Fact,
    warned: Sequence[str] = (),
    force: bool = False,
    stated: Mapping[str, Fact] = {},
    beside: bool = False,
) -> Comparison:
    """One value compared with another; across a break nothing is computed, across other
    warnings no growth, unless forced. What is stated goes before what is computed.

    A value in another unit of its kind (km, m) is compared in the unit of the first.
    """
    follows = computed_figures(fact, base)
    told = {name: _stated_figure(each, fact) for name, each in stated.items()}
    apart: set[str] = set()
    if _ON_BOTH_SIDES.issuperset(warned):
        # Both are not true of one number.
        both = ((n, _open(each), _open(follows[n])) for n, each in told.items() if n in follows)
        apart = {n for n, one, other in both if not one.overlaps(other)}
    hidden = set(follows) if "break" in warned else set(_GROWING) if warned else set()
    shown = {n: each for n, each in follows.items() if force or n not in hidden}
    also = {n: follows[n] for n in told if n in apart or (beside and n in shown)}
    figures: dict[str, Figure | None] = {**shown, **told}
    if fact.year - base.year == 1 and "growth" in told:
        figures["growth_per_year"] = figures["growth"]
    return Comparison(
        fact, base, warnings=(*warned, "basis") if apart else tuple(warned),
        stated=dict(stated), computed=also, share=figures.get("share"),
        **{name: figures.get(name) for name in FIGURES},
    )  # fmt: skip


_GROWING = ("growth", "growth_per_year")
# With no other warnings a stated growth must be that of the values, else it is on another basis.
_ON_BOTH_SIDES = frozenset(("break", "source", "date"))


def _open(figure: Figure) -> Interval:
    low, high = (None if end is None else Fraction(end) for end in (figure.low, figure.high))
    return Interval(low, high)


def computed_figures(fact: Fact, base: Fact) -> dict[str, Figure]:
    """The figures that follow from two values, by name."""
    assert fact.size is not None and base.size is not None
    factor = factor_between(base.unit, fact.unit) or Fraction(1)
    one, other = interval_of_fact(fact), interval_of_fact(base) * factor
    best, best_base = Fraction(fact.size), Fraction(base.size) * factor
    signs = {fact.bound, base.bound}
    difference_unit = POINTS if fact.unit == "%" else fact.unit
    found = {"difference": figure(best - best_base, one - other, signs, difference_unit)}
    ratio, span = one / other, fact.year - base.year
    if ratio:
        found["ratio"] = figure(best / best_base, ratio, signs, None)
    if fact.indicator_id != base.indicator_id:
        if ratio and not is_share(fact.unit):
            found["share"] = figure(best / best_base * 100, ratio * 100, signs, "%")
    elif span and is_share(fact.unit):
        found["growth"] = found["difference"]
        if span > 0:
            mean = (one - other) * Fraction(1, span)
            found["growth_per_year"] = figure((best - best_base) / span, mean, signs, POINTS)
    elif span and ratio:
        found["growth"] = _growth(best / best_base, ratio, 1, signs)
        found["growth_per_year"] = _growth(best / best_base, ratio, span, signs)
    return {name: each for name, each in found.items() if each}


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
