"""What the commands answer: records for machines and grids for people, one function a command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from infofacts import names
from infofacts.errors import NoAnswer, listed
from infofacts.formats.json import Record
from infofacts.model import Fact, FactBase
from infofacts.names import Target, Years
from infofacts.views.table import Grid
from infofacts.views.topic import Row, rows_grid, topic_grid
from infofacts.views.words import Display, sources_lines

NOTHING = "states nothing of the years asked for"


@dataclass(frozen=True, slots=True)
class Answer:
    """A command's answer: its records, and how to show them to a person."""

    records: Sequence[Record]
    grids: Callable[[], Sequence[Grid]]
    flat: Sequence[Record] | None = None  # for tsv and csv, where the records are nested
    messages: Sequence[str] = ()  # what to say on stderr


def of_facts(facts: Iterable[Fact], grids: Callable[[], Sequence[Grid]]) -> Answer:
    """An answer whose records are facts."""
    return Answer([fact.to_dict() for fact in facts], grids)


# ---------------------------------------------------------------- show
def show(base: FactBase, wanted: Sequence[str], years: Years, display: Display) -> Answer:
    """Topics as tables and indicators as cards. Raises `NoAnswer` if a name means nothing."""
    shown = [(target, rows_of(base, target, years)) for target in targets(base, wanted, years)]
    facts = dict.fromkeys(fact for _, rows in shown for row in rows for fact in row.facts)

    def grids() -> list[Grid]:
        return [grid for target, rows in shown for grid in _grids(base, target, rows, display)]

    told = [text for target, rows in shown for text in _unknown_years(target, rows, years)]
    told += [text for target, rows in shown for text in _left_out(base, target, rows, years)]
    return Answer([fact.to_dict() for fact in facts], grids, messages=told)


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


def targets(base: FactBase, wanted: Sequence[str], years: Years) -> list[Target]:
    """What each name means; every name that means nothing is told, not only the first."""
    found: list[Target] = []
    missing: list[str] = []
    for name in wanted:
        try:
            found.append(names.resolve(base, name))
        except NoAnswer as error:
            missing += error.lines
    if missing:
        raise NoAnswer(*missing)
    for target in found:
        names.agree(target, years)
    return found


def rows_of(base: FactBase, target: Target, years: Years) -> list[Row]:
    """The rows of a target: each indicator's chosen years with all that is stated of them."""
    rows = []
    by_indicator = names.facts_by_indicator(base)
    for indicator in names.indicators_of(base, target):
        facts = by_indicator.get(indicator.id, [])
        for year in _years(base, target, facts, years):
            of_year = [f for f in facts if f.year == year and target.measure in (None, f.measure)]
            rows += [Row(indicator, year, of_year)] if of_year else []
    if not rows:
        raise NoAnswer(names.why_not(base, target, years))
    return rows


def _years(base: FactBase, target: Target, facts: Sequence[Fact], years: Years) -> list[int]:
    """The years to show of an indicator: those asked for; else all on its card, and in a topic's
    table the newest, with the newest of the base's first source where that is another."""
    if target.year or years.given:
        return names.chosen_years(facts, target, years)
    if target.indicator:
        return sorted({fact.year for fact in facts})
    if not facts:  # only derived figures, and they were not asked for
        return []
    first = next(iter(base.sources), "")
    own = [fact.year for fact in facts if fact.source == first]
    return sorted({max(fact.year for fact in facts), *own[-1:]}, reverse=True)


def _grids(base: FactBase, target: Target, rows: Sequence[Row], display: Display) -> Sequence[Grid]:
    from infofacts.views.card import card_grids

    if target.indicator:
        return card_grids(base, target.indicator, rows, display)
    assert target.topic
    return [topic_grid(base, target.topic, rows, display)]


# ---------------------------------------------------------------- search
def find(base: FactBase, hits: Sequence[Fact], words: Sequence[str], display: Display) -> Answer:
    """What a search has found, best first. Raises `NoAnswer` if that is nothing.

    An indicator that the words name, but that only --derived has a value of, is told.
    """
    stated = {fact.indicator_id for fact in base.facts.values()}
    unstated = (each for each in base.indicators.values() if each.id not in stated)
    told = [names.lacks(each, None) for each in unstated if each.formula]
    if not hits:
        raise NoAnswer(f"nothing found for {' '.join(words)!r}", *told)

    def grids() -> list[Grid]:
        from infofacts.views.hits import named

        rows = [Row(base.indicators[hit.indicator_id], hit.year, [hit]) for hit in hits]
        grid = rows_grid(rows, display, named(base, hits, words))
        return [Grid(grid.columns, grid.rows, below=["", *sources_lines(base, hits, display)])]

    return replace(of_facts(hits, grids), messages=told)


