"""Search labels, aliases and quotes; the best match comes first."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts import names, store
from infofacts.commands import parameters as p
from infofacts.commands.answer import Answer, Asked, of_facts
from infofacts.errors import NoAnswer
from infofacts.names import Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from infofacts.views.table import Grid

EXAMPLE = "infofacts search how many 5G base stations"
# fmt: off
WORDS = p.Parameter("words", "WORDS...", "Words or a question, in Chinese or English.",
                    many=True, required=True)
COUNT = p.Parameter("count", "N", "Number of results.", ("-n",), kind="number", default=10)
# fmt: on
PARAMETERS = (WORDS, COUNT, *p.FILTERS, p.YEAR, p.FORMAT, p.LANG, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, words: Sequence[str], count: int) -> Answer:
    """The best facts for some words. Raises `NoAnswer` where there are none.

    An indicator that the words name, but that only --derived has a value of, is warned of.
    """
    paths = asked.paths()
    filters = asked.filters(paths)
    base, hits = store.find(paths, words, count, filters)
    asked.told(base)
    display = asked.display
    stated = {fact.indicator_id for fact in base.facts.values()}
    unstated = (each for each in base.indicators.values() if each.id not in stated)
    messages = [names.lacks(each, None) for each in unstated if each.formula]
    if not hits:
        left = filters.why_none(base.facts.values(), "no hits") if base.facts else []
        raise NoAnswer(f"nothing found for {' '.join(words)!r}", *left, *messages)

    def grids() -> list[Grid]:
        from infofacts.views.hits import named
        from infofacts.views.topic import facts_grid

        rows = [Row(base.indicators[hit.indicator_id], hit.year, [hit]) for hit in hits]
        return [facts_grid(base, rows, display, named(base, hits, words))]

    return of_facts(hits, grids, messages=messages)
