"""List the topics, or the addresses of one topic's facts."""

from __future__ import annotations

from infofacts import names
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked
from infofacts.commands.selection import NOTHING, facts_of_years
from infofacts.errors import NoAnswer
from infofacts.model import Fact, FactBase
from infofacts.names import Years
from infofacts.record import replace
from infofacts.views.contents import addresses_grid, topics_grids

EXAMPLE = "infofacts list 5g"
TOPIC = p.Parameter(
    "topic", "[TOPIC]", "A topic or an indicator; without it, all topics.", words=p.NAMES
)
PARAMETERS = (TOPIC, p.YEAR, p.FORMAT, p.LANG, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, topic: str | None) -> Answer:
    """The topics with their counts, or the addresses of one topic (or indicator).

    Raises `NoAnswer` where there is nothing of the years asked for.
    """
    base = asked.base([topic] if topic else None)
    years, display = asked.years, asked.display
    base = facts_of_years(base, years) if years.given else base
    stated = _facts_of(base, topic, years) if topic else list(base.facts.values())
    if years.given and not stated:
        raise NoAnswer(f"{topic or 'the fact base'} {NOTHING}")
    if topic:
        keys = ("id", "zh", "en", "year", "measure")
        return Answer(
            lambda: [{key: getattr(fact, key) for key in keys} for fact in stated],
            lambda: [addresses_grid(base, stated, display)],
        )
    if years.given:  # without those that have no fact of these years
        topics, indicators = {f.topic for f in stated}, {f.indicator_id for f in stated}
        base = replace(
            base,
            topics={key: each for key, each in base.topics.items() if key in topics},
            indicators={key: each for key, each in base.indicators.items() if key in indicators},
        )
    counted = names.counts(base)
    records = [
        {"topic": t.id, "zh": t.zh, "en": t.en, "group": t.group}
        | {"indicators": counted.indicators[t.id], "facts": counted.facts[t.id]}
        for t in base.topics.values()
    ]
    return Answer(lambda: records, lambda: topics_grids(base, display))


def _facts_of(base: FactBase, name: str, years: Years) -> list[Fact]:
    """The facts of a name, all measures of them, in the order of the base."""
    target = names.resolve(base, name)
    names.agree(target, years)
    inside = {indicator.id for indicator in names.indicators_of(base, target)}
    return [
        fact
        for fact in base.facts.values()
        if fact.indicator_id in inside
        and target.year in (None, fact.year)
        and target.measure in (None, fact.measure)
    ]
