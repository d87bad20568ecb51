"""List the topics, or the addresses of one topic's facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from infofacts import names
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, files, read, years_of
from infofacts.commands.selection import NOTHING, facts_of_years
from infofacts.console import display_of
from infofacts.errors import NoAnswer
from infofacts.model import FactBase
from infofacts.names import Years
from infofacts.views.contents import addresses_grid, topics_grids
from infofacts.views.words import Display

EXAMPLE = "infofacts list 5g"
TOPIC = p.Parameter(
    "topic", "[TOPIC]", "A topic or an indicator; without it, all topics.", words=p.NAMES
)
PARAMETERS = (TOPIC, p.YEAR, p.FORMAT, p.LANG, p.FACTS, p.NO_BUILTIN)


def answer(
    topic: str | None,
    year: str | None,
    format: str | None,
    lang: str | None,
    facts: Sequence[str],
    no_builtin: bool,
) -> Answer:
    """The topics with their counts, or the addresses of one topic (or indicator).

    Raises `NoAnswer` where there is nothing of the years asked for.
    """
    base = read(files(facts, no_builtin), wanted=[topic] if topic else None)
    years, display = years_of(year), display_of(lang)
    chosen = facts_of_years(base, years) if years.given else base
    found = _addresses(chosen, topic, years, display) if topic else topics(chosen, display, years)
    if years.given and not found.records:
        raise NoAnswer(f"{topic or 'the fact base'} {NOTHING}")
    return found


def topics(base: FactBase, display: Display, years: Years) -> Answer:
    """The topics; where years are asked for only those that have a fact of them."""
    counted = names.counts(base)
    if years.given:
        inside = {fact.indicator_id for fact in base.facts.values()}
        base = replace(
            base,
            topics={key: topic for key, topic in base.topics.items() if counted.facts[key]},
            indicators={key: each for key, each in base.indicators.items() if key in inside},
        )
        counted = names.counts(base)
    records = [
        {"topic": t.id, "zh": t.zh, "en": t.en, "group": t.group}
        | {"indicators": counted.indicators[t.id], "facts": counted.facts[t.id]}
        for t in base.topics.values()
    ]
    return Answer(records, lambda: topics_grids(base, display))


def _addresses(base: FactBase, name: str, years: Years, display: Display) -> Answer:
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
