"""Show a topic as a table, or an indicator with years and quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from infofacts.cite import cite, facts_of, of_source, refusal
from infofacts.commands import parameters as p
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked, keep_base, of_facts
from infofacts.errors import NoAnswer, listed
from infofacts.messages import _

TYPE_CHECKING = False  # what only some answers need is imported where it is used
if TYPE_CHECKING:
    from typing import Any

    from infofacts.model import Fact, FactBase
    from infofacts.names import Row, Target
    from infofacts.views.table import Grid
    from infofacts.years import Years

EXAMPLE = "infofacts show 5g"
# fmt: off
NAME = p.Parameter("names", "NAME...", "Address (5g.users.2023), label or alias; or the key of a "
                   "citation.", of="names", many=True, required=True)
# fmt: on
PARAMETERS = (NAME, p.YEAR, p.CHART_FORMAT, p.OUTPUT, p.LANG, p.DERIVED, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, names: Sequence[str], output: str | None) -> Answer:
    """Topics as tables and indicators as cards; of the key of a citation, the facts it is cited
    for. Raises `NoAnswer` if a name means nothing."""
    asked.write_to(output)
    if (
        not asked.output
        and not asked.year
        and (answer := asked.ready(lambda index: ready.shown(index, names)))
    ):
        return answer
    from infofacts.commands.selection import rows_of
    from infofacts.filters import Filters
    from infofacts.names import agree, meant, resolve_all
    from infofacts.record import replace

    base, names = asked.joined(asked.base(names), names)
    keep_base(base, base.files, asked.output)
    years, display = asked.years, asked.display
    keys = [name for name in names if not meant(base, name) and of_source(base, name)]
    base = asked.base() if keys else base
    cited = {key: facts for key in keys if (facts := facts_of(base, key))}
    targets = resolve_all(base, (name for name in names if name not in cited))
    for target in targets:
        agree(target, years)
    shown = [(target, rows_of(base, target, years)) for target in targets]
    messages = [text for each in shown for text in _missing(base, *each, years)]
    of_years = Filters(years=years)
    cited = {
        key: of_years.narrow(facts, _("no facts of {key}", key=key)) for key, facts in cited.items()
    }

    stated = [fact for facts in cited.values() for fact in facts]
    stated += [fact for _, rows in shown for row in rows for fact in row.facts]

    def grids() -> Iterator[Grid]:
        from infofacts.views.topic import cited_grid, topic_grid

        for facts in cited.values():
            # Without the sections: a report may have a hundred.
            proven = [replace(fact, section=None) for fact in facts if not refusal(fact)]
            citation = cite(base, proven) if proven else ""
            yield cited_grid(base, facts, citation, display)
        for target, rows in shown:
            if target.indicator:
                from infofacts.views.card import card_grids  # it compares, too

                yield from card_grids(base, target.indicator, rows, display, asked.derived)
            elif target.topic:
                yield topic_grid(base, target.topic, rows, display)

    def drawn() -> dict[str, Any]:
        from infofacts.views.chart import series_chart

        return series_chart(base, _series(shown), display)

    facts = list(dict.fromkeys(stated))
    chart = drawn if any(target.indicator for target, _rows in shown) else None
    return of_facts(
        facts, grids, messages=messages, format=asked.format, output=asked.output, chart=chart
    )


def _series(shown: Sequence[tuple[Target, Sequence[Row]]]) -> list[Fact]:
    """The values of the indicators that are shown. Raises `NoAnswer` where there is no series."""
    rows = [row for target, some in shown if target.indicator for row in some]
    levels = [row.level for row in rows]
    facts = [fact for fact in levels if fact and fact.preferred and fact.size is not None]
    if len(facts) < 2:
        raise NoAnswer(_("a chart needs an indicator with values of several years"))
    return facts


def _missing(base: FactBase, target: Target, rows: Sequence[Row], years: Years) -> Iterator[str]:
    """The years asked for that an indicator, or a series of a topic, has no value of; then the
    indicators of a topic that have nothing of these years."""
    from infofacts.names import indicators_of, unknown

    if not years.chosen:
        return
    known: dict[str, set[int]] = {}
    for row in rows:
        known.setdefault(row.indicator.id, set()).add(row.year)
    for ident, of_years in known.items():
        missing = [year for year in years.asked(of_years) if year not in of_years]
        if missing and (target.indicator or len(of_years) > 1):
            listed_years = _(", ").join(map(str, missing))
            lacking = _("{ident} has no value of {missing}", ident=ident, missing=listed_years)
            yield lacking + unknown(base.indicators[ident], missing)
    if left_out := [i.id for i in indicators_of(base, target) if i.id not in known]:
        yield _("nothing of the years asked for: {left_out}", left_out=listed(left_out))
