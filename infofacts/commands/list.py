"""List the topics, or the facts of names, a source, a unit …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from infofacts.commands import parameters as p
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked
from infofacts.errors import BadUsage, NoAnswer, listed
from infofacts.messages import _

TYPE_CHECKING = False  # what only some answers need is imported where it is used
if TYPE_CHECKING:
    from infofacts.model import Fact, Json

EXAMPLE = "infofacts list 5g"
NAME = p.Parameter("names", "[NAME...]", "A topic or an indicator; without it, all topics.",
                   of="names", many=True)  # fmt: skip
# fmt: off
SORT = p.Parameter("sort", "KEY", "Facts by value: those of a unit together, the largest first.",
                   ("--sort",), words=("value",))
PARAMETERS = (NAME, SORT, p.REVERSE, p.MOST, *p.FILTERS, p.YEAR, p.FORMAT, p.LANG, p.FACTS,
              p.NO_BUILTIN)
KEYS = ("id", "zh", "en", "year", "measure", "value", "unit", "bound", "printed", "source", "proof",
        "text", "items", "unit_en")
# fmt: on


def answer(
    asked: Asked, names: Sequence[str], sort: str | None, reverse: bool, most: int | None
) -> Answer:
    """The topics with their counts, or the facts of names and filters, perhaps in order.

    Raises `NoAnswer` where nothing is left.
    """
    if sort not in (None, "value"):
        raise BadUsage(_("--sort {sort}: expected value", sort=sort))
    if reverse and not sort:
        raise BadUsage(_("--reverse: the order of what? --sort value"))
    whole = names and not (asked.year or sort or most)
    if whole and (answer := asked.ready(lambda index: ready.inside(index, names), KEYS)):
        return answer
    from infofacts import names as names_
    from infofacts.commands.selection import facts_of
    from infofacts.record import replace
    from infofacts.views.contents import facts_list, topics_grids

    paths = asked.paths()
    if names or asked.year or sort or any(asked.typed.values()):
        base = asked.base([*names, *asked.typed["topic"]] or None, paths)
    else:
        base = asked.contents(paths)
    base, names = asked.joined(base, names, paths)
    filters, display = asked.filters(paths), asked.display
    facts = facts_of(base, names, filters.years) if names else list(base.facts.values())
    if filters.given:
        what = _("no facts of {names}", names=listed(names)) if names else _("no facts")
        facts = filters.narrow(facts, what)
    if sort:
        facts = _by_value(facts, reverse)
    if most and not (names or filters.values or sort):
        raise BadUsage(_("-n: of facts: name a topic, a filter or --sort value"))
    if names or filters.values or sort:
        facts = facts[:most]
        return Answer(
            lambda: [_chosen(fact.to_dict()) for fact in facts],
            lambda: [facts_list(base, facts, display)],
            lambda: [_chosen(fact.flat()) for fact in facts],
        )
    if filters.given:  # without the topics that have no fact of these years
        topics, indicators = {f.topic for f in facts}, {f.indicator_id for f in facts}
        base = replace(
            base,
            topics={key: each for key, each in base.topics.items() if key in topics},
            indicators={key: each for key, each in base.indicators.items() if key in indicators},
            facts={fact.id: fact for fact in facts},
        )
    counted = names_.counts(base)
    rows = [
        {"topic": t.id, "zh": t.zh, "en": t.en, "group": t.group}
        | {"indicators": counted.indicators[t.id], "facts": counted.facts[t.id]}
        for t in base.topics.values()
    ]
    return Answer(lambda: rows, lambda: topics_grids(base, display))


def _by_value(facts: list[Fact], reverse: bool) -> list[Fact]:
    """The facts in the order of their values. Raises `NoAnswer` where none is a number."""
    from infofacts.ranking import by_value

    if all(fact.size is None for fact in facts):
        raise NoAnswer(_("--sort value: none of these facts is a number"))
    return by_value(facts, reverse)


def _chosen(record: Mapping[str, Json]) -> dict[str, Json]:
    """The main fields of a record."""
    return {key: record[key] for key in KEYS}
