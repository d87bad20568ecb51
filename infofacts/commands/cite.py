"""What the commands answer of the words behind facts: citations, passages and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from infofacts import names
from infofacts.commands.show import Answer, rows_of
from infofacts.errors import NoAnswer, listed
from infofacts.formats.json import Record
from infofacts.model import Fact, FactBase
from infofacts.names import Years
from infofacts.views.table import Column, Grid
from infofacts.views.words import Display


def cited(base: FactBase, wanted: Sequence[str], years: Years) -> list[Fact]:
    """The facts that names mean as evidence; every name that has none is told."""
    facts: list[Fact] = []
    missing: list[str] = []
    for name in wanted:
        try:
            facts += _evidence(base, name, years)
        except NoAnswer as error:
            missing += error.lines
    if missing:
        raise NoAnswer(*missing)
    return list(dict.fromkeys(facts))


def _evidence(base: FactBase, name: str, years: Years) -> list[Fact]:
    """The one fact of a name; all of the newest year for a topic or where there is no level."""
    target = names.resolve(base, name, prefer_topic=False)
    names.agree(target, years)
    if target.indicator and not years.chosen:
        measures = {fact.measure for fact in names.facts_of(base, target.indicator)}
        if target.fact or target.measure or "level" in measures:
            return [names.pick(base, target)]
    rows = rows_of(base, target, years if years.given else Years(latest=True))
    return [fact for row in rows for fact in row.facts]


@dataclass(frozen=True, slots=True)
class Cited:
    """Citations as text, of which facts where that was not said, and one by one."""

    text: str
    messages: Sequence[str]
    each: Callable[[], Answer]


def cite(
    base: FactBase, wanted: Sequence[str], years: Years, style: str, english: bool = False
) -> Cited:
    """The citations of names in one style, an entry for each publication.

    `english` gives the places in a source in English: Part 2 › 2 › (1).
    """
    from infofacts.cite import cite

    facts = cited(base, wanted, years)
    named = years.chosen or {fact.id for fact in facts} <= set(wanted)
    told = [] if named else [f"cited: {listed([fact.id for fact in facts], most=3)}"]

    def each() -> Answer:
        records = [
            {"id": fact.id, "style": style, "citation": cite(base, [fact], style, english)}
            for fact in facts
        ]
        return Answer(records, lambda: [_citations_grid(records)])

    return Cited(cite(base, facts, style, english), told, each)


def _citations_grid(records: Sequence[Record]) -> Grid:
    rows = [[record["id"], record["citation"].rstrip()] for record in records]
    return Grid([Column("Fact"), Column("Citation")], rows)


def names_sources(base: FactBase, wanted: Sequence[str]) -> bool:
    """Whether names are ids of sources, all of them."""
    return base.sources.keys() >= set(wanted)


def source(base: FactBase, wanted: Sequence[str], years: Years, display: Display) -> Answer:
    """The passages that names stand in; without names, the sources, or those with these ids."""
    from infofacts.cite import inputs_of
    from infofacts.report import passage
    from infofacts.views.sources import passage_grids, source_records, sources_grid

    if names_sources(base, wanted):
        some = {key: each for key, each in base.sources.items() if not wanted or key in wanted}
        base = replace(base, sources=some)
        return Answer(source_records(base), lambda: [sources_grid(base, display)])
    facts = dict.fromkeys(inputs_of(base, cited(base, wanted, years)))
    passages = [passage(base, fact) for fact in facts]
    records = [each.record() for each in passages]
    return Answer(records, lambda: passage_grids(base, passages, display))
