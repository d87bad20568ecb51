"""Show a topic as a table, or an indicator with years and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, of_facts
from infofacts.commands.selection import rows_of
from infofacts.errors import listed
from infofacts.model import FactBase
from infofacts.names import Row, Target, Years, agree, indicators_of, resolve_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from infofacts.views.table import Grid

EXAMPLE = "infofacts show 5g"
PARAMETERS = (p.NAME, p.YEAR, p.FORMAT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, names: Sequence[str]) -> Answer:
    """Topics as tables and indicators as cards. Raises `NoAnswer` if a name means nothing."""
    base, names = asked.joined(asked.base(names), names)
    years, display = asked.years, asked.display
    targets = resolve_all(base, names)
    for target in targets:
        agree(target, years)
    shown = [(target, rows_of(base, target, years)) for target in targets]
    messages = [text for each in shown for text in _missing(base, *each, years)]

    stated = dict.fromkeys(fact for _, rows in shown for row in rows for fact in row.facts)

    def grids() -> Iterator[Grid]:
        from infofacts.views.card import card_grids
        from infofacts.views.topic import topic_grid

        for target, rows in shown:
            if target.indicator:
                yield from card_grids(base, target.indicator, rows, display)
            elif target.topic:
                yield topic_grid(base, target.topic, rows, display)

    return of_facts(list(stated), grids, messages=messages)


def _missing(base: FactBase, target: Target, rows: Sequence[Row], years: Years) -> Iterator[str]:
    """The years asked for that an indicator, or a series of a topic, has no value of; then the
    indicators of a topic that have nothing of these years."""
    if not years.chosen:
        return
    known: dict[str, set[int]] = {}
    for row in rows:
        known.setdefault(row.indicator.id, set()).add(row.year)
    for ident, of_years in known.items():
        missing = [str(year) for year in years.asked(of_years) if year not in of_years]
        if missing and (target.indicator or len(of_years) > 1):
            yield f"{ident} has no value of {', '.join(missing)}"
    if left_out := [i.id for i in indicators_of(base, target) if i.id not in known]:
        yield f"nothing of the years asked for: {listed(left_out)}"
