"""Show a topic as a table, or an indicator with years and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infofacts import names
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, files, read, records_of, years_of
from infofacts.commands.selection import rows_of, targets_of
from infofacts.console import display_of
from infofacts.errors import listed
from infofacts.model import FactBase
from infofacts.names import Target, Years
from infofacts.views.card import card_grids
from infofacts.views.table import Grid
from infofacts.views.topic import Row, topic_grid
from infofacts.views.words import Display

EXAMPLE = "infofacts show 5g"
PARAMETERS = (p.NAME, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(
    names: Sequence[str],
    year: str | None,
    format: str | None,
    lang: str | None,
    derived: bool,
    facts: Sequence[str],
    no_builtin: bool,
) -> Answer:
    """Topics as tables and indicators as cards. Raises `NoAnswer` if a name means nothing."""
    base = read(files(facts, no_builtin), derived, names)
    years, display = years_of(year), display_of(lang)
    shown = [(target, rows_of(base, target, years)) for target in targets_of(base, names, years)]
    stated = dict.fromkeys(fact for _, rows in shown for row in rows for fact in row.facts)

    def grids() -> list[Grid]:
        return [grid for target, rows in shown for grid in _grids(base, target, rows, display)]

    messages = [text for target, rows in shown for text in _unknown_years(target, rows, years)]
    messages += [text for target, rows in shown for text in _left_out(base, target, rows, years)]
    return Answer(records_of(stated), grids, messages=messages)


def _grids(base: FactBase, target: Target, rows: Sequence[Row], display: Display) -> Sequence[Grid]:
    if target.indicator:
        return card_grids(base, target.indicator, rows, display)
    assert target.topic
    return [topic_grid(base, target.topic, rows, display)]


def _unknown_years(target: Target, rows: Sequence[Row], years: Years) -> Iterator[str]:
    """The years asked for that an indicator has no value of; in a topic those of its series."""
    known: dict[str, set[int]] = {}
    for row in rows:
        known.setdefault(row.indicator.id, set()).add(row.year)
    for ident, of_years in known.items():
        if years.chosen and (target.indicator or len(of_years) > 1):
            missing = [str(year) for year in years.asked(of_years) if year not in of_years]
            if missing:
                yield f"{ident} has no value of {', '.join(missing)}"


def _left_out(base: FactBase, target: Target, rows: Sequence[Row], years: Years) -> Iterator[str]:
    """The indicators of a topic that have nothing of the years asked for."""
    shown = {row.indicator.id for row in rows}
    missing = [i.id for i in names.indicators_of(base, target) if i.id not in shown]
    if years.chosen and missing:
        yield f"nothing of the years asked for: {listed(missing)}"