# ---------------------------------------------------------------- overview and list
def overview(base: FactBase, display: Display) -> Answer:
    """What the base holds, by group, and some things to try."""
    from infofacts.views.contents import overview_grids

    return Answer(_topics(base, display).records, lambda: overview_grids(base, display))


def listing(base: FactBase, topic: str | None, years: Years, display: Display) -> Answer:
    """The topics with their counts, or the addresses of one topic (or indicator).

    Raises `NoAnswer` where there is nothing of the years asked for.
    """
    chosen = of_years(base, years) if years.given else base
    answer = (
        _addresses(chosen, topic, years, display)
        if topic
        else _topics(chosen, display, years.given)
    )
    if years.given and not answer.records:
        raise NoAnswer(f"{topic or 'the fact base'} {NOTHING}")
    return answer


def _topics(base: FactBase, display: Display, some: bool = False) -> Answer:
    """The topics; of `some` facts only those that have one."""
    from infofacts.views.contents import topics_grids

    facts = Counter(fact.topic for fact in base.facts.values())
    if some:
        inside = {fact.indicator_id for fact in base.facts.values()}
        base = replace(
            base,
            topics={key: topic for key, topic in base.topics.items() if facts[key]},
            indicators={key: each for key, each in base.indicators.items() if key in inside},
        )
    indicators = Counter(indicator.topic for indicator in base.indicators.values())
    records = [
        {"topic": t.id, "zh": t.zh, "en": t.en, "group": t.group}
        | {"indicators": indicators[t.id], "facts": facts[t.id]}
        for t in base.topics.values()
    ]
    return Answer(records, lambda: topics_grids(base, display))


def _addresses(base: FactBase, name: str, years: Years, display: Display) -> Answer:
    from infofacts.views.contents import addresses_grid

    target = names.resolve(base, name)
    names.agree(target, years)
    inside = {indicator.id for indicator in names.indicators_of(base, target)}
    facts = [
        fact
        for fact in base.facts.values()
        if fact.indicator_id in inside
        and target.year in (None, fact.year)
        and target.measure in (None, fact.measure)
    ]
    records = [
        {"id": f.id, "zh": f.zh, "en": f.en, "year": f.year, "measure": f.measure} for f in facts
    ]
    return Answer(records, lambda: [addresses_grid(base, facts, display)])


# ---------------------------------------------------------------- compare
def comparison(
    base: FactBase, wanted: Sequence[str], years: Years, force: bool, display: Display
) -> Answer:
    """Values against each other, with a chart for people."""
    from infofacts.compare import compare
    from infofacts.views.comparison import compare_grids

    compared, missing = compare(base, wanted, years, force)
    return Answer(
        [one.to_dict() for one in compared],
        lambda: compare_grids(base, compared, missing, display, force),
        [one.flat() for one in compared],
        missing,
    )


# ---------------------------------------------------------------- export
def of_years(base: FactBase, years: Years) -> FactBase:
    """The base with the facts of the years asked for, the newest of each indicator, or all."""
    newest: dict[str, int] = {}
    for fact in base.facts.values():
        newest[fact.indicator_id] = max(fact.year, newest.get(fact.indicator_id, 0))
    facts = {
        f.id: f
        for f in base.facts.values()
        if (f.year == newest[f.indicator_id] if years.latest else f.year in years)
    }
    return replace(base, facts=facts)


def exported(base: FactBase, years: Years) -> FactBase:
    """The base as it is exported. Raises `NoAnswer` where it has nothing of the years asked for."""
    chosen = of_years(base, years)
    if years.given and not chosen.facts:
        raise NoAnswer(f"the fact base {NOTHING}")
    return chosen


def export(base: FactBase, display: Display) -> Answer:
    """Every fact of the base."""
    return records_of(base, list(base.facts.values()), display)


def records_of(base: FactBase, facts: Sequence[Fact], display: Display) -> Answer:
    """Facts as records, and as a table with a row for each indicator and year."""

    def grids() -> list[Grid]:
        by_key: dict[tuple[str, int], list[Fact]] = {}
        for fact in facts:
            by_key.setdefault((fact.indicator_id, fact.year), []).append(fact)
        rows = [Row(base.indicators[key], year, group) for (key, year), group in by_key.items()]
        grid = rows_grid(rows, display)
        return [Grid(grid.columns, grid.rows, below=["", *sources_lines(base, facts, display)])]

    return of_facts(facts, grids)
