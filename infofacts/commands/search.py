"""Search labels, aliases and quotes; the best match comes first."""

from __future__ import annotations

from collections.abc import Sequence

from infofacts import store
from infofacts.commands import parameters as p
from infofacts.commands import ready
from infofacts.commands.answer import Answer, Asked, of_facts
from infofacts.console import default_language
from infofacts.errors import NO, OK, NoAnswer
from infofacts.messages import N_, _
from infofacts.text import pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

    from infofacts.model import FactBase, Hit, Indicator
    from infofacts.views.table import Grid

_OF_A_YEAR = pattern(r"\d{4}|[一二][〇零一二三四五六七八九]{3}|年|year")
EXAMPLE = N_("infofacts search how many 5G base stations")
# fmt: off
WORDS = p.Parameter("words", "WORDS...", "Words or a question, in Chinese or English.",
                    many=True, required=True)
COUNT = p.Parameter("count", "N", "Number of results.", ("-n",), kind="number", default=10)
# fmt: on
PARAMETERS = (WORDS, COUNT, *p.FILTERS, p.YEAR, p.FORMAT, p.LANG, p.FACTS, p.NO_BUILTIN)


def answer(asked: Asked, words: Sequence[str], count: int) -> Answer:
    """The best facts for some words, an answer if the first meets the whole question.

    Raises `NoAnswer` where there are none.

    An indicator that the words name, but that only --derived has a value of, is warned of.
    """
    paths = asked.paths()
    filters = asked.filters(paths) if asked.filtered else None
    format = asked.ready_format

    def printed(connection: Connection, hits: Sequence[Hit]) -> str:
        return ready.hits(connection, hits[:count], format)

    # One more, since a table shows two values of an indicator in one row.
    base, hits, text = store.found(paths, words, count + 1, filters, printed if format else None)
    asked.told(base)
    if not asked.lang:
        default_language()  # raises where it is another
    stated = {fact.indicator_id for fact in base.facts.values()}
    unstated = (each for each in base.indicators.values() if each.id not in stated)
    messages = [_lacking(each) for each in unstated if each.formula]
    if not hits:
        left = (
            asked.filters(paths).why_none(base.facts.values(), _("no hits")) if base.facts else []
        )
        raise NoAnswer(_("nothing found for {words!r}", words=" ".join(words)), *left, *messages)

    first = hits[0]
    lead = nearest(base, first) if first.unmet else ""

    def grids() -> list[Grid]:
        from infofacts.views.hits import hits_grid

        return [hits_grid(base, hits, count, words, asked.display, lead)]

    code = NO if first.unmet else OK
    if text:
        return Answer(text=text, messages=[*filter(None, [lead]), *messages], code=code)
    return of_facts(hits[:count], grids, messages=messages, lead=lead, code=code)


def _lacking(indicator: Indicator) -> str:
    from infofacts.names import lacks

    return lacks(indicator, None)


def nearest(base: FactBase, hit: Hit) -> str:
    """The line over hits of which the first doesn't meet the whole question: what it doesn't meet,
    and the years that there are where it is of another."""
    from infofacts.model import facts_by_indicator
    from infofacts.years import spans

    years = {fact.year for fact in facts_by_indicator(base).get(hit.indicator_id, [])}
    other = any(map(_OF_A_YEAR.search, hit.unmet))
    there = (
        _("; {indicator_id} has {years}", indicator_id=hit.indicator_id, years=spans(years))
        if other
        else ""
    )
    return _("nearest; not met: {unmet}{there}", unmet=_(", ").join(hit.unmet), there=there)
