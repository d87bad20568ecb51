"""From names to the facts that `show`, `list`, `export`, `cite` and `source` answer with."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts import names
from infofacts.errors import NoAnswer
from infofacts.model import Fact, FactBase, facts_by_indicator
from infofacts.names import Misses, Row, Target
from infofacts.years import Years, newest


def rows_of(base: FactBase, target: Target, years: Years) -> list[Row]:
    """The rows of a target: each indicator's chosen years with all that is stated of them."""
    rows = []
    by_indicator = facts_by_indicator(base)
    for indicator in names.indicators_of(base, target):
        facts = by_indicator.get(indicator.id, [])
        of_years: dict[int, list[Fact]] = {}
        for fact in facts:
            if target.measure in (None, fact.measure):
                of_years.setdefault(fact.year, []).append(fact)
        chosen = _years(base, target, facts, years)
        rows += [Row(indicator, year, of_years[year]) for year in chosen if year in of_years]
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
    own = [fact for fact in facts if fact.source == first]
    return sorted({newest(facts), newest(own or facts)}, reverse=True)


def facts_of(base: FactBase, wanted: Sequence[str], years: Years) -> list[Fact]:
    """The facts of some names, all measures of them, in the order of the base."""
    targets = names.resolve_all(base, wanted)
    facts: set[str] = set()
    for target in targets:
        names.agree(target, years)
        inside = {indicator.id for indicator in names.indicators_of(base, target)}
        facts |= {
            fact.id
            for fact in base.facts.values()
            if fact.indicator_id in inside
            and target.year in (None, fact.year)
            and target.measure in (None, fact.measure)
        }
    return [fact for fact in base.facts.values() if fact.id in facts]


def evidence_of(base: FactBase, wanted: Sequence[str], years: Years) -> list[Fact]:
    """The facts to cite for names. Raises `NoAnswer` with every name that has none."""
    facts = names.answer_all(wanted, lambda name, misses: _evidence(base, name, years, misses))
    return list(dict.fromkeys(fact for some in facts for fact in some))


def _evidence(base: FactBase, name: str, years: Years, misses: Misses) -> list[Fact]:
    """The one fact of a name; all of the newest year for a topic or where there is no level."""
    target = names.resolve(base, name, False, misses)
    names.agree(target, years)
    if target.indicator and not years.chosen:
        facts = facts_by_indicator(base).get(target.indicator.id, [])
        measures = {fact.measure for fact in facts}
        if target.fact or target.measure or "level" in measures:
            return [names.pick(base, target)]
    rows = rows_of(base, target, years if years.given else Years(latest=True))
    return [fact for row in rows for fact in row.facts]
