"""What makes two values comparable: their units, and what they are warned of.

Where the date, scope, status or publisher differs, a comparison has a warning, and growth only if
forced; across a break in the series nothing is computed unless forced.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from infofacts.messages import _
from infofacts.model import Fact, FactBase
from infofacts.units import factor_between, units_en

# But for December, whose last day is the end of a year.
MONTH_ENDS = frozenset(("01-31", "02-28", "02-29", "03-31", "04-30", "05-31", "06-30", "07-31",
                        "08-31", "09-30", "10-31", "11-30"))  # fmt: skip
Breaks = Mapping[str, Collection[int]]  # by indicator: the years in which a new basis begins


# ---------------------------------------------------------------- units
def same_unit(one: Fact, other: Fact) -> bool:
    """Whether two units count the same kind of thing: a user is printed as 户 or 人."""
    return factor_between(one.unit, other.unit) == 1


def same_count(one: Fact, other: Fact) -> bool:
    """`same_unit` for a value and its change: 300家 and +50个 count the same thing."""
    named = (units_en().get(fact.unit or "", fact.unit) for fact in (one, other))
    return same_unit(one, other) or not any(named)


def unit_of(fact: Fact) -> str:
    """A unit as a message names it."""
    return fact.unit or _("no unit")


# ---------------------------------------------------------------- warnings
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
    if not same_dates(one, other) or _period(one) != _period(other):
        yield "date"
    if one.scope != other.scope:
        yield "scope"
    if one.planned != other.planned:
        yield "status"
    if _publishers(base, one).isdisjoint(_publishers(base, other)):
        yield "source"


def breaks_of(base: FactBase) -> Breaks:
    """The years in which a new basis begins, by indicator."""
    if "breaks_of" not in base.memo:
        breaks: dict[str, set[int]] = {}
        for fact in base.facts.values():
            if fact.break_zh:
                breaks.setdefault(fact.indicator_id, set()).add(fact.year)
        base.memo["breaks_of"] = breaks
    found: Breaks = base.memo["breaks_of"]
    return found


def _period(fact: Fact) -> int | str | None:
    """The years that a change or growth is over, or what it is measured against."""
    return fact.year - fact.since if isinstance(fact.since, int) else fact.since


def basis(fact: Fact) -> str:
    """The date basis of a value: the month and day in the year, "" for a whole year."""
    within = (fact.as_of or "")[5:]
    return "12-31" if within == "12" else within


def same_dates(one: Fact, other: Fact) -> bool:
    """Whether two values are of the same date in their years, or of dates of the same kind: both
    of the end of a year, both of surveys in one season. The last day of a month is no survey.

    >>> from infofacts.record import replace
    >>> import infofacts
    >>> fact = infofacts.load()["5g.base-stations"][2023]
    >>> def same(one, other):
    ...     return same_dates(replace(fact, as_of=one), replace(fact, as_of=other, year=2024))
    >>> same("2023-12-31", "2024-12-15"), same("2023-03-15", "2024-05"), same("2023-06", "2024-12")
    (True, True, False)
    >>> same("2023-03-31", "2024-05-31"), same("2023-03-31", "2024-03")
    (False, True)
    """
    dates = basis(one), basis(other)
    if dates[0] == dates[1]:
        return True
    later = [int((fact.as_of or "0")[:4]) - fact.year for fact in (one, other)]
    months = [date[:2] for date in dates]
    if later[0] != later[1] or not all(months):
        return False
    if months[0] == months[1]:
        return True
    surveys = MONTH_ENDS.isdisjoint(dates)
    return surveys and "12" not in months and len({int(m) // 3 for m in months}) == 1


def _publishers(base: FactBase, fact: Fact) -> set[str]:
    """The publishers of a fact's source and of the sources that confirm it."""
    sources = (fact.source, *fact.confirmed_by)
    return {base.sources[s].publisher if s in base.sources else s for s in sources}
