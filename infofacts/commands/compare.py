"""Compare values or years; find what changed the most."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts import names as names_
from infofacts import store
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, keep_base
from infofacts.compare import SORTS, compare, compared
from infofacts.errors import BadUsage, NoAnswer, none_of
from infofacts.messages import N_, _
from infofacts.model import FactBase
from infofacts.years import years_behind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from infofacts.ranking import Movers, Wanted
    from infofacts.views.table import Grid

EXAMPLE = "infofacts compare 5g.base-stations -y 2020:2024"
# fmt: off
NAME = p.Parameter("names", "[NAME...]", "Address (5g.users.2023), label or alias; years may stand "
                   "behind them.", of="names", many=True)
FORCE = p.Parameter("force", "", "Compute growth even where the values are not strictly comparable.",
                    ("--force",), kind="flag", default=False)
PER = p.Parameter("per", "", "Divide the values by those of the last name: users per base station.",
                  ("--per",), kind="flag", default=False)
ALL = p.Parameter("all", "", "Every indicator, or those of names or a filter, between two years.",
                  ("--all",), kind="flag", default=False)
SORT = p.Parameter("sort", "FIGURE", "With --all: by {sorts}; the largest first.",
                   ("--sort",), words=SORTS, sorts=SORTS)
PARAMETERS = (NAME, p.YEAR, FORCE, PER, ALL, SORT, p.REVERSE, p.MOST, *p.FILTERS, p.CHART_FORMAT,
              p.OUTPUT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)
# fmt: on


def answer(
    asked: Asked,
    names: Sequence[str],
    force: bool,
    per: bool,
    all: bool,
    sort: str | None,
    reverse: bool,
    most: int | None,
    output: str | None,
) -> Answer:
    """Values against each other, with a chart for people. Raises `NoAnswer` if fewer than two values can be compared."""
    asked.write_to(output)
    names = _with_years(asked, names, 0 if all else 1)
    _fit(asked, names, per, all, bool(sort or reverse or most))
    if all:
        return _moved(asked, names, force, sort or "growth", reverse, most)
    base, names = asked.joined(asked.base(names), names)
    keep_base(base, base.files, asked.output)
    display = asked.display
    found, missing = compare(base, names, asked.years, force, asked.derived or force, per)

    def grids() -> Sequence[Grid]:
        from infofacts.views.comparison import compare_grids

        return compare_grids(base, found, display, force)

    def drawn() -> dict[str, Any]:
        from infofacts.views.chart import chart

        return chart(base, found, display)

    return Answer(
        lambda: [each.to_dict() for each in found],
        grids,
        lambda: [each.flat() for each in found],
        missing,
        output=asked.output,
        format=asked.format,
        chart=drawn,
    )


def _fit(asked: Asked, names: Sequence[str], per: bool, all: bool, ordered: bool) -> None:
    """Raise `BadUsage` for names and options that do not go together."""
    if all and per:
        raise BadUsage(_("--all: compares each indicator with itself; leave --per out"))
    if not all and (ordered or any(asked.typed.values())):
        raise BadUsage(_("--sort, --reverse, -n and filters are for compare --all"))
    if not all and not names:
        raise BadUsage(_("compare: name what to compare, or --all"))


def _with_years(asked: Asked, names: Sequence[str], least: int) -> Sequence[str]:
    """The names without the years behind them, which are asked for: 网民规模 2022 2023."""
    names, years = years_behind(names, least)
    if years and asked.year is not None:
        raise BadUsage(
            _("--year: {years} behind the names and {year} by -y", years=years, year=asked.year)
        )
    asked.year = years or asked.year
    return names


# ---------------------------------------------------------------- what changed the most
def _moved(
    asked: Asked, names: Sequence[str], force: bool, sort: str, reverse: bool, most: int | None
) -> Answer:
    """The indicators in the order of how much they changed between two years."""
    if sort not in SORTS:
        raise none_of(f"--sort {sort}", SORTS)
    from infofacts.ranking import Wanted

    first, last = _two_years(asked)
    paths = asked.paths()
    filters, inside = asked.filters(paths), None
    if names:
        named = asked.base(names, paths)
        named, names = asked.joined(named, names, paths)
        targets = names_.resolve_all(named, names)
        inside = {each.id for target in targets for each in names_.indicators_of(named, target)}
    filters = type(filters)(filters.values, filters.typed)
    wanted = Wanted(first, last, sort, force, reverse, most, inside, filters)
    base, moved = _scanned(asked, paths, wanted)
    keep_base(base, base.files, asked.output)
    told = _told(moved, wanted)
    if not moved.movers:
        raise NoAnswer(_("nothing can be compared; {told}", told=told))
    found = [
        compared(base, base.facts[each.fact], base.facts[each.base], force) for each in moved.movers
    ]
    display = asked.display

    def grids() -> Sequence[Grid]:
        from infofacts.views.movers import movers_grids

        return movers_grids(base, found, sort, display)

    return Answer(
        lambda: [each.to_dict() for each in found],
        grids,
        lambda: [each.flat() for each in found],
        [told],
        output=asked.output,
        format=asked.format,
    )


def _two_years(asked: Asked) -> tuple[int, int]:
    """The first and the last of the years asked for. Raises `BadUsage` for others than two."""
    years = asked.years
    both = sorted(years.listed) if years.listed else [years.first, years.last]
    if len(both) < 2 or not (1900 <= both[0] < both[-1] <= 2099):
        raise BadUsage(_("compare --all: say between which two years: -y 2022,2023"))
    return both[0], both[-1]


def _scanned(asked: Asked, paths: Sequence[str], wanted: Wanted) -> tuple[FactBase, Movers]:
    """The movers, and the part of the base that they are in."""
    from infofacts.ranking import movers

    if asked.derived:
        base = asked.base(None, paths)
        facts = sorted(base.facts.values(), key=lambda fact: fact.indicator_id)
        return base, movers(facts, {**base.sources}, wanted)
    moved, base = store.scan(
        paths,
        (wanted.first, wanted.last),
        lambda facts, sources: movers(facts, sources, wanted),
        lambda moved: {each.fact.rsplit(".", 1)[0] for each in moved.movers},
    )
    return asked.told(base), moved


def _told(moved: Movers, wanted: Wanted) -> str:
    """How many indicators are compared, and how many are left out for which reason."""
    left = moved.left_out
    whole = moved.compared + left.total()
    parts = [
        _("{count} indicator has numbers of {first} or {last}",
          "{count} indicators have numbers of {first} or {last}", count=whole,
          first=wanted.first, last=wanted.last),
        _("{count} compared", count=moved.compared),
    ]  # fmt: skip
    if len(moved.movers) < moved.compared:
        parts.append(_("the first {count} shown", count=len(moved.movers)))
    reasons = [_(LEFT_OUT[reason], count=count) for reason, count in left.most_common()]
    if reasons:
        parts.append(_("left out: {reasons}", reasons=_(", ").join(reasons)))
    return _("; ").join(parts)


# Why indicators are left out, and how many.
LEFT_OUT = {
    "one year only": N_("{count} of one year only"),
    "unit": N_("{count} in other units"),
    "break": N_("{count} across a break"),
    "date": N_("{count} of other dates"),
    "scope": N_("{count} of other scopes"),
    "status": N_("{count} with a target or forecast"),
    "source": N_("{count} of other publishers"),
    "no result": N_("{count} without a result"),
}
